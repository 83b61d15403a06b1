import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { deliver, refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import { type Effect, prolongRequest, showRequest, startRequest } from '../requests/index.ts';
import { addDays, dayOf, sayDay } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { nextReminder } from './ladder.ts';
import { type Loan, lentIn, loanOf, sayThings } from './loan.ts';
import { loanView, show } from './show.ts';
import { holdLending, takenBy } from './taken.ts';
import { Happened } from './typed.ts';

/** Asking to keep a loan longer: until when, and what for. */
export const extend = action({
  id: 'loans.extend',
  who: 'person',
  input: z.strictObject({ loan: z.string().max(100) }),
  async run({ loan: id }, context): Promise<View> {
    const loan = await own(id, context);
    if (loan.state !== 'out') return loanView(loan, context);
    const waiting = await openExtension(context.tx, id);
    if (waiting) return showRequest.run({ request: waiting.request }, context);
    return view(
      t`Keep it longer`,
      text(t`It is due on ${sayDay(loan.due_on)}. Whoever looks after ICT decides.`),
      askLonger.field('until', {
        label: t`Back by`,
        input: 'date',
        value: addDays(loan.due_on, 7),
        required: true,
      }),
      askLonger.field('why', { label: t`What for?`, input: 'paragraph', required: true, maxLength: 1_000 }),
      buttons(
        askLonger.button(t`Send`, { loan: id, id: randomUUID() }, { style: 'primary', sendsInputs: true }),
        show.button(t`Go back`, { loan: id }),
      ),
    );
  },
});

/** Sends it: the things are kept from others until that day while somebody decides. */
export const askLonger = action({
  id: 'loans.askLonger',
  who: 'person',
  input: z.strictObject({
    loan: z.string().max(100),
    id: z.uuid(),
    until: z.iso.date('Please choose a day.'),
    why: Happened,
  }),
  async run({ loan: loanId, id, until, why }, context): Promise<View> {
    const { tx, now, school } = context;
    const loan = await own(loanId, context);
    if (loan.state !== 'out') return loanView(loan, context);
    const waiting = await openExtension(tx, loanId);
    if (waiting) return showRequest.run({ request: waiting.request }, context);
    if (until <= loan.due_on)
      throw new Refusal(t`It is yours until ${sayDay(loan.due_on)} anyway. Please choose a later day.`);
    if (until > addDays(loan.from_on, 2 * 366))
      throw new Refusal(t`Equipment is lent for two years at most. Please choose an earlier day.`);
    const things = await lentIn(tx, [loanId], ['out']);
    await holdLending(tx, loan.school);
    for (const { item, thing } of things) {
      const from = addDays(loan.due_on, 1);
      const other = await takenBy(tx, item, { from, to: until }, dayOf(now, school), loanId);
      if (other)
        throw new Refusal(
          t`${thing.name} is promised to somebody else from ${sayDay(other.from_on)}. Please choose an earlier day, or bring it back.`,
        );
    }
    await keepUntil(tx, loanId, until);
    await tx.insertInto('loan_extensions').values({ request: id, loan: loanId, until_on: until }).execute();
    await startRequest(context, {
      id,
      kind: 'loan-extension',
      answers: { until, why },
      details: [
        t`${sayThings(things.map(({ thing }) => thing))}, due on ${sayDay(loan.due_on)}, may be kept until ${sayDay(until)}.`,
      ],
    });
    return showRequest.run({ request: id }, context);
  },
});

/** What it means that somebody may keep a loan longer. */
export const extension: Effect = {
  id: 'loan-extension',

  async whyOver({ id }, { tx }) {
    const asked = await tx.selectFrom('loan_extensions').select('loan').where('request', '=', id).executeTakeFirst();
    if (!asked || (await loanOf(tx, asked.loan)).state === 'out') return null;
    return t`It has been brought back meanwhile, so there is nothing left to keep.`;
  },

  async onApproved({ id }, { tx, now, school }) {
    const asked = await tx.selectFrom('loan_extensions').selectAll().where('request', '=', id).executeTakeFirst();
    if (!asked) return;
    const longer = await tx
      .updateTable('loans')
      .set({
        due_on: asked.until_on,
        remind_at: nextReminder(asked.until_on, dayOf(now, school), school)?.toISOString() ?? null,
        reminded: 0,
        changed_at: now.toISOString(),
      })
      .where('id', '=', asked.loan)
      .where('state', '=', 'out')
      .returning(['borrower', 'request'])
      .executeTakeFirst();
    if (!longer) return;
    if (longer.request !== null) await prolongRequest(tx, longer.request, asked.until_on);
    await deliver(
      tx,
      {
        key: `loan ${asked.loan} until ${asked.until_on}`,
        person: longer.borrower,
        show: show.call({ loan: asked.loan }),
        subject: asked.loan,
        purpose: 'tell',
      },
      now,
    );
    await refreshMessages(tx, asked.loan, now);
  },

  async onDropped({ id }, { tx }) {
    const asked = await tx.selectFrom('loan_extensions').selectAll().where('request', '=', id).executeTakeFirst();
    if (!asked) return;
    await keepUntil(tx, asked.loan, (await loanOf(tx, asked.loan)).due_on);
  },
};

const keepUntil = (tx: Tx, loan: string, day: string) =>
  tx.updateTable('loan_items').set({ due_on: day }).where('loan', '=', loan).where('state', '=', 'out').execute();

/** The one that somebody still decides about. */
const openExtension = (tx: Tx, loan: string) =>
  tx
    .selectFrom('loan_extensions')
    .innerJoin('requests', 'requests.id', 'loan_extensions.request')
    .select('request')
    .where('loan', '=', loan)
    .where('requests.state', '=', 'open')
    .executeTakeFirst();

/** @throws Refusal unless it is the actor's own. */
async function own(id: string, { tx, actor }: Context): Promise<Loan> {
  const loan = await loanOf(tx, id);
  if (loan.borrower !== actor.person.id)
    throw new Refusal(t`Only whoever has it can ask to keep it longer. Nothing has changed.`);
  return loan;
}
