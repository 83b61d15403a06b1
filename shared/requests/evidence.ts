import { type Evidence, recordAll } from '../ledger/index.ts';
import type { EffectContext } from './effect.ts';

/** Where a request changes: what must be recorded of it is gathered, and written when all else is done. */
export interface Course extends EffectContext {
  evidence: Evidence[];
}

/**
 * Does something to a request, then records what happened. Whoever records holds the end of the ledger until the
 * transaction ends: whoever waits for another request meanwhile would wait for both.
 */
export async function recording<T>(context: EffectContext, work: (course: Course) => Promise<T>): Promise<T> {
  const evidence: Evidence[] = [];
  const result = await work({ ...context, evidence });
  if (evidence.length) await recordAll(context.tx, context.now, evidence);
  return result;
}
