import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import * as z from 'zod';
import { type Directory, DirectoryTrouble, glob, judge, type ManagedDevice } from '../directories/index.ts';
import { job } from '../feature.ts';
import { record } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { type Item, keep, named } from './item.ts';
import { keyOf } from './row.ts';
import type { EquipmentTables } from './tables.ts';

type Known = EquipmentTables['equipment_devices'];

/** In the small hours, after people were read. */
const AT_HOUR = 3;

/** Devices that one transaction takes over. */
const BATCH = 500;

/** So few may be missing at once whatever share of all they are: a small school has few. */
const A_FEW = 5;

/** Every night the inventory follows the directories: what they manage is in it, what they let go of is no longer lent. */
export const syncDevices = job({
  id: 'equipment.sync',
  input: z.strictObject({}),
  slow: true,
  next: (after, { school }) => {
    const at = DateTime.fromJSDate(after, { zone: school.timezone }).startOf('day').set({ hour: AT_HOUR });
    return (at.toJSDate() > after ? at : at.plus({ days: 1 })).toJSDate();
  },
  async run(_, { store, clock, school, directories, log, stopping }) {
    for (const directory of directories) {
      if (!directory.devices) continue;
      const { provider, tenant } = directory;
      try {
        const read: ManagedDevice[] = [];
        for await (const page of directory.devices()) {
          stopping.throwIfAborted();
          read.push(...page);
        }
        const tally = { added: 0, changed: 0, gone: 0 };
        const now = clock.now();
        for (let from = 0; from < read.length; from += BATCH) {
          const some = read.slice(from, from + BATCH);
          await store.transaction(async (tx) => {
            const { added, changed } = await takeOver(tx, directory, some, { school, now });
            tally.added += added;
            tally.changed += changed;
          });
        }
        if (read.length) tally.gone = await store.transaction((tx) => letGo(tx, directory, { school, now }));
        if (tally.added || tally.changed || tally.gone)
          await store.transaction((tx) => record(tx, now, { kind: 'devices-read', facts: { provider, ...tally } }));
      } catch (error) {
        if (!(error instanceof DirectoryTrouble)) throw error;
        // Nothing is taken for gone because it could not be read.
        log.warn({ provider, tenant, because: error.because.kind }, 'devices could not be read');
      }
    }
  },
});

/**
 * Takes over some devices as they are now. A device is the thing it was, or the one with its serial number; else it is a
 * new one. What the school's own list says of a thing stands; what it leaves empty is filled in.
 */
async function takeOver(
  tx: Tx,
  { provider, tenant }: Pick<Directory, 'provider' | 'tenant'>,
  devices: ManagedDevice[],
  { school, now }: { school: School; now: Date },
): Promise<{ added: number; changed: number }> {
  const known = await tx
    .selectFrom('equipment_devices')
    .selectAll()
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where(
      'device_id',
      'in',
      devices.map(({ deviceId }) => deviceId),
    )
    .execute();
  const keys = devices.flatMap(({ serial }) => (serial ? keyOf(serial) : []));
  const ids = known.map(({ item }) => item);
  const items = await tx
    .selectFrom('equipment')
    .selectAll()
    // PostgreSQL takes no empty list; no thing is called nothing.
    .where((eb) => eb.or([eb('id', 'in', ['', ...ids]), eb('serial_key', 'in', ['', ...keys])]))
    .execute();
  const byId = new Map(items.map((item) => [item.id, item]));
  const bySerial = Map.groupBy(items, ({ serial_key }) => serial_key ?? '');
  const itemOf = new Map(known.map(({ device_id, item }) => [device_id, byId.get(item)]));
  const isLent = glob(school.loans.lent);
  const schoolAt = judge(school).school;
  const tagOf = await tagsFor(tx, devices);
  const written: Item[] = [];
  const noted: Known[] = [];
  let added = 0;
  for (const device of devices) {
    const alike = device.serial ? (bySerial.get(keyOf(device.serial)) ?? []) : [];
    // Two things of one number: nobody can say which of them it is.
    const before = itemOf.get(device.deviceId) ?? (alike.length === 1 ? alike[0] : undefined);
    const at = before?.school ?? schoolAt({ address: '', aliases: [], objectId: '', place: device.place });
    // In a trust, a device of which no rule says whose it is would be lent by the wrong school.
    if (at === null) continue;
    const after = merged(tagOf(device, before), before, { provider, lent: isLent(device.place ?? ''), at, now });
    if (!before) added++;
    if (
      !before ||
      JSON.stringify(sorted(before)) !== JSON.stringify(sorted({ ...after, changed_at: before.changed_at }))
    )
      written.push(after);
    noted.push({
      provider,
      tenant,
      device_id: device.deviceId,
      item: after.id,
      noted_user: device.noted?.user ?? null,
      noted_location: device.noted?.location ?? null,
      read_at: now.toISOString(),
      gone_at: device.managed ? null : now.toISOString(),
    });
  }
  if (!noted.length) return { added: 0, changed: 0 };
  await keep(tx, written);
  await tx
    .insertInto('equipment_devices')
    .values(noted)
    .onConflict((conflict) =>
      conflict.columns(['provider', 'tenant', 'device_id']).doUpdateSet((eb) => ({
        noted_user: eb.ref('excluded.noted_user'),
        noted_location: eb.ref('excluded.noted_location'),
        read_at: eb.ref('excluded.read_at'),
        gone_at: eb.ref('excluded.gone_at'),
      })),
    )
    .execute();
  return { added, changed: written.length - added };
}

