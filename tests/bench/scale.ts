import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Where } from '../../shared/adapters/store/store.ts';
import { createApp } from '../../shared/app.ts';
import type { Press } from '../../shared/inbound.ts';
import type { Store } from '../../shared/ports.ts';
import { Mailbox } from '../fakes/app.ts';
import { TENANT } from '../fakes/channel.ts';
import { afterNight } from './data.ts';
import { type Figures, figures, ms, timed } from './measure.ts';
import { onPostgres, server } from './on-postgres.ts';
import { fillPeople, fillYears, type Trust, trustOf, type Year } from './scale-data.ts';

/** Signatures of all years; the whole fills about 10 GB for the time of the measurement. */
const ACKNOWLEDGEMENTS = Number(process.env.BENCH_ACKNOWLEDGEMENTS ?? 7_000_000);
const AGREEMENTS = 10;
/** Years that are over, in which everybody signed. */
const YEARS = 6;
/** Of this year's assignments. */
const SIGNED = 0.9;
const RUNS = { school: 150, trust: 15 };
const WARM_UP = 3;
const SILENT = { info() {}, warn() {}, error() {} };

/** Who asks what: one of the many heads, the head of the large school, whoever leads the trust. */
const QUESTIONS = {
  names: 'a head: a page of names',
  first: 'a head: the first page, with figures',
  large: 'the same, school of 5,000',
  bySchool: 'the trust: school by school',
  byAgreement: 'the trust: each agreement',
  trustFirst: 'the trust: the first page',
} as const;
type Measured = Record<keyof typeof QUESTIONS, Figures>;

/**
 * "Who hasn't signed" through the whole product in a trust of many schools: with this year's assignments alone, or with so
 * many years beside them. A head of another school asks each time, so that what is read was not read just before.
 */
async function benchScale(years: number, databaseUrl?: string) {
  const people = Math.round(ACKNOWLEDGEMENTS / (AGREEMENTS * (YEARS + SIGNED)));
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-scale-'));
  try {
    const where = { databaseUrl, dataDir };
    const trust = trustOf(people);
    const past = Array.from({ length: years }, () => ({ agreements: AGREEMENTS, running: false, signed: 1 }));
    await filling(where, trust, [...past, { agreements: AGREEMENTS, running: true, signed: SIGNED }]);
    return await measured(where, trust);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

async function filling(where: Where, trust: Trust, years: Year[]): Promise<void> {
  const store = await openStore(where);
  await fillPeople(store, trust);
  await fillYears(store, trust, years);
  await afterNight(store, trust.rules);
  await store.close();
}

async function measured(where: Where, { rules, sizes }: Trust) {
  const store = await openStore(where);
  try {
    const heads = await store.db
      .selectFrom('people')
      .innerJoin('person_roles', 'person_roles.person', 'people.id')
      .innerJoin('accounts', 'accounts.person', 'people.id')
      .select(['object_id', 'role', 'school'])
      .where('role', 'in', ['headteacher', 'trust-lead'])
      .execute();
    const accountOf = (role: string, school: string) =>
      heads.find((head) => head.role === role && head.school === school)?.object_id ?? '';
    const clock = { now: () => new Date() };
    const publicUrl = 'https://countersign.example';
    const of = (school: typeof rules) =>
      createApp({ store, clock, school, messengers: [new Mailbox()], log: SILENT, publicUrl });
    const app = of(rules);
    const ask = async (objectId: string, action: string, input: Record<string, unknown>, expected: string) => {
      const press: Press = {
        door: 'teams',
        account: { provider: 'entra', tenant: TENANT, objectId },
        vouchedAddress: async () => null,
        conversation: null,
        shared: false,
        action,
        input,
        message: null,
      };
      const reply = await app.press(press);
      if (reply.kind !== 'view' || !JSON.stringify(reply.view).includes(expected)) throw new Error(`no ${expected}`);
    };
    const many = async (runs: number, question: (run: number) => Promise<void>) => {
      const times: number[] = [];
      for (let run = -WARM_UP; run < runs; run++) {
        const took = await timed(() => question(run + WARM_UP));
        if (run >= 0) times.push(took);
      }
      return figures(times);
    };
    const aHead = (run: number) => accountOf('headteacher', `s${1 + (run % (sizes.length - 1))}`);
    const large = accountOf('headteacher', 's0');
    const lead = accountOf('trust-lead', 's0');
    const outstanding = 'progress.outstanding';
    const times: Measured = {
      names: await many(RUNS.school, (run) => ask(aHead(run), outstanding, { page: 2 + (run % 3) }, 'Person ')),
      first: await many(RUNS.school, (run) => ask(aHead(run), outstanding, { page: 1 }, 'All departments')),
      large: await many(RUNS.school, () => ask(large, outstanding, { page: 1 }, 'All departments')),
      bySchool: await many(RUNS.trust, () => ask(lead, 'progress.breakdown', { page: 1 }, 'School 0')),
      byAgreement: await many(RUNS.trust, () => ask(lead, 'progress.summary', { page: 1 }, 'Agreement 0')),
      trustFirst: await many(RUNS.trust, () => ask(lead, outstanding, { page: 1 }, 'All schools')),
    };
    const count = async (table: 'people' | 'assignments' | 'acknowledgements') =>
      Number(
        (
          await store.db
            .selectFrom(table)
            .select(({ fn }) => fn.countAll().as('n'))
            .executeTakeFirst()
        )?.n,
      );
    return {
      times,
      schools: sizes.length,
      people: await count('people'),
      assignments: await count('assignments'),
      acknowledgements: await count('acknowledgements'),
    };
  } finally {
    await store.close();
  }
}

export async function sayScale(): Promise<string[]> {
  const lines = [
    '\n## Who hasn’t signed, in a trust of many schools',
    `Through the whole product. ${AGREEMENTS} agreements, half of them asked by the trust, half by each school; ${SIGNED * 100} % of this year’s are signed.\n`,
    `| store, people, schools; assignments, acknowledgements | ${Object.values(QUESTIONS).join(' | ')} |`,
    `| --- |${' --- |'.repeat(Object.keys(QUESTIONS).length)}`,
  ];
  const one = (name: string, found: Awaited<ReturnType<typeof measured>>) => {
    const { times, people, schools, assignments, acknowledgements } = found;
    const size = [people, schools, assignments, acknowledgements].map((n) => n.toLocaleString('en-GB'));
    const cells = Object.keys(QUESTIONS).map((key) => times[key as keyof Measured]);
    const line = `| ${name}, ${size[0]}, ${size[1]}; ${size[2]}, ${size[3]} | ${cells.map(({ p50, p95 }) => `${ms(p50)} / ${ms(p95)}`).join(' | ')} |`;
    lines.push(line);
  };
  for (const years of [0, YEARS]) one('SQLite', await benchScale(years));
  if (server) for (const years of [0, YEARS]) one('PostgreSQL', await onPostgres((url) => benchScale(years, url)));
  return lines;
}
