import * as z from 'zod';
import type { Because } from '../../../directories/fact.ts';
import type { Closing, ClosingStep, Directory, StepOutcome, StepPreview } from '../../../directories/port.ts';
import { GLOBAL_ADMINISTRATOR, readAdmins } from '../admins.ts';
import type { Timing } from '../budget.ts';
import type { Graph } from '../client.ts';
import { certainlyNot, NOT_SHOWN, type Refused, refusedBy, rule, showsBy } from './change.ts';
import { previewGroups, removeFromGroups, restoreGroups } from './groups.ts';
import { previewLicences, removeLicences, restoreLicences } from './licences.ts';

/** The steps that Entra can take. */
export const ENTRA_STEPS = [
  'block-sign-in',
  'revoke-sessions',
  'remove-from-groups',
  'remove-licences',
] as const satisfies ClosingStep[];
type EntraStep = (typeof ENTRA_STEPS)[number];

/** Long after the copies have usually caught up. */
const SETTLED_AFTER_MS = 30 * 60_000;

const BLOCKED = 'Sign-in is blocked';
const SIGNED_OUT = 'Signed out everywhere';
const SYNCED =
  'This account comes from your on-premises Active Directory: disable it there, and Entra follows within the hour.';

const Account = z.object({
  id: z.string(),
  accountEnabled: z.boolean(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  signInSessionsValidFromDateTime: z.string().nullish(),
});
type Account = z.output<typeof Account>;

const ACCOUNT = 'id,accountEnabled,onPremisesSyncEnabled,signInSessionsValidFromDateTime';

/**
 * The steps that were switched on. Each looks first, changes, looks again until the change shows, and says what is needed
 * to undo it. What Entra shows afterwards is the outcome, not what it answered: an answer may be lost on its way.
 */
export function closingSteps(graph: Graph, clock: Timing, on: readonly ClosingStep[]): Directory['closing'] {
  /** One at a time, so that two steps can't each take the other for the last administrator's deputy. */
  let queue: Promise<unknown> = Promise.resolve();
  /** Whom we blocked, and until when Entra may go on showing them as active (ms). */
  const blockedByUs = new Map<string, number>();

  const account = (objectId: string) => graph.get(`/users/${encodeURIComponent(objectId)}?$select=${ACCOUNT}`, Account);

  const shows = showsBy(clock);

  const lastAdministrator = async (objectId: string): Promise<Refused | null> => {
    const admins = await readAdmins(graph);
    const unsure = (because: Because) =>
      rule(`We could not make sure that this is not the last Global Administrator. ${because.words}`);
    if (!admins.known) return unsure(admins.because);
    const { holders, incomplete } = admins.value;
    const global = holders.get(GLOBAL_ADMINISTRATOR) ?? new Set();
    if (!global.has(objectId)) return incomplete ? unsure(incomplete) : null;
    for (const other of global) {
      if (other === objectId || (blockedByUs.get(other) ?? 0) > clock.now().getTime()) continue;
      const found = await account(other);
      if (found.ok && found.body.accountEnabled) return null;
    }
    return rule('This is the last Global Administrator who can sign in: make another one first.');
  };

  const takes: Record<EntraStep, (user: Account) => Promise<StepOutcome>> = {
    async 'block-sign-in'(user) {
      if (!user.accountEnabled) return { done: true, undo: {}, changed: [] };
      if (user.onPremisesSyncEnabled) return rule(SYNCED);
      const undo = { accountEnabled: true };
      const answer = await graph.write('PATCH', `/users/${user.id}`, { accountEnabled: false });
      if (certainlyNot(answer)) return refusedBy(answer.trouble, 'User.EnableDisableAccount.All');
      blockedByUs.set(user.id, clock.now().getTime() + SETTLED_AFTER_MS);
      const blocked = await shows(async () => {
        const now = await account(user.id);
        return now.ok && !now.body.accountEnabled;
      });
      return blocked ? { done: true, undo, changed: [BLOCKED] } : { done: false, because: NOT_SHOWN, undo };
    },

    async 'revoke-sessions'(user) {
      const answer = await graph.write('POST', `/users/${user.id}/revokeSignInSessions`);
      if (certainlyNot(answer)) return refusedBy(answer.trouble, 'User.RevokeSessions.All');
      const before = user.signInSessionsValidFromDateTime ?? '';
      const revoked = await shows(async () => {
        const now = await account(user.id);
        return now.ok && (now.body.signInSessionsValidFromDateTime ?? '') > before;
      });
      // There is nothing to undo: people sign in again.
      return revoked ? { done: true, undo: {}, changed: [SIGNED_OUT] } : { done: false, because: NOT_SHOWN, undo: {} };
    },

    'remove-from-groups': (user) => removeFromGroups(graph, shows, user.id),
    'remove-licences': (user) => removeLicences(graph, shows, user.id),
  };

  const will = (words: string[], undo: Record<string, unknown>): StepPreview => ({
    possible: true,
    will: words,
    wont: [],
    undo,
  });

  const previews: Record<EntraStep, (user: Account) => Promise<StepPreview>> = {
    async 'block-sign-in'(user) {
      if (!user.accountEnabled) return will([], {});
      if (user.onPremisesSyncEnabled) return { possible: false, because: rule(SYNCED).because };
      return will([BLOCKED], { accountEnabled: true });
    },
    'revoke-sessions': async () => will([SIGNED_OUT], {}),
    'remove-from-groups': (user) => previewGroups(graph, user.id),
    'remove-licences': (user) => previewLicences(graph, user.id),
  };

  const undoes: Partial<Record<EntraStep, Closing['undo']>> = {
    async 'block-sign-in'(objectId) {
      blockedByUs.delete(objectId);
      const answer = await graph.write('PATCH', `/users/${encodeURIComponent(objectId)}`, { accountEnabled: true });
      if (certainlyNot(answer)) return refusedBy(answer.trouble, 'User.EnableDisableAccount.All');
      const open = await shows(async () => {
        const now = await account(objectId);
        return now.ok && now.body.accountEnabled;
      });
      return open ? { done: true, undo: {}, changed: ['Sign-in is allowed'] } : { done: false, because: NOT_SHOWN };
    },
    'remove-from-groups': (objectId, undo) => restoreGroups(graph, shows, objectId, undo),
    'remove-licences': (objectId, undo) => restoreLicences(graph, shows, objectId, undo),
  };

  /** After all that was begun before. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = queue.then(work);
    queue = mine.catch(() => undefined);
    return mine;
  };

  /** The account, or why nothing may be changed about it. */
  const allowed = async (objectId: string): Promise<{ user: Account } | Refused> => {
    const user = await account(objectId);
    if (!user.ok)
      return user.trouble.kind === 'not-found'
        ? rule('Entra does not know this account: it may be deleted.')
        : refusedBy(user.trouble, 'User.Read.All');
    return (await lastAdministrator(user.body.id)) ?? { user: user.body };
  };

  const step = (name: EntraStep): Closing => {
    const undo = undoes[name];
    return {
      preview: (objectId) =>
        inTurn(async () => {
          const may = await allowed(objectId);
          return 'user' in may ? previews[name](may.user) : { possible: false, because: may.because };
        }),
      take: (objectId) =>
        inTurn(async () => {
          const may = await allowed(objectId);
          return 'user' in may ? takes[name](may.user) : may;
        }),
      ...(undo && { undo: (objectId, what) => inTurn(() => undo(objectId, what)) }),
    };
  };

  const wanted = ENTRA_STEPS.filter((name) => on.includes(name));
  return Object.fromEntries(wanted.map((name) => [name, step(name)]));
}
