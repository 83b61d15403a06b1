import { isUpToDate } from '../shared/adapters/store/store.ts';
import type { Store } from '../shared/ports.ts';

/** A database that takes longer to answer is taken to be away. */
const PATIENCE_MS = 2_000;
/** A worker that hasn't begun a round for so long hangs or has died: a round waits for a mail server at most. */
const SILENCE_MS = 120_000;

/** Whether this server can do its work, and if not, why. For a load balancer, and for whoever looks. */
export interface Readiness {
  ready: boolean;
  status: string;
}

/**
 * @param beat when the worker last began a round, or, before its first, when the server started; in ms, as Date.now().
 */
export async function readiness(
  store: Store,
  { stopping, beat }: { stopping: boolean; beat: number },
): Promise<Readiness> {
  if (stopping) return { ready: false, status: 'stopping' };
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
  const upToDate = await Promise.race([isUpToDate(store).catch(() => null), late]);
  if (upToDate === null) return { ready: false, status: 'the database does not answer' };
  if (!upToDate) return { ready: false, status: 'the database lacks migrations that this version needs' };
  if (Date.now() - beat > SILENCE_MS) return { ready: false, status: 'the worker does not run jobs' };
  return { ready: true, status: 'ready' };
}
