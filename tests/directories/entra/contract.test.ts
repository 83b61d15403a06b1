import { directoryContract } from '../../contracts/directory.ts';
import { idFor } from '../../fakes/graph/tenant.ts';
import { entraTests } from './start.ts';

const start = entraTests();

directoryContract('Microsoft Entra', async () => {
  const { graph, directory, tenant, cast } = await start({ people: 620 });
  tenant.managedDevices.push({
    id: idFor('managed laptop'),
    deviceId: idFor('laptop'),
    name: 'LARK-L22',
    more: { operatingSystem: 'Windows', serialNumber: '7XK2J93', managedDeviceOwnerType: 'company' },
  });
  const devices = [...tenant.users.values()].flatMap(({ has }) => has.managedDevices ?? []).length + 1;
  const group = [...tenant.groups.values()].find(({ displayName }) => displayName === 'Performing arts');
  return {
    directory,
    size: 620,
    withSecondFactor: cast.passkey.id,
    withoutSecondFactor: cast.noFactor.id,
    leaver: { objectId: cast.leaver.id, leftOn: '2026-08-31' },
    device: { serial: '7XK2J93', of: devices },
    group: { id: group?.id ?? '', member: cast.leaver.id },
    change: (id) => tenant.change(id, { jobTitle: 'Something else' }),
    remove: (id) => tenant.remove(id),
    restore: (id) => tenant.restore(id),
    expireCursors: () => graph.expireCursors(),
    revokeConsent: () => graph.granted.clear(),
    fallSilent: () => graph.disturb({ when: /./, how: { status: 503 } }),
    close: async () => {},
  };
});
