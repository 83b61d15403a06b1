import {
  CLOSING_STEPS,
  type Closing,
  type ClosingStep,
  type Directory,
  type StepOutcome,
  type StepPreview,
} from '../../directories/port.ts';
import { restoreGroups, restoreLicences } from './giving-back.ts';
import { licencesOf, NO_LICENCES_NAMED } from './licences.ts';
import { membershipsOf, membersIn } from './memberships.ts';
import { NOT_SEEN, previewOf, type Removal, removeAll, seen } from './removal.ts';
import type { Scope } from './scopes.ts';
import type { Session } from './session.ts';
import { given, mayIn, type User } from './user.ts';
import { entries, pagesOf } from './wire/listing.ts';
import { PAGE } from './wire/quotas.ts';

const FIELDS = 'id,primaryEmail,aliases,suspended,archived,isAdmin';

/** One step, for an account that may be changed. */
interface Step {
  scope: Scope;
  preview(session: Session, user: User): Promise<StepPreview>;
  take(session: Session, user: User): Promise<StepOutcome>;
  undo?(session: Session, objectId: string, undo: Record<string, unknown>): Promise<StepOutcome>;
}

/**
 * The steps that close an account, of those that are switched on. Each reads before it changes, so that what it did can be
 * undone, and reads again afterwards: done means seen. None touches the last super administrator or the account that we
 * act as.
 */
export function closingSteps(session: Session, on: readonly ClosingStep[]): Directory['closing'] {
  const closing = ({ scope, preview, take, undo }: Step): Closing => {
    const guarded =
      <R>(run: (session: Session, user: User) => Promise<R>) =>
      async (objectId: string) => {
        try {
          const user = await read(session, objectId);
          const rule = await ruleAgainst(session, user);
          if (rule !== null) return { because: { kind: 'rule', words: rule } } as const;
          return await run(session, user);
        } catch (error) {
          return { because: session.because(error, scope) } as const;
        }
      };
    return {
      preview: async (objectId) => {
        const said = await guarded(preview)(objectId);
        return 'possible' in said ? said : { possible: false, ...said };
      },
      take: async (objectId) => {
        const said = await guarded(take)(objectId);
        return 'done' in said ? said : { done: false, ...said };
      },
      ...(undo && {
        undo: (objectId, what) =>
          undo(session, objectId, what).catch((error) => ({ done: false, because: session.because(error, scope) })),
      }),
    };
  };
  return Object.fromEntries(
    CLOSING_STEPS.filter((name) => on.includes(name)).map((name) => [name, closing(STEPS[name])]),
  );
}

async function read(session: Session, userKey: string): Promise<User> {
  const { directory } = await session.clients();
  const { data } = await directory.users.get({ userKey, projection: 'full', fields: FIELDS }, session.closing.alone);
  given(data.primaryEmail);
  return data;
}

async function ruleAgainst(session: Session, user: User): Promise<string | null> {
  const { adminSubject, customer } = session.settings;
  if ([user.primaryEmail, ...(user.aliases ?? [])].some((address) => address?.toLowerCase() === adminSubject)) {
    return 'Countersign acts as this administrator (GOOGLE_ADMIN_SUBJECT): choose another one first.';
  }
  if (user.isAdmin === false) return null;
  const { directory } = await session.clients();
  const list = (page: { pageToken?: string }) =>
    directory.users.list(
      {
        customer,
        query: 'isAdmin=true',
        maxResults: PAGE.users,
        fields: 'kind,nextPageToken,users(id,suspended,archived,isAdmin)',
        ...page,
      },
      session.closing.alone,
    );
  for await (const { users } of pagesOf(list)) {
    for (const other of users ?? []) {
      const may = mayIn(other);
      if (other.id !== user.id && other.isAdmin === true && may.known && may.value) return null;
    }
  }
  return 'This is the last super administrator who can sign in: make someone else one first.';
}

const BLOCKED = 'Sign-in is blocked';
const SIGNED_OUT = 'web and device sessions';

async function blockSignIn(session: Session, user: User): Promise<StepOutcome> {
  if (user.suspended === true) return { done: true, undo: {}, changed: [] };
  return suspend(session, given(user.id), true, { undo: { suspended: false }, changed: [BLOCKED] });
}

async function suspend(
  session: Session,
  userKey: string,
  suspended: boolean,
  told: { undo: Record<string, unknown>; changed: string[] },
): Promise<StepOutcome> {
  const { directory } = await session.clients();
  await directory.users.patch({ userKey, requestBody: { suspended } }, session.closing.alone);
  const shown = await seen(session, async () => (await read(session, userKey)).suspended === suspended);
  return shown ? { done: true, ...told } : { done: false, because: NOT_SEEN, undo: told.undo };
}

