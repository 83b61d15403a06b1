import { randomUUID } from 'node:crypto';
import { nextReminder } from '../../campaigns/index.ts';
import { deliverAll } from '../../deliveries/index.ts';
import { record } from '../../ledger/index.ts';
import type { Tx } from '../../ports.ts';
import type { School } from '../../school.ts';
import { addDays, dayOf } from '../../time.ts';
import { ownersOfArea } from './areas.ts';
import { readArea, readSince } from './inside.ts';
import type { Area } from './rules.ts';

/** For how long after the first day a review may still be opened: a term that was half over is left alone. */
const STILL_OPENED_FOR = 70;

interface Moment {
  now: Date;
  school: School;
}

/** Opens a review for each area that is due one this term, and reminds of those that are open. In school hours only. */
export async function tendReviews(tx: Tx, moment: Moment): Promise<void> {
  const { school, now } = moment;
  const term = dueTerm(school, dayOf(now, school));
  // Before the groups were read, nobody could be put on the card.
  if (term !== null && (await readSince(tx)) !== null)
    for (const area of school.areas) {
      const had = await tx
        .selectFrom('access_reviews')
        .select('id')
        .where('area', '=', area.id)
        .where('term', '=', term)
        .executeTakeFirst();
      if (!had) await ask(tx, area, await openReview(tx, area, { ...moment, term }), moment);
    }
  await remind(tx, moment);
}

/** The term, or the school year, whose review is to be opened on a day; null: none. */
function dueTerm({ terms, checks: { access } }: School, today: string): string | null {
  if (access.review === 'never') return null;
  const isDue = (from: string) =>
    addDays(from, access.opens_after) <= today && today <= addDays(from, access.opens_after + STILL_OPENED_FOR);
  // A school year begins with the first term of its autumn.
  const begin = access.review === 'year' ? terms.filter(({ from }) => from.slice(5) >= '08-01') : terms;
  return begin.findLast(({ from }) => isDue(from))?.name ?? null;
}

/** Writes down who can get into an area at this moment, to be decided on. Gives the review's id. */
export async function openReview(
  tx: Tx,
  area: Area,
  { term, now, school }: Moment & { term: string },
): Promise<string> {
  const id = randomUUID();
  const today = dayOf(now, school);
  const due = addDays(today, school.checks.access.due_after);
  const { inside } = await readArea(tx, area);
  const opened = await tx
    .insertInto('access_reviews')
    .values({
      id,
      area: area.id,
      term,
      state: inside.length ? 'open' : 'done',
      opened_at: now.toISOString(),
      due_on: due,
      ended_at: inside.length ? null : now.toISOString(),
      reminded: 0,
      remind_at: inside.length ? nextAfter(today, today, school) : null,
    })
    .onConflict((conflict) => conflict.columns(['area', 'term']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!opened) return reviewOpenedFor(tx, area, term);
  for (let at = 0; at < inside.length; at += 200)
    await tx
      .insertInto('access_review_items')
      .values(
        inside.slice(at, at + 200).map(({ who, name, through }) => ({
          review: id,
          who,
          name,
          through: JSON.stringify(through),
          decision: null,
          reason: null,
          decided_by: null,
          decided_at: null,
          task: null,
          task_by: null,
          task_at: null,
          still_there: 0,
        })),
      )
      .execute();
  await record(tx, now, {
    kind: 'access-review-opened',
    facts: { review: id, area: area.id, term, people: inside.length },
  });
  return id;
}

/** The review that somebody else opened at the same moment. */
async function reviewOpenedFor(tx: Tx, area: Area, term: string): Promise<string> {
  const there = await tx
    .selectFrom('access_reviews')
    .select('id')
    .where('area', '=', area.id)
    .where('term', '=', term)
    .executeTakeFirstOrThrow();
  return there.id;
}

const nextAfter = (opened: string, after: string, school: School): string | null =>
  nextReminder(
    opened,
    after,
    { ...school, reminders: { before: [], ...school.checks.access.remind } },
    null,
  )?.toISOString() ?? null;

async function ask(tx: Tx, area: Area, review: string, moment: Moment, again = 0): Promise<void> {
  const owners = await ownersOfArea(tx, area, moment);
  await deliverAll(
    tx,
    owners.map(({ person }) => ({
      key: `access ${review} ${again} ${person.id}`,
      person: person.id,
      show: { action: 'checks.accessReview', input: { review, page: 1 } },
      subject: `access ${review}`,
      purpose: again ? ('remind' as const) : ('ask' as const),
    })),
    moment.now,
  );
}

async function remind(tx: Tx, moment: Moment): Promise<void> {
  const { now, school } = moment;
  const due = await tx
    .selectFrom('access_reviews')
    .selectAll()
    .where('state', '=', 'open')
    .where('remind_at', '<=', now.toISOString())
    .execute();
  for (const { id, area, reminded, opened_at } of due) {
    const about = school.areas.find((one) => one.id === area);
    if (about) await ask(tx, about, id, moment, reminded + 1);
    await tx
      .updateTable('access_reviews')
      .set({
        reminded: reminded + 1,
        // An area that was taken out of the school file is asked about no more.
        remind_at: about ? nextAfter(dayOf(new Date(opened_at), school), dayOf(now, school), school) : null,
      })
      .where('id', '=', id)
      .execute();
  }
}
