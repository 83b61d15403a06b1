import type { admin_directory_v1 } from '@googleapis/admin';
import type { DeviceNote, ManagedDevice } from '../../directories/port.ts';
import type { Session } from './session.ts';
import { endOfRun } from './trouble.ts';
import { given } from './user.ts';
import { pagesOf } from './wire/listing.ts';
import { PAGE } from './wire/quotas.ts';

type Chromebook = admin_directory_v1.Schema$ChromeOsDevice;

const FIELDS = 'deviceId,serialNumber,model,status,orgUnitPath,annotatedUser,annotatedLocation,annotatedAssetId';

/** Devices in one of these states are no longer the school's to manage. */
const GONE = ['DEPROVISIONED', 'RETURN_ARRIVED', 'RETURN_REQUESTED', 'SHIPPED', 'PENDING', 'PRE_PROVISIONED'];

/**
 * Every Chromebook of the customer.
 * @throws DirectoryTrouble
 */
export async function* devices(session: Session): AsyncGenerator<ManagedDevice[]> {
  try {
    const { directory } = await session.clients();
    const read = (page: { pageToken?: string }) =>
      directory.chromeosdevices.list(
        {
          customerId: session.settings.customer,
          maxResults: PAGE.chromebooks,
          // BASIC leaves out the notes and the place.
          projection: 'FULL',
          fields: `kind,nextPageToken,chromeosdevices(${FIELDS})`,
          ...page,
        },
        session.looking.alone,
      );
    for await (const page of pagesOf(read)) yield (page.chromeosdevices ?? []).map(deviceOf);
  } catch (error) {
    throw endOfRun(error, 'admin.directory.device.chromeos.readonly', session.settings.serviceAccount.clientId);
  }
}

/**
 * Writes the two fields that Google's console shows as user and location. Empty words empty them.
 * @throws DirectoryTrouble
 */
export async function annotate(session: Session, deviceId: string, { user, location }: DeviceNote): Promise<void> {
  try {
    const { directory } = await session.clients();
    await directory.chromeosdevices.patch(
      {
        customerId: session.settings.customer,
        deviceId,
        requestBody: { annotatedUser: user, annotatedLocation: location },
        fields: 'deviceId',
      },
      session.noting.alone,
    );
  } catch (error) {
    throw endOfRun(error, 'admin.directory.device.chromeos', session.settings.serviceAccount.clientId);
  }
}

/** Models begin with their maker: "Acer Chromebook Spin 511", "HP Chromebook 11 G8 EE". */
const deviceOf = ({ deviceId, serialNumber, model, status, ...rest }: Chromebook): ManagedDevice => ({
  deviceId: given(deviceId),
  serial: serialNumber || null,
  type: 'Chromebook',
  make: model?.split(/\s+/)[0] ?? null,
  model: model ?? null,
  name: null,
  assetTag: rest.annotatedAssetId || null,
  place: rest.orgUnitPath ?? null,
  noted: { user: rest.annotatedUser ?? '', location: rest.annotatedLocation ?? '' },
  managed: !GONE.includes((status ?? '').toUpperCase()),
});
