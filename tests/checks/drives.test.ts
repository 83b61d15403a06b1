import { checkAccess } from '../../shared/checks/access/run.ts';
import { checkLeavers } from '../../shared/checks/leavers/run.ts';
import { enqueue } from '../../shared/jobs/index.ts';
import { parseSchool } from '../../shared/school.ts';
import { type Both, bothDirectories, inGoogle, SCHOOL } from '../directories/school.ts';
import { buttonOf, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { fakeDrive, fakeGroup } from '../fakes/google/index.ts';
import { eachStore } from '../fakes/store.ts';
import { linesOf, says } from './start.ts';

const DRIVE = '0AKtXsendRecordsUk9PVA';
const school = (drive = `https://drive.google.com/drive/u/0/folders/${DRIVE}?usp=sharing`) =>
  parseSchool(
    `${SCHOOL.replace('may: [directories]', 'may: [directories, checks]')}areas:
  - { id: send, title: the SEND area, owner: ict-manager, drives: [{ id: "${drive}", title: SEND records }] }
`,
  );

const begin = bothDirectories();

/** Shared drives of an area, from Google's stand-in to what people are shown. */
eachStore((fresh) => {
  const start = async () => {
    const s = await begin(await (await fresh()).open(), school());
    const ict = await s.t.person('Ifeoma Nwachukwu', { roles: ['ict-manager'] });
    const ana = inGoogle(s.customer, 'Ana Bell');
    const ben = inGoogle(s.customer, 'Ben Cole');
    const drive = fakeDrive(s.customer, { id: DRIVE, name: 'SEND' }, [
      fakeGroup(s.customer, 'Inclusion', [ana]),
      ben,
      'tutor@agency.example',
    ]);
    return { ...s, ict, ana, ben, drive };
  };

  const read = (s: Both) => s.sync({ full: true, provider: 'google' });
  const area = async (ict: Someone) => linesOf(await says(ict, 'who can get into the SEND area?'));
  const compare = async ({ store, t }: Both) => {
    await store.transaction((tx) => enqueue(tx, checkAccess, { asked: true }, { now: t.clock.now() }));
    await t.settle();
  };

  test('who can get in is told: through a group of the drive, by themselves, and from outside the school', async () => {
    const s = await start();
    await read(s);
    expect((await area(s.ict)).slice(0, 5)).toEqual([
      'Who can get into the SEND area',
      '2 people and 1 account of nobody in particular.',
      'Ana Bell | through SEND records (shared drive)',
      'Ben Cole | through SEND records (shared drive)',
      'tutor@agency.example | a guest from outside · through SEND records (shared drive)',
    ]);
  });

  test('the drive may be asked for by its own name', async () => {
    const s = await start();
    expect((await says(s.ict, 'who can get into SEND records?')).title).toBe('Who can get into the SEND area');
  });

  test('what somebody has access to names the drive', async () => {
    const s = await start();
    await read(s);
    const lines = linesOf(await says(s.ict, 'what does Ana Bell have access to?'));
    expect(lines).toContain('the SEND area | through SEND records (shared drive)');
    expect(lines).toContain('Inclusion, SEND records (shared drive)');
  });

  test('the review asks about everybody in it; who is removed is a task until Google shows that it is so', async () => {
    const s = await start();
    await read(s);
    const card = await says(s.ict, 'who may stay in my area');
    expect(linesOf(card).slice(-3)).toEqual([
      'Ana Bell | through SEND records (shared drive)',
      'Ben Cole | through SEND records (shared drive)',
      'tutor@agency.example | through SEND records (shared drive)',
    ]);
    const one = viewOf(await s.ict.press(buttonOf(card, 'Decide')));
    await s.ict.press(buttonOf(one, 'Remove'));
    expect(linesOf(await says(s.ict, 'access tasks'))[1]).toMatch(
      /^Ana Bell: the SEND area \| out of SEND records \(shared drive\)/,
    );
    const inclusion = [...s.customer.groups.values()][0];
    if (inclusion) inclusion.members = [];
    s.t.clock.set(new Date(s.t.clock.now().getTime() + 86_400_000));
    await read(s);
    expect(await area(s.ict)).not.toContainEqual(expect.stringContaining('Ana Bell'));
  });

  test('a leaver who is still in one has it open; what Google does not tell of others, a person says', async () => {
    const s = await start();
    await read(s);
    const row = async () => {
      s.t.clock.set(new Date(s.t.clock.now().getTime() + 60_000));
      await s.store.transaction((tx) => enqueue(tx, checkLeavers, { asked: true }, { now: s.t.clock.now() }));
      await s.t.settle();
      return s.store.db
        .selectFrom('findings')
        .innerJoin('people', 'people.id', 'findings.person')
        .select(['state', 'because_kind', 'items'])
        .where('name', '=', 'Ana Bell')
        .where('row_name', '=', 'drives-handed-over')
        .executeTakeFirst();
    };
    await s.store.db.updateTable('people').set({ leave_date: '2026-11-20' }).where('name', '=', 'Ana Bell').execute();
    expect(await row()).toEqual({ state: 'fail', because_kind: null, items: '["SEND records"]' });
    s.drive.members = [];
    await read(s);
    expect(await row()).toEqual({ state: 'unknown', because_kind: 'not-offered', items: '[]' });
  });

  test('whoever is in and was granted nothing is a difference', async () => {
    const s = await start();
    await read(s);
    await compare(s);
    expect(linesOf(await says(s.ict, 'differences in access')).slice(0, 4)).toEqual([
      '2 differences between what was granted and what is',
      'Ana Bell: the SEND area | is in, and nobody granted it',
      'Ben Cole: the SEND area | is in, and nobody granted it',
      'the SEND area: 1 account of nobody in particular | tutor@agency.example',
    ]);
  });

  test('without the permission it is unknown, because; who was in before is shown as before, and nobody is let out', async () => {
    const s = await start();
    s.google.granted.delete('drive.metadata.readonly');
    await read(s);
    const before = wordsOf(await says(s.ict, 'who can get into the SEND area?'));
    expect(before).toContain('0 people, as far as I can see.');
    expect(before).toContain('We lack drive.metadata.readonly.');
    expect(wordsOf(await says(s.ict, 'what does Ana Bell have access to?'))).toContain("the SEND area: can't be said.");

    s.google.granted.add('drive.metadata.readonly');
    s.google.endTokens();
    await read(s);
    s.google.granted.delete('drive.metadata.readonly');
    s.google.endTokens();
    s.drive.members = [];
    await read(s);
    const after = await area(s.ict);
    expect(after[1]).toBe('2 people and 1 account of nobody in particular, as far as I can see.');
    expect(after[2]).toMatch(/^"SEND records" is shown as it was before\. We lack drive\.metadata\.readonly\./);
  });
});

test('a drive is written by its address or its id, and what is neither is said', () => {
  const [first] = school().areas;
  expect(first?.drives).toEqual([{ id: DRIVE, title: 'SEND records' }]);
  expect(school(DRIVE).areas[0]?.drives[0]?.id).toBe(DRIVE);
  expect(() => school('the SEND drive')).toThrow(/write its address/);
});
