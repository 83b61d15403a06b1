import { randomUUID } from 'node:crypto';
import { inboundOf as googleInbound } from '../../addon/workspace/inbound.ts';
import { Activity, inboundOf as teamsInbound } from '../../bot/inbound.ts';
import type { Directory } from '../../shared/directories/port.ts';
import { outWith } from '../../shared/loans/index.ts';
import { parseSchool } from '../../shared/school.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, testApp, viewOf, wordsOf } from '../fakes/app.ts';
import { FakeDirectory } from '../fakes/directory.ts';
import { eachStore } from '../fakes/store.ts';
import { inputsOf, lendingApp, TRIP, typed } from './start.ts';

const LAPTOP = { what: 'laptop 22', count: '1', from: '2026-11-23', until: '2026-11-27', why: 'Marking' };

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

  test('what can’t be lent is refused in one sentence, and nothing is kept', async () => {
    const t = await lendingApp(await fresh());
    const refused = async (answers: Record<string, string>) => {
      const form = viewOf(await t.kiran.press({ action: 'requests.ask', input: { kind: 'equipment-loan' } }));
      const typed = Object.fromEntries(Object.entries(answers).map(([id, value]) => [`answer_${id}`, value]));
      const reply = await t.kiran.press(buttonOf(form, 'Send'), typed);
      return reply.kind === 'refusal' ? reply.words : wordsOf(reply.view);
    };
    expect(await refused({ ...TRIP, until: '2026-11-25' })).toMatch(/before/);
    expect(await refused({ ...TRIP, count: '16' })).toBe(
      'Only 15 of 15 are free on all of these days. Please ask for fewer, or for other days.',
    );
    expect(await refused({ ...TRIP, count: 'a few' })).toMatch(/must be a number/);
    expect(await refused({ ...TRIP, what: 'helicopter' })).toMatch(
      /I don't know what “helicopter” is. The school lends tablets/,
    );
    expect(await refused({ ...TRIP, until: '2028-11-27' })).toMatch(/at the latest|a year at most/);
    expect(await t.items('reserved')).toEqual([]);
    expect(await t.store.db.selectFrom('requests').select('id').execute()).toEqual([]);
  });

  test('at the hand-over nothing goes out that wasn’t approved, is away, or is somebody else’s', async () => {
    const t = await lendingApp(await fresh());
    const other = await t.person('Meera Patel');
    await t.lend(other, { ...LAPTOP, what: 'laptop 23' });
    await t.ask(t.kiran, LAPTOP);
    await t.approve();
    const card = viewOf(await t.lender.press(buttonOf(t.last(t.lender), 'Hand it over')));
    const says = async (things: string, more = {}) => {
      const reply = await t.lender.press(buttonOf(card, 'Ask them to sign'), { ...inputsOf(card), things, ...more });
      return reply.kind === 'refusal' ? reply.words : reply.view.title;
    };
    expect(await says('L-22\nT-01')).toBe(
      "Tablet 1 is a tablet, and that wasn't approved. Please take it off the list, or ask for it.",
    );
    expect(await says('L-23')).toMatch(/Laptop 23 is out with Meera Patel/);
    expect(await says('0001')).toMatch(/“0001” could be Camera 1 and Laptop 23/);
    expect(await says('nonsense')).toMatch(/I don't know “nonsense”/);
    expect(await says('')).toMatch(/Please scan or type/);
    expect(await says('L-22', { differs: 'the lid is scratched' })).toMatch(
      /begin each line with the name or asset tag/,
    );
    expect(await says('L-22', { photo: 'javascript:alert(1)' })).toMatch(/must be a link that begins with https/);
    expect(await t.items('reserved')).toEqual(['Laptop 22']);
    expect(await says('L-22', { photo: 'https://photos.larkenmere.example/1' })).toBe('Waits for Kiran Patel to sign');
  });

  test('nobody signs for another list than they were shown, or for somebody else', async () => {
    const t = await lendingApp(await fresh());
    await t.ask(t.kiran, LAPTOP);
    await t.approve();
    const card = viewOf(await t.lender.press(buttonOf(t.last(t.lender), 'Hand it over')));
    const prepare = (condition: string) =>
      t.lender.press(buttonOf(card, 'Ask them to sign'), { ...inputsOf(card), condition });
    await prepare('good');
    await t.settle();
    const sign = buttonOf(t.last(t.kiran), 'I have checked the list and accept');
    await prepare('cracked screen');
    expect((await t.lender.press(sign, { name: 'Callum' })).kind).toBe('refusal');
    expect(wordsOf(viewOf(await t.kiran.press(sign, { name: 'Kiran Patel' })))).toContain('The list has changed.');
    expect(await t.items('out')).toEqual([]);
  });

  test('what nobody fetched by its last day is signed for by nobody, also when it went to somebody else meanwhile', async () => {
    const t = await lendingApp(await fresh());
    await t.ask(t.kiran, { ...LAPTOP, what: 'tablet', until: '2026-11-23' });
    await t.approve();
    const card = viewOf(await t.lender.press(buttonOf(t.last(t.lender), 'Hand it over')));
    viewOf(await t.lender.press(buttonOf(card, 'Ask them to sign'), inputsOf(card)));
    await t.settle();
    const sign = buttonOf(t.last(t.kiran), 'I have checked the list and accept');
    t.clock.set(new Date('2026-11-24T00:01:00Z'));
    const other = await t.person('Meera Patel');
    const [kept] = await t.store.db.selectFrom('loan_items').select('item').where('state', '=', 'reserved').execute();
    await t.store.db
      .updateTable('equipment')
      .set({ at_office: 1 })
      .where('id', '=', kept?.item as string)
      .execute();
    const input = { item: kept?.item, id: randomUUID(), person: other.id };
    viewOf(await t.lender.press({ action: 'loans.taken', input }));
    const words = /This loan was until Monday 23 November 2026, and nobody fetched it by then/;
    expect(await t.kiran.press(sign, { name: 'Kiran Patel' })).toMatchObject({
      kind: 'refusal',
      words: expect.stringMatching(words),
    });
    expect(await t.lender.press(buttonOf(card, 'Ask them to sign'), inputsOf(card))).toMatchObject({
      kind: 'refusal',
      words: expect.stringMatching(words),
    });
    expect(await t.items('out')).toHaveLength(1);
  });

  test('what the inventory says of a thing stands in the hand-over, and doesn’t matter for another', async () => {
    const t = await lendingApp(await fresh());
    await t.ask(t.kiran, { ...LAPTOP, what: 'camera' });
    await t.approve();
    const card = viewOf(await t.lender.press(buttonOf(t.last(t.lender), 'Hand it over')));
    expect(inputsOf(card).differs).toBe('C-01: worn');
    const waits = viewOf(await t.lender.press(buttonOf(card, 'Ask them to sign'), inputsOf(card)));
    expect(wordsOf(waits)).toContain('condition: worn');
    await t.store.db.updateTable('equipment').set({ kind: 'camera' }).where('asset_tag', '=', 'L-22').execute();
    const other = { ...inputsOf(card), things: 'L-22' };
    expect(wordsOf(viewOf(await t.lender.press(buttonOf(card, 'Ask them to sign'), other)))).toContain(
      'condition: good',
    );
  });

  test('what is taken instead at the hand-over is away from that day on, and was nobody else’s before', async () => {
    const t = await lendingApp(await fresh());
    const other = await t.person('Meera Patel');
    await t.ask(other, { ...LAPTOP, what: 'laptop 23', from: '2026-11-25', until: '2026-11-25' });
    await t.approve();
    await t.ask(t.kiran, { ...LAPTOP, what: 'laptop 22' });
    await t.approve();
    // Laptop 23 was kept for somebody until Wednesday, and nothing has noted yet that they never came.
    t.clock.set('2026-11-26T08:00:00Z');
    const card = viewOf(await t.lender.press(buttonOf(t.last(t.lender), 'Hand it over')));
    viewOf(
      await t.lender.press(buttonOf(card, 'Ask them to sign'), { ...inputsOf(card), things: 'L-23', differs: '' }),
    );
    const rows = await t.store.db
      .selectFrom('loan_items')
      .innerJoin('equipment', 'equipment.id', 'loan_items.item')
      .select(['from_on', 'due_on'])
      .where('equipment.name', '=', 'Laptop 23')
      .where('loan_items.state', '=', 'reserved')
      .orderBy('from_on')
      .execute();
    expect(rows).toEqual([
      { from_on: '2026-11-25', due_on: '2026-11-25' },
      { from_on: '2026-11-26', due_on: '2026-11-27' },
    ]);
  });

  test('what was never lent can’t be returned, and what is back is not returned twice', async () => {
    const t = await lendingApp(await fresh());
    const loan = await t.lend(t.kiran, LAPTOP);
    const back = { action: 'loans.returned', input: { loan, condition: 'good' } };
    expect(await t.lender.press(back, { things: 'C-01' })).toMatchObject({
      kind: 'refusal',
      words: "Camera 1 isn't out in this loan. Please take it off the list; nothing was noted.",
    });
    expect((await t.kiran.press(back, {})).kind).toBe('refusal');
    viewOf(await t.lender.press(back, {}));
    viewOf(await t.lender.press(back, {}));
    expect((await t.ledger()).filter((kind) => kind === 'loan-returned')).toHaveLength(1);
    expect(wordsOf(viewOf(await t.kiran.say('I want to return my tablet')))).toContain(
      'There is nothing to bring back',
    );
  });

  test('keeping it longer is asked for, kept meanwhile, and granted by one; what is promised to others can’t be', async () => {
    const t = await lendingApp(await fresh());
    const loan = await t.lend(t.kiran, LAPTOP);
    const other = await t.person('Meera Patel');
    await t.ask(other, { ...LAPTOP, from: '2026-12-07', until: '2026-12-08' });
    const longer = (until: string) =>
      t.kiran.press({ action: 'loans.askLonger', input: { loan, id: randomUUID(), until, why: 'More to mark.' } });
    expect(await longer('2026-12-08')).toMatchObject({
      words: expect.stringMatching(/promised to somebody else from Monday 7/),
    });
    expect(await longer('2026-11-20')).toMatchObject({ words: expect.stringMatching(/yours until/) });
    viewOf(await longer('2026-12-04'));
    await t.settle();
    const asked = t.mailbox.of(t.ict.objectId).find((card) => wordsOf(card).includes('More to mark.')) as View;
    viewOf(await t.ict.press(buttonOf(asked, 'Agree')));
    const row = await t.store.db.selectFrom('loans').select('due_on').where('id', '=', loan).executeTakeFirstOrThrow();
    expect(row.due_on).toBe('2026-12-04');
  });

  test('whoever has something overdue is reminded, then whoever lends as well; of what a leaver has, whoever lends at once', async () => {
    const t = await lendingApp(await fresh());
    await t.lend(t.kiran, { ...LAPTOP, until: '2026-11-26' });
    const reminded = () =>
      t.store.db
        .selectFrom('deliveries')
        .select(['person', 'created_at'])
        .where('key', 'like', 'remind loan%')
        .orderBy('key')
        .execute()
        .then((rows) =>
          rows.map(({ person }) => (person === t.kiran.id ? 'borrower' : person === t.lender.id ? 'lender' : person)),
        );
    await t.app.worker.schedule();
    const at = async (moment: string) => {
      t.clock.set(moment);
      await t.settle();
      return (await reminded()).sort();
    };
    // The day before, in the afternoon of the day, and the school day after: the borrower alone.
    expect(await at('2026-11-25T10:00:00Z')).toEqual(['borrower']);
    expect(await at('2026-11-26T15:05:00Z')).toEqual(['borrower', 'borrower']);
    expect(await at('2026-11-27T10:00:00Z')).toEqual(['borrower', 'borrower', 'borrower']);
    // From the third day on whoever lends hears of it too.
    expect(await at('2026-11-30T10:00:00Z')).toEqual(['borrower', 'borrower', 'borrower', 'borrower', 'lender']);

    const leaver = await t.person('Meera Patel');
    await t.lend(leaver, { ...LAPTOP, what: 'laptop 23', from: '2026-12-01', until: '2026-12-04' });
    await t.store.db.updateTable('people').set({ leave_date: '2026-12-02' }).where('id', '=', leaver.id).execute();
    const lenders = async () => (await reminded()).filter((who) => who === 'lender').length;
    const soFar = await lenders();
    await at('2026-12-03T10:00:00Z');
    expect(await reminded()).not.toContain(leaver.id);
    expect(await lenders()).toBeGreaterThan(soFar);
  });

  test('what has been brought back meanwhile isn’t kept longer', async () => {
    const t = await lendingApp(await fresh());
    const loan = await t.lend(t.kiran, LAPTOP);
    const input = { loan, id: randomUUID(), until: '2026-12-04', why: 'The trip is later.' };
    viewOf(await t.kiran.press({ action: 'loans.askLonger', input }));
    await t.settle();
    const card = t.last(t.ict);
    const back = viewOf(await t.lender.press({ action: 'loans.takeBack', input: { loan } }));
    viewOf(await t.lender.press(buttonOf(back, 'It is back'), inputsOf(back)));
    await t.ict.press(buttonOf(card, 'Agree'));
    const { state, because } = await t.store.db
      .selectFrom('requests')
      .select(['state', 'because'])
      .where('kind', '=', 'loan-extension')
      .executeTakeFirstOrThrow();
    expect([state, because]).toEqual([
      'closed',
      'It has been brought back meanwhile, so there is nothing left to keep.',
    ]);
  });

  test('what is disposed of must be in, and is lent no more once that is agreed', async () => {
    const t = await lendingApp(await fresh());
    const loan = await t.lend(t.kiran, LAPTOP);
    const dispose = async () => {
      const form = viewOf(await t.kiran.press({ action: 'requests.ask', input: { kind: 'disposal' } }));
      const answers = { what: 'Old laptops', serials: 'L-22\n0001\nsomething else', how: 'Sold', why: 'Worn out' };
      return t.kiran.press(buttonOf(form, 'Send'), typed(answers));
    };
    expect(await dispose()).toMatchObject({
      kind: 'refusal',
      words: 'Laptop 22 is on loan until Friday 27 November 2026. Please have it brought back first; nothing was sent.',
    });
    const back = viewOf(await t.lender.press({ action: 'loans.takeBack', input: { loan } }));
    viewOf(await t.lender.press(buttonOf(back, 'It is back'), inputsOf(back)));
    viewOf(await dispose());
    await t.settle();
    expect(wordsOf(t.last(t.ict))).toContain(
      'On the equipment list: Laptop 22. Once this is agreed, it is lent no more.',
    );
    viewOf(await t.ict.press(buttonOf(t.last(t.ict), 'Agree')));
    expect(wordsOf(viewOf(await t.lender.say('who has laptop 22')))).toContain('it is in');
    await t.settle();
    viewOf(await t.head.press(buttonOf(t.last(t.head), 'Agree')));
    expect(wordsOf(viewOf(await t.lender.say('who has laptop 22')))).toContain("I don't know that device");
    expect(await t.ledger()).toContain('equipment-given-up');
    expect(wordsOf(viewOf(await t.lender.say('who has laptop 23')))).toContain('it is in');
  });

  test('nothing is taken from pay without an answer of its own', async () => {
    const t = await lendingApp(await fresh());
    const loan = await t.lend(t.kiran, LAPTOP);
    const [item] = await t.store.db.selectFrom('loan_items').select('id').where('loan', '=', loan).execute();
    const input = { item: item?.id ?? '', id: randomUUID(), kind: 'lost', words: 'Left on the train.' };
    viewOf(await t.lender.press({ action: 'loans.writeDown', input }));
    viewOf(await t.lender.press({ action: 'loans.askToPay', input: { incident: input.id, amount: '£45' } }));
    await t.settle();
    const asked = t.mailbox.of(t.kiran.objectId).findLast(({ title }) => title.startsWith('Laptop 22'));
    expect(wordsOf(asked as never)).toContain("You needn't");
    const no = buttonOf(asked as never, "I don't agree");
    expect((await t.lender.press(no)).kind).toBe('refusal');
    expect(wordsOf(viewOf(await t.kiran.press(no)))).toContain('Nothing may be taken from their pay.');
    const kept = await t.store.db.selectFrom('loan_incidents').select('consent').executeTakeFirstOrThrow();
    expect(kept.consent).toBe('refused');
  });

  test('at the office a phone goes out and comes back in two presses', async () => {
    const t = await lendingApp(await fresh());
    const desk = viewOf(await t.lender.say('sign out a phone for Kiran Patel'));
    const again = buttonOf(desk, 'Sign out');
    const out = viewOf(await t.lender.press(again));
    expect(wordsOf(out)).toContain('Office phone 1 is out with Kiran Patel.');
    viewOf(await t.lender.press(again));
    expect(await t.items('out')).toEqual(['Office phone 1']);
    await t.settle();
    expect(t.last(t.kiran).title).toBe('Your loan: Office phone 1');
    expect(await outWith(t.store.db, [t.kiran.id])).toEqual(new Map([[t.kiran.id, ['Office phone 1 (N1)']]]));
    viewOf(await t.lender.press(buttonOf(out, 'Sign in')));
    expect(await t.items('out')).toEqual([]);
    const nobody = await t.lender.press({ ...again, input: { ...again.input, id: randomUUID(), person: 'nobody' } });
    expect(nobody).toMatchObject({ kind: 'refusal', words: expect.stringContaining('nobody of that name') });
    expect((await t.kiran.press(again)).kind).toBe('refusal');
  });

  test('a stock-take says what is here, what should be out, and what nobody knows', async () => {
    const t = await lendingApp(await fresh());
    await t.lend(t.kiran, LAPTOP);
    const card = viewOf(await t.lender.say('stock take'));
    const counted = wordsOf(
      viewOf(await t.lender.press(buttonOf(card, 'Count'), { things: '7xk2j93\nT-01\n0001\nXYZ' })),
    );
    for (const words of [
      '2 things are here',
      'out with Kiran Patel',
      'Not on the list: XYZ',
      'Could be several',
      'Tablet 2',
    ])
      expect(counted).toContain(words);
  });

  test('numbers scanned into the chat are counted at once; from somebody who lends nothing they are only a message', async () => {
    const t = await lendingApp(await fresh());
    const scanned = '7xk2j93\nT-01\nXYZ-1';
    expect(wordsOf(viewOf(await t.lender.say(scanned)))).toContain('2 things are here');
    // As either platform brings it.
    const user = { id: '1', aadObjectId: t.lender.objectId };
    const where = { channelId: 'msteams', serviceUrl: '', recipient: { id: '2' }, conversation: { id: '3' } };
    const text = '7xk2j93\r\n\r\n T-01\u00a0 \nXYZ-1\n';
    const teams = teamsInbound(Activity.parse({ ...where, type: 'message', from: user, text }), 'tenant').deed;
    const google = googleInbound({
      chat: { messagePayload: { message: { text: '@Countersign', argumentText: text } } },
    }).deed;
    for (const deed of [teams, google]) {
      if (deed.kind !== 'message') throw new Error(deed.kind);
      expect(wordsOf(viewOf(await t.lender.say(deed.text)))).toContain('2 things are here');
    }
    const long = Array.from({ length: 3_000 }, (_, i) => `T-${i} 123`).join('\n');
    const cut = teamsInbound(Activity.parse({ ...where, type: 'message', from: user, text: long }), 'tenant').deed;
    expect(await t.lender.say(cut.kind === 'message' ? cut.text : '')).toMatchObject({
      kind: 'refusal',
      words: 'That is too much at once. Please send it in parts.',
    });
    expect(wordsOf(viewOf(await t.kiran.say(scanned)))).not.toContain('here');
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
