import { importEquipment, listEquipment } from '../../shared/equipment/import.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Store } from '../../shared/ports.ts';
import { parseSchool } from '../../shared/school.ts';
import { monday, school } from '../fakes/school.ts';
import { eachStore } from '../fakes/store.ts';

const LIST = `Type,Make,Model,Serial Number,Asset No,Name,Condition,Cost (£),Date of purchase,Trolley,For loan
iPad,Apple,iPad 9,DMPX 123-ABC,T-01,Tablet 1,good,"£1,349.00",01/09/2024,Trolley A,yes
Laptop,Dell,Latitude 5440,7XK2J93,L-22,Laptop 22,worn,649,2024-09-02,,no
Camera,Canon,EOS 250D,,C-3,,,,3 Sep 2024,,`;

eachStore((fresh) => {
  const take = (store: Store, csv: string | Uint8Array, at = school) =>
    store.transaction((tx) => importEquipment(tx, csv, { school: at, now: monday }));

  test('a register is read whatever it calls its columns, and in three styles of dates', async () => {
    const store = await (await fresh()).open();
    expect(await take(store, LIST)).toEqual({ added: 3, changed: 0, unchanged: 0, problems: [] });
    const things = await store.db.selectFrom('equipment').selectAll().orderBy('asset_tag').execute();
    expect(things).toMatchObject([
      { name: 'Camera C-3', kind: 'camera', purchased_on: '2024-09-03', state: 'lendable', value: null, serial: null },
      { name: 'Laptop 22', kind: 'laptop', purchased_on: '2024-09-02', state: 'kept', value: 64_900 },
      {
        name: 'Tablet 1',
        kind: 'tablet',
        serial: 'DMPX 123-ABC',
        serial_key: 'dmpx123abc',
        purchased_on: '2024-09-01',
        bundle: 'Trolley A',
        value: 134_900,
      },
    ]);
  });

  test('importing again changes nothing, importing news brings it up to date', async () => {
    const store = await (await fresh()).open();
    await take(store, LIST);
    expect(await take(store, LIST)).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    const later = LIST.replace('worn', 'cracked hinge').replace(/^Camera.*$/m, 'Camera,Canon,EOS 250D,CN-9,C-3,,,,,,');
    expect(await take(store, later)).toMatchObject({ added: 0, changed: 2, unchanged: 1, problems: [] });
    const list = await listEquipment(store.db);
    expect(list).toMatchObject([{ serial: 'CN-9', purchased_on: null }, { condition: 'cracked hinge' }, {}]);
  });

  test('bad rows are listed with their lines, good ones are kept', async () => {
    const store = await (await fresh()).open();
    const { added, problems } = await take(
      store,
      `type,make,serial,asset_tag,value,purchase_date,state
,Apple,A1,,,,
tablet,Apple,,,,,
tablet,Apple,A1;A2,,,,
tablet,Apple,A3,,lots,,
tablet,Apple,A4,,,31/02/2024,
tablet,Apple,A5,,,,borrowed
tablet,Apple,A 6,,,,
tablet,Apple,a6,,,,
tablet,Acme,A6,T1,,,
tablet,Acme,A7,T1,,,
tablet,Apple`,
    );
    expect(added).toBe(2);
    expect(problems.map(({ line, words }) => `${line}: ${words}`)).toEqual([
      expect.stringMatching(/^2: .*type/),
      expect.stringMatching(/^3: .*neither a serial number nor an asset tag/),
      expect.stringMatching(/^4: .*two serial numbers/),
      expect.stringMatching(/^5: "lots" isn't a value/),
      expect.stringMatching(/^6: "31\/02\/2024" isn't a date/),
      expect.stringMatching(/^7: "borrowed" isn't a state/),
      expect.stringMatching(/^9: .*on line 8 already/),
      expect.stringMatching(/^11: .*on line 10 already/),
      expect.stringMatching(/^12: .*cells/),
    ]);
  });

  test('two makers may use the same number; without a make nobody can tell which is meant', async () => {
    const store = await (await fresh()).open();
    await take(store, 'type,make,serial\nlaptop,Acme,0001\ncamera,Brill,0001');
    const { changed, problems } = await take(store, 'type,serial\nlaptop,0001');
    expect(changed).toBe(0);
    expect(problems).toEqual([{ line: 2, words: '2 devices have this serial number: write the make beside it.' }]);
  });

  test('a row whose number and tag are two devices’ changes neither', async () => {
    const store = await (await fresh()).open();
    await take(store, 'type,name,serial,asset_tag\nlaptop,Laptop 1,S1,T1\nlaptop,Laptop 2,S2,T2');
    const { changed, added, problems } = await take(store, 'type,serial,asset_tag\nlaptop,S1,T2\nlaptop,S9,T1');
    expect([changed, added]).toEqual([0, 0]);
    expect(problems.map(({ words }) => words)).toEqual([
      'The serial number is that of Laptop 1, the asset tag that of Laptop 2.',
      'The asset tag is that of Laptop 1, which has another serial number.',
    ]);
  });

  test('what is no list of equipment is refused in a sentence, and nothing is changed', async () => {
    const store = await (await fresh()).open();
    for (const file of ['', 'type,serial', 'name,email\nA,b@larkenmere.example', new Uint8Array([0x50, 0x4b, 3, 4])])
      await expect(take(store, file)).rejects.toThrow(Refusal);
    expect(await listEquipment(store.db)).toEqual([]);
  });

  test('columns of another name are found by the school file, and a school by its name', async () => {
    const store = await (await fresh()).open();
    const trust = parseSchool(`
school: { name: Trust }
schools: [{ id: hill, name: Hill School }]
loans: { columns: { serial: Seriennummer } }
`);
    const { problems } = await take(store, 'type,Seriennummer,site\nlaptop,S1,Hill School\nlaptop,S2,Elsewhere', trust);
    expect(problems).toEqual([{ line: 3, words: `"Elsewhere" isn't a school of the school file.` }]);
    expect(await listEquipment(store.db)).toMatchObject([{ serial: 'S1', school: 'hill' }]);
  });
});
