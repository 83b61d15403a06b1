import { setTimeout as sleep } from 'node:timers/promises';
import { eachStore, onPostgres } from '../fakes/store.ts';
import { type Rig, rig, type Server, seeded } from './rig.ts';

/** Real servers start slowly on a machine that has other work. `npm run crash` is the long form of this. */
const SLOW = 300_000;

const WHOLE = { lost: [], unproven: 0, ledger: 'valid', twice: 0, left: 0 };

describe('a server that is killed while people sign', () => {
  eachStore((fresh) => {
    let at: Rig | null = null;
    afterEach(() => at?.close());

    test(
      'keeps every signature it confirmed, sends nobody two cards, and goes on when it is there again',
      async () => {
        at = await rig((await fresh()).where, 40);
        const random = seeded(7);
        let servers: Server[] = [];
        const signing = at.sign(() => servers, 3);
        for (let kills = 0; kills < 3; kills++) {
          const before = signing.receipts.size;
          const server = await at.start();
          servers = [server];
          // At least one signature each time, and then at any moment.
          while (signing.receipts.size === before && before < 40) await sleep(5);
          await sleep(random() * 100);
          servers = [];
          await server.kill();
        }
        await at.endLeases();
        const last = await at.start();
        servers = [last];
        while (signing.receipts.size < 40) await sleep(20);
        await signing.end();
        await at.endLeases();
        await at.settled();
        await last.stop();
        const found = await at.find(signing.receipts);
        expect(found).toMatchObject({ ...WHOLE, signed: 40 });
        expect(found.deliveries.sending ?? 0).toBe(0);
      },
      SLOW,
    );
  });
});

describe('two servers on one database', () => {
  onPostgres((fresh) => {
    let at: Rig | null = null;
    afterEach(() => at?.close());

    test(
      'both answer, share the work, and do each job once',
      async () => {
        at = await rig((await fresh()).where, 60);
        const servers = [await at.start(), await at.start()];
        const signing = at.sign(() => servers, 4);
        while (signing.receipts.size < 60) await sleep(20);
        await signing.end();
        await at.settled();
        for (const { url } of servers) expect((await fetch(`${url}/readyz`)).status).toBe(200);
        // What recurs waits once, whichever of them put it there, and each check ran in one of them.
        const waiting = await at.store.db
          .selectFrom('jobs')
          .select('key')
          .where('state', '=', 'waiting')
          .where('key', 'is not', null)
          .execute();
        expect(new Set(waiting.map(({ key }) => key)).size).toBe(waiting.length);
        expect(waiting.map(({ key }) => key)).toContain('jobs.tend');
        await Promise.all(servers.map(({ stop }) => stop()));
        expect(await at.find(signing.receipts)).toMatchObject({ ...WHOLE, signed: 60 });
      },
      SLOW,
    );
  });
});
