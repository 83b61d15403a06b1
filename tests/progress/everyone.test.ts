import { randomUUID } from 'node:crypto';
import type { AssignmentState } from '../../shared/acknowledgements/index.ts';
import { publishEdition } from '../../shared/agreements/index.ts';
import type { Actor } from '../../shared/feature.ts';
import type { Store } from '../../shared/ports.ts';
import { COUNTED, type Question } from '../../shared/progress/duty.ts';
import { figuresBy, figuresByAgreement, type Group } from '../../shared/progress/figures.ts';
import { running } from '../../shared/progress/filter.ts';
import { seeded } from '../crash/rig.ts';
import { staffText } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';

const TODAY = '2026-11-23';
const STATES: AssignmentState[] = ['open', 'acknowledged', 'refused', 'excused', 'left', 'superseded'];
const SCHOOLS = ['hill', 'mill', 'vale'];

/** Notes with some people a campaign that has an assignment for them, whether it still runs or not, or that none has. */
async function note(store: Store, random: () => number): Promise<void> {
  const asked = await store.db.selectFrom('assignments').select(['person', 'campaign']).orderBy('person').execute();
  for (const [person, theirs] of Map.groupBy(asked, (one) => one.person)) {
    const [one] = theirs.toSorted(() => random() - 0.5);
    const asked_by = [one?.campaign, '', null][Math.floor(random() * 4)] ?? one?.campaign;
    await store.db.updateTable('people').set({ asked_by }).where('id', '=', person).execute();
  }
}

/** A trust in every state there is: two agreements asked by the trust, one by each school, and one of last year. */
async function trust(store: Store, random: () => number, size = 60): Promise<string[]> {
  const one = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
  const people = Array.from({ length: size }, (_, i) => ({
    id: `person ${i}`,
    name: `Person ${i}`,
    email: null,
    department: one(['Maths', 'Science', 'Office']),
    job_title: null,
    manager: null,
    school: one(SCHOOLS),
    start_date: one([null, null, null, '2026-12-01', TODAY]),
    leave_date: one([null, null, null, '2026-11-22', TODAY, '2027-07-20']),
  }));
  await store.db.insertInto('people').values(people).execute();
  const running: string[] = [];
  for (const [agreement, schools, state] of [
    ['staff', [null], 'running'],
    ['loans', [null], 'running'],
    ['phones', SCHOOLS, 'running'],
    ['last-year', [null], 'superseded'],
  ] as const) {
    await store.transaction((tx) =>
      publishEdition(
        tx,
        { agreement, text: { ...staffText(), title: agreement }, effectiveFrom: TODAY, by: null },
        new Date(),
      ),
    );
    for (const school of schools) {
      const campaign = randomUUID();
      const at = '2026-11-20T09:00:00.000Z';
      const about = { agreement, edition: 1, due_on: TODAY, created_at: at };
      await store.db
        .insertInto('campaigns')
        .values({
          ...about,
          id: campaign,
          audience: JSON.stringify(school ? { schools: [school] } : {}),
          starts_at: at,
          joiner_days: 14,
          ends_on: null,
          state,
          created_by: null,
        })
        .execute();
      if (state === 'running') running.push(campaign);
      const asked = people.filter((person) => (school === null || person.school === school) && random() < 0.7);
      const rows = asked.map(({ id: person }) => ({
        ...about,
        id: randomUUID(),
        campaign,
        person,
        due_on: one(['2026-11-20', '2026-12-04']),
        state: one(STATES),
        closed_at: null,
        remind_at: null,
        reminded: 0,
      }));
      if (rows.length) await store.db.insertInto('assignments').values(rows).execute();
    }
  }
  return running;
}

const about = (campaigns: string[], everyone: boolean, agreement?: string): Question => ({
  campaigns,
  filter: { agreement },
  today: TODAY,
  channels: ['teams'],
  visible: (eb) => eb.lit(true),
  everyone,
});
const sorted = (groups: Group[]) => groups.toSorted((a, b) => (a.group ?? '').localeCompare(b.group ?? ''));

