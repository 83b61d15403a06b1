import type { Context } from '../../../shared/feature.ts';
import { startRequest } from '../../../shared/requests/index.ts';
import type { Someone } from '../../fakes/app.ts';
import type { TestDatabase } from '../../fakes/store.ts';
import { type Checks, checksApp, schoolWith } from '../start.ts';

const RULES = (area = '') => `
terms:
  - { name: Autumn 2026, from: 2026-09-01, to: 2026-12-18 }
  - { name: Spring 2027, from: 2027-01-04, to: 2027-03-25 }
areas:
  - id: send
    title: SEND area
    words: [special needs]
    owner: senco@larkenmere.example
    groups: [SEND team, send-google@larkenmere.example]
    ${area}
  - { id: exams, title: Exam papers, owner: headteacher, groups: [Exams] }
`;

/**
 * A school with two areas on a fresh store, whose directories have been read: three people are in the SEND area, and Ruth
 * Featherstone answers for it. @param area one line more about that area
 */
export const startOn =
  (fresh: () => Promise<TestDatabase>) =>
  async (area = '') => {
    const t = await checksApp(await fresh(), schoolWith(RULES(area)));
    // Nobody is asked for a review until a test lets the term's be due.
    t.clock.set('2026-11-24T09:00:00Z');
    const ict = await t.person('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
    const senco = await t.member('Ruth Featherstone', { roles: ['staff'], department: 'SEND' });
    await t.store.db
      .updateTable('people')
      .set({ email: 'senco@larkenmere.example' })
      .where('id', '=', senco.id)
      .execute();
    const ana = await t.member('Ana Bell', { department: 'SEND' });
    const ben = await t.member('Ben Cole');
    await group(t, 'entra', 'SEND team', [senco.objectId, ana.objectId, ben.objectId]);
    await group(t, 'google', 'SEND Google', [], 'send-google@larkenmere.example');
    await group(t, 'entra', 'Exams', []);
    await reads(t);
    return { t, ict, senco, ana, ben };
  };

/** A group as it was last read, with exactly these in it. */
export async function group(t: Checks, which: 'entra' | 'google', name: string, members: string[], address?: string) {
  const { provider, tenant } = t[which];
  const key = { provider, tenant };
  await t.store.db
    .insertInto('directory_groups')
    .values({ ...key, id: name, name, address: address ?? null, kind: 'security', unread: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await t.store.db.deleteFrom('directory_members').where('group_id', '=', name).execute();
  if (members.length)
    await t.store.db
      .insertInto('directory_members')
      .values(members.map((object_id) => ({ ...key, group_id: name, object_id, member: 1, owner: 0 })))
      .execute();
}

/** Both directories were read, groups and all, at this moment. */
export const reads = (t: Checks) =>
  t.store.db.updateTable('directory_reads').set({ full_at: t.clock.now().toISOString() }).execute();

/** Grants somebody access, as if two people had agreed. */
export async function grant(t: Checks, to: Someone, which: string, until: string | null = null): Promise<string> {
  return t.store.transaction(async (tx) => {
    const person = await tx.selectFrom('people').selectAll().where('id', '=', to.id).executeTakeFirstOrThrow();
    const actor = {
      person,
      roles: ['staff'],
      account: null,
      sees: 'own',
      may: new Set(),
    } as unknown as Context['actor'];
    const school = schoolWith(RULES());
    const { id } = await startRequest(
      { tx, actor, now: t.clock.now(), school, effects: new Map() },
      {
        kind: 'access',
        answers: { what: 'SEND records', which, level: 'Read', why: 'I teach them', ...(until && { until }) },
      },
    );
    await tx
      .updateTable('requests')
      .set({ state: 'granted', granted_at: t.clock.now().toISOString() })
      .where('id', '=', id)
      .execute();
    return id;
  });
}

/** Has what was granted compared with what is. */
export const compare = (t: Checks) => t.check('access');

/** What was found, a line each: who, which area, how it is and why. */
export const differing = async (t: Checks) =>
  (
    await t.store.db
      .selectFrom('findings')
      .innerJoin('people', 'people.id', 'findings.person')
      .select(['name', 'row_name', 'state', 'items', 'because_kind'])
      .where('check_name', '=', 'access')
      .orderBy('name')
      .execute()
  ).map(({ name, row_name, state, items, because_kind }) =>
    [name, row_name, state, because_kind, ...(JSON.parse(items) as string[])].filter(Boolean).join(' | '),
  );
