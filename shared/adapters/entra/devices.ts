import * as z from 'zod';
import { DirectoryTrouble, type ManagedDevice } from '../../directories/port.ts';
import type { Graph } from './client.ts';
import { becauseOf } from './trouble.ts';

const Device = z.object({
  id: z.string(),
  deviceName: z.string().nullish(),
  operatingSystem: z.string().nullish(),
  manufacturer: z.string().nullish(),
  model: z.string().nullish(),
  serialNumber: z.string().nullish(),
  deviceCategoryDisplayName: z.string().nullish(),
  managedDeviceOwnerType: z.string().nullish(),
});
type Device = z.output<typeof Device>;

const PROPERTIES = Object.keys(Device.shape).join(',');

/** Intune's answer to an unknown serial number, and what makers leave in it. */
const NO_SERIAL = ['', '0', 'unknown', 'system serial number', 'to be filled by o.e.m.', 'default string'];

/**
 * Every device that Intune manages and that is the school's: people's own phones are no inventory.
 * @throws DirectoryTrouble
 */
export async function* readDevices(graph: Graph): AsyncGenerator<ManagedDevice[]> {
  for await (const page of graph.pages(`/deviceManagement/managedDevices?$select=${PROPERTIES}&$top=1000`, Device)) {
    if (!page.ok) throw new DirectoryTrouble(becauseOf(page.trouble, 'DeviceManagementManagedDevices.Read.All'));
    yield page.body.rows.filter(({ managedDeviceOwnerType }) => managedDeviceOwnerType !== 'personal').map(deviceOf);
  }
}

const deviceOf = (device: Device): ManagedDevice => ({
  deviceId: device.id,
  serial: NO_SERIAL.includes((device.serialNumber ?? '').trim().toLowerCase()) ? null : (device.serialNumber ?? null),
  type: typeOf(device),
  make: device.manufacturer || null,
  model: device.model || null,
  name: device.deviceName || null,
  assetTag: null,
  place: device.deviceCategoryDisplayName || null,
  noted: null,
  managed: true,
});

/** What it is, as far as the system on it tells. */
function typeOf({ operatingSystem, model }: Device): string {
  const system = (operatingSystem ?? '').toLowerCase();
  if (/^ipad/i.test(model ?? '') || system.startsWith('ipad')) return 'iPad';
  if (/^iphone/i.test(model ?? '')) return 'iPhone';
  return operatingSystem ? `${operatingSystem} device` : 'Device';
}
