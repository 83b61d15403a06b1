import { deliverAll, refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { count, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import type { Asked, Effect, EffectContext, Request } from '../requests/index.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, list, text } from '../view/build.ts';
import type { Node } from '../view/view.ts';
import { type Loan, lenders, lentIn, move, sayThings } from './loan.ts';
import { checkFree, countOf, release, reserve, type Wish } from './reserve.ts';
import { show } from './show.ts';
import { freeOf, type Sought, soughtBy } from './taken.ts';

/** Loans that are named on an approver's card; the rest is counted. */
const MOST_NAMED = 4;

/**
 * What a request for equipment means: things are kept as soon as it is sent, handed over once everybody agreed, and free
 * again when it comes to nothing.
 */
export const loan: Effect = {
  id: 'loan',
  endsItself: true,

  signedLater: ({ loans }) => [loans.agreement],

  async check(asked, context) {
    await checkFree(context.tx, await wishOf(asked, context), context);
  },

  async describe(asked, to, context) {
    const known = asked.id === null ? undefined : await loanFor(context.tx, asked.id);
    if (to === 'asker')
      return known
        ? [await standing(known, context), buttons(isOn(known) && show.button(t`The loan`, { loan: known.id }))]
        : formNodes(asked, context);
    return known ? deciderNodes(known, asked, context) : [];
  },

  async onAsked(request, context) {
    const wish = await wishOf(request, context);
    const { id } = await reserve(context.tx, { ...wish, request: request.id }, context);
    const things = await lentIn(context.tx, [id]);
    await record(context.tx, context.now, {
      kind: 'loan-reserved',
      facts: { loan: id, request: request.id, items: things.map(({ item }) => item), ...wish.span },
    });
  },

  async onApproved(request, context) {
    const { tx, now, school } = context;
    const granted = await loanFor(tx, request.id);
    if (!granted || !(await move(tx, granted, ['asked'], 'approved', { now }))) return;
    await deliverAll(
      tx,
      (await lenders(tx, granted.school, { now, school })).map((person) => ({
        key: `loan ${granted.id} approved ${person}`,
        person,
        show: show.call({ loan: granted.id }),
        subject: granted.id,
        purpose: 'ask',
      })),
      now,
    );
  },

  onDropped: (request, context) => letGo(request, ['asked'], context),
  // What is out stays out until it is back; what was never fetched is free again.
  onEnded: (request, context) => letGo(request, ['approved', 'signing'], context),
};

/** There is something to be done with it: fetched, signed for, given up, brought back. */
const isOn = ({ state }: Loan): boolean => ['approved', 'signing', 'out'].includes(state);

async function letGo({ id }: Request, from: Loan['state'][], { tx, now }: EffectContext): Promise<void> {
  const dropped = await loanFor(tx, id);
  if (!dropped || !(await move(tx, dropped, from, 'cancelled', { now, closed_at: now.toISOString() }))) return;
  await release(tx, dropped);
  await refreshMessages(tx, dropped.id, now);
}

const loanFor = (tx: Tx, request: string): Promise<Loan | undefined> =>
  tx.selectFrom('loans').selectAll().where('request', '=', request).executeTakeFirst();

/** @throws Refusal when what was typed can't be lent. */
async function wishOf({ answers, person }: Pick<Asked, 'answers' | 'person'>, { tx }: EffectContext): Promise<Wish> {
  const { what = '', from = '', until = '', why = '' } = answers;
  const sought = await soughtBy(tx, what, await schoolOf(tx, person));
  return {
    request: null,
    borrower: person,
    sought,
    count: countOf(answers.count, sought),
    span: { from, to: until },
    purpose: why,
  };
}

async function schoolOf(tx: Tx, person: string): Promise<string> {
  return (await tx.selectFrom('people').select('school').where('id', '=', person).executeTakeFirstOrThrow()).school;
}

/** On the form: how many are free, as far as it is filled in. What can't be read yet says nothing here. */
async function formNodes({ answers, person }: Asked, { tx, now, school }: EffectContext): Promise<Node[]> {
  const { what, from, until } = answers;
  if (!what) return [];
  try {
    const sought = await soughtBy(tx, what, await schoolOf(tx, person));
    const today = dayOf(now, school);
    const first = from ?? today;
    const { free, all } = await freeOf(tx, sought, { from: first, to: until ?? first }, today);
    return [text(sayFree(sought, free, all, from && until ? null : first), free ? undefined : 'warning')];
  } catch (error) {
    if (error instanceof Refusal) return [text(error.message, 'warning')];
    throw error;
  }
}

/** "12 of 15 are free." */
function sayFree({ which, words }: Sought, free: number, all: number, day: string | null): string {
  const when = day === null ? t`on these days` : t`on ${sayDay(day)}`;
  if ('item' in which) return free ? t`${words} is free ${when}.` : t`${words} isn't free ${when}.`;
  if ('bundle' in which)
    return free === all
      ? t`${words} is free ${when}: ${count(all, t`thing`, t`things`)} in one signature.`
      : t`${words} isn't free as a whole ${when}: ${free} of its ${all} things are.`;
  return t`${free} of ${all} are free ${when}.`;
}

/** To whoever decides: what is kept for them, what is left, what they have and what of it is overdue. */
async function deciderNodes(wanted: Loan, asked: Asked, { tx, now, school }: EffectContext): Promise<Node[]> {
  const today = dayOf(now, school);
  const things = await lentIn(tx, [wanted.id]);
  const sought = await soughtBy(tx, asked.answers.what ?? wanted.wanted, wanted.school).catch((error) => {
    // The list may have changed since it was asked for.
    if (error instanceof Refusal) return null;
    throw error;
  });
  const span = { from: wanted.from_on, to: wanted.due_on };
  const left = sought && 'kind' in sought.which ? await freeOf(tx, sought, span, today) : null;
  const out = await tx
    .selectFrom('loans')
    .selectAll()
    .where('borrower', '=', wanted.borrower)
    .where('state', '=', 'out')
    .orderBy('due_on')
    .execute();
  const theirs = Map.groupBy(
    await lentIn(
      tx,
      out.map(({ id }) => id),
      ['out'],
    ),
    ({ loan: id }) => id,
  );
  const lines = out.slice(0, MOST_NAMED).map(({ id, due_on }) => {
    const what = sayThings((theirs.get(id) ?? []).map(({ thing }) => thing));
    return due_on < today ? t`${what}, overdue since ${sayDay(due_on)}` : t`${what}, due on ${sayDay(due_on)}`;
  });
  return [
    text(
      left
        ? t`${sayThings(things.map(({ thing }) => thing))} are kept until you decide; ${left.free} more of ${left.all} are free then.`
        : t`${sayThings(things.map(({ thing }) => thing))} kept until you decide.`,
    ),
    ...(lines.length
      ? [
          text(t`On loan to them now:`),
          list(lines.length < out.length ? [...lines, t`and ${out.length - lines.length} more`] : lines),
        ]
      : [text(t`Nothing is on loan to them now.`, 'quiet')]),
  ];
}

/** How the loan behind a request stands, to its asker. */
async function standing(mine: Loan, { tx, now, school }: EffectContext): Promise<Node> {
  const things = await lentIn(tx, [mine.id]);
  const what = sayThings(things.map(({ thing }) => thing));
  switch (mine.state) {
    case 'asked':
      return text(t`Kept for you until it is decided: ${what}.`, 'quiet');
    case 'approved':
      return text(t`Ready to be fetched: ${what}. You sign for it when you get it.`, 'good');
    case 'signing':
      return text(t`Please sign for it: the card with the list is in your chat.`, 'good');
    case 'out':
      return mine.due_on < dayOf(now, school)
        ? text(t`You have ${what}. It was due on ${sayDay(mine.due_on)}: please bring it back.`, 'warning')
        : text(t`You have ${what}, due back on ${sayDay(mine.due_on)}.`);
    case 'closed':
      return text(t`All of it is accounted for.`, 'good');
    case 'cancelled':
      return text(t`Nothing is kept for this any more.`, 'quiet');
    default:
      return mine.state satisfies never;
  }
}
