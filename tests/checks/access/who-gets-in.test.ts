import { wordsOf } from '../../fakes/app.ts';
import { knowAccount } from '../../fakes/directory.ts';
import { eachStore } from '../../fakes/store.ts';
import { linesOf, says, schoolWith } from '../start.ts';
import { grant, group, startOn } from './start.ts';

eachStore((fresh) => {
  const start = startOn(fresh);

  describe('who can get into an area', () => {
    test('is told by name, with through what, and as of when', async () => {
      const { ict } = await start();
      const view = await says(ict, 'who can get into the SEND area?');
      expect(linesOf(view)).toEqual([
        'Who can get into SEND area',
        '3 people.',
        'Ana Bell | SEND · through SEND team',
        'Ben Cole | Science · through SEND team',
        'Ruth Featherstone | SEND · through SEND team',
        'As the directories said on 24 November 2026 at 09:00.',
      ]);
    });

    test('is understood in other words, and asked back where it could be either', async () => {
      const { ict } = await start();
      for (const words of ['who has access to special needs', 'who may see the send folder'])
        expect((await says(ict, words)).title).toBe('Who can get into SEND area');
      expect((await says(ict, 'who can open the boiler room')).title).toBe('I know no such area');
      expect((await says(ict, 'areas')).title).toBe('Which area?');
    });

    test('counts a person with two accounts once, and shows accounts that are nobody’s', async () => {
      const { t, ict, ana } = await start();
      await t.account(ana, 'ana-google', { in: t.google });
      await knowAccount(t.store, t.entra, 'guest-1', { kind: 'guest', address: 'ada@agency.example' });
      await group(t, 'google', 'SEND Google', ['ana-google'], 'send-google@larkenmere.example');
      await group(t, 'entra', 'SEND team', [ana.objectId, 'guest-1']);
      const lines = linesOf(await says(ict, 'who can get into the SEND area?'));
      expect(lines).toContain('1 person and 1 account of nobody in particular.');
      expect(lines).toContainEqual(expect.stringMatching(/^Ana Bell .*through SEND Google and SEND team$/));
      expect(lines).toContainEqual(expect.stringMatching(/a guest from outside/));
    });

    test('says what it can not know: a group that is not there, one that could not be read', async () => {
      const { t, ict } = await start();
      await t.store.db.deleteFrom('directory_groups').where('id', '=', 'SEND Google').execute();
      await t.store.db
        .updateTable('directory_groups')
        .set({ unread: JSON.stringify({ kind: 'permission', words: 'We lack GroupMember.Read.All.' }) })
        .where('id', '=', 'SEND team')
        .execute();
      const words = wordsOf(await says(ict, 'who can get into the SEND area?'));
      expect(words).toContain('as far as I can see');
      expect(words).toContain('No directory has told of \\"send-google@larkenmere.example\\"');
      expect(words).toContain('We lack GroupMember.Read.All.');
    });

    test('shows who left and is still in, and who can not sign in', async () => {
      const { t, ict, ben } = await start();
      await t.store.db.updateTable('people').set({ leave_date: '2026-11-20' }).where('id', '=', ben.id).execute();
      await t.store.db
        .updateTable('directory_accounts')
        .set({ enabled: 0 })
        .where('object_id', '=', ben.objectId)
        .execute();
      expect(linesOf(await says(ict, 'who can get into the SEND area?'))).toContainEqual(
        expect.stringMatching(/^Ben Cole .*left on Friday 20 November 2026 · can't sign in/),
      );
    });

    test('is for its owner and for whoever looks after checks, as far as their role shows', async () => {
      const { t, senco, ana, ben } = await start();
      expect((await says(senco, 'who can get into the SEND area?')).title).toBe('Who can get into SEND area');
      expect((await says(senco, 'who can get into exam papers')).title).toBe('I know no such area');
      expect((await ana.say('who can get into the SEND area?')).kind).toBe('refusal');
      await t.store.db.updateTable('people').set({ school: 'other' }).where('id', '=', ben.id).execute();
      const governor = await t.person('Patricia Enderby', { roles: ['governor'] });
      const figures = wordsOf(await says(governor, 'who can get into the SEND area?'));
      expect(figures).toContain('2 people');
      expect(figures).not.toContain('Ana');
      const ict = await t.person('Tomasz Zielinski', { roles: ['network-manager'] });
      expect(linesOf(await says(ict, 'who can get into the SEND area?'))).toContain(
        'And 1 whom your role doesn’t show you.'.replace('’', "'"),
      );
    });
  });

  describe('what somebody has access to', () => {
    test('areas, groups and what was granted', async () => {
      const { t, ict, ana } = await start();
      await group(t, 'entra', 'Choir', [ana.objectId]);
      await grant(t, ana, 'SEND area', '2026-12-18');
      expect(linesOf(await says(ict, 'what does Ana Bell have access to?'))).toEqual([
        'What Ana Bell has access to',
        'SEND',
        'Areas',
        'SEND area | through SEND team',
        'Groups, teams and shared drives',
        'Choir, SEND team',
        'Granted',
        'Access to systems: SEND records | until Friday 18 December 2026',
        'As the directories said on 24 November 2026 at 09:00.',
      ]);
    });

    test('where a directory could not be read, it is not said that they are outside', async () => {
      const { t, ict } = await start();
      await t.person('Cem Dogan');
      await t.store.db.deleteFrom('directory_groups').where('id', '=', 'Exams').execute();
      expect(wordsOf(await says(ict, 'what does Cem Dogan have access to'))).toContain("Exam papers: can't be said.");
    });

    test('of oneself anybody may ask, of others only whoever may look', async () => {
      const { ana } = await start();
      expect((await says(ana, 'what do I have access to')).title).toBe('What Ana Bell has access to');
      expect((await says(ana, 'what does Ben Cole have access to')).title).toBe("I can't tell you about that person");
    });
  });

  test('an area must say what opens it, and no two have one name', () => {
    expect(() => schoolWith('areas:\n  - { id: a, title: A, owner: headteacher }')).toThrow(
      /at least one group or drive/,
    );
    expect(() =>
      schoolWith(
        'areas:\n  - { id: a, title: A, owner: headteacher, groups: [x] }\n  - { id: a, title: B, owner: headteacher, groups: [y] }',
      ),
    ).toThrow(/there are two areas "a"/);
  });
});
