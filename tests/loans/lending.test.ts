import { randomUUID } from 'node:crypto';
import { outWith } from '../../shared/loans/index.ts';
import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { inputsOf, LAPTOP, lendingApp, TRIP, typed } from './start.ts';

eachStore((fresh) => {
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
});
