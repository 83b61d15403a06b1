import { randomUUID } from 'node:crypto';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { inputsOf, LAPTOP, lendingApp } from './start.ts';

eachStore((fresh) => {
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
});
