import { type Change, changeNodes, pagesOf } from '../agreements/index.ts';
import type { Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, list, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { ASSENT, accept } from './accept.ts';
import { type Assignment, asked } from './assignment.ts';
import { changes } from './changes.ts';
import { read } from './read.ts';
import { refuse } from './refuse.ts';

/** More changes than these are read on a page of their own. */
const MOST_CHANGES = 5;

/** The card that asks: what it is, what is new since last time, the full text one press away, and the two answers. */
export async function askView(
  assignment: Assignment,
  { tx, actor, now, school }: Context,
  note?: string,
): Promise<View> {
  const { edition, since } = await asked(tx, assignment);
  const overdue = assignment.due_on < dayOf(now, school);
  const fixed = { assignment: assignment.id, edition: edition.number };
  return view(
    edition.title,
    note ? text(note, 'warning') : null,
    overdue
      ? text(t`This was due on ${sayDay(assignment.due_on)}.`, 'warning')
      : text(t`Please read and answer by ${sayDay(assignment.due_on)}.`, 'quiet'),
    ...(since ? changed(since, school) : overview(edition.text)),
    buttons(
      read.button(t`Read it all`, { ...fixed, page: 1 }),
      since &&
        since.changes.length > MOST_CHANGES &&
        changes.button(t`All changes`, { assignment: assignment.id, page: 1 }),
    ),
    accept.field('name', {
      label: t`Your full name`,
      input: 'line',
      value: actor.person.name,
      required: true,
      maxLength: 120,
    }),
    accept.field('job', {
      label: t`Your job title`,
      input: 'line',
      value: actor.person.job_title ?? '',
      required: true,
      maxLength: 120,
    }),
    buttons(
      accept.button(ASSENT, fixed, { style: 'primary', sendsInputs: true }),
      refuse.button(t`I can't accept`, fixed),
    ),
  );
}

function changed({ signedAt, changes }: { signedAt: string; changes: Change[] }, school: Context['school']): Node[] {
  const signed = sayDay(dayOf(new Date(signedAt), school));
  if (!changes.length) return [text(t`You signed these same words on ${signed}. Please confirm them for this year.`)];
  const more = changes.length - MOST_CHANGES;
  return [
    text(t`${count(changes.length, t`thing`, t`things`)} changed since you signed on ${signed}:`),
    ...changeNodes(changes.slice(0, MOST_CHANGES)),
    ...(more > 0 ? [text(t`And ${more} more.`, 'quiet')] : []),
  ];
}

/** What a first reader sees: how much it is, and what about. */
function overview(words: Parameters<typeof pagesOf>[0]): Node[] {
  const statements = words.sections.reduce((sum, section) => sum + section.statements.length, 0);
  const titles = words.sections.filter(({ level }) => level <= 2).map(({ title }) => title);
  return [
    text(t`${count(statements, t`point`, t`points`)} on ${count(pagesOf(words).length, t`page`, t`pages`)}, about:`),
    list(titles.length > 8 ? [...titles.slice(0, 7), t`and ${titles.length - 7} more parts`] : titles),
  ];
}
