import { type Directory, DirectoryTrouble, type ManagedDevice } from '../../shared/directories/port.ts';
import { importEquipment } from '../../shared/equipment/import.ts';
import { parseSchool } from '../../shared/school.ts';
import { testApp } from '../fakes/app.ts';
import { FakeDirectory } from '../fakes/directory.ts';
import { monday } from '../fakes/school.ts';
import { eachStore } from '../fakes/store.ts';

const school = parseSchool(`
school: { name: Larkenmere School }
loans: { lent: [/Loan/**] }
`);

const chromebook = (n: number, more: Partial<ManagedDevice> = {}): ManagedDevice => ({
  deviceId: `device-${n}`,
  serial: `NXH-${n}`,
  type: 'Chromebook',
  make: 'Acer',
  model: 'Acer Chromebook Spin 511',
  name: null,
  assetTag: `C-${n}`,
  place: '/Loan/Trolley 1',
  noted: { user: '', location: '' },
  managed: true,
  ...more,
});

eachStore((fresh) => {
  async function start(devices: ManagedDevice[]) {
    const google: Directory = new FakeDirectory('google');
    const listed = { devices, trouble: false };
    google.devices = async function* () {
      yield listed.devices.slice(0, 2);
      if (listed.trouble) throw new DirectoryTrouble({ kind: 'no-answer', words: 'Google did not answer.' });
      yield listed.devices.slice(2);
    };
    const store = await (await fresh()).open();
    const t = await testApp(store, school, [google]);
    let night = 0;
    const sync = async () => {
      night++;
      t.clock.set(new Date(monday.getTime() + night * 86_400_000));
      await store.db.insertInto('jobs').values(asked(night, t.clock.now())).execute();
      await t.settle();
    };
    const things = () => store.db.selectFrom('equipment').selectAll().orderBy('serial').execute();
    await sync();
    return { ...t, listed, sync, things };
  }
  const asked = (night: number, now: Date) => ({
    id: `sync ${night}`,
    kind: 'equipment.sync',
    key: null,
    input: '{}',
    run_at: now.toISOString(),
    state: 'waiting' as const,
    attempts: 0,
    leased_until: null,
    error: null,
    created_at: now.toISOString(),
  });
  const many = (n: number) => Array.from({ length: n }, (_, i) => chromebook(i));

  test('what a directory manages is in the inventory, and lent only where the school file says so', async () => {
    const { things, sync, store } = await start([chromebook(1), chromebook(2, { place: '/Staff' })]);
    expect(await things()).toMatchObject([
      { name: 'Chromebook C-1', kind: 'chromebook', serial: 'NXH-1', state: 'lendable', source: 'google' },
      { name: 'Chromebook C-2', state: 'kept' },
    ]);
    const before = await things();
    await sync();
    expect(await things()).toEqual(before);
    expect(await store.db.selectFrom('ledger').select('kind').execute()).toHaveLength(1);
  });

  test('what the school’s own list says of a device stands, and what it leaves empty is filled in', async () => {
    const { things, sync, store, listed, clock } = await start([]);
    const list = 'type,name,serial,asset_tag,state\nLaptop,Library 1,nxh 1,LIB-1,repair';
    await store.transaction((tx) => importEquipment(tx, list, { school, now: clock.now() }));
    listed.devices = [chromebook(1)];
    await sync();
    expect(await things()).toMatchObject([
      { name: 'Library 1', type: 'Laptop', asset_tag: 'LIB-1', make: 'Acer', state: 'repair', source: 'list' },
    ]);
  });

  test('a device that was deprovisioned, or is listed no more, is no longer lent', async () => {
    const { things, sync, listed } = await start(many(20));
    listed.devices = many(19).map((one, i) => (i === 3 ? { ...one, managed: false } : one));
    await sync();
    const gone = (await things()).filter(({ state }) => state === 'disposed').map(({ serial }) => serial);
    expect(gone).toEqual(['NXH-19', 'NXH-3']);
  });

  test('nothing is gone because it could not be read, or because half of it is missing', async () => {
    const { things, sync, listed } = await start(many(20));
    listed.trouble = true;
    await sync();
    listed.trouble = false;
    listed.devices = many(10);
    await sync();
    listed.devices = [];
    await sync();
    expect((await things()).filter(({ state }) => state === 'lendable')).toHaveLength(20);
  });

  test('an asset tag that another thing has already is left out', async () => {
    const { things } = await start([chromebook(1), chromebook(2, { assetTag: 'c1' }), chromebook(3, { serial: null })]);
    expect((await things()).map(({ asset_tag }) => asset_tag).sort()).toEqual(['C-1', 'C-3', null]);
  });
});
