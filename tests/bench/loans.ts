import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openStore } from '../../shared/adapters/store/store.ts';
import { named } from '../../shared/equipment/item.ts';
import { freeItems, freeOf, soughtBy } from '../../shared/loans/taken.ts';
import type { Store } from '../../shared/ports.ts';
import { addDays } from '../../shared/time.ts';
import { figures, timed } from './measure.ts';

const DEVICES = 50_000;
const LOANS = 200_000;
const SCHOOLS = 20;
/** One in so many loans is out, or kept for somebody. */
const ACTIVE = 10;
const RUNS = 100;
const CHUNK = 400;
const TODAY = '2026-11-23';
const TYPES = ['iPad', 'iPad', 'Chromebook', 'Chromebook', 'Laptop', 'Laptop', 'Camera', 'Projector'];

/**
 * "12 of 15 are free" among 50,000 devices of 20 schools and 200,000 loans, a tenth of them out or reserved: what somebody
 * means, how many are free on each day of a span, and which would be taken. Also the same with all devices in one school,
 * which is more than any has. The database knows the size of its tables.
 */
export async function benchLoans(databaseUrl?: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const store = await openStore({ databaseUrl, dataDir });
  try {
    await fill(store);
    await store.tend();
    if (store.engine === 'postgres') await sql`analyze`.execute(store.db);
    const asked = async (school: string, run: number) => {
      const from = addDays(TODAY, run % 60);
      const span = { from, to: addDays(from, 1 + (run % 14)) };
      const sought = await soughtBy(
        store.db,
        ['12 tablets', 'an iPad', 'chromebooks', 'laptop'][run % 4] ?? '',
        school,
      );
      const { free, all } = await freeOf(store.db, sought, span, TODAY);
      if (!all || free > all) throw new Error('nothing to lend');
      await freeItems(store.db, sought, span, { today: TODAY, limit: 12 });
    };
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) times.push(await timed(() => asked(`school-${run % SCHOOLS}`, run)));
    await sql`update equipment set school = 'school-0'`.execute(store.db);
    if (store.engine === 'postgres') await sql`vacuum analyze equipment`.execute(store.db);
    const whole: number[] = [];
    for (let run = 0; run < RUNS; run++) whole.push(await timed(() => asked('school-0', run)));
    return { trust: figures(times), one: figures(whole) };
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true });
  }
}

async function fill(store: Store): Promise<void> {
  const at = `${TODAY}T09:00:00Z`;
  const person = randomUUID();
  const ids = Array.from({ length: DEVICES }, () => randomUUID());
  await store.transaction(async (tx) => {
    await tx
      .insertInto('people')
      .values({
        id: person,
        name: 'Person',
        email: null,
        department: null,
        job_title: null,
        manager: null,
        school: 'school-0',
        start_date: null,
        leave_date: null,
      })
      .execute();
    await inChunks(DEVICES, async (some) => {
      await tx
        .insertInto('equipment')
        .values(
          some.map((i) =>
            named({
              id: ids[i] as string,
              school: `school-${i % SCHOOLS}`,
              name: null,
              type: TYPES[Math.floor(i / SCHOOLS) % TYPES.length] as string,
              make: 'Make',
              model: `Model ${i % 7}`,
              serial: `SN${i}`,
              asset_tag: `T${i}`,
              condition: 'good',
              value: 30_000,
              purchased_on: '2025-09-01',
              bundle: null,
              state: 'lendable',
              at_office: 0,
              source: 'list',
              created_at: at,
              changed_at: at,
              seen_at: null,
            }),
          ),
        )
        .execute();
    });
    await inChunks(LOANS, async (some) => {
      const loans = some.map((i) => {
        const isActive = i % ACTIVE === 0;
        // The active ones of a thing don't overlap: each has its own days.
        const from = addDays(TODAY, isActive ? Math.floor(i / DEVICES) * 20 + ((i / ACTIVE) % 10) : -30 - (i % 700));
        return { id: randomUUID(), i, isActive, from, due: addDays(from, i % 9) };
      });
      await tx
        .insertInto('loans')
        .values(
          loans.map(({ id, i, isActive, from, due }) => ({
            id,
            school: `school-${i % SCHOOLS}`,
            request: null,
            borrower: person,
            wanted: 'thing',
            purpose: 'a lesson',
            from_on: from,
            due_on: due,
            state: isActive ? ('approved' as const) : ('closed' as const),
            created_at: at,
            changed_at: at,
            handed_over_by: null,
            closed_at: null,
            remind_at: null,
            reminded: 0,
          })),
        )
        .execute();
      await tx
        .insertInto('loan_items')
        .values(
          loans.map(({ id, i, isActive, from, due }) => ({
            id: randomUUID(),
            loan: id,
            // A prime step spreads them over the devices.
            item: ids[(i * 7_919) % DEVICES] as string,
            from_on: from,
            due_on: due,
            state: isActive ? ('reserved' as const) : ('returned' as const),
            out_at: isActive ? null : at,
            out_condition: null,
            out_photo: null,
            back_at: isActive ? null : at,
            back_by: null,
            back_condition: null,
            back_photo: null,
          })),
        )
        .execute();
    });
  });
}

async function inChunks(n: number, write: (some: number[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < n; from += CHUNK)
    await write(Array.from({ length: Math.min(CHUNK, n - from) }, (_, i) => from + i));
}
