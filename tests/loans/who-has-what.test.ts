import { randomUUID } from 'node:crypto';
import type { Directory } from '../../shared/directories/port.ts';
import { parseSchool } from '../../shared/school.ts';
import { testApp, viewOf, wordsOf } from '../fakes/app.ts';
import { FakeDirectory } from '../fakes/directory.ts';
import { eachStore } from '../fakes/store.ts';
import { LAPTOP, lendingApp } from './start.ts';

eachStore((fresh) => {
  test('a number that is two devices’ is asked back, one that is nobody’s is said, and one with spaces is found', async () => {
    const t = await lendingApp(await fresh());
    const says = async (text: string) => wordsOf(viewOf(await t.lender.say(text)));
    expect(await says('who has laptop 22')).toContain('Nobody has it: it is in.');
    expect(await says('who has 7XK 2J93')).toContain('Laptop 22, Dell Latitude 5440, serial 7XK2J93');
    const which = await says('who has 0001');
    expect(which).toContain('Which one do you mean?');
    expect(which).toContain('Camera 1');
    expect(await says('who has laptop 99')).toContain("I don't know that device");
  });

  test('who sees what: the borrower their own, whoever lends the school, a colleague neither name nor loan', async () => {
    const t = await lendingApp(await fresh());
    const loan = await t.lend(t.kiran, LAPTOP);
    const colleague = await t.person('Owen Trevanion');
    const governor = await t.person('Patricia Enderby', { roles: ['governor'] });
    const says = async (who: typeof colleague, text: string) => wordsOf(viewOf(await who.say(text)));
    expect(await says(t.lender, 'what is out')).toContain('Laptop 22 · Kiran Patel');
    expect(await says(t.kiran, 'what do I have on loan')).toContain('Due back on Friday 27 November 2026');
    const found = await says(colleague, 'who has laptop 22');
    expect(found).toContain("Your role doesn't show with whom.");
    expect(found).not.toContain('Kiran');
    expect((await colleague.press({ action: 'loans.show', input: { loan } })).kind).toBe('refusal');
    expect(await says(governor, 'what is out')).toContain('figures without names');
  });

  test('a Chromebook says who has it while it is out, once, and nothing when it is back', async () => {
    const school = parseSchool(`
school: { name: Larkenmere School }
roles: { technician: { sees: school, may: [lend] } }
loans: { annotate_chromebooks: true, lent: [/Loan] }
`);
    const google: Directory = new FakeDirectory('google');
    const written: string[] = [];
    google.annotate = async (deviceId, { user, location }) =>
      void written.push(`${deviceId} ${user} ${location}`.trim());
    const t = await testApp(await (await fresh()).open(), school, [google]);
    const lender = await t.person('Callum Fairbrother', { roles: ['technician'] });
    const kiran = await t.person('Kiran Patel');
    google.devices = async function* () {
      yield [
        {
          deviceId: 'd1',
          serial: 'NXH1',
          type: 'Chromebook',
          make: 'Acer',
          model: 'Acer Chromebook',
          name: null,
          assetTag: 'CB-1',
          place: '/Loan',
          noted: { user: '', location: '' },
          managed: true,
        },
      ];
    };
    await t.app.worker.schedule();
    await t.settle();
    const item = await t.store.db.selectFrom('equipment').select('id').executeTakeFirstOrThrow();
    await t.store.db.updateTable('equipment').set({ at_office: 1 }).execute();
    const id = randomUUID();
    viewOf(await lender.press({ action: 'loans.taken', input: { item: item.id, id, person: kiran.id } }));
    const later = async (minutes: number) => {
      t.clock.set(new Date(t.clock.now().getTime() + minutes * 60_000));
      await t.settle();
    };
    await later(16);
    await later(16);
    viewOf(await lender.press({ action: 'loans.signedIn', input: { loan: id } }));
    await later(16);
    expect(written).toEqual(['d1 kiran.patel@larkenmere.example on loan until Monday 23 November 2026', 'd1']);
  });
});
