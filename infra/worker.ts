import { setTimeout as sleep } from 'node:timers/promises';
import { BATCH, type Worker } from '../shared/jobs/index.ts';
import type { Log } from '../shared/ports.ts';

/**
 * How long a worker that has done all that was due waits before it looks again. Under load, what comes meanwhile is taken
 * together: each look is a commit, for which people who press a button wait.
 */
const IDLE_MS = 100;
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
  let failing = false;
  const loop = async (pace: 'quick' | 'slow') => {
    while (!signal.aborted) {
      let wait = IDLE_MS;
      if (pace === 'quick') beat = Date.now();
      try {
        if (!scheduled && pace === 'quick') {
          await worker.schedule();
          scheduled = true;
        }
        if ((await worker.runDue(pace)) === BATCH) wait = 0;
      } catch (error) {
        log.error({ err: error }, 'the job queue could not be read');
        wait = FAILED_MS;
      }
      if (wait) await sleep(wait, undefined, { signal }).catch(() => {});
    }
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
