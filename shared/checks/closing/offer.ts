import type { Context } from '../../feature.ts';
import { t } from '../../language/words.ts';
import type { Button } from '../../view/view.ts';
import { closeAccounts } from './ask.ts';

/** What is open of somebody's leaving, as far as closing goes by it. */
type Open = { row_name: string; state: string }[];

/** Buttons that begin to close somebody's accounts, where there is something to close and the school has switched it on. */
export function offers(person: string, open: Open, { school }: Pick<Context, 'school'>): Button[] {
  const on = school.checks.closing;
  const fails = open.filter(({ state }) => state === 'fail');
  const canSignIn = fails.some(({ row_name }) => row_name === 'sign-in-blocked');
  return [
    ...(canSignIn && on.includes('block-sign-in')
      ? [closeAccounts.button(t`Block sign-in`, { person, steps: 'sign-in' })]
      : []),
    ...(fails.some(({ row_name }) => CLOSABLE.includes(row_name)) && on.some((step) => step !== 'block-sign-in')
      ? [closeAccounts.button(t`Close the accounts`, { person, steps: 'all' })]
      : []),
  ];
}

/** Rows of the check list that closing does something about. */
const CLOSABLE: readonly string[] = [
  'sign-in-blocked',
  'sessions-revoked',
  'oauth-grants-removed',
  'app-passwords-removed',
  'groups-left',
  'licences-removed',
];
