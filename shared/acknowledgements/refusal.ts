import * as z from 'zod';
import { editionOf } from '../agreements/index.ts';
import { deliver, refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { type Actor, action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import { addDays, dayOf, sayDay, sayMoment } from '../time.ts';
import { buttons, facts, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { show } from './show.ts';

/** The head's card about someone who can't accept: the reason, and three ways on. */
export const refusal = action({
  id: 'acknowledgements.refusal',
  who: 'hear-refusals',
  input: z.strictObject({ refusal: z.string() }),
  run: async ({ refusal: id }, context) => refusalView(await heard(context.tx, id, context.actor), context),
});

/** Talk to the person, then put the same card before them again. */
export const askAgain = action({
  id: 'acknowledgements.askAgain',
  who: 'hear-refusals',
  input: z.strictObject({ refusal: z.string() }),
  run: ({ refusal: id }, context) => decide(id, 'asked-again', null, context),
});

/** The person needn't sign until a day; then they are asked again. */
export const excuse = action({
  id: 'acknowledgements.excuse',
  who: 'hear-refusals',
  input: z.strictObject({ refusal: z.string(), until: z.iso.date('Please choose the last day of the exception.') }),
  async run({ refusal: id, until }, context) {
    const today = dayOf(context.now, context.school);
    if (until <= today) throw new Refusal(t`An exception ends on a day to come. Please choose a later day.`);
    if (until > addDays(today, 366))
      throw new Refusal(t`An exception ends within a year. Please choose an earlier day.`);
    return decide(id, 'excused', until, context);
  },
});

/** The refusal stands. */
export const recordRefusal = action({
  id: 'acknowledgements.recordRefusal',
  who: 'hear-refusals',
  input: z.strictObject({ refusal: z.string() }),
  run: ({ refusal: id }, context) => decide(id, 'recorded', null, context),
});

type Heard = Awaited<ReturnType<typeof heard>>;

/** @throws Refusal unless it was said at the actor's own school, by somebody else. */
async function heard(tx: Tx, id: string, { person, sees }: Actor) {
  const row = await tx
    .selectFrom('refusals')
    .innerJoin('assignments', 'assignments.id', 'refusals.assignment')
    .innerJoin('people', 'people.id', 'refusals.person')
    .selectAll('refusals')
    .select(['agreement', 'edition', 'assignments.state', 'people.name', 'people.job_title', 'people.school'])
    .where('refusals.id', '=', id)
    .executeTakeFirst();
  if (!row || row.person === person.id || (row.school !== person.school && sees !== 'trust'))
    throw new Refusal(t`This isn't yours to read.`);
  return row;
}

async function refusalView(said: Heard, { tx, now, school }: Context): Promise<View> {
  const edition = await editionOf(tx, said.agreement, said.edition);
  return view(
    t`${said.name} can't accept the ${edition.title}`,
    text(said.reason, 'quote'),
    facts({ [t`Who`]: [said.name, said.job_title].filter(Boolean).join(', '), [t`When`]: sayMoment(said.at, school) }),
    ...(said.state === 'acknowledged'
      ? [text(t`They have signed it since.`, 'good')]
      : said.decision
        ? [text(sayDecision(said), 'good')]
        : [
            text(t`Nobody else was told. You can:`),
            buttons(askAgain.button(t`Talk, then ask again`, { refusal: said.id }, { style: 'primary' })),
            excuse.field('until', {
              label: t`Or make an exception until`,
              input: 'date',
              value: addDays(dayOf(now, school), 90),
              required: true,
            }),
            buttons(
              excuse.button(t`Make an exception`, { refusal: said.id }, { sendsInputs: true }),
              recordRefusal.button(t`Record the refusal`, { refusal: said.id }),
            ),
          ]),
  );
}

const sayDecision = ({ decision, excused_until }: Heard): string =>
  decision === 'asked-again'
    ? t`You asked them again.`
    : decision === 'excused'
      ? t`You made an exception until ${sayDay(excused_until ?? '')}. They will be asked again after it.`
      : t`You recorded the refusal. It counts as refused in every list.`;

type Decision = NonNullable<Heard['decision']>;

async function decide(id: string, decision: Decision, until: string | null, context: Context): Promise<View> {
  const { tx, actor, now } = context;
  const said = await heard(tx, id, actor);
  // Decided once, whoever presses first; a second press shows what was decided.
  const first = await tx
    .updateTable('refusals')
    .set({ decision, decided_by: actor.person.id, decided_at: now.toISOString(), excused_until: until })
    .where('id', '=', id)
    .where('decision', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (first && said.state === 'refused') {
    if (decision === 'asked-again') {
      await reopen(tx, said.assignment, now, `again ${id}`);
    } else if (decision === 'excused') {
      await tx.updateTable('assignments').set({ state: 'excused' }).where('id', '=', said.assignment).execute();
    }
    await refreshMessages(tx, said.assignment, now);
    await refreshMessages(tx, id, now);
    await record(tx, now, {
      kind: 'refusal-decision',
      facts: { refusal: id, assignment: said.assignment, decision, until, by: actor.person.id },
    });
  }
  return refusalView(await heard(tx, id, actor), context);
}

/** Opens an assignment again and puts its card before the person once more. */
export async function reopen(tx: Tx, assignment: string, now: Date, key: string): Promise<void> {
  const open = await tx
    .updateTable('assignments')
    .set({ state: 'open', closed_at: null })
    .where('id', '=', assignment)
    .where('state', 'in', ['refused', 'excused'])
    .returning('person')
    .executeTakeFirst();
  if (!open) return;
  await deliver(
    tx,
    { key, person: open.person, show: show.call({ assignment }), subject: assignment, purpose: 'ask' },
    now,
  );
}
