import { deliverAll } from '../../deliveries/index.ts';
import type { Tx } from '../../ports.ts';
import type { School } from '../../school.ts';
import { dayOf } from '../../time.ts';
import { mondayOf } from '../nights.ts';
import { ownersOf } from '../owners.ts';
import { latestRun } from '../runs.ts';
import { weekly } from './list.ts';

/** Once a week, as soon as people may be written to: how it stands, to whoever looks after ICT. Nothing before the first look. */
export async function tellWeekly(tx: Tx, school: School, now: Date): Promise<void> {
  if (!(await latestRun(tx, 'mfa')).last) return;
  const week = mondayOf(dayOf(now, school));
  const owners = (await ownersOf(tx, 'ict', { now, school })).filter(({ may }) => may.has('checks'));
  await deliverAll(
    tx,
    owners.map(({ person: { id } }) => ({
      key: `mfa week ${week} ${id}`,
      person: id,
      show: weekly.call({}),
      subject: `mfa week ${week}`,
      purpose: 'tell',
    })),
    now,
  );
}
