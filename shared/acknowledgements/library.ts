import * as z from 'zod';
import { action, type Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { changes } from './changes.ts';
import { receipts } from './mine.ts';
import { read } from './read.ts';
import { copy } from './receipt.ts';
import { show } from './show.ts';

/** Texts shown at once; the others are on the next page. */
const PAGE = 8;

/** Every text that concerns me, signed or not: what it is, how it stands, and the way to read or sign it. */
export const library = action({
  id: 'acknowledgements.library',
  who: 'person',
  input: z.strictObject({ page: z.int().min(1).default(1) }),
  async run({ page }, context): Promise<View> {
    const texts = await textsOf(context.tx, context.actor.person.id);
    if (!texts.length)
      return view(
        t`My agreements`,
        text(t`There is nothing here yet. When the school asks you to agree to something, you can read it here.`),
      );
    const waiting = texts.filter(({ state }) => state === 'open').length;
    const at = Math.min(page, Math.ceil(texts.length / PAGE));
    return view(
      t`My agreements`,
      waiting
        ? text(t`${count(waiting, t`agreement waits`, t`agreements wait`)} for your signature.`)
        : text(t`You have answered everything you were asked. Thank you.`, 'good'),
      ...texts.slice((at - 1) * PAGE, at * PAGE).flatMap((one) => textNodes(one, context)),
      buttons(
        at > 1 && library.button(t`Back a page`, { page: at - 1 }),
        at * PAGE < texts.length && library.button(t`Next page`, { page: at + 1 }),
        receipts.button(t`My receipts`, { page: 1 }),
      ),
    );
  },
});

type Mine = Awaited<ReturnType<typeof textsOf>>[number];

/** The newest assignment of each agreement, those that wait first; what the person is no longer asked about is left out. */
async function textsOf(tx: Tx, person: string) {
  const assignments = await tx
    .selectFrom('assignments')
    .innerJoin('editions', (join) =>
      join
        .onRef('editions.agreement', '=', 'assignments.agreement')
        .onRef('editions.number', '=', 'assignments.edition'),
    )
    .leftJoin('acknowledgements', 'acknowledgements.assignment', 'assignments.id')
    .select([
      'assignments.id',
      'assignments.agreement',
      'assignments.edition',
      'assignments.state',
      'assignments.due_on',
      'editions.title',
      'acknowledgements.id as signed',
      'acknowledgements.at',
      'acknowledgements.reference',
    ])
    .where('assignments.person', '=', person)
    .where('assignments.state', 'not in', ['cancelled', 'ended', 'left'])
    .orderBy('assignments.edition')
    .orderBy('assignments.created_at')
    .execute();
  const newest = new Map(assignments.map((assignment) => [assignment.agreement, assignment]));
  const order = ({ state, due_on }: (typeof assignments)[number]) => (state === 'open' ? due_on : '~');
  return [...newest.values()].sort(
    (a, b) => order(a).localeCompare(order(b), 'en') || a.title.localeCompare(b.title, 'en'),
  );
}

function textNodes(mine: Mine, context: Context): Node[] {
  const { id: assignment, edition, state, signed } = mine;
  return [
    text(mine.title, 'heading'),
    standing(mine, context),
    buttons(
      state === 'open' && show.button(t`Sign`, { assignment }, { style: 'primary' }),
      read.button(t`Read`, { assignment, edition, page: 1 }),
      edition > 1 && changes.button(t`What changed`, { assignment, page: 1 }),
      signed !== null && copy.button(t`Signed copy`, { acknowledgement: signed, page: 1 }),
    ),
  ];
}

/** How a text stands with the person, in one line. */
function standing({ state, due_on, at, reference }: Mine, { now, school }: Context): Node {
  switch (state) {
    case 'open':
      return due_on < dayOf(now, school)
        ? text(t`Overdue since ${sayDay(due_on)}`, 'warning')
        : text(t`To sign by ${sayDay(due_on)}`, 'quiet');
    case 'acknowledged':
      return text(t`Signed on ${sayDay(dayOf(new Date(at ?? ''), school))} · ${reference ?? ''}`, 'good');
    case 'refused':
      return text(t`You said that you can't accept this.`, 'quiet');
    case 'excused':
      return text(t`You have an exception from this for now.`, 'quiet');
    case 'superseded':
    case 'cancelled':
    case 'ended':
    case 'left':
      return text(t`A newer version was published. You will be asked to sign it soon.`, 'quiet');
    default:
      return state satisfies never;
  }
}
