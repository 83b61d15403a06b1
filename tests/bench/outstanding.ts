import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../shared/adapters/store/store.ts';
import { createApp } from '../../shared/app.ts';
import type { Press } from '../../shared/inbound.ts';
import { Mailbox } from '../fakes/app.ts';
import { TENANT } from '../fakes/channel.ts';
import { school } from '../fakes/school.ts';
import { afterNight, seed } from './data.ts';
import { figures, timed } from './measure.ts';

const RUNS = 100;
const PEOPLE = 12_000;
const AGREEMENTS = 20;

/**
 * The head's "who hasn't signed" through the whole product, among 12,000 people and 20 agreements, 90 % signed: a page of
 * names of all agreements, and the first page with its figures by department, of one agreement and of all at once.
 */
export async function benchOutstanding(databaseUrl?: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const store = await openStore({ databaseUrl, dataDir });
  try {
    await seed(store, { people: PEOPLE, agreements: AGREEMENTS, tenant: TENANT, signed: 0.9 });
    await afterNight(store, school);
    const head = await store.db
      .selectFrom('accounts')
      .innerJoin('person_roles', 'person_roles.person', 'accounts.person')
      .select('object_id')
      .where('role', '=', 'headteacher')
      .executeTakeFirstOrThrow();
    const silent = { info() {}, warn() {}, error() {} };
    const clock = { now: () => new Date() };
    const app = createApp({
      store,
      clock,
      school,
      messengers: [new Mailbox()],
      log: silent,
      publicUrl: 'https://countersign.example',
    });
    const ask = async (input: Record<string, unknown>) => {
      const press: Press = {
        door: 'teams',
        account: { provider: 'entra', tenant: TENANT, objectId: head.object_id },
        vouchedAddress: async () => null,
        conversation: null,
        shared: false,
        action: 'progress.outstanding',
        input,
        message: null,
      };
      const reply = await app.press(press);
      if (reply.kind !== 'view' || !JSON.stringify(reply.view).includes('Person ')) throw new Error('no names');
    };
    const times = { names: [] as number[], one: [] as number[], all: [] as number[] };
    for (let run = 0; run < RUNS; run++) {
      const agreement = `agreement-${run % AGREEMENTS}`;
      times.names.push(await timed(() => ask({ page: 2 + (run % 9) })));
      times.one.push(await timed(() => ask({ agreement, page: 1 })));
      times.all.push(await timed(() => ask({ page: 1 })));
    }
    return { names: figures(times.names), one: figures(times.one), all: figures(times.all), runs: RUNS };
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true });
  }
}