/** Google offers no way to see that it worked; an error would have been told. */
async function revokeSessions(session: Session, user: User): Promise<StepOutcome> {
  const { directory } = await session.clients();
  await directory.users.signOut({ userKey: given(user.id) }, session.closing.alone);
  return { done: true, undo: {}, changed: [SIGNED_OUT] };
}

/** A step that takes away all of one kind. */
const removing = <T>(
  scope: Scope,
  removal: (session: Session, user: User) => Promise<Removal<T>>,
  more: Partial<Step> = {},
): Step => ({
  scope,
  preview: async (session, user) => previewOf(await removal(session, user)),
  take: async (session, user) => removeAll(session, scope, await removal(session, user)),
  ...more,
});

type HeldMembership = Awaited<ReturnType<typeof membersIn>>[number];

const groups = removing<HeldMembership>(
  'admin.directory.group.member',
  async (session, user) => {
    const { directory } = await session.clients();
    const memberKey = given(user.id);
    return {
      list: async () => {
        const memberships = await membershipsOf(session, memberKey, session.closing.alone);
        return membersIn(session, memberKey, memberships, session.closing);
      },
      key: ({ membership }) => membership.group,
      name: ({ membership }) => membership.name,
      remove: ({ membership }, means) => directory.members.delete({ groupKey: membership.group, memberKey }, means),
      undo: (left) => ({
        groups: left.map(({ membership: { group, address }, member: { role, delivery_settings: delivery } }) => ({
          group,
          address,
          role,
          ...(delivery && { delivery }),
        })),
      }),
    };
  },
  { undo: restoreGroups },
);

const namedLicences = removing('apps.licensing', async (session: Session, user: User) => {
  const { licensing } = await session.clients();
  const address = given(user.primaryEmail).toLowerCase();
  return {
    list: () => licencesOf(session, address, session.closing.together()),
    key: ({ product, sku }) => `${product}/${sku}`,
    name: ({ name }) => name,
    remove: (licence, means) => licensing.remove(licence, means),
    undo: (removed) => ({ licences: removed.map(({ product, sku }) => ({ product, sku })) }),
  };
});

/** Google can't list what a person holds: without names to look for nothing is done. */
const licences: Step = {
  ...namedLicences,
  preview: async (session, user) =>
    session.settings.licences.length
      ? namedLicences.preview(session, user)
      : { possible: false, because: NO_LICENCES_NAMED },
  take: async (session, user) =>
    session.settings.licences.length ? namedLicences.take(session, user) : { done: false, because: NO_LICENCES_NAMED },
  undo: restoreLicences,
};

/** What an app was allowed can't be given back by anyone but the person. */
const tokens = removing('admin.directory.user.security', async (session: Session, user: User) => {
  const { directory } = await session.clients();
  const userKey = given(user.id);
  return {
    list: async () => entries(await directory.tokens.list({ userKey }, session.closing.alone), ({ items }) => items),
    key: ({ clientId }) => given(clientId),
    name: ({ displayText, clientId }) => displayText || given(clientId),
    remove: ({ clientId }, means) => directory.tokens.delete({ userKey, clientId: given(clientId) }, means),
    undo: () => ({}),
  };
});

const appPasswords = removing('admin.directory.user.security', async (session: Session, user: User) => {
  const { directory } = await session.clients();
  const userKey = given(user.id);
  return {
    list: async () => entries(await directory.asps.list({ userKey }, session.closing.alone), ({ items }) => items),
    key: ({ codeId }) => String(codeId),
    name: ({ name }) => name || 'no name',
    remove: ({ codeId }, means) => directory.asps.delete({ userKey, codeId: Number(codeId) }, means),
    undo: () => ({}),
  };
});

const will = (words: string[], undo: Record<string, unknown>): StepPreview => ({
  possible: true,
  will: words,
  wont: [],
  undo,
});

const STEPS: Record<ClosingStep, Step> = {
  'block-sign-in': {
    scope: 'admin.directory.user',
    preview: async (_, { suspended }) => (suspended === true ? will([], {}) : will([BLOCKED], { suspended: false })),
    take: blockSignIn,
    undo: (session, objectId) => suspend(session, objectId, false, { undo: {}, changed: ['Sign-in is allowed'] }),
  },
  'revoke-sessions': {
    scope: 'admin.directory.user.security',
    preview: async () => will([SIGNED_OUT], {}),
    take: revokeSessions,
  },
  'revoke-tokens': tokens,
  'remove-app-passwords': appPasswords,
  'remove-from-groups': groups,
  'remove-licences': licences,
};