/** The figures as one would count them by hand. */
async function counted(store: Store, by: 'school' | 'department', { campaigns, today }: Question): Promise<Group[]> {
  const rows = await store.db
    .selectFrom('people')
    .innerJoin('assignments', 'assignments.person', 'people.id')
    .select(['people.id', by, 'start_date', 'leave_date', 'state', 'due_on'])
    .where('campaign', 'in', campaigns)
    .where('state', 'in', COUNTED)
    .execute();
  const here = rows.filter((row) => (row.start_date ?? today) <= today && (row.leave_date ?? today) >= today);
  const people = [...Map.groupBy(here, ({ id }) => id).values()].map((theirs) => {
    const has = (state: string, due?: string) =>
      theirs.some((one) => one.state === state && (due === undefined || one.due_on < due));
    return { group: theirs[0]?.[by] ?? null, open: has('open'), late: has('open', today), refused: has('refused') };
  });
  return [...Map.groupBy(people, ({ group }) => group)].map(([group, all]) => {
    const of = (which: (one: (typeof all)[number]) => boolean) => all.filter(which).length;
    return {
      group,
      asked: all.length,
      open: of(({ open }) => open),
      overdue: of(({ late }) => late),
      refused: of(({ open, refused }) => refused && !open),
      signed: of(({ open, refused }) => !refused && !open),
    };
  });
}

describe('the figures of everyone there is', () => {
  eachStore((fresh) => {
    test.each([1, 2, 3, 4])('are those of its people, looked up one by one (%i)', async (seed) => {
      const store = await (await fresh()).open();
      const campaigns = await trust(store, seeded(seed));
      const agreements = sorted(await figuresByAgreement(store.db, about(campaigns, true)));
      expect(agreements.map(({ group }) => group)).toEqual(['loans', 'phones', 'staff']);
      expect(agreements).toEqual(sorted(await figuresByAgreement(store.db, about(campaigns, false))));
      expect(agreements.every(({ open, signed, overdue }) => open && signed && overdue)).toBe(true);
    });

    // Up to 200 people without a note that holds are looked up one by one.
    test.each([
      [1, 60],
      [2, 60],
      [3, 60],
      [4, 500],
    ])('are the same whatever is noted with them (%i)', async (seed, size) => {
      const store = await (await fresh()).open();
      const campaigns = await trust(store, seeded(seed), size);
      const phones = await store.db
        .selectFrom('campaigns')
        .select('id')
        .where('agreement', '=', 'phones')
        .where('state', '=', 'running')
        .execute();
      const one = phones.map(({ id }) => id);
      const check = async () => {
        for (const by of ['school', 'department'] as const)
          for (const everyone of [true, false])
            for (const question of [about(campaigns, everyone), about(one, everyone, 'phones')]) {
              const groups = sorted(await figuresBy(store.db, by, question));
              expect(groups).toHaveLength(3);
              expect(groups).toEqual(sorted(await counted(store, by, question)));
            }
      };
      await check();
      await note(store, seeded(seed));
      await check();
    });

    test('what only other schools ask is nothing to somebody who sees one', async () => {
      const store = await (await fresh()).open();
      const all = await trust(store, seeded(5));
      const seen = (sees: Actor['sees'], school: string) =>
        running(store.db, {}, { sees, person: { school } } as Actor).then(({ campaigns }) => campaigns);
      expect((await seen('trust', 'hill')).toSorted()).toEqual(all.toSorted());
      const [hill, mill] = [await seen('school', 'hill'), await seen('counts', 'mill')];
      expect([hill.length, mill.length]).toEqual([3, 3]);
      expect(hill.filter((campaign) => mill.includes(campaign))).toHaveLength(2);
    });
  });
});
