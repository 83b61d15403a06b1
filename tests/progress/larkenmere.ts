import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { AssignmentState } from '../../shared/acknowledgements/index.ts';
import { createApp } from '../../shared/app.ts';
import type { DeliveryState } from '../../shared/deliveries/index.ts';
import type { Reply } from '../../shared/inbound.ts';
import type { Store, Tables } from '../../shared/ports.ts';
import { readSchool, type School } from '../../shared/school.ts';
import type { Button, View } from '../../shared/view/view.ts';
import { Mailbox } from '../fakes/app.ts';

const folder = new URL('../../infra/sandbox/school/', import.meta.url);
export const school: School = readSchool(fileURLToPath(new URL('school.yaml', folder)));
const TENANT = school.tenant ?? '';
const SCHOOL = 'larkenmere';

/** A Monday morning in term, on which Larkenmere has 61 people. */
const MONDAY = '2026-11-23T09:00:00.000Z';

type Row = Record<
  'name' | 'email' | 'object_id' | 'department' | 'job_title' | 'roles' | 'manager' | 'start_date' | 'leave_date',
  string
>;

type CampaignState = Tables['campaigns']['state'];

/** One person's duty, as a test wants it. */
export interface Signing {
  person: string;
  state?: AssignmentState;
  due?: string;
  closedAt?: string;
}

