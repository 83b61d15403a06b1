import type { Because } from '../../directories/index.ts';
import { t } from '../../language/words.ts';
import type { Seen, Why } from '../findings.ts';
import { isApart } from '../kinds.ts';
import type { AccountState } from './accounts.ts';

/** The only row of this check: a person has a second factor wherever they sign in. */
const ROW = 'second-factor';

const PROVIDERS = { entra: 'Microsoft', google: 'Google' } as const;
export const providerName = (provider: 'entra' | 'google'): string => PROVIDERS[provider];

/** What was looked at: by which run, and which directories ("entra tenant") there are to look into. */
export interface Look {
  run: string;
  connected: ReadonlySet<string>;
}

/**
 * How somebody stands over all accounts with which they can sign in. One account that certainly lacks a second factor is
 * enough to fail; only knowing that each has one is enough to pass.
 */
export function judge(person: string, accounts: AccountState[], look: Look): Seen {
  const finding = (state: Seen['state'], because: Why | null, items: string[] = []): Seen => ({
    person,
    account: null,
    row: ROW,
    state,
    because,
    items,
    severity: 'high',
    owner: 'ict',
    dueOn: null,
  });
  const own = accounts.filter(({ account }) => !isApart(account?.kind));
  // What an earlier run saw is not what is: whoever could not be looked at this time is unknown.
  const open = own
    .filter(({ account }) => account?.enabled !== 0)
    .map((one) => (one.state?.run === look.run ? one : { ...one, state: null }));
  if (!own.length) return finding('unknown', { kind: 'no-account', words: t`No account of theirs is known.` });
  if (!open.length) return finding('not-due', { kind: 'blocked', words: t`Sign-in to their account is blocked.` });
  const without = open.filter(lacks);
  if (without.length) return finding('fail', null, [...new Set(without.map(({ provider }) => providerName(provider)))]);
  const unsure = open.map((one) => doubt(one, look)).find((because) => because !== null);
  return unsure ? finding('unknown', unsure) : finding('pass', null);
}

/** Certainly none, or none that the tenant's rules would let them use. */
const lacks = ({ state }: AccountState): boolean => state?.registered === 0 || state?.capable === 0;

/** Why it isn't known whether an account has one; null when it has. */
function doubt({ provider, tenant, state }: AccountState, { connected }: Look): Because | null {
  if (!connected.has(`${provider} ${tenant}`))
    return {
      kind: 'permission',
      words: t`We aren't connected to the ${providerName(provider)} directory of their account.`,
    };
  if (!state)
    return { kind: 'no-answer', words: t`Their ${providerName(provider)} account is new: it is looked at next time.` };
  if (state.registered === 1) return null;
  const { registered } = JSON.parse(state.unknown) as { registered?: Because };
  return registered ?? { kind: 'unreadable', words: t`The directory said nothing about this account.` };
}
