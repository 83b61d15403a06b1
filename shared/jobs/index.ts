/** Work that happens later: rows written in the same transaction as the facts they follow from, run at least once. */
export { backoffMs, enqueue, enqueueAll, enqueueLast } from './queue.ts';
export { queueState } from './state.ts';
export { tend } from './tend.ts';
export { BATCH, createWorker, type Taken, type Worker } from './worker.ts';
