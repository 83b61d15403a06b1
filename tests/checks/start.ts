import { importEquipment } from '../../shared/equipment/import.ts';
import { parseSchool, type School } from '../../shared/school.ts';
import type { View } from '../../shared/view/view.ts';
import { type Someone, type TestApp, testApp, viewOf } from '../fakes/app.ts';
import { FakeDirectory, knowAccount } from '../fakes/directory.ts';
import type { TestDatabase } from '../fakes/store.ts';

const DAY = 86_400_000;

/** A school whose rules a test can see at a glance. @param more lines below `checks:`, indented by two. */
export const schoolWith = (more = ''): School =>
  parseSchool(`
school: { name: Larkenmere School }
roles:
  headteacher: { sees: school, may: [checks, leavers] }
  ict-manager: { sees: school, may: [checks, leavers] }
  network-manager: { sees: school, may: [checks, leavers] }
  business-manager: { sees: school, may: [leavers] }
  line-manager: { sees: team, may: [remind] }
  governor: { sees: counts, may: [checks] }
  trust-ict: { sees: trust, may: [checks, leavers] }
audiences:
  all-staff: { roles: [staff] }
checks:
  owners: { ict: ict-manager }
${more}`);

export interface Checks extends TestApp {
  entra: FakeDirectory;
  google: FakeDirectory;
  /** Somebody on the list, with an account that both directories' readings know; in Entra unless said. */
  member(name: string, about?: Parameters<TestApp['person']>[1]): Promise<Someone>;
  /** Another account of theirs. */
  account(
    someone: { id: string },
    objectId: string,
    more?: Parameters<typeof knowAccount>[3] & { in?: FakeDirectory },
  ): Promise<string>;
  /** Looks at everybody, as if somebody had asked for it, and lets all that follows happen. */
  check(which: 'mfa' | 'leavers' | 'access'): Promise<void>;
  /** Begins the recurring work; the directories themselves are read by hand here. */
  live(): Promise<void>;
  /** The findings of a check, "who what: state", in order. */
  states(which: 'mfa' | 'leavers', about?: { id: string }): Promise<Record<string, string>>;
  ledgerOf(kind: string): Promise<Record<string, unknown>[]>;
}

export async function checksApp(database: TestDatabase, school = schoolWith()): Promise<Checks> {
  const entra = new FakeDirectory('entra');
  const google = new FakeDirectory('google');
  const store = await database.open();
  const t = await testApp(store, school, [entra, google]);
  // Somebody keeps a list of what the school lends.
  await store.transaction((tx) => importEquipment(tx, 'type,serial\nlaptop,7XK2J93', { school, now: t.clock.now() }));
  for (const { provider, tenant } of [entra, google])
    await store.db
      .insertInto('directory_reads')
      .values({ provider, tenant, read_at: '2026-08-01T01:00:00.000Z', unread: '[]', done: 0 })
      .execute();
  return {
    ...t,
    entra,
    google,
    async member(name, about) {
      const someone = await t.person(name, about);
      await knowAccount(store, entra, someone.objectId, { person: someone.id });
      return someone;
    },
    account: ({ id }, objectId, { in: where = entra, ...more } = {}) =>
      knowAccount(store, where, objectId, { person: id, ...more }),
    async check(which) {
      const now = t.clock.now().toISOString();
      await store.db
        .insertInto('jobs')
        .values({
          id: `${which} ${now} ${Math.random()}`,
          kind: `checks.${which}`,
          key: null,
          input: '{"asked":true}',
          run_at: now,
          state: 'waiting',
          attempts: 0,
          leased_until: null,
          error: null,
          created_at: now,
        })
        .execute();
      await t.settle();
    },
    async live() {
      await t.app.worker.schedule();
      await store.db.deleteFrom('jobs').where('kind', '=', 'directories.sync').execute();
      await t.settle();
    },
    async states(which, about) {
      const rows = await store.db
        .selectFrom('findings')
        .innerJoin('people', 'people.id', 'findings.person')
        .select(['name', 'account', 'row_name', 'state', 'because_kind'])
        .where('check_name', '=', which)
        .$if(about !== undefined, (query) => query.where('person', '=', about?.id ?? ''))
        .orderBy('name')
        .orderBy('account')
        .orderBy('row_name')
        .execute();
      return Object.fromEntries(
        rows.map(({ name, account, row_name, state, because_kind }) => [
          which === 'mfa' ? name : [account.split(' ')[0], row_name].filter(Boolean).join(' '),
          because_kind ? `${state}: ${because_kind}` : state,
        ]),
      );
    },
    async ledgerOf(kind) {
      const rows = await store.db.selectFrom('ledger').select('body').where('kind', '=', kind).orderBy('seq').execute();
      return rows.map(({ body }) => JSON.parse(body));
    },
  };
}

/** Puts the clock forward. */
export const later = (t: Checks, days: number) => t.clock.set(new Date(t.clock.now().getTime() + days * DAY));

/** What one says to the bot and sees. */
export const says = async (someone: Someone, text: string): Promise<View> => viewOf(await someone.say(text));

/** The lines of a view that a reader goes by: title, texts, bullets, rows, facts. */
export function linesOf({ title, nodes }: View): string[] {
  return [
    title,
    ...nodes.flatMap((node) => {
      switch (node.kind) {
        case 'text':
          return [node.text];
        case 'list':
          return node.items;
        case 'rows':
          return node.rows.map(({ title, detail }) => [title, detail].filter(Boolean).join(' | '));
        case 'facts':
          return node.facts.map(({ label, value }) => `${label}: ${value}`);
        case 'progress':
          return [`${node.label}: ${node.done} of ${node.total}`];
        case 'link':
          return [`${node.label} -> ${node.url}`];
        default:
          return [];
      }
    }),
  ];
}
