import { textHash } from '../../shared/agreements/text.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { inputsOf, lendingApp, TRIP, typed } from './start.ts';

eachStore((fresh) => {
  test('twelve tablets for a trip: asked for, agreed to by two, signed for, brought back, one of them cracked', async () => {
    const t = await lendingApp(await fresh());
    const { kiran, lender, last } = t;

    // "12 of 15 are free", and it fills in what the message said.
    const form = viewOf(await kiran.say('can I borrow 12 tablets from Thursday until Friday'));
    expect(inputsOf(form)).toMatchObject({
      answer_what: 'tablets',
      answer_count: '12',
      answer_from: '2026-11-26',
      answer_until: '2026-11-27',
    });
    expect(wordsOf(form)).toContain('15 of 15 are free on these days.');
    // However it is put: the journey's own words.
    const said = viewOf(await kiran.say('can i borrow 12 tablets for the y4 trip, thu to fri next week'));
    expect(inputsOf(said)).toEqual({
      answer_what: 'tablets',
      answer_count: '12',
      answer_from: '2026-12-03',
      answer_until: '2026-12-04',
      answer_why: 'y4 trip',
    });
    const ipad = viewOf(await kiran.say('can I borrow an iPad from Monday until 12 June for the Year 4 trip'));
    expect(inputsOf(ipad)).toEqual({
      answer_what: 'an iPad',
      answer_count: '1',
      answer_from: '2026-11-30',
      answer_until: '2027-06-12',
      answer_why: 'Year 4 trip',
    });

    // The agreement that will be signed can be read before, and what was typed is still there after.
    expect(wordsOf(form)).toContain('You sign the “Equipment loan agreement” when it is handed over.');
    const answers = { ...inputsOf(form), ...typed({ why: 'Year 4 trip' }) };
    const text = viewOf(await kiran.press(buttonOf(form, 'Read: Equipment loan agreement'), answers));
    expect(wordsOf(text)).toContain('I will carry it safely.');
    const again = viewOf(await kiran.press(buttonOf(text, 'Back to the form')));
    expect(inputsOf(again)).toEqual(answers);
    viewOf(await kiran.press(buttonOf(again, 'Send'), answers));
    expect(await t.items('reserved')).toHaveLength(12);
    await t.settle();
    expect(wordsOf(last(t.ict))).toContain('12 tablets are kept until you decide; 3 more of 15 are free then.');
    expect(wordsOf(last(t.ict))).toContain('Nothing is on loan to them now.');
    await t.approve();
    expect(wordsOf(last(kiran))).toContain('Ready to be fetched: 12 tablets.');

    // At the office: exactly these, in this condition, and one signature.
    t.clock.set('2026-11-26T08:00:00Z');
    const handOver = viewOf(await lender.press(buttonOf(last(lender), 'Hand it over')));
    const things = inputsOf(handOver);
    expect(things.things?.split('\n')).toHaveLength(12);
    const waits = viewOf(
      await lender.press(buttonOf(handOver, 'Ask them to sign'), {
        ...things,
        things: `${things.things}\nK-01`,
        differs: 'T-07: scratched back',
      }),
    );
    expect(wordsOf(waits)).toContain('Tablet 7, Apple iPad 9, serial DMPX7, condition: scratched back, no photo');
    await t.settle();
    const toSign = last(kiran);
    expect(toSign.title).toBe('Sign for 13 things');
    const sign = buttonOf(toSign, 'I have checked the list and accept');
    const signed = viewOf(await kiran.press(sign, { name: 'Kiran Patel' }));
    expect(wordsOf(signed)).toContain('Signed. Thank you.');
    expect(wordsOf(viewOf(await kiran.press(sign, { name: 'Kiran Patel' })))).toContain('You have this.');
    expect(await t.items('out')).toHaveLength(13);
    const kept = await t.store.db.selectFrom('loan_signatures').selectAll().executeTakeFirstOrThrow();
    expect(textHash(JSON.parse(kept.text))).toBe(kept.hash);
    expect(kept.text).toContain('serial DMPX15');
    const copy = viewOf(await kiran.press(buttonOf(signed, 'Signed copy')));
    expect(wordsOf(copy)).toContain(kept.reference);

    // Friday 15:00, a nudge.
    await t.app.worker.schedule();
    t.clock.set('2026-11-27T14:00:00Z');
    await t.settle();
    const before = t.mailbox.of(kiran.objectId).length;
    t.clock.set('2026-11-27T15:01:00Z');
    await t.settle();
    expect(t.mailbox.of(kiran.objectId)).toHaveLength(before + 1);

    // Back: one cracked, and the rest is closed.
    viewOf(await kiran.press(buttonOf(last(kiran), "I'm bringing it back")));
    await t.settle();
    const back = last(lender);
    const inspect = viewOf(await lender.press(rowButton(back, 'Tablet 7')));
    const rest = viewOf(
      await lender.press(buttonOf(inspect, 'Write it down'), { kind: 'damaged', words: 'The screen is cracked.' }),
    );
    expect(rest.title).toBe('Kiran Patel brings back 11 tablets and 1 case');
    const closed = viewOf(await lender.press(buttonOf(rest, 'They are back'), { condition: 'good', things: '' }));
    expect(wordsOf(closed)).toContain('All of it is accounted for.');
    await t.settle();
    const incident = wordsOf(t.mailbox.of(kiran.objectId).find(({ title }) => title === 'Tablet 7: damaged') as View);
    expect(incident).toContain('I will tell the school the same day if anything is broken.');
    expect(incident).toContain("Nothing is taken from anybody's pay for this");
    const request = await t.store.db.selectFrom('requests').select('state').executeTakeFirstOrThrow();
    expect(request.state).toBe('ended');
    const tablet = await t.store.db.selectFrom('equipment').selectAll().where('asset_tag', '=', 'T-07').execute();
    expect(tablet).toMatchObject([{ state: 'repair', condition: 'The screen is cracked.' }]);
    const kinds = await t.ledger();
    for (const kind of [
      'request-asked',
      'loan-reserved',
      'request-granted',
      'loan-signed',
      'loan-incident',
      'loan-returned',
    ])
      expect(kinds).toContain(kind);
    expect(await verifyLedger(t.store)).toMatchObject({ valid: true });
  });

  test('what is refused or withdrawn is free again', async () => {
    const t = await lendingApp(await fresh());
    const card = await t.ask(t.kiran, TRIP);
    expect(await t.items('reserved')).toHaveLength(12);
    await t.kiran.press(buttonOf(card, 'Withdraw'));
    expect(await t.items('reserved')).toEqual([]);
  });

  test('what was approved and is not needed any more is given up, and free for others', async () => {
    const t = await lendingApp(await fresh());
    await t.ask(t.kiran, TRIP);
    await t.approve();
    const loan = viewOf(await t.kiran.press(buttonOf(t.last(t.kiran), 'The loan')));
    const giveUp = buttonOf(loan, "I don't need it any more");
    expect((await t.lender.press(giveUp)).kind).toBe('refusal');
    expect(wordsOf(viewOf(await t.kiran.press(giveUp)))).toContain('Others can have it now.');
    viewOf(await t.kiran.press(giveUp));
    expect(await t.items('reserved')).toEqual([]);
    expect((await t.ledger()).filter((kind) => kind === 'loan-given-up')).toHaveLength(1);
    const { state } = await t.store.db.selectFrom('requests').select('state').executeTakeFirstOrThrow();
    expect(state).toBe('ended');
  });

  test('what is approved and never fetched is free again the day after', async () => {
    const t = await lendingApp(await fresh());
    await t.ask(t.kiran, TRIP);
    await t.approve();
    await t.app.worker.schedule();
    t.clock.set('2026-11-27T16:00:00Z');
    await t.settle();
    expect(await t.items('reserved')).toHaveLength(12);
    t.clock.set('2026-11-28T09:00:00Z');
    await t.settle();
    expect(await t.items('reserved')).toEqual([]);
    expect(wordsOf(viewOf(await t.kiran.say('what do I have on loan')))).toContain('Nothing is on loan to you');
  });
});

const rowButton = (view: View, title: string) => {
  const row = view.nodes.flatMap((node) => (node.kind === 'rows' ? node.rows : [])).find((one) => one.title === title);
  if (!row?.button) throw new Error(`no row ${title}`);
  return row.button;
};
