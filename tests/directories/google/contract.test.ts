import { directoryContract } from '../../contracts/directory.ts';
import { fakeGroup, leaveOpen } from '../../fakes/google/index.ts';
import { startRig } from './rig.ts';

const PEOPLE = 12;
const CHROMEBOOKS = 7;

directoryContract('Google Workspace', async () => {
  const rig = await startRig(PEOPLE, {}, { largestPage: 5 });
  const [without, gone, member] = [rig.user(1), rig.user(2), rig.user(3)];
  without.enrolled = false;
  leaveOpen(rig.customer, gone, '2026-11-20T08:00:00.000Z');
  for (let at = 0; at < CHROMEBOOKS; at++)
    rig.customer.chromebooks.push({
      id: `device-${at}`,
      serial: `NXH${at}`,
      model: 'Acer Chromebook Spin 511',
      annotatedUser: null,
      status: 'ACTIVE',
    });
  const group = fakeGroup(rig.customer, 'All staff', [member, without]);
  return {
    directory: rig.directory,
    size: PEOPLE,
    withSecondFactor: member.id,
    withoutSecondFactor: without.id,
    leaver: { objectId: gone.id, leftOn: '2026-10-23' },
    group: { id: group.id, member: member.id },
    device: { serial: 'NXH6', of: rig.customer.chromebooks.length },
    change(objectId) {
      const user = rig.customer.users.get(objectId);
      if (!user) throw new Error('nobody');
      user.title = 'Head of Maths';
      rig.google.log('USER_SETTINGS', 'CHANGE_USER_ORGANIZATION', { USER_EMAIL: user.address });
    },
    remove(objectId) {
      const user = rig.customer.users.get(objectId);
      if (!user) throw new Error('nobody');
      user.deletedAt = rig.clock.now().toISOString();
      rig.google.log('USER_SETTINGS', 'DELETE_USER', { USER_EMAIL: user.address });
    },
    restore(objectId) {
      const user = rig.customer.users.get(objectId);
      if (!user) throw new Error('nobody');
      user.deletedAt = null;
      rig.google.log('USER_SETTINGS', 'UNDELETE_USER', { USER_EMAIL: user.address });
    },
    expireCursors: () => rig.clock.set(new Date(rig.clock.now().getTime() + 8 * 86_400_000)),
    revokeConsent() {
      rig.google.granted.clear();
      rig.google.endTokens();
    },
    fallSilent: () => rig.google.disturb(/./, { kind: 'silent' }),
    async close() {
      expect(rig.problems).toEqual([]);
      expect(rig.google.counts.violations).toBe(0);
      await rig.close();
    },
  };
});
