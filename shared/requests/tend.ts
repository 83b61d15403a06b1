import { type Kysely, sql } from 'kysely';
import * as z from 'zod';
import { nextSendable } from '../calendar.ts';
import { deliverAll } from '../deliveries/index.ts';
import { job } from '../feature.ts';
import { isHere } from '../people/index.ts';
import type { Tables } from '../ports.ts';
import { addDays, dayOf } from '../time.ts';
import { show } from './card.ts';
import { close, concerned, grantIfSigned, whyOver } from './course.ts';
import { schoolDaysSince } from './deadline.ts';
import { owners } from './deciders.ts';
import { askToRemove, end, removers } from './ends.ts';
import { type Course, recording } from './evidence.ts';
import { removal } from './removal.ts';
import { holdRequest, type Request } from './request.ts';
import { route } from './route.ts';
import { standing } from './stage.ts';
import { effectOf } from './start.ts';
import { stuck } from './stuck.ts';

/** How often requests are looked after. */
const EVERY_MS = 15 * 60_000;

/** Requests that are read at once. */
const CHUNK = 100;

/** Those who decide are reminded as often, in school days; the second time the owners hear that it waits. */
const REMIND_EVERY = 2;

/** Looks after requests that nobody presses on: whose turn it is now, what is too late, what ends, what must be taken away. */
export const tend = job({
  id: 'requests.tend',
  input: z.strictObject({}),
  next: (after) => new Date(after.getTime() + EVERY_MS),
  async run(_, { store, clock, school, effects, stopping }) {
    const now = clock.now();
    for (const [find, look] of [
      [undecided, lookAfter],
      [held, lookForEnd],
      [unremoved, lookForRemoval],
    ] as const)
      for (let after = ''; ; ) {
        if (stopping.aborted) return;
        const ids = await find(store.db, after, dayOf(now, school));
        if (!ids.length) break;
        after = ids.at(-1) as string;
        for (const id of ids)
          await store.transaction((tx) =>
            recording({ tx, now, school, effects }, async (course) => look(await holdRequest(tx, id), course)),
          );
      }
  },
});

/** What is open, or waits for a signature. */
const undecided = async (db: Kysely<Tables>, after: string): Promise<string[]> =>
  ids(
    await db
      .selectFrom('requests')
      .select('id')
      .where('state', 'in', ['open', 'signing'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(CHUNK)
      .execute(),
  );

/** What is granted and ends soon, or whose holder leaves. */
const held = async (db: Kysely<Tables>, after: string, today: string): Promise<string[]> =>
  ids(
    await db
      .selectFrom('requests')
      .innerJoin('people', 'people.id', 'requests.person')
      .select('requests.id')
      .where('state', '=', 'granted')
      .where('requests.id', '>', after)
      .where((eb) => eb.or([eb('until_on', '<=', addDays(today, LOOK_AHEAD)), eb('leave_date', '<', today)]))
      .orderBy('requests.id')
      .limit(CHUNK)
      .execute(),
  );

const LOOK_AHEAD = 31;

/** What is over and not yet confirmed to be taken away. */
const unremoved = async (db: Kysely<Tables>, after: string): Promise<string[]> =>
  ids(
    await db
      .selectFrom('removals')
      .select('request as id')
      .where('due_since', 'is not', null)
      .where('confirmed_at', 'is', null)
      .where('request', '>', after)
      .orderBy('request')
      .limit(CHUNK)
      .execute(),
  );

const ids = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

async function lookAfter(request: Request, context: Course): Promise<void> {
  const { tx, now, school } = context;
  if (request.state !== 'open' && request.state !== 'signing') return;
  const over = await whyOver(request, context);
  if (over) return close(request, over, context);
  if (request.state === 'signing') return void (await grantIfSigned(request, context));
  await route(request, context);
  const turn = Math.floor(schoolDaysSince(request.stage_since, now, school) / REMIND_EVERY);
  if (!turn) return;
  const { ask } = await standing(tx, request, context);
  const remind = (person: string, what: typeof show | typeof stuck, key: string) => ({
    key: `request ${request.id} ${key} ${person}`,
    person,
    show: what.call({ request: request.id }),
    subject: request.id,
    purpose: 'remind' as const,
  });
  await deliverAll(
    tx,
    [
      ...[...ask.keys()].map((person) => remind(person, show, `remind ${request.stage} ${turn}`)),
      ...(turn > 1 && ask.size
        ? (await owners(tx, request.school, context)).map((person) => remind(person, stuck, `late ${request.stage}`))
        : []),
    ],
    now,
    nextSendable(now, school),
  );
}

async function lookForEnd(request: Request, context: Course): Promise<void> {
  const { tx, now, school } = context;
  const { id, state, until_on, rules } = request;
  if (state !== 'granted') return;
  if (effectOf(rules, context)?.endsItself) return;
  const today = dayOf(now, school);
  const holder = await tx.selectFrom('people').selectAll().where('id', '=', request.person).executeTakeFirst();
  if (until_on !== null && until_on < today) return end(request, 'expired', context);
  if (rules.form && holder && !isHere(holder, today)) return end(request, 'left', context);
  const before = rules.ends?.tell_before ?? 1;
  if (until_on === null || before === 0 || today < addDays(until_on, -before)) return;
  const told = (people: string[], what: typeof show | typeof removal) =>
    people.map((person) => ({
      key: `request ${id} soon ${person}`,
      person,
      show: what.call({ request: id }),
      subject: id,
      purpose: 'remind' as const,
    }));
  await deliverAll(
    tx,
    [...told(concerned(request), show), ...told(await removers(request, context), removal)],
    now,
    nextSendable(now, school),
  );
}

async function lookForRemoval(request: Request, context: Course): Promise<void> {
  const { tx, now, school } = context;
  const task = await tx.selectFrom('removals').selectAll().where('request', '=', request.id).executeTakeFirst();
  if (!task?.due_since || task.confirmed_at || !request.rules.ends) return;
  const every = Math.max(1, request.rules.ends.ask_every);
  const turn = Math.floor(schoolDaysSince(task.due_since, now, school) / every);
  await askToRemove(request, turn, context);
}
