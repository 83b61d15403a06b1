import * as z from 'zod';
import { type Item, identified, MOST_FOUND, sayItem } from '../equipment/index.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, facts, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { list } from './list.ts';
import { type Loan, lendsAt, loanOf, mayRead, nameOf } from './loan.ts';
import { show } from './show.ts';

/** "Who has laptop 22?" One thing by its name, serial number or asset tag; of several that fit, which. */
export const find = action({
  id: 'loans.find',
  who: 'person',
  input: z.strictObject({ device: z.string().max(200).optional(), item: z.string().max(100).optional() }),
  async run({ device, item }, context): Promise<View> {
    const { tx, actor } = context;
    const school = actor.sees === 'trust' ? null : actor.person.school;
    const found = item
      ? await tx
          .selectFrom('equipment')
          .selectAll()
          .where('id', '=', item)
          .$if(school !== null, (query) => query.where('school', '=', school as string))
          .execute()
      : await identified(tx, device ?? '', school);
    const [only, ...others] = found;
    if (!only)
      return view(
        t`I don't know that device`,
        text(t`No name, serial number or asset tag on the school's list is like that. Please check the number.`),
        buttons(list.button(t`What is out`, {})),
      );
    if (others.length)
      return view(
        t`Which one do you mean?`,
        rows(
          found.map((one) => ({
            title: one.name,
            detail: [one.make, one.model, one.serial, one.asset_tag].filter(Boolean).join(' · '),
            button: find.button(t`This one`, { item: one.id }),
          })),
        ),
        found.length === MOST_FOUND && text(t`There are more. Please write more of the number.`, 'quiet'),
      );
    return itemView(only, context);
  },
});

async function itemView(thing: Item, context: Context): Promise<View> {
  const { tx, actor, now, school } = context;
  const today = dayOf(now, school);
  const taken = await tx
    .selectFrom('loan_items')
    .select(['loan', 'state', 'from_on', 'due_on'])
    .where('item', '=', thing.id)
    .where('state', 'in', ['reserved', 'out'])
    .orderBy('from_on')
    .execute();
  const out = taken.find(({ state }) => state === 'out');
  const next = taken.find(({ state }) => state === 'reserved');
  const loan = out && (await loanOf(tx, out.loan));
  const seen = loan ? await mayRead(tx, loan, actor) : false;
  return view(
    thing.name,
    text(...(loan ? await withWhom(loan, seen, today, context) : at(thing))),
    next && text(t`Kept for a loan from ${sayDay(next.from_on)} until ${sayDay(next.due_on)}.`, 'quiet'),
    facts({
      [t`What it is`]: sayItem(thing),
      ...(lendsAt(actor, thing.school) && {
        [t`Asset tag`]: thing.asset_tag,
        [t`Condition`]: thing.condition,
        [t`Bought on`]: thing.purchased_on && sayDay(thing.purchased_on),
        [t`Lent together as`]: thing.bundle,
        [t`Last seen`]: thing.seen_at && sayDay(dayOf(new Date(thing.seen_at), school)),
      }),
    }),
    buttons(seen && loan && show.button(t`The loan`, { loan: loan.id })),
  );
}

async function withWhom(
  { borrower, due_on }: Loan,
  seen: boolean,
  today: string,
  { tx }: Context,
): Promise<[string, 'warning' | undefined]> {
  if (!seen) return [t`It is on loan until ${sayDay(due_on)}. Your role doesn't show with whom.`, undefined];
  const name = await nameOf(tx, borrower);
  return due_on < today
    ? [t`${name} has it. It was due on ${sayDay(due_on)}.`, 'warning']
    : [t`${name} has it, until ${sayDay(due_on)}.`, undefined];
}

function at({ state }: Item): [string, 'good' | 'warning' | undefined] {
  switch (state) {
    case 'lendable':
      return [t`Nobody has it: it is in.`, 'good'];
    case 'kept':
      return [t`It isn't lent: it is kept for one place.`, undefined];
    case 'repair':
      return [t`It is away for repair.`, undefined];
    case 'lost':
      return [t`It is noted as lost.`, 'warning'];
    case 'disposed':
      return [t`It is no longer the school's.`, undefined];
    default:
      return state satisfies never;
  }
}
