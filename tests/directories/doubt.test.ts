import type { Store } from '../../shared/ports.ts';
import { buttonOf, type Someone, viewOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { cards, words } from './cards.ts';
import { type Both, bothDirectories, inEntra, inGoogle } from './school.ts';

const start = bothDirectories();

const IVY = 'Ivy Cole,ivy.cole@larkenmere.example,ICT,staff;ict-manager,';

describe('accounts of which it is not clear whose they are', () => {
  eachStore((fresh) => {
    let store: Store;
    let s: Both;
    let ict: Someone;
    beforeEach(async () => {
      store = await (await fresh()).open();
      s = await start(store);
      ict = await s.t.person('Ivy Cole', { roles: ['staff', 'ict-manager'] });
    });
    const people = async () =>
      (await s.people())
        .filter(({ name }) => name !== 'Ivy Cole')
        .map(({ name, accounts, leave_date }) => [name, accounts.join('+'), leave_date]);
    const ask = async () => viewOf(await ict.say('doubtful accounts'));
    const namesakes = async () => {
      inEntra(s.tenant, 'Ana Nunez', { department: 'Science' });
      inGoogle(s.customer, 'Ana Núñez', { address: 'anita@larkenmere.example' });
      await s.sync();
    };

    test('the same name alone joins nothing and makes nobody: it is put before a human', async () => {
      await namesakes();
      expect(await people()).toEqual([['Ana Nunez', 'entra', null]]);
      const view = await ask();
      expect(words(view)).toContain('only the name is the same');
      expect(words(view)).toContain('anita@larkenmere.example');
      expect(words(view)).toContain('Science');
    });

    test('whoever decides is told once, in the school’s hours', async () => {
      await namesakes();
      await s.sync({ full: true });
      await s.sync({ full: true });
      expect(cards(s, ict).map(({ title }) => title)).toEqual(['1 doubtful account']);
    });

    test('the same person: one person with both accounts, also after the next full reading', async () => {
      await namesakes();
      const after = viewOf(await ict.press(buttonOf(await ask(), 'Same person')));
      expect(after.title).toBe('No doubtful accounts');
      expect(await people()).toEqual([['Ana Nunez', 'entra+google', null]]);
      await s.sync({ full: true });
      expect(await people()).toEqual([['Ana Nunez', 'entra+google', null]]);
      expect((await ask()).title).toBe('No doubtful accounts');
    });

    test('different people: two, and nobody is asked again', async () => {
      await namesakes();
      await ict.press(buttonOf(await ask(), 'Different people'));
      const two = [
        ['Ana Nunez', 'entra', null],
        ['Ana Núñez', 'google', null],
      ];
      expect(await people()).toEqual(two);
      await s.sync({ full: true });
      expect(await people()).toEqual(two);
      expect((await ask()).title).toBe('No doubtful accounts');
    });

    test('a second press, or another’s, finds it decided', async () => {
      await namesakes();
      const view = await ask();
      await ict.press(buttonOf(view, 'Different people'));
      const again = viewOf(await ict.press(buttonOf(view, 'Same person')));
      expect(words(again)).toContain('That has been decided already.');
      expect(await people()).toHaveLength(2);
    });

    test('the ledger says who decided, by ids alone', async () => {
      await namesakes();
      await ict.press(buttonOf(await ask(), 'Same person'));
      const { body } = await store.db
        .selectFrom('ledger')
        .select('body')
        .where('kind', '=', 'account-decided')
        .executeTakeFirstOrThrow();
      expect(JSON.parse(body)).toMatchObject({ decision: 'same', by: ict.id });
      expect(body).not.toMatch(/Nunez|Núñez|example/);
    });

    test('nobody decides that an account is their own', async () => {
      inGoogle(s.customer, 'Ivy Cole', { address: 'other.ivy@larkenmere.example' });
      await s.sync();
      expect(await ict.press(buttonOf(await ask(), 'Same person'))).toMatchObject({ kind: 'refusal' });
      expect(await people()).toEqual([]);
    });

    test('others are not asked, and may not answer', async () => {
      await namesakes();
      const teacher = await s.t.person('Tim Teach');
      expect(await teacher.press(buttonOf(await ask(), 'Same person'))).toMatchObject({ kind: 'refusal' });
    });

    test('what becomes clear by itself is no longer asked', async () => {
      await namesakes();
      const [ana] = [...s.tenant.users.values()];
      s.tenant.change(ana?.id as string, { employeeId: 'E1' });
      const account = [...s.customer.users.values()].find(({ address }) => address.startsWith('anita'));
      Object.assign(account ?? {}, { employeeId: 'E1' });
      s.google.log('USER_SETTINGS', 'CHANGE_USER_EXTERNAL_ID', { USER_EMAIL: 'anita@larkenmere.example' });
      await s.sync();
      expect(await people()).toEqual([['Ana Nunez', 'entra+google', null]]);
      expect((await ask()).title).toBe('No doubtful accounts');
    });

    test('employee id and address that point at different people are a doubt about both', async () => {
      await s.list(
        IVY,
        'Ana Nunez,ana.nunez@larkenmere.example,,staff,E1',
        'Ben Ode,ben.ode@larkenmere.example,,staff,E2',
      );
      inEntra(s.tenant, 'B Ode', { userPrincipalName: 'ben.ode@larkenmere.example', employeeId: 'E1' });
      await s.sync();
      expect(await people()).toEqual([
        ['Ana Nunez', '', null],
        ['Ben Ode', '', null],
      ]);
      expect((await ask()).title).toBe('2 doubtful accounts');
      // If it isn't the one's, the sign that is left tells whose it is.
      await ict.press(buttonOf(await ask(), 'Different people'));
      expect((await people()).map(([, accounts]) => accounts).sort()).toEqual(['', 'entra']);
      expect((await ask()).title).toBe('No doubtful accounts');
    });

    test('two of one directory with one employee id are two people, and a human may say that they are one', async () => {
      inEntra(s.tenant, 'Ana Nunez', { employeeId: 'E1' });
      inEntra(s.tenant, 'Ana Admin', { employeeId: 'E1' });
      await s.sync();
      expect(await people()).toHaveLength(2);
      expect(words(await ask())).toContain('both have the same employee id');
      await ict.press(buttonOf(await ask(), 'Same person'));
      const left = (await people()).filter(([, , leave]) => leave === null);
      expect(left).toEqual([[expect.stringMatching(/^Ana/), 'entra+entra', null]]);
      await s.sync({ full: true });
      expect((await people()).filter(([, , leave]) => leave === null)).toHaveLength(1);
    });

    test('a list that brings a namesake of someone the directory made is a doubt, not a second person for ever', async () => {
      inEntra(s.tenant, 'Ana Nunez');
      await s.sync();
      await s.list(IVY, 'Nunez Ana,,Science,staff,');
      await s.sync({ full: true });
      expect(words(await ask())).toContain('only the name is the same');
      await ict.press(buttonOf(await ask(), 'Same person'));
      expect((await people()).filter(([, , leave]) => leave === null)).toEqual([['Nunez Ana', 'entra', null]]);
    });

    test('an account joined by its address whose employee id is somebody else’s by now is a doubt; nobody is taken over', async () => {
      inEntra(s.tenant, 'Zara Head', { employeeId: 'E1' });
      inGoogle(s.customer, 'Mallory Teach', { address: 'mallory@larkenmere.example' });
      await s.sync();
      const mallory = [...s.customer.users.values()].find(({ address }) => address.startsWith('mallory'));
      Object.assign(mallory ?? {}, { employeeId: 'E1' });
      await s.sync({ full: true });
      expect(await people()).toEqual([
        ['Mallory Teach', 'google', null],
        ['Zara Head', 'entra', null],
      ]);
      expect((await ask()).title).toBe('1 doubtful account');
    });

    test('hostile names on the card are text', async () => {
      inEntra(s.tenant, '[Ana](https://evil.example) <b>');
      inGoogle(s.customer, 'x', {
        name: { given: '[Ana](https://evil.example)', family: '<b>' },
        address: 'x@larkenmere.example',
      });
      await s.sync();
      expect(words(await ask())).toContain('[Ana](https://evil.example) <b>');
    });

    test('many doubts come in pages', async () => {
      for (const name of ['Ann', 'Bob', 'Cyd', 'Dan', 'Eve']) {
        inEntra(s.tenant, `${name} Same`);
        inGoogle(s.customer, `${name} Same`, { address: `${name.toLowerCase()}@larkenmere.example` });
      }
      await s.sync();
      const first = await ask();
      expect(first.title).toBe('5 doubtful accounts');
      const second = viewOf(await ict.press(buttonOf(first, 'Next')));
      expect(() => buttonOf(second, 'Next')).toThrow();
      expect(buttonOf(second, 'Previous')).toBeDefined();
    });
  });
});
