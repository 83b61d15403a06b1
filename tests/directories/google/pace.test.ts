import { leaveOpen } from '../../fakes/google/index.ts';
import { all, type Rig, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

/** Google's limits, in calls a minute. */
const DIRECTORY = 2_400;
const REPORTS_FILTERED = 250;

test('2,000 leavers are looked into as fast as Google allows, and never faster', async () => {
  rig = await startRig(2_001, {}, { watch: () => {} });
  const leavers = [...rig.customer.users.values()].slice(1);
  // Half are closed, half are open.
  leavers.forEach((user, at) => {
    if (at % 2 === 0) leaveOpen(rig.customer, user, '2026-11-20T08:00:00.000Z');
    else Object.assign(user, { suspended: true, enrolled: false });
  });
  const queue = leavers[Symbol.iterator]();
  let rows = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const { id } of queue) {
        const readings = await rig.directory.leaver(id, '2026-10-23');
        rows += readings.length;
      }
    }),
  );
  const calls = (matching: RegExp) => rig.google.calls.filter((call) => matching.test(call)).length;
  const allowed =
    Math.max(calls(/\/admin\/(directory|datatransfer)\//) / DIRECTORY, calls(/filters=/) / REPORTS_FILTERED) * 60_000;
  const minutes = (ms: number) => (ms / 60_000).toFixed(1);
  console.info(`2,000 leavers: the limits allow ${minutes(allowed)} minutes, it took ${minutes(rig.clock.elapsed())}`);
  expect(rows).toBe(2_000 * 21);
  expect(rig.google.counts.violations).toBe(0);
  expect(rig.clock.elapsed()).toBeLessThan(1.2 * allowed);
  expect(rig.google.counts.requests / 2_000).toBeLessThan(8);
}, 180_000);

test('a small school waits for nothing', async () => {
  rig = await startRig(65);
  await all(rig.directory.accounts(null));
  await all(rig.directory.mfa([...rig.customer.users.keys()]));
  await rig.directory.leaver(rig.user(1).id, '2026-10-23');
  expect(rig.clock.elapsed()).toBe(0);
});
