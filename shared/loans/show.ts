import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { showRequest } from '../requests/index.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, facts, list, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { extend } from './extend.ts';
import { giveUp } from './give-up.ts';
import { handOver } from './hand-over.ts';
import { incident } from './incident.ts';
import { type Lent, type Loan, lendsAt, lentIn, loanOf, mayRead, nameOf, sayThings } from './loan.ts';
import { bringing } from './mine.ts';
import { photos } from './photos/look.ts';
import { photosOf } from './photos/of.ts';
import { problem } from './problem.ts';
import { copy } from './read.ts';
import { signView } from './sign.ts';
import { takeBack } from './take-back.ts';

/** Things that are named on a card; of more, their number. */
const MOST_NAMED = 15;

/** A loan as it stands now, to whoever looks: its borrower, whoever lends, those who may see the borrower. */
export const show = action({
  id: 'loans.show',
  who: 'person',
  input: z.strictObject({ loan: z.string().max(100) }),
  run: async ({ loan }, context) => loanView(await loanOf(context.tx, loan), context),
});

/** @throws Refusal when it is none of the actor's business. */
export async function loanView(loan: Loan, context: Context, note?: string): Promise<View> {
  const { tx, actor, now, school } = context;
  if (!(await mayRead(tx, loan, actor)))
    throw new Refusal(t`This loan isn't yours to read. Write "what do I have on loan" for yours.`);
  const own = loan.borrower === actor.person.id;
  const lends = lendsAt(actor, loan.school);
  if (own && loan.state === 'signing') return signView(loan, context, note);
  const things = await lentIn(tx, [loan.id]);
  const overdue = loan.state === 'out' && loan.due_on < dayOf(now, school);
  const incidents = await tx
    .selectFrom('loan_incidents')
    .select(['id', 'kind', 'words', 'state'])
    .where('loan', '=', loan.id)
    .orderBy('opened_at')
    .execute();
  const signed = await tx.selectFrom('loan_signatures').select('id').where('loan', '=', loan.id).executeTakeFirst();
  const taken = (await photosOf(tx, loan.id)).length;
  const borrower = await nameOf(tx, loan.borrower);
  const atOffice = loan.request === null;
  return view(
    own
      ? t`Your loan: ${sayThings(things.map(({ thing }) => thing))}`
      : t`${borrower}: ${sayThings(things.map(({ thing }) => thing))}`,
    note ? text(note, 'good') : null,
    standing(loan, { own, lends, overdue, borrower }),
    facts({
      [t`From`]: sayDay(loan.from_on),
      [t`Back by`]: sayDay(loan.due_on),
      [t`What for`]: loan.purpose,
    }),
    list(namesOf(things)),
    ...incidents.map(({ id, kind, words, state }) =>
      state === 'open' || lends
        ? buttons(incident.button(t`${INCIDENTS[kind]}: ${words.slice(0, 40)}`, { incident: id }))
        : text(t`${INCIDENTS[kind]}, settled.`, 'quiet'),
    ),
    buttons(
      lends && loan.state === 'approved' && handOver.button(t`Hand it over`, { loan: loan.id }, { style: 'primary' }),
      lends && loan.state === 'signing' && handOver.button(t`Change the list`, { loan: loan.id }),
      lends && loan.state === 'out' && takeBack.button(t`Take it back`, { loan: loan.id }, { style: 'primary' }),
      own && loan.state === 'approved' && giveUp.button(t`I don't need it any more`, { loan: loan.id }),
      own && loan.state === 'out' && bringing.button(t`I'm bringing it back`, { loan: loan.id }),
      own && loan.state === 'out' && !atOffice && extend.button(t`Keep it longer`, { loan: loan.id }),
      own && loan.state === 'out' && problem.button(t`Something is wrong`, { loan: loan.id }),
    ),
    buttons(
      taken > 0 && photos.button(t`Photos (${taken})`, { loan: loan.id }),
      Boolean(signed) && copy.button(t`Signed copy`, { loan: loan.id, page: 1 }),
      loan.request !== null && (own || lends) && showRequest.button(t`The request`, { request: loan.request }),
    ),
  );
}

const INCIDENTS = {
  problem: t`Not working`,
  damaged: t`Damaged`,
  lost: t`Lost`,
  stolen: t`Stolen`,
};

/** What there is, each with what became of it. */
function namesOf(things: Lent[]): string[] {
  const lines = things
    .slice(0, MOST_NAMED)
    .map(({ thing, state, out_condition, back_condition }) =>
      [
        thing.name,
        thing.serial ?? thing.asset_tag,
        state === 'returned' ? t`back` : state === 'damaged' ? t`back, damaged` : state === 'lost' ? t`not back` : null,
        state === 'reserved' ? null : (back_condition ?? out_condition),
      ]
        .filter(Boolean)
        .join(' · '),
    );
  const more = things.length - MOST_NAMED;
  return more > 0 ? [...lines, t`and ${count(more, t`more thing`, t`more things`)}`] : lines;
}

function standing(
  { state, due_on }: Loan,
  { own, lends, overdue, borrower }: { own: boolean; lends: boolean; overdue: boolean; borrower: string },
): Node {
  switch (state) {
    case 'asked':
      return text(t`Kept until it is decided.`, 'quiet');
    case 'approved':
      return own
        ? text(t`Approved. Fetch it from whoever lends equipment: you sign for it there.`, 'good')
        : text(lends ? t`Approved. Hand it over when they come.` : t`Approved, not fetched yet.`, 'good');
    case 'signing':
      return text(t`Waits for ${borrower} to sign. The list is in their chat.`);
    case 'out':
      if (overdue)
        return text(
          own ? t`This was due on ${sayDay(due_on)}. Please bring it back.` : t`Overdue since ${sayDay(due_on)}.`,
          'warning',
        );
      return text(own ? t`You have this.` : t`Out with ${borrower}.`);
    case 'closed':
      return text(t`All of it is accounted for.`, 'good');
    case 'cancelled':
      return text(t`This loan came to nothing. Nothing is kept.`, 'quiet');
    default:
      return state satisfies never;
  }
}
