import * as z from 'zod';
import { deliverAll, refreshMessages } from '../../deliveries/index.ts';
import { sync } from '../../directories/index.ts';
import { Refusal } from '../../errors.ts';
import { action, type Context } from '../../feature.ts';
import { enqueue } from '../../jobs/index.ts';
import { listed, t } from '../../language/words.ts';
import { record, recordAll } from '../../ledger/index.ts';
import type { Tx } from '../../ports.ts';
import type { School } from '../../school.ts';
import { sayDay } from '../../time.ts';
import { buttons, rows, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { ownersOf } from '../owners.ts';
import { readArea, readSince } from './inside.ts';
import type { Area } from './rules.ts';

const PAGE = 8;

/** All cards about what is to be taken away: each shows the whole list. */
const SUBJECT = 'access tasks';

/** "To be taken out": what areas' owners have decided, until a directory shows that it is so. */
export const tasks = action({
  id: 'checks.accessTasks',
  who: 'checks',
  input: z.strictObject({ page: z.int().min(1).max(1_000).default(1) }),
  run: ({ page }, context) => tasksView(page, context),
});

async function tasksView(page: number, context: Context, note?: string): Promise<View> {
  const { tx, school } = context;
  const found = await tx
    .selectFrom('access_review_items')
    .innerJoin('access_reviews', 'access_reviews.id', 'access_review_items.review')
    .selectAll('access_review_items')
    .select('area')
    .where('task', 'in', ['to-do', 'said'])
    .orderBy('decided_at')
    .orderBy('name')
    .offset((page - 1) * PAGE)
    .limit(PAGE + 1)
    .execute();
  return view(
    found.length ? t`To be taken out of areas` : t`Nobody is to be taken out of an area`,
    note !== undefined && text(note, 'good'),
    rows(
      found.slice(0, PAGE).map((item) => ({
        title: t`${item.name}: ${school.areas.find(({ id }) => id === item.area)?.title ?? item.area}`,
        detail: [
          t`out of ${listed(JSON.parse(item.through) as string[])}`,
          item.reason,
          item.decided_at && t`decided on ${sayDay(item.decided_at.slice(0, 10))}`,
          item.still_there > 0 && t`was said to be done, and is still in`,
          item.task === 'said' && t`said to be done: I look when the directory is read next`,
        ]
          .filter(Boolean)
          .join(' · '),
        ...(item.task === 'to-do' && {
          button: taken.button(t`It's done`, { review: item.review, person: item.who }),
        }),
      })),
    ),
    buttons(
      page > 1 && tasks.button(t`Previous`, { page: page - 1 }),
      found.length > PAGE && tasks.button(t`Next`, { page: page + 1 }),
    ),
  );
}

/** "It's done." The directory is read again, and has the last word. */
export const taken = action({
  id: 'checks.accessTaken',
  who: 'checks',
  input: z.strictObject({ review: z.string().max(100), person: z.string().max(300) }),
  async run({ review, person }, context): Promise<View> {
    const { tx, actor, now } = context;
    const said = await tx
      .updateTable('access_review_items')
      .set({ task: 'said', task_by: actor.person.id, task_at: now.toISOString() })
      .where('review', '=', review)
      .where('who', '=', person)
      .where('task', '=', 'to-do')
      .returning(['name'])
      .executeTakeFirst();
    if (!said) throw new Refusal(t`That was said already, or there is nothing to take away any more.`);
    await enqueue(tx, sync, { full: true }, { now, key: `${sync.id} all now` });
    await refreshMessages(tx, SUBJECT, now);
    await record(tx, now, {
      kind: 'access-taken',
      facts: { review, by: actor.person.id },
      personal: { who: person, name: said.name },
    });
    return tasksView(1, context, t`Noted: ${said.name}. I look in the directory whether it is so.`);
  },
});

/** Has those who look after ICT know that there is something to take away. */
export async function askIct(
  tx: Tx,
  { now, school }: { now: Date; school: School },
  { key, area }: { key: string; area: Area },
): Promise<void> {
  const ict = (await ownersOf(tx, 'ict', { now, school })).filter(
    ({ may, sees, person }) =>
      may.has('checks') && (sees === 'trust' || area.school === undefined || area.school === person.school),
  );
  await deliverAll(
    tx,
    ict.map(({ person }) => ({
      key: `${SUBJECT} ${key} ${person.id}`,
      person: person.id,
      show: tasks.call({ page: 1 }),
      subject: SUBJECT,
      purpose: 'tell' as const,
    })),
    now,
  );
}

/**
 * Holds what was decided and said against what the directories have told since: who is out is out; who was said to be and
 * isn't is to be taken out again. Where something couldn't be read, nothing is concluded.
 */
export async function followUp(tx: Tx, moment: { now: Date; school: School }): Promise<void> {
  const { now, school } = moment;
  const since = await readSince(tx);
  if (since === null) return;
  const open = await tx
    .selectFrom('access_review_items')
    .innerJoin('access_reviews', 'access_reviews.id', 'access_review_items.review')
    .select(['review', 'who', 'name', 'area', 'task', 'task_at', 'decided_at', 'still_there'])
    .where('task', 'in', ['to-do', 'said'])
    .execute();
  const read = open.filter(({ task_at, decided_at }) => (task_at ?? decided_at ?? '') < since);
  if (!read.length) return;
  const gone: typeof open = [];
  let changed = false;
  for (const [id, items] of Map.groupBy(read, ({ area }) => area)) {
    const area = school.areas.find((one) => one.id === id);
    if (!area) continue;
    const { inside, doubts } = await readArea(tx, area);
    if (doubts.length) continue;
    for (const item of items) {
      const isIn = inside.some(({ who }) => who === item.who);
      if (isIn && item.task !== 'said') continue;
      changed = true;
      await tx
        .updateTable('access_review_items')
        .set(isIn ? { task: 'to-do', still_there: item.still_there + 1 } : { task: 'gone', task_at: now.toISOString() })
        .where('review', '=', item.review)
        .where('who', '=', item.who)
        .execute();
      if (isIn) await askIct(tx, moment, { key: `${item.review} ${item.who} ${item.still_there + 1}`, area });
      else gone.push(item);
    }
  }
  if (changed) await refreshMessages(tx, SUBJECT, now);
  if (gone.length)
    await recordAll(
      tx,
      now,
      gone.map(({ review, who, name, area }) => ({
        kind: 'access-gone',
        facts: { review, area },
        personal: { who, name },
      })),
    );
}
