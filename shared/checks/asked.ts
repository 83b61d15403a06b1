import { enqueue } from '../jobs/index.ts';
import type { Tx } from '../ports.ts';
import { checkAccess } from './access/run.ts';
import { checkLeavers } from './leavers/run.ts';
import { checkMfa } from './mfa/run.ts';
import type { CheckName } from './tables.ts';

/** Has a check begin as soon as a worker is free, because somebody asked; once, however often they ask. */
export async function askFor(tx: Tx, check: CheckName, now: Date): Promise<void> {
  const job = { mfa: checkMfa, leavers: checkLeavers, access: checkAccess }[check];
  await enqueue(tx, job, { asked: true }, { now, key: `${job.id} asked` });
}
