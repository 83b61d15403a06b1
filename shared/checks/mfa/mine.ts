import * as z from 'zod';
import type { Because } from '../../directories/index.ts';
import { action, type Context } from '../../feature.ts';
import { t } from '../../language/words.ts';
import { dayOf, sayDay } from '../../time.ts';
import { facts, link, list, text, view } from '../../view/build.ts';
import type { Node, View } from '../../view/view.ts';
import { isApart } from '../kinds.ts';
import { type AccountState, accountsOf } from './accounts.ts';
import { exemptOn } from './exempt.ts';
import { providerName } from './judge.ts';

/** "Is my MFA set up?", and the card that asks for it: why, how, five minutes, a link; a thank-you once it is done. */
export const mine = action({
  id: 'checks.mfaMine',
  who: 'person',
  input: z.strictObject({}),
  async run(_, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const id = actor.person.id;
    const finding = await tx
      .selectFrom('findings')
      .select(['state', 'because_words'])
      .where('check_name', '=', 'mfa')
      .where('person', '=', id)
      .executeTakeFirst();
    const accounts = ((await accountsOf(tx, [id])).get(id) ?? []).filter(
      ({ account }) => account?.enabled !== 0 && !isApart(account?.kind),
    );
    const exempt = (await exemptOn(tx, school, dayOf(now, school))).get(id);
    const shown = facts(Object.fromEntries(accounts.map((one) => [label(one, accounts), sayState(one)])));
    const state = finding?.state;
    switch (state) {
      case 'pass':
        return view(
          t`Your two-step sign-in is set up`,
          text(t`Thank you: nobody gets into your account with the password alone.`, 'good'),
          shown,
        );
      case 'fail':
        if (exempt)
          return view(
            t`You are exempt from two-step sign-in`,
            text(t`Until ${sayDay(exempt.until)}: ${exempt.reason}`),
            shown,
            ...howTo(accounts, context),
          );
        return view(
          t`Two-step sign-in: five minutes, please`,
          text(
            t`At the moment your password alone opens your school account and everything in it. A second step on your phone keeps out whoever guesses or steals the password.`,
          ),
          shown,
          ...howTo(accounts, context),
        );
      case 'unknown':
        return view(
          t`I can't see whether your two-step sign-in is set up`,
          text(finding?.because_words ?? ''),
          shown,
          text(t`If you are asked for a code or a tap on your phone when you sign in somewhere new, all is well.`),
        );
      case 'not-due':
        return view(t`There is nothing to set up`, text(finding?.because_words ?? ''));
      case undefined:
        return view(
          t`I haven't looked at your two-step sign-in`,
          text(t`It isn't checked for your role, or hasn't been looked at yet.`),
          ...howTo(accounts, context),
        );
      default:
        return state satisfies never;
    }
  },
});

/** Two accounts of one directory are told apart by their addresses. */
const label = ({ provider, account }: AccountState, all: AccountState[]): string =>
  all.filter((other) => other.provider === provider).length > 1 && account
    ? `${providerName(provider)} (${account.address})`
    : providerName(provider);

/** How an account stands, in the words of its owner. */
function sayState({ state }: AccountState): string {
  if (!state) return t`not looked at yet`;
  if (state.registered === 0) return t`not set up`;
  if (state.registered === null) {
    const { registered } = JSON.parse(state.unknown) as { registered?: Because };
    return t`can't be seen: ${registered?.words ?? ''}`;
  }
  if (state.capable === 0) return t`set up in a way that the school no longer accepts`;
  return state.strongest ? t`set up (${STRENGTHS[state.strongest as keyof typeof STRENGTHS]})` : t`set up`;
}

export const STRENGTHS = { phone: t`phone`, app: t`app`, 'phishing-resistant': t`passkey or security key` } as const;

/** The steps of each platform, as it names its own buttons, and where it has them. */
const SET_UP = {
  entra: {
    steps: [
      t`Open the page below on a computer and sign in.`,
      t`Press "Add sign-in method" and choose the authenticator app. It is free in your phone's store.`,
      t`Scan the square with the app and type the number it asks for. That's all.`,
    ],
    url: 'https://mysignins.microsoft.com/security-info',
    button: t`Set it up at Microsoft`,
  },
  google: {
    steps: [
      t`Open the page below on a computer and sign in with your school account.`,
      t`Press "Turn on 2-Step Verification" and choose your phone, an app or a passkey.`,
      t`Try it once when it asks you to. That's all.`,
    ],
    url: 'https://myaccount.google.com/signinoptions/twosv',
    button: t`Set it up at Google`,
  },
} as const;

/** What to do, for each platform on which it is still missing; the school's own instructions first. */
function howTo(accounts: AccountState[], { school }: Pick<Context, 'school'>): Node[] {
  const missing = new Set(accounts.filter(({ state }) => state?.registered !== 1).map(({ provider }) => provider));
  const nodes: Node[] = [...missing].flatMap((provider) => {
    const { steps, url, button } = SET_UP[provider];
    return [
      ...(missing.size > 1 ? [text(providerName(provider), 'heading')] : []),
      list([...steps]),
      link(button, url),
    ];
  });
  const { how } = school.checks.mfa;
  return [
    ...(how ? [link(t`How our school does it`, how)] : []),
    ...nodes,
    ...(nodes.length ? [text(t`No smartphone, or stuck? ICT helps: it works without one, too.`, 'quiet')] : []),
  ];
}
