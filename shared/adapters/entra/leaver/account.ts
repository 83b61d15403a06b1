import * as z from 'zod';
import { known, unknown } from '../../../directories/fact.ts';
import type { Reading } from '../../../directories/port.ts';
import { lastSignInOf, SignInActivity } from '../account.ts';
import { shaped } from '../client.ts';
import { AuthenticationMethod, methodOf } from '../methods.ts';
import { type Answer, becauseOf } from '../trouble.ts';
import type { Answers } from './questions.ts';
import { emptied, listed, listOf, reading, together } from './reading.ts';

export const LeaverAccount = z.object({
  mail: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  signInSessionsValidFromDateTime: z.string().nullish(),
  assignedLicenses: z.array(z.object({ skuId: z.string().nullish() })).nullish(),
  otherMails: z.array(z.string()).nullish(),
});
export type LeaverAccount = z.output<typeof LeaverAccount>;

const SOURCE = unknown(
  'elsewhere',
  'This account comes from your on-premises Active Directory: look there whether it is disabled.',
);

/** Rows that the account itself answers. */
export function accountRows(user: Answer<LeaverAccount>, answers: Answers, leftOn: string): Reading[] {
  return [
    ...(user.ok ? stateRows(user.body, leftOn) : unknownState(user)),
    signInsSince(answers.signIns, leftOn),
    licences(user, answers.licences),
    together(
      'mfa-methods-removed',
      methods(answers, (name) => name !== 'Password'),
    ),
    recoveryContacts(user, answers),
    reading(
      'app-passwords-removed',
      unknown(
        'not-offered',
        'Microsoft lets nobody list app passwords: look under the person’s authentication methods.',
      ),
    ),
    reading(
      'address-list-hidden',
      unknown('not-offered', 'Entra cannot say what the address list shows: look in the Exchange admin centre.'),
    ),
  ];
}

function stateRows(user: LeaverAccount, leftOn: string): Reading[] {
  const { accountEnabled, signInSessionsValidFromDateTime: from } = user;
  const unsaid = unknown('unreadable', 'Entra did not say.');
  return [
    reading('sign-in-blocked', typeof accountEnabled === 'boolean' ? known(!accountEnabled) : unsaid),
    reading('sign-in-blocked-at-source', user.onPremisesSyncEnabled ? SOURCE : known(true)),
    {
      ...reading('sessions-revoked', from ? known(from.slice(0, 10) >= leftOn) : unsaid),
      ...(from && from.slice(0, 10) >= leftOn && { since: from }),
    },
  ];
}

function unknownState(user: Extract<Answer<LeaverAccount>, { ok: false }>): Reading[] {
  const fact = { known: false as const, because: becauseOf(user.trouble, 'User.Read.All') };
  return (['sign-in-blocked', 'sign-in-blocked-at-source', 'sessions-revoked'] as const).map((row) =>
    reading(row, fact),
  );
}

const SignedIn = z.object({ id: z.string(), signInActivity: SignInActivity });

/** The last day itself is still theirs. */
function signInsSince(answer: Answer<unknown>, leftOn: string): Reading {
  const row = 'no-sign-in-since';
  const user = answer.ok ? shaped(answer.body, SignedIn) : answer;
  if (!user.ok) return reading(row, { known: false, because: becauseOf(user.trouble, 'AuditLog.Read.All') });
  const last = lastSignInOf(user.body.signInActivity)?.slice(0, 10);
  return emptied(row, last && last > leftOn ? [`Last sign-in on ${last}`] : []);
}

const Details = listOf(z.object({ skuId: z.string().nullish(), skuPartNumber: z.string().nullish() }));

/** Names come from another question; without them a licence is still a licence. */
function licences(user: Answer<LeaverAccount>, details: Answer<unknown>): Reading {
  if (!user.ok) return reading('licences-removed', { known: false, because: becauseOf(user.trouble, 'User.Read.All') });
  const named = details.ok ? shaped(details.body, Details) : details;
  const names = new Map(named.ok ? named.body.value.map(({ skuId, skuPartNumber }) => [skuId, skuPartNumber]) : []);
  return emptied(
    'licences-removed',
    (user.body.assignedLicenses ?? []).map(({ skuId }) => names.get(skuId) || 'A licence without a name'),
  );
}

const Methods = listOf(AuthenticationMethod);

const methods = (answers: Answers, counts: (name: string) => boolean) =>
  listed(answers.methods, Methods, 'UserAuthenticationMethod.Read.All', (method) => {
    const name = methodOf(method)?.name ?? 'A sign-in method of a kind that is new to us';
    return counts(name) ? name : null;
  });

/** Ways by which a password could be reset from outside. Which number or address is nobody's business here. */
function recoveryContacts(user: Answer<LeaverAccount>, answers: Answers): Reading {
  const others: Parameters<typeof together>[1] = user.ok
    ? { items: user.body.otherMails?.length ? ['Alternative email address'] : [], complete: known(true) }
    : { items: [], complete: { known: false, because: becauseOf(user.trouble, 'User.Read.All') } };
  return together(
    'recovery-contacts-removed',
    others,
    methods(answers, (name) => /^(Phone|Email)/.test(name)),
  );
}