/** The invented school on a store: its 65 people, and what the test has them sign. People are called by their names. */
export async function larkenmere(store: Store, rules: School = school, others: Mailbox[] = []) {
  let now = new Date(MONDAY);
  const clock = { now: () => now, set: (to: string) => void (now = new Date(to)) };
  const rows: Row[] = parse(readFileSync(new URL('people.csv', folder), 'utf8'), { columns: true });
  const idByEmail = new Map(rows.map((row) => [row.email, idOf(row.name)]));
  await store.transaction(async (tx) => {
    await tx
      .insertInto('people')
      .values(
        rows.map((row) => ({
          id: idOf(row.name),
          name: row.name,
          email: row.email || null,
          department: row.department,
          job_title: row.job_title,
          manager: idByEmail.get(row.manager) ?? null,
          school: SCHOOL,
          start_date: row.start_date || null,
          leave_date: row.leave_date || null,
        })),
      )
      .execute();
    const roles = rows.flatMap(({ name, roles }) => roles.split(';').map((role) => ({ person: idOf(name), role })));
    await tx.insertInto('person_roles').values(roles).execute();
    await accounts(
      tx,
      rows.filter(({ object_id }) => object_id).map(({ name }) => idOf(name)),
    );
  });

  function accounts(tx: Pick<Store['db'], 'insertInto'>, people: string[]) {
    const bound = { provider: 'entra' as const, tenant: TENANT, bound_at: MONDAY, bound_by: 'import' as const };
    return tx
      .insertInto('accounts')
      .values(people.map((person) => ({ ...bound, object_id: person, person })))
      .execute();
  }

  const mailbox = new Mailbox();
  const app = createApp({
    store,
    clock,
    school: rules,
    messengers: [mailbox, ...others],
    log: { info() {}, warn() {}, error() {} },
    publicUrl: 'https://countersign.example',
  });

  return {
    app,
    store,
    clock,
    mailbox,
    here: rows.filter((row) => (!row.leave_date || row.leave_date >= '2026-11-23') && row.start_date <= '2026-11-23'),

    /** Adds people who aren't on the school's list. */
    async add(
      names: string | string[],
      about: { department?: string; roles?: string[]; school?: string; manager?: string } = {},
    ) {
      const all = [names].flat();
      const same = {
        email: null,
        department: about.department ?? 'Science',
        job_title: 'Teacher',
        manager: about.manager ? idOf(about.manager) : null,
        school: about.school ?? SCHOOL,
        start_date: null,
        leave_date: null,
      };
      const roles = all.flatMap((name) => (about.roles ?? ['staff']).map((role) => ({ person: idOf(name), role })));
      await store.transaction(async (tx) => {
        await tx
          .insertInto('people')
          .values(all.map((name) => ({ ...same, id: idOf(name), name })))
          .execute();
        await tx.insertInto('person_roles').values(roles).execute();
        await accounts(tx, all.map(idOf));
      });
    },

    /** Has people sign an agreement: those named stand as the test says, all others of `everyone` have it open. */
    async signing(
      agreement: string,
      title: string,
      people: (string | Signing)[],
      { due = '2026-12-04', state = 'running' as CampaignState, round = '' } = {},
    ) {
      const campaign = randomUUID();
      await store.transaction(async (tx) => {
        await tx
          .insertInto('agreements')
          .values({ id: agreement, title, yearly: 1, created_at: MONDAY })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await tx
          .insertInto('editions')
          .values({
            agreement,
            number: 1,
            title,
            text: JSON.stringify({ title, sections: [] }),
            hash: agreement,
            effective_from: '2026-09-01',
            published_at: MONDAY,
            published_by: null,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await tx
          .insertInto('campaigns')
          .values({
            id: campaign,
            agreement,
            edition: 1,
            audience: '{}',
            starts_at: MONDAY,
            due_on: due,
            joiner_days: 14,
            ends_on: null,
            state,
            created_at: MONDAY,
            created_by: null,
          })
          .execute();
        await tx
          .insertInto('assignments')
          .values(
            people
              .map((one): Signing => (typeof one === 'string' ? { person: one } : one))
              .map(({ person, state: stands = 'open', due: by = due, closedAt = MONDAY }) => ({
                id: `${agreement}${round} ${person}`,
                campaign,
                agreement,
                edition: 1,
                person: idOf(person),
                due_on: by,
                state: stands,
                created_at: '2026-11-16T08:00:00.000Z',
                closed_at: stands === 'open' ? null : closedAt,
                remind_at: null,
                reminded: 0,
              })),
          )
          .execute();
      });
    },

    /** Says how the message about an assignment went. */
    async delivered(agreement: string, person: string, state: DeliveryState, at = MONDAY) {
      await store.db
        .insertInto('deliveries')
        .values({
          id: randomUUID(),
          key: randomUUID(),
          person: idOf(person),
          action: 'acknowledgements.show',
          input: '{}',
          subject: `${agreement} ${person}`,
          purpose: 'ask',
          state,
          detail: null,
          door: 'teams',
          message: null,
          attempts: 1,
          created_at: at,
          changed_at: at,
          turn_at: null,
        })
        .execute();
      if (state !== 'blocked' && state !== 'not-installed') return;
      const closed = { person: idOf(person), door: 'teams' as const, target: idOf(person), state, detail: null, at };
      await store.db.insertInto('closed_doors').values(closed).execute();
    },

    /** Acts and speaks as somebody. */
    as(name: string) {
      const origin = {
        door: 'teams' as const,
        account: { provider: 'entra' as const, tenant: TENANT, objectId: idOf(name) },
        vouchedAddress: async () => null,
        conversation: { of: name },
        shared: false,
      };
      return {
        say: (text: string): Promise<Reply> => app.message({ ...origin, text }),
        press: ({ action, input }: Pick<Button, 'action' | 'input'>): Promise<Reply> =>
          app.press({ ...origin, action, input, message: null }),
      };
    },

    /** As when the server starts. */
    schedule: () => app.worker.schedule(),

    async settle() {
      for (let turn = 0; turn < 100 && (await app.worker.runDue()); turn++);
    },
  };
}

export type Larkenmere = Awaited<ReturnType<typeof larkenmere>>;

/** People of these tests have an id, and an account, that follows from the name. */
export const idOf = (name: string): string => `id ${name}`;

/** The names in the lists of a view. */
export const namesIn = (view: View): string[] =>
  view.nodes.flatMap((node) => (node.kind === 'rows' ? node.rows.map(({ title }) => title) : []));

/** The bars of a view as "label done/total". */
export const barsIn = (view: View): string[] =>
  view.nodes.flatMap((node) => (node.kind === 'progress' ? [`${node.label} ${node.done}/${node.total}`] : []));

export const labelsIn = (view: View): string[] =>
  view.nodes.flatMap((node) => (node.kind === 'buttons' ? node.buttons.map(({ label }) => label) : []));