/** A tag that another thing has already is a slip in the directory: the device goes without. */
async function tagsFor(tx: Tx, devices: ManagedDevice[]) {
  const tags = devices.flatMap(({ assetTag }) => (assetTag ? keyOf(assetTag) : []));
  const rows = tags.length
    ? await tx.selectFrom('equipment').select(['id', 'tag_key']).where('tag_key', 'in', tags).execute()
    : [];
  const taken = new Map(rows.map(({ id, tag_key }) => [tag_key, id]));
  return (device: ManagedDevice, before: Item | undefined): ManagedDevice => {
    const key = device.assetTag && keyOf(device.assetTag);
    const holder = key ? taken.get(key) : undefined;
    if (key && !holder) taken.set(key, before?.id ?? device.deviceId);
    return holder && holder !== before?.id ? { ...device, assetTag: null } : device;
  };
}

const sorted = (item: Item) => Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1));

interface Circumstances {
  provider: Directory['provider'];
  lent: boolean;
  /** The school's id. */
  at: string;
  now: Date;
}

function merged(device: ManagedDevice, before: Item | undefined, { provider, lent, at, now }: Circumstances): Item {
  const { serial, type, make, model, name, assetTag } = device;
  if (before?.source === 'list')
    return named({
      ...before,
      serial: before.serial ?? serial,
      make: before.make ?? make,
      model: before.model ?? model,
      changed_at: now.toISOString(),
    });
  // What is away to be mended, or lost, is so until somebody says otherwise.
  const state = !device.managed ? 'disposed' : lent ? 'lendable' : 'kept';
  return named({
    id: before?.id ?? randomUUID(),
    school: at,
    name,
    type,
    make,
    model,
    serial,
    asset_tag: assetTag,
    condition: before?.condition ?? null,
    value: before?.value ?? null,
    purchased_on: before?.purchased_on ?? null,
    bundle: before?.bundle ?? null,
    state: before && ['repair', 'lost'].includes(before.state) ? before.state : state,
    at_office: before?.at_office ?? 0,
    source: before?.source ?? provider,
    created_at: before?.created_at ?? now.toISOString(),
    changed_at: now.toISOString(),
    seen_at: before?.seen_at ?? null,
  });
}

/**
 * What a directory no longer lists, after it listed everything else, is no longer the school's: unless so much is missing
 * at once that the listing can't be true.
 */
async function letGo(
  tx: Tx,
  { provider, tenant }: Pick<Directory, 'provider' | 'tenant'>,
  { school, now }: { school: School; now: Date },
): Promise<number> {
  const known = await tx
    .selectFrom('equipment_devices')
    .select(['device_id', 'item', 'read_at'])
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('gone_at', 'is', null)
    .execute();
  const missing = known.filter(({ read_at }) => read_at !== now.toISOString());
  const most = Math.max(A_FEW, (known.length * school.directories.vanish_at_most) / 100);
  if (missing.length > most) return 0;
  for (let from = 0; from < missing.length; from += BATCH) {
    const some = missing.slice(from, from + BATCH);
    await tx
      .updateTable('equipment_devices')
      .set({ gone_at: now.toISOString() })
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .where(
        'device_id',
        'in',
        some.map(({ device_id }) => device_id),
      )
      .execute();
    await tx
      .updateTable('equipment')
      .set({ state: 'disposed', changed_at: now.toISOString() })
      .where('source', '=', provider)
      .where('state', 'in', ['lendable', 'kept'])
      .where(
        'id',
        'in',
        some.map(({ item }) => item),
      )
      .execute();
  }
  return missing.length;
}
