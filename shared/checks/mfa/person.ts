import * as z from 'zod';
import { hereOn } from '../../audiences/index.ts';
import type { Because } from '../../directories/index.ts';
import { action, type Context } from '../../feature.ts';
import { t } from '../../language/words.ts';
import { called, type Known, named, whichPerson } from '../../people/index.ts';
import { dayOf, sayDay, sayMoment } from '../../time.ts';
import { rows, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { isApart } from '../kinds.ts';
import { type AccountState, accountsOf } from './accounts.ts';
import { exemptOn } from './exempt.ts';
import { providerName } from './judge.ts';
import { STRENGTHS } from './mine.ts';

/** "Does Olivia Grant have MFA?" By name as typed, or by id once it is clear who is meant. */
export const person = action({
  id: 'checks.mfaPerson',
  who: 'checks',
  input: z.strictObject({ name: z.string().max(200).optional(), person: z.string().max(100).optional() }),
  async run({ name, person: id }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const visible = await tx
      .selectFrom('people')
      .select(['people.id', 'name', 'email', 'department'])
      .where(named(actor))
      .where(hereOn(dayOf(now, school)))
      .$if(id !== undefined, (query) => query.where('people.id', '=', id as string))
      .orderBy('name')
      .execute();
    const [only, ...others] = id === undefined ? called(name ?? '', visible) : visible;
    if (!only)
      return view(
        t`I can't tell you about that person`,
        text(t`I know nobody of that name whose accounts your role lets you see. Please check the spelling.`),
      );
    if (!others.length) return personView(only, context);
    return whichPerson([only, ...others], (label, one) => person.button(label, { person: one }));
  },
});

async function personView({ id, name, department }: Known, { tx, now, school }: Context): Promise<View> {
  const finding = await tx
    .selectFrom('findings')
    .select(['state', 'because_words', 'checked_at', 'changed_at', 'reopened', 'reminded'])
    .where('check_name', '=', 'mfa')
    .where('person', '=', id)
    .executeTakeFirst();
  const accounts = (await accountsOf(tx, [id])).get(id) ?? [];
  const exempt = (await exemptOn(tx, school, dayOf(now, school))).get(id);
  const since = finding && sayDay(dayOf(new Date(finding.changed_at), school));
  return view(
    name,
    text(department ?? '', 'quiet'),
    text(
      finding?.state === 'pass'
        ? t`Has two-step sign-in.`
        : finding?.state === 'fail'
          ? t`Has no two-step sign-in, seen since ${since ?? ''}.`
          : finding
            ? t`It isn't known: ${finding.because_words ?? ''}`
            : t`Nobody asks for two-step sign-in here, or it hasn't been looked at yet.`,
      finding?.state === 'pass' ? 'good' : finding?.state === 'fail' ? 'warning' : undefined,
    ),
    exempt && text(t`Exempt until ${sayDay(exempt.until)}: ${exempt.reason}`),
    rows(accounts.map((one) => ({ title: titleOf(one), detail: detailOf(one) }))),
    Boolean(finding?.reopened) && text(t`It was set up before and was taken away.`, 'warning'),
    finding && text(t`Looked at on ${sayMoment(finding.checked_at, school)}.`, 'quiet'),
  );
}

const titleOf = ({ provider, account }: AccountState): string =>
  [providerName(provider), account?.address].filter(Boolean).join(': ');

/** Each fact in a word, and where one is unknown, why. */
function detailOf({ account, state }: AccountState): string {
  if (isApart(account?.kind)) return t`Kept apart: it is nobody's own.`;
  if (account?.enabled === 0) return t`Sign-in is blocked.`;
  if (!state) return t`Not looked at yet.`;
  const unknown = JSON.parse(state.unknown) as Partial<Record<'registered' | 'capable' | 'enforced', Because>>;
  const say = (flag: number | null, yes: string, no: string) => (flag === null ? null : flag ? yes : no);
  const words = [
    say(state.registered, t`Set up`, t`Not set up`),
    state.strongest && STRENGTHS[state.strongest as keyof typeof STRENGTHS],
    state.registered === 1 && say(state.capable, t`usable`, t`not allowed by the school's rules`),
    say(state.enforced, t`demanded at sign-in`, t`not demanded at sign-in`),
  ].filter(Boolean);
  const why = [...new Set(Object.values(unknown).map(({ words: because }) => because))];
  return [...(words.length ? [`${words.join(', ')}.`] : []), ...why].join(' ');
}
