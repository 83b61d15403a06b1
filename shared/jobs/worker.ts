import type { Feature, JobContext } from '../feature.ts';
import type { Tx } from '../ports.ts';
import { traced } from '../tracing.ts';
import { type Claimed, claim, enqueue, fail, finish, giveBack, keep, LEASE_MS } from './queue.ts';

/** How many jobs one worker takes, and runs, at a time. */
export const BATCH = 20;

/** Jobs that a worker has taken. */
export interface Taken {
  jobs: number;
  /** Resolves when they have run and that is noted. */
  done: Promise<void>;
}

/** Runs what is due in the queue. */
export interface Worker {
  /** Puts every recurring job into the queue, if it isn't there. */
  schedule(): Promise<void>;
  /** Takes of what is due now, or of that what is quick or slow, as much as goes at a time, and runs it. */
  take(pace?: 'quick' | 'slow'): Promise<Taken>;
  /** The same, and waits until it is done; returns how many jobs that were. */
  runDue(pace?: 'quick' | 'slow'): Promise<number>;
  /** Has slow jobs give up soon; they are back in the queue then, and go on when they run again. */
  stop(): void;
}

/** @param stop makes the context say that it is stopping. */
export function createWorker(jobs: Feature['jobs'], context: JobContext, stop: () => void = () => {}): Worker {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const { store, clock, school, log, stopping } = context;
  const slow = jobs.filter((job) => job.slow).map(({ id }) => id);
  const kinds = { quick: { except: slow }, slow: { among: slow } };

  /** Runs a job, and gives what is to be noted of it. */
  async function run(claimed: Claimed): Promise<(tx: Tx) => Promise<void>> {
    const job = byId.get(claimed.kind);
    const again = async (tx: Tx) => {
      const now = clock.now();
      if (job?.next) await enqueue(tx, job, {}, { now, at: job.next(now, school), key: job.id });
    };
    const held = setInterval(() => void keep(store, claimed, clock.now()).catch(() => {}), LEASE_MS / 3);
    try {
      // A job of a newer or removed version is left for whoever knows it: failing gives it back to the queue.
      if (!job) throw new Error('no handler in this version');
      await traced(`job ${job.id}`, { attempt: claimed.attempts }, () =>
        job.run(job.input.parse(JSON.parse(claimed.input)), context),
      );
      return async (tx) => {
        await finish(tx, claimed);
        await again(tx);
      };
    } catch (error) {
      if (stopping.aborted) return (tx) => giveBack(tx, claimed);
      log.error({ job: claimed.id, kind: claimed.kind, attempt: claimed.attempts, err: error }, 'job failed');
      return async (tx) => {
        // Recurring work that is given up once goes on at its next time.
        if (!(await fail(tx, claimed, (error as Error).name, clock.now()))) return;
        log.error({ job: claimed.id, kind: claimed.kind }, 'a job is given up: it failed too often');
        await again(tx);
      };
    } finally {
      clearInterval(held);
    }
  }

  /** One commit for all of them: people who press a button at the same time wait for the same disk. */
  async function finishAll(claimed: Claimed[]): Promise<void> {
    const notes = await Promise.all(claimed.map(run));
    if (notes.length)
      await store.transaction(async (tx) => {
        for (const note of notes) await note(tx);
      });
  }

  async function take(pace?: 'quick' | 'slow'): Promise<Taken> {
    const claimed = await claim(store, clock.now(), BATCH, pace && kinds[pace]);
    return { jobs: claimed.length, done: finishAll(claimed) };
  }

  return {
    stop,
    schedule: () =>
      store.transaction(async (tx) => {
        const now = clock.now();
        for (const job of jobs) if (job.next) await enqueue(tx, job, {}, { now, key: job.id });
      }),
    take,
    async runDue(pace) {
      const { jobs, done } = await take(pace);
      await done;
      return jobs;
    },
  };
}
