import * as z from 'zod';
import { type Job, type JobContext, job } from '../../shared/feature.ts';
import { createWorker, enqueue, enqueueAll } from '../../shared/jobs/index.ts';
import { type Claimed, claim, keep } from '../../shared/jobs/queue.ts';
import type { Store } from '../../shared/ports.ts';
import { runProcess } from '../fakes/process.ts';
import { school } from '../fakes/school.ts';
import { eachStore, type TestDatabase } from '../fakes/store.ts';

const START = new Date('2026-11-23T09:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

/** A worker in a process of its own that takes jobs, seven at a time, until there are none, and says which it got. */
const TAKER = `
  const { openStore } = await import('./shared/adapters/store/store.ts');
  const { claim } = await import('./shared/jobs/queue.ts');
  const store = await openStore(JSON.parse(process.argv[1]));
  const ids = [];
  for (let some = 1; some; ) {
    const taken = await claim(store, new Date(JSON.parse(process.argv[2])), 7);
    if (taken.length > 7) throw new Error('took more than it asked for');
    ids.push(...taken.map(({ id }) => id));
    some = taken.length;
  }
  console.log(JSON.stringify(ids));
  await store.close();
`;

describe('the job queue', () => {
  eachStore((fresh) => {
    let database: TestDatabase;
    let store: Store;
    let other: Store;
    let now: Date;
    let ran: string[];
    let logged: unknown[];
    let trouble: Error | null;

    beforeEach(async () => {
      database = await fresh();
      [store, other] = [await database.open(), await database.open()];
      now = START;
      ran = [];
      logged = [];
      trouble = null;
    });

    const note = job({
      id: 'test.note',
      input: z.strictObject({ word: z.string() }),
      async run({ word }) {
        if (trouble) throw trouble;
        ran.push(word);
      },
    });
    const hourly = job({
      id: 'test.hourly',
      input: z.strictObject({}),
      next: (last) => new Date(last.getTime() + 3_600_000),
      run: async () => {
        if (trouble) throw trouble;
        ran.push('hourly');
      },
    });
    const finishAll = () => store.db.deleteFrom('jobs').where('state', '=', 'running').execute();
    const worker = (at: Store = store, jobs: Job[] = [note, hourly] as unknown as Job[]) => {
      const ending = new AbortController();
      const context: JobContext = {
        store: at,
        clock: { now: () => now },
        school,
        publicUrl: '',
        messengers: [],
        directories: [],
        effects: new Map(),
        log: { info() {}, warn() {}, error: (facts) => void logged.push(facts) },
        stopping: ending.signal,
        render: () => Promise.reject(new Error('no views here')),
      };
      return createWorker(jobs, context, () => ending.abort());
    };
    const put = (word: string, when: { at?: Date; key?: string } = {}) =>
      store.transaction((tx) => enqueue(tx, note, { word }, { now, ...when }));
    const queue = () => store.db.selectFrom('jobs').select(['state', 'attempts', 'error', 'run_at']).execute();

    test('lets little work pass by much, and takes much from two in turns', async () => {
      const put = (words: string[], at: Date) =>
        store.transaction((tx) =>
          enqueueAll(
            tx,
            note,
            words.map((word) => ({ input: { word } })),
            at,
          ),
        );
      const many = (name: string) => Array.from({ length: 1_200 }, (_, i) => `${name} ${i}`);
      await put(many('campaign'), START);
      await put(many('other'), START);
      const taken = async (at: Date, most: number) =>
        (await claim(store, at, most)).map(({ input }) => (JSON.parse(input) as { word: string }).word);
      const first = await taken(START, 100);
      expect(first.filter((word) => word.startsWith('campaign'))).toHaveLength(50);
      // What of both should have gone out by now comes first, and then it.
      await put(['reminder'], after(55));
      expect(await taken(after(55), 20)).toContain('reminder');
    });

    test('runs one job of a key at a time, also from two servers', async () => {
      const put = (word: string, at: Date) =>
        store.transaction((tx) => enqueue(tx, note, { word }, { now: at, key: 'the card' }));
      await put('first', START);
      expect(await claim(store, START, 20)).toHaveLength(1);
      await put('second', START);
      expect(await claim(other, START, 20)).toEqual([]);
      // Its worker died: the job is taken again, and then the other.
      expect((await claim(other, after(61), 1)).map(({ input }) => input)).toEqual(['{"word":"first"}']);
      await finishAll();
      expect((await claim(other, after(62), 20)).map(({ input }) => input)).toEqual(['{"word":"second"}']);
    });

    test('runs what is due, and nothing before its time', async () => {
      await put('now');
      await put('later', { at: after(60) });
      expect(await worker().runDue()).toBe(1);
      expect(ran).toEqual(['now']);
      now = after(60);
      await worker().runDue();
      expect([ran, await queue()]).toEqual([['now', 'later'], []]);
    });

    test('a job of a transaction that is undone never was', async () => {
      const undone = store.transaction(async (tx) => {
        await enqueue(tx, note, { word: 'never' }, { now });
        throw new Error('changed my mind');
      });
      await expect(undone).rejects.toThrow('changed my mind');
      expect(await worker().runDue()).toBe(0);
    });

    test('takes in more than one statement can hold, and each key once', async () => {
      const many = Array.from({ length: 3_000 }, (_, i) => ({ input: { word: `${i}` }, key: `${i % 2_000}` }));
      await store.transaction((tx) => enqueueAll(tx, note, many, now));
      expect(await queue()).toHaveLength(2_000);
    });

    test('work with a key waits once, and may be asked for again while it runs', async () => {
      await put('first', { key: 'k' });
      await put('second', { key: 'k' });
      const [taken] = await claim(store, now, 10);
      expect(taken?.input).toBe('{"word":"first"}');
      await put('third', { key: 'k' });
      expect((await queue()).map(({ state }) => state).sort()).toEqual(['running', 'waiting']);
    });

    test('many workers share the work: each job runs once', async () => {
      const words = Array.from({ length: 100 }, (_, i) => ({ input: { word: `${i}` } }));
      await store.transaction((tx) => enqueueAll(tx, note, words, now));
      const ended = await Promise.all([1, 2, 3].map(() => runProcess(TAKER, database.where, now)));
      const ids = ended.flatMap(({ said }) => JSON.parse(said) as string[]);
      expect([ids.length, new Set(ids).size]).toEqual([100, 100]);
    });

    test('a job is held for the length of its lease, then runs again as its worker must have died', async () => {
      await put('again');
      expect(await claim(store, now, 10)).toHaveLength(1);
      now = after(59);
      expect(await claim(other, now, 10)).toEqual([]);
      now = after(60);
      await worker(other).runDue();
      expect(ran).toEqual(['again']);
    });

    test('a worker that comes back after its lease does not touch the job of its successor', async () => {
      await put('slow');
      let release = () => {};
      const slow = job({
        ...note,
        run: () => new Promise<void>((resolve) => (release = resolve)),
      });
      const first = worker(store, [slow] as unknown as Job[]).runDue();
      while (!(await queue()).some(({ state }) => state === 'running'));
      now = after(61);
      expect(await claim(other, now, 10)).toHaveLength(1);
      release();
      await first;
      expect(await queue()).toEqual([expect.objectContaining({ state: 'running', attempts: 2 })]);
    });

    test('a job that takes longer than a lease stays with its worker', async () => {
      await put('long');
      const [job] = await claim(store, now, 10);
      now = after(50);
      await keep(store, job as Claimed, now);
      now = after(100);
      expect(await claim(other, now, 10)).toEqual([]);
      now = after(111);
      expect(await claim(other, now, 10)).toHaveLength(1);
    });

    test('quick jobs do not wait for slow ones', async () => {
      await put('quick');
      let release = () => {};
      const slow = job({
        ...note,
        id: 'test.slow',
        slow: true,
        run: () => new Promise<void>((resolve) => (release = resolve)),
      });
      await store.transaction((tx) => enqueue(tx, slow, { word: 'slow' }, { now }));
      const both = worker(store, [note, slow] as unknown as Job[]);
      const busy = both.runDue('slow');
      while (!(await queue()).some(({ state }) => state === 'running'));
      expect(await both.runDue('quick')).toBe(1);
      expect(ran).toEqual(['quick']);
      release();
      expect(await busy).toBe(1);
      expect(await queue()).toEqual([]);
    });

    test('what the end of the server interrupts goes on when it is there again, and is no failure', async () => {
      await put('slow');
      const slow = job({
        ...note,
        slow: true,
        async run({ word }, { stopping }) {
          if (!stopping.aborted) await new Promise((resolve) => stopping.addEventListener('abort', resolve));
          throw new Error(`${word} gave up`);
        },
      });
      const ending = worker(store, [slow] as unknown as Job[]);
      const ended = ending.runDue();
      while (!(await queue()).some(({ state }) => state === 'running'));
      ending.stop();
      await ended;
      expect(logged).toEqual([]);
      expect(await queue()).toEqual([expect.objectContaining({ state: 'waiting', attempts: 0, error: null })]);
      await worker(other).runDue();
      expect(ran).toEqual(['slow']);
    });

    test('what fails is tried again, each time later, and in the end is dead', async () => {
      await put('fails');
      trouble = new TypeError('words of a person that no log may hold');
      const waits: number[] = [];
      for (let tries = 0; tries < 12; tries++) {
        await worker().runDue();
        const [left] = await queue();
        waits.push(Date.parse(left?.run_at ?? '') - now.getTime());
        now = new Date(left?.run_at ?? '');
      }
      expect(await queue()).toEqual([expect.objectContaining({ state: 'dead', attempts: 12, error: 'TypeError' })]);
      waits.forEach((wait, i) => {
        expect(wait).toBeGreaterThanOrEqual(500 * 2 ** i);
        expect(wait).toBeLessThanOrEqual(1_000 * 2 ** i);
      });
      now = new Date(now.getTime() + 365 * 86_400_000);
      expect(await worker().runDue()).toBe(0);
    });

    test('a job that kills every worker is dead in the end', async () => {
      await put('poison');
      for (let deaths = 0; deaths < 12; deaths++) {
        expect(await claim(store, now, 10)).toHaveLength(1);
        now = new Date(now.getTime() + 61_000);
      }
      expect(await claim(store, now, 10)).toEqual([]);
      expect(await queue()).toEqual([expect.objectContaining({ state: 'dead', error: 'its worker died' })]);
    });

    test('a job of a version that is not installed waits for one that knows it', async () => {
      await put('newer');
      expect(await worker(store, []).runDue()).toBe(1);
      expect(await queue()).toEqual([expect.objectContaining({ state: 'waiting', attempts: 1 })]);
    });

    test('recurring work is there once, however often the server starts, and comes again', async () => {
      await worker().schedule();
      await worker(other).schedule();
      expect(await worker().runDue()).toBe(1);
      expect(await worker().runDue()).toBe(0);
      now = after(3_600);
      expect(await worker().runDue()).toBe(1);
      expect(ran).toEqual(['hourly', 'hourly']);
    });

    test('recurring work that failed until it was dead goes on at its next time', async () => {
      await worker().schedule();
      trouble = new Error('the disk is full');
      for (let tries = 0; tries < 12; tries++) {
        await worker().runDue();
        now = new Date((await queue())[0]?.run_at ?? '');
      }
      trouble = null;
      now = new Date(now.getTime() + 3_600_000);
      await worker().runDue();
      expect(ran).toEqual(['hourly']);
    });
  });
});
