import { type Because, type Fact, known, unknown } from '../../directories/fact.ts';
import type { MethodStrength, MfaState } from '../../directories/port.ts';
import type { SignsInElsewhere } from './elsewhere.ts';
import type { Session } from './session.ts';
import { given, type User } from './user.ts';
import { pagesOf } from './wire/listing.ts';
import { PAGE } from './wire/quotas.ts';

const SCOPE = 'admin.directory.user.readonly';

/**
 * 2-Step Verification of every account, from the list of accounts: 500 a request. When the list breaks off, whoever was
 * asked for and not reached is unknown.
 *
 * Which method somebody uses, Google doesn't tell here. A usage report counts security keys, but days late and without
 * passkeys: it could neither say "phishing-resistant" nor "phone" of anyone else.
 */
export async function* mfa(
  session: Session,
  asked: Iterable<string>,
  signsInElsewhere: SignsInElsewhere,
): AsyncGenerator<MfaState[]> {
  const missing = new Set(asked);
  try {
    const { directory } = await session.clients();
    const read = (page: { pageToken?: string }) =>
      directory.users.list(
        {
          customer: session.settings.customer,
          maxResults: PAGE.users,
          projection: 'full',
          fields: 'kind,nextPageToken,users(id,isAdmin,orgUnitPath,isEnrolledIn2Sv,isEnforcedIn2Sv)',
          ...page,
        },
        session.looking.alone,
      );
    for await (const page of pagesOf(read)) {
      const states: MfaState[] = [];
      for (const user of page.users ?? []) states.push(await stateOf(user, signsInElsewhere));
      for (const { objectId } of states) missing.delete(objectId);
      yield states;
    }
    const because = { kind: 'unreadable', words: 'Google does not list this account.' } as const;
    if (missing.size > 0) yield [...missing].map((objectId) => nothingKnown(objectId, because));
  } catch (error) {
    const because = session.because(error, SCOPE);
    yield [...missing].map((objectId) => nothingKnown(objectId, because));
  }
}

async function stateOf(user: User, signsInElsewhere: SignsInElsewhere): Promise<MfaState> {
  const { isEnrolledIn2Sv: enrolled, isEnforcedIn2Sv: enforced } = user;
  const registered = await yesOrElsewhere(enrolled, user, signsInElsewhere);
  return {
    objectId: given(user.id),
    registered,
    // Whoever has set it up in Google can use it.
    capable: registered,
    enforced: await yesOrElsewhere(enforced, user, signsInElsewhere),
    strongest: strengthFrom(registered),
  };
}

/** Google's yes is a yes. Its no is one only where nobody else decides. */
async function yesOrElsewhere(
  value: boolean | null | undefined,
  user: User,
  signsInElsewhere: SignsInElsewhere,
): Promise<Fact<boolean>> {
  if (value === true) return known(true);
  if (value !== false) return unknown('unreadable', 'Google did not say whether 2-Step Verification is on.');
  const elsewhere = await signsInElsewhere(user);
  if (!elsewhere.known) return elsewhere;
  if (!elsewhere.value) return known(false);
  return unknown('elsewhere', `People in ${user.orgUnitPath ?? '/'} sign in at another identity provider: look there.`);
}

function strengthFrom(registered: Fact<boolean>): Fact<MethodStrength | null> {
  if (!registered.known) return registered;
  if (!registered.value) return known(null);
  return unknown('not-offered', 'Google tells that 2-Step Verification is on, but not with which method.');
}

const nothingKnown = (objectId: string, because: Because): MfaState => {
  const fact = { known: false, because } as const;
  return { objectId, registered: fact, capable: fact, enforced: fact, strongest: fact };
};
