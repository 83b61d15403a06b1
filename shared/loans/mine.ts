import * as z from 'zod';
import { deliverAll } from '../deliveries/index.ts';
import { comparable, kindOf } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { askFor } from '../requests/index.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { Rows, View } from '../view/view.ts';
import { type Lent, type Loan, lenders, lentIn, loanOf, sayThings } from './loan.ts';
import { loanView, show } from './show.ts';
import { takeBack } from './take-back.ts';

/** Loans on one page. */
const PAGE = 8;

/** "What do I have on loan?" What is out with me, what I may fetch, and what still waits for a decision. */
export const mine = action({
  id: 'loans.mine',
  who: 'person',
  input: z.strictObject({ page: z.int().min(1).max(1_000).default(1) }),
  async run({ page }, context): Promise<View> {
    const loans = await ownLoans(context);
    const out = loans.filter(({ state }) => state === 'out');
    const borrow = askFor.button(t`Borrow something`, { kind: 'equipment-loan' });
    if (!loans.length)
      return view(t`Nothing is on loan to you`, text(t`You have nothing to bring back.`, 'good'), buttons(borrow));
    return view(
      out.length ? t`On loan to you` : t`Nothing is out with you yet`,
      rows(await rowsOf(loans.slice((page - 1) * PAGE, page * PAGE), context)),
      buttons(
        page > 1 && mine.button(t`Previous`, { page: page - 1 }),
        loans.length > page * PAGE && mine.button(t`Next`, { page: page + 1 }),
        borrow,
      ),
    );
  },
});

/** Loans, one line each: what it is, how it stands, and the way to its card. */
export async function rowsOf(loans: Loan[], { tx, now, school }: Context): Promise<Rows['rows']> {
  const lent = await lentIn(
    tx,
    loans.map(({ id }) => id),
    ['reserved', 'out'],
  );
  const things = Map.groupBy(lent, ({ loan }) => loan);
  const today = dayOf(now, school);
  return loans.map((loan) => ({
    title: sayThings((things.get(loan.id) ?? []).map(({ thing }) => thing)),
    detail: sayStanding(loan, today),
    button: show.button(t`Open`, { loan: loan.id }),
  }));
}

function sayStanding({ state, due_on, from_on }: Loan, today: string): string {
  switch (state) {
    case 'asked':
      return t`Kept for you from ${sayDay(from_on)}, until it is decided`;
    case 'approved':
      return t`Approved: fetch it from ${sayDay(from_on)} on`;
    case 'signing':
      return t`Waits for your signature`;
    case 'out':
      return due_on < today ? t`Overdue since ${sayDay(due_on)}` : t`Due back on ${sayDay(due_on)}`;
    case 'closed':
    case 'cancelled':
      return '';
    default:
      return state satisfies never;
  }
}

/** What the actor has, is to have or asked for; what is out and due first stands first. */
export const ownLoans = ({ tx, actor }: Context): Promise<Loan[]> =>
  tx
    .selectFrom('loans')
    .selectAll()
    .where('borrower', '=', actor.person.id)
    .where('state', 'in', ['asked', 'approved', 'signing', 'out'])
    .orderBy('state', 'desc')
    .orderBy('due_on')
    .orderBy('id')
    .execute();

/** The things out with the actor that they mean by "my tablet", "laptop 22"; all of them when they say nothing. */
export async function ownOut(device: string | undefined, context: Context): Promise<{ loan: Loan; lent: Lent[] }[]> {
  const loans = (await ownLoans(context)).filter(({ state }) => state === 'out');
  const out = Map.groupBy(
    await lentIn(
      context.tx,
      loans.map(({ id }) => id),
      ['out'],
    ),
    ({ loan }) => loan,
  );
  const words = comparable(device ?? '');
  const kind = kindOf(device ?? '');
  const fits = ({ thing }: Lent) =>
    device === undefined ||
    thing.kind === kind ||
    words.every((word) => `${thing.words} ${comparable(thing.name).join(' ')} `.includes(` ${word} `));
  return loans.flatMap((loan) => {
    const lent = (out.get(loan.id) ?? []).filter(fits);
    return lent.length ? [{ loan, lent }] : [];
  });
}

/** "I want to return my tablet": which loan it is, and what to do. */
export async function returningView(device: string | undefined, context: Context): Promise<View> {
  const meant = await ownOut(device, context);
  const [only, ...others] = meant;
  if (!only)
    return view(
      t`There is nothing to bring back`,
      text(
        device === undefined
          ? t`Nothing is on loan to you.`
          : t`Nothing like that is on loan to you. If you have something of the school's all the same, bring it to whoever lends equipment.`,
      ),
      buttons(mine.button(t`What do I have on loan?`, {})),
    );
  if (others.length)
    return view(
      t`Which one do you bring back?`,
      rows(
        meant.map(({ loan, lent }) => ({
          title: sayThings(lent.map(({ thing }) => thing)),
          detail: t`due back on ${sayDay(loan.due_on)}`,
          button: show.button(t`This one`, { loan: loan.id }),
        })),
      ),
    );
  return loanView(only.loan, context);
}

/** "I'm bringing it back": whoever lends has the list before them when they come. */
export const bringing = action({
  id: 'loans.bringing',
  who: 'person',
  input: z.strictObject({ loan: z.string().max(100) }),
  async run({ loan: id }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const loan = await loanOf(tx, id);
    if (loan.borrower !== actor.person.id)
      throw new Refusal(t`This loan isn't yours. Write "what do I have on loan" for your own.`);
    if (loan.state !== 'out') return loanView(loan, context);
    await deliverAll(
      tx,
      (await lenders(tx, loan.school, { now, school })).map((person) => ({
        key: `loan ${id} back ${dayOf(now, school)} ${person}`,
        person,
        show: takeBack.call({ loan: id }),
        subject: id,
        purpose: 'ask',
      })),
      now,
    );
    return loanView(
      loan,
      context,
      t`Please bring it to whoever lends equipment, and stay while its condition is written down. They know that you are coming.`,
    );
  },
});
