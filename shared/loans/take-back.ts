import * as z from 'zod';
import { refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { keepTopic } from '../language/index.ts';
import { count, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { endRequest } from '../requests/index.ts';
import { sayDay } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { exactly } from './identify.ts';
import { inspect } from './inspect.ts';
import { type Lent, type Loan, lentBy, lentIn, loanOf, move, nameOf, sayThings } from './loan.ts';
import { photos } from './photos/look.ts';
import { photosOf } from './photos/of.ts';
import { HOW_TO_SEND } from './photos/words.ts';
import { loanView, show } from './show.ts';
import { holdLending } from './taken.ts';
import { Condition, Lines } from './typed.ts';

/** Things on one page: each has a button of its own. */
const PAGE = 10;

/** What is out in a loan: all of it comes back with one press, and what isn't as it was has a button of its own. */
export const takeBack = action({
  id: 'loans.takeBack',
  who: 'lend',
  input: z.strictObject({ loan: z.string().max(100), page: z.int().min(1).max(1_000).default(1) }),
  async run({ loan: id, page }, context): Promise<View> {
    await keepTopic(context, takeBack.call({ loan: id }));
    return takeBackView(await lentBy(context.tx, id, context.actor), { page }, context);
  },
});

export async function takeBackView(
  loan: Loan,
  { page }: { page: number },
  context: Context,
  note?: string,
): Promise<View> {
  const { tx } = context;
  const out = await lentIn(tx, [loan.id], ['out']);
  if (!out.length) return loanView(await loanOf(tx, loan.id), context, note);
  const many = out.length > 1;
  const taken = (await photosOf(tx, loan.id)).length;
  return view(
    t`${await nameOf(tx, loan.borrower)} brings back ${sayThings(out.map(({ thing }) => thing))}`,
    note ? text(note, 'good') : null,
    text(t`Look at each with them. Out until ${sayDay(loan.due_on)}. ${HOW_TO_SEND}`, 'quiet'),
    rows(
      out.slice((page - 1) * PAGE, page * PAGE).map(({ id, thing, out_condition }) => ({
        title: thing.name,
        detail: [thing.serial ?? thing.asset_tag, t`went out ${out_condition ?? ''}`].filter(Boolean).join(' · '),
        button: inspect.button(t`Not as it was`, { item: id }),
      })),
    ),
    buttons(
      page > 1 && takeBack.button(t`Previous`, { loan: loan.id, page: page - 1 }),
      out.length > page * PAGE && takeBack.button(t`Next`, { loan: loan.id, page: page + 1 }),
    ),
    many &&
      returned.field('things', {
        label: t`Only some came back? Scan or type them, one a line`,
        input: 'paragraph',
        maxLength: 5_000,
      }),
    returned.field('condition', {
      label: t`Their condition`,
      input: 'line',
      value: t`good`,
      required: true,
      maxLength: 200,
    }),
    buttons(
      returned.button(
        many ? t`They are back` : t`It is back`,
        { loan: loan.id },
        { style: 'primary', sendsInputs: true },
      ),
      taken > 0 && photos.button(t`Photos (${taken})`, { loan: loan.id }),
      show.button(t`Close`, { loan: loan.id }),
    ),
  );
}

/** Signs things back in: those that were scanned, or all that are out. Whoever lends signs for their condition. */
export const returned = action({
  id: 'loans.returned',
  who: 'lend',
  input: z.strictObject({ loan: z.string().max(100), things: Lines.nullish(), condition: Condition }),
  async run({ loan: id, things: typed, condition }, context): Promise<View> {
    const { tx, actor, now } = context;
    const loan = await lentBy(tx, id, actor);
    const chosen = await exactly(tx, typed ?? '', loan.school);
    await holdLending(tx, loan.school);
    const out = await lentIn(tx, [id], ['out']);
    if (!out.length) return loanView(await loanOf(tx, id), context);
    for (const thing of chosen)
      if (!out.some(({ item }) => item === thing.id))
        throw new Refusal(t`${thing.name} isn't out in this loan. Please take it off the list; nothing was noted.`);
    const back = chosen.length ? out.filter(({ item }) => chosen.some((thing) => thing.id === item)) : out;
    await signIn(loan, back, condition, context);
    const rest = out.length - back.length;
    const note = t`${count(back.length, t`thing`, t`things`)} signed in.`;
    if (!rest) await close(loan, context);
    else await refreshMessages(tx, id, now);
    await record(tx, now, {
      kind: 'loan-returned',
      facts: { loan: id, items: back.map(({ item }) => item), by: actor.person.id, left: rest },
      personal: { borrower: loan.borrower, condition },
    });
    const after = await loanOf(tx, id);
    return rest ? takeBackView(after, { page: 1 }, context, note) : loanView(after, context, note);
  },
});

async function signIn(loan: Loan, back: Lent[], condition: string, { tx, actor, now }: Context): Promise<void> {
  const at = now.toISOString();
  const items = back.map(({ item }) => item);
  await tx
    .updateTable('loan_items')
    .set({ state: 'returned', back_at: at, back_by: actor.person.id, back_condition: condition })
    .where('loan', '=', loan.id)
    .where('state', '=', 'out')
    .where('item', 'in', items)
    .execute();
  await tx.updateTable('equipment').set({ condition, seen_at: at, changed_at: at }).where('id', 'in', items).execute();
}

/** Everything is accounted for: nobody is reminded any more, and the request behind it is over. */
export async function close(loan: Loan, context: Context): Promise<void> {
  const { tx, now } = context;
  await move(tx, loan, ['out'], 'closed', { now, closed_at: now.toISOString(), remind_at: null });
  await refreshMessages(tx, loan.id, now);
  if (loan.request !== null) await endRequest(loan.request, context);
}
