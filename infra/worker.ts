import { setTimeout as sleep } from 'node:timers/promises';
import { BATCH, type Taken, type Worker } from '../shared/jobs/index.ts';
import type { Log } from '../shared/ports.ts';

/**
 * How long a worker that has done all that was due waits before it looks again. Under load, what comes meanwhile is taken
 * together: each look is a commit, for which people who press a button wait.
 */
const IDLE_MS = 100;
/**
 * From so many jobs under way on, one of their batches is waited for: a slow answer of a platform holds up nobody else. What
 * takes minutes is done one batch after the other.
 */
const AT_ONCE = { quick: 4 * BATCH, slow: 1 };
/** And after the database failed. */
const FAILED_MS = 5_000;

/** A worker at work. */
export interface Working {
  /** When it last began a round of the jobs that people wait for, in ms as Date.now(). */
  beat(): number;
  /** Resolves when the jobs at hand are finished. */
  stop(): Promise<void>;
}

/** Runs due jobs for as long as the server lives. */
export function startWorker(worker: Worker, log: Log): Working {
  const stopping = new AbortController();
  const { signal } = stopping;
  let scheduled = false;
  let beat = Date.now();
  const failed = (error: unknown) => log.error({ err: error }, 'the job queue could not be read');
  const loop = async (pace: 'quick' | 'slow') => {
    const underWay = new Set<Promise<void>>();
    let jobs = 0;
    const begin = ({ jobs: more, done }: Taken) => {
      jobs += more;
      const batch = done.catch(failed).then(() => {
        jobs -= more;
        underWay.delete(batch);
      });
      underWay.add(batch);
    };
    while (!signal.aborted) {
      let wait = 0;
      if (pace === 'quick') beat = Date.now();
      try {
        if (!scheduled && pace === 'quick') {
          await worker.schedule();
          scheduled = true;
        }
        const taken = await worker.take(pace);
        begin(taken);
        if (taken.jobs < BATCH) wait = IDLE_MS;
        while (jobs >= AT_ONCE[pace]) await Promise.race(underWay);
      } catch (error) {
        failed(error);
        wait = FAILED_MS;
      }
      if (wait) await sleep(wait, undefined, { signal }).catch(() => {});
    }
    await Promise.all(underWay);
  };
  // What takes minutes runs beside what people wait for.
  const done = Promise.all([loop('quick'), loop('slow')]);
  return {
    beat: () => beat,
    async stop() {
      stopping.abort();
      worker.stop();
      await done;
    },
  };
}
