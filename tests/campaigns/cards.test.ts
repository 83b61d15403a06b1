import { publishEdition } from '../../shared/agreements/index.ts';
import { importPeople } from '../../shared/people/import.ts';
import { parseSchool } from '../../shared/school.ts';
import type { Input, View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, staffText, TENANT, type TestApp, testApp, viewOf, wordsOf } from '../fakes/app.ts';
import { school } from '../fakes/school.ts';

const publish = (t: TestApp, agreement = 'staff', title = 'Staff ICT agreement') =>
  t.store.transaction((tx) =>
    publishEdition(
      tx,
      { agreement, text: { ...staffText(), title }, effectiveFrom: '2026-09-01', by: null },
      t.clock.now(),
    ),
  );
const inputOf = (view: View, id: string) =>
  view.nodes.find((node): node is Input => node.kind === 'input' && node.id === id) as Input;
const choiceOf = (view: View, id: string, label: string) =>
  inputOf(view, id).choices?.find((choice) => choice.label === label)?.value;

describe('whoever may start campaigns', () => {
  let t: TestApp;
  let anna: Someone;
  let head: Someone;

  beforeEach(async () => {
    t = await testApp();
    anna = await t.person('Anna Bell');
    await t.person('Ben Osei', { department: 'Maths' });
    head = await t.person('Margaret Ashdown', { roles: ['headteacher'], department: 'Leadership' });
    await publish(t);
  });
  afterEach(() => t.store.close());

  const compose = async (words = 'start a campaign') => viewOf(await head.say(words));
  const previewed = async (about: Record<string, unknown> = {}) => {
    const form = await compose();
    return head.press(buttonOf(form, 'Preview'), {
      agreement: 'staff',
      audience: choiceOf(form, 'audience', 'all staff'),
      dueOn: '2026-12-04',
      ...about,
    });
  };

  test('chooses what, who and by when', async () => {
    const form = await compose();
    expect(inputOf(form, 'agreement').choices).toEqual([{ label: 'Staff ICT agreement, edition 1', value: 'staff' }]);
    expect(inputOf(form, 'audience').choices?.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['all staff', 'Maths', 'Science', 'Leadership']),
    );
    expect(inputOf(form, 'dueOn').value).toBe('2026-12-07');
  });

  test.each([
    ['send the staff agreement to science', 'Science'],
    ['start a campaign for maths', 'Maths'],
    ['ask all staff to sign the staff agreement', 'all staff'],
  ])('says "%s" and finds %s filled in', async (words, group) => {
    const form = await compose(words);
    expect(inputOf(form, 'audience').value).toBe(choiceOf(form, 'audience', group));
  });

  test('sees the card, how many get it, how they are reached and when, before anything is sent', async () => {
    await anna.say('hello');
    await t.store.db
      .deleteFrom('accounts')
      .where('object_id', '!=', anna.objectId)
      .where('object_id', '!=', head.objectId)
      .execute();
    const words = wordsOf(viewOf(await previewed()));
    for (const part of [
      'all staff, 2 people',
      '1 person in their chat with me.',
      "1 person can't be reached. Once it is sent, ask me who is not reached: I'll say why.",
      '"label":"First card","value":"now"',
      'Friday 4 December 2026',
      '7 days and 1 day before, 1 day and 3 days after, then every 7 days',
      'This is the card, as you would get it:',
      'Please read and answer by Friday 4 December 2026.',
    ])
      expect(words).toContain(part);
    expect(words).not.toContain('I have read and accept');
    await t.settle();
    expect(t.mailbox.messages).toEqual([]);
  });

  test('sends it by one press, and by a second press not again', async () => {
    const preview = viewOf(await previewed());
    const started = viewOf(await head.press(buttonOf(preview, 'Send it')));
    expect(wordsOf(started)).toContain('Started. The first cards go out now.');
    await head.press(buttonOf(preview, 'Send it'));
    await t.settle();
    expect(t.mailbox.of(anna.objectId)).toHaveLength(1);
    expect(await t.store.db.selectFrom('campaigns').select('id').execute()).toHaveLength(1);
  });

  test('sees on its card how many were reached, who waits and for how long', async () => {
    const others = await Promise.all(
      Array.from({ length: 8 }, (_, i) => t.person(`Person ${'abcdefgh'[i]}`, { department: 'Maths' })),
    );
    const isBlocked = (objectId: string | undefined) => objectId === others[0]?.objectId;
    const blocked = { kind: 'blocked', detail: 'they have blocked it' } as const;
    let sent = 0;
    t.mailbox.outcome = ({ account }) => {
      if (isBlocked(account?.objectId)) return blocked;
      return ++sent > 2 ? { kind: 'throttled', retryAfterMs: 600_000 } : undefined;
    };
    const started = viewOf(await head.press(buttonOf(viewOf(await previewed()), 'Send it')));
    await t.settle();
    t.clock.set(new Date(t.clock.now().getTime() + 50_000));
    const card = viewOf(await head.press(buttonOf(started, 'How far is it?')));
    expect(wordsOf(card)).toContain("Cards: 2 people reached, 1 can't be reached, 7 waiting.");
    // Three went in fifty seconds, so seven take two minutes.
    expect(wordsOf(card)).toContain('By 09:03, in 2 minutes, everyone will have been written to.');
    t.mailbox.outcome = ({ account }) => (isBlocked(account?.objectId) ? blocked : undefined);
    t.clock.set(new Date(t.clock.now().getTime() + 3_600_000));
    await t.settle();
    const over = wordsOf(viewOf(await head.press(buttonOf(card, 'How far is it?'))));
    expect(over).toContain("Cards: 9 people reached, 1 can't be reached.");
    expect(over).not.toContain('will have been written to');
  });

  test('sees the card go on by itself, until everyone was written to or something else is pressed in it', async () => {
    for (const part of 'abcd') await t.person(`Person ${part}`, { department: 'Maths' });
    let sent = 0;
    t.mailbox.outcome = () => (++sent > 2 ? { kind: 'throttled', retryAfterMs: 60_000 } : undefined);
    // The message that holds the card.
    const preview = viewOf(await previewed());
    t.mailbox.messages.push({ objectId: 'the card', view: preview, id: 'card' });
    const card = () => wordsOf(t.mailbox.of('the card')[0] as View);
    const after = async (ms: number) => {
      t.clock.set(new Date(t.clock.now().getTime() + ms));
      await t.settle();
    };
    const pressed = await head.press(buttonOf(preview, 'Send it'), {}, { id: 'card' });
    expect(wordsOf(viewOf(pressed))).not.toContain('Cards:');
    await t.settle();
    await after(3_000);
    expect(card()).toContain('Started. The first cards go out now.');
    await after(15_000);
    expect(card()).toContain('Cards: 2 people reached, 4 waiting.');
    t.mailbox.outcome = null;
    await after(60_000);
    await after(60_000);
    expect(card()).toContain('Cards: 6 people reached.');
    // Nothing waits any more, so it is left alone.
    const waiting = () => t.store.db.selectFrom('jobs').select('id').where('kind', '=', 'deliveries.redraw').execute();
    expect(await waiting()).toEqual([]);

    t.mailbox.outcome = () => ({ kind: 'throttled', retryAfterMs: 60_000 });
    const [first] = await t.store.db.selectFrom('deliveries').select('id').execute();
    await t.store.db
      .updateTable('deliveries')
      .set({ state: 'waiting' })
      .where('id', '=', first?.id ?? '')
      .execute();
    await head.press(buttonOf(viewOf(pressed), 'How far is it?'), {}, { id: 'card' });
    await after(3_000);
    expect(card()).toContain('1 waiting.');
    expect(await waiting()).toHaveLength(1);
    await head.press(buttonOf(viewOf(pressed), 'All campaigns'), {}, { id: 'card' });
    await after(3_000);
    expect(card()).not.toContain('waiting.');
    await after(3_600_000);
    expect(card()).not.toContain('waiting.');
    expect(await waiting()).toEqual([]);
  });

  test('in the evening chooses between the morning and now', async () => {
    t.clock.set('2026-11-23T20:00:00Z');
    const preview = viewOf(await previewed({ audience: 'science' }));
    expect(wordsOf(preview)).toContain('24 November 2026 at 07:30');
    const started = viewOf(await head.press(buttonOf(preview, 'Send it then')));
    expect(wordsOf(started)).toContain('The first cards go out on 24 November 2026 at 07:30.');
    await t.settle();
    expect(t.mailbox.messages).toEqual([]);
    const other = viewOf(await previewed({ audience: 'maths' }));
    await head.press(buttonOf(other, 'Send it now, out of hours'));
    await t.settle();
    expect(t.mailbox.messages).toHaveLength(1);
  });

  test('is told what a campaign ends, and who is then no longer asked', async () => {
    await head.press(buttonOf(viewOf(await previewed()), 'Send it'));
    await t.settle();
    await t.store.transaction((tx) =>
      publishEdition(
        tx,
        { agreement: 'staff', text: staffText(['More.']), effectiveFrom: '2026-11-23', by: null },
        t.clock.now(),
      ),
    );
    expect(wordsOf(viewOf(await previewed({ audience: 'maths' })))).toContain(
      'This ends 1 earlier campaign for this agreement. 1 person asked there, and not in this group, will no longer be asked.',
    );
  });

  test.each([
    ['a group that is not there', { audience: 'pupils' }, /don't know a group called "pupils"/],
    ['a group made up by hand', { audience: '{"roles":"staff"}' }, /don't know a group/],
    ['no date', { dueOn: 'soon' }, /choose by when/],
    ['an agreement that is not there', { agreement: 'x' }, /no such agreement/],
  ])('with %s reads one sentence', async (_, about, sentence) => {
    expect(await previewed(about)).toEqual({ kind: 'refusal', words: expect.stringMatching(sentence) });
  });

  test('sees what runs first, in pages, with how many have signed', async () => {
    for (let i = 0; i < 10; i++) {
      await publish(t, `paper-${i}`, `Paper ${i}`);
      const preview = viewOf(await previewed({ agreement: `paper-${i}` }));
      await head.press(buttonOf(preview, 'Send it'));
      t.clock.set(new Date(t.clock.now().getTime() + 60_000));
    }
    await t.settle();
    const first = viewOf(await head.say('campaigns'));
    expect(wordsOf(first)).toContain('all staff · 0 of 2 people signed · due Friday 4 December 2026');
    const open = viewOf(await head.press(buttonOf(first, 'Open')));
    expect(open.title).toBe('Paper 9');
    await head.press(buttonOf(viewOf(await head.press(buttonOf(open, 'Cancel it'))), 'Yes, cancel it'));
    const again = viewOf(await head.press(buttonOf(viewOf(await head.say('campaigns')), 'Older')));
    expect(wordsOf(again)).toContain('Paper 9');
    expect(wordsOf(again)).toContain('cancelled');
  });

  test('is shown an empty list before the first', async () => {
    expect(wordsOf(viewOf(await head.say('campaigns')))).toContain('Nobody is being asked to sign anything yet.');
  });

  test('nobody else may do any of it, even with the button', async () => {
    const preview = viewOf(await previewed());
    const [id] = [(buttonOf(preview, 'Send it').input as { campaign: string }).campaign];
    const presses = [
      buttonOf(preview, 'Send it'),
      ...['show', 'pause', 'resume', 'cancel', 'renewal'].map((verb) => ({
        action: `campaigns.${verb}`,
        input: { campaign: id },
      })),
      { action: 'campaigns.list', input: { page: 1 } },
      { action: 'campaigns.compose', input: {} },
    ];
    for (const press of presses)
      expect(await anna.press(press)).toEqual({
        kind: 'refusal',
        words: expect.stringContaining("doesn't include this"),
      });
    expect(await t.store.db.selectFrom('campaigns').select('id').execute()).toEqual([]);
  });
});

describe('in a trust', () => {
  const trust = parseSchool(`
school: { name: Wharfedale Trust }
schools: [{ id: hill, name: Hill School }, { id: mill, name: Mill School }]
roles:
  headteacher: { sees: school, may: [campaign] }
  trust-lead: { sees: trust, may: [campaign] }
audiences: { all-staff: { roles: [staff] } }
`);
  let t: TestApp;
  let hill: Someone;
  let mill: Someone;
  let lead: Someone;
  beforeEach(async () => {
    t = await testApp(undefined, trust);
    hill = await t.person('Head of Hill', { roles: ['headteacher', 'staff'], school: 'hill' });
    mill = await t.person('Head of Mill', { roles: ['headteacher', 'staff'], school: 'mill' });
    lead = await t.person('Trust Lead', { roles: ['trust-lead'], school: 'hill' });
    await t.person('Anna Bell', { school: 'mill' });
    await publish(t);
  });
  afterEach(() => t.store.close());
  const send = async (someone: Someone, audience = 'all staff') => {
    const input = { agreement: 'staff', audience, dueOn: '2026-12-04' };
    const preview = viewOf(await someone.press({ action: 'campaigns.preview', input }));
    return viewOf(await someone.press(buttonOf(preview, 'Send it')));
  };

  test('a head asks the people of their own school and sees only that campaign', async () => {
    expect(wordsOf(await send(mill))).toContain('all staff at Mill School');
    await send(hill);
    await t.settle();
    expect(t.mailbox.messages).toHaveLength(3);
    expect(wordsOf(viewOf(await hill.say('campaigns')))).not.toContain('Mill');
    expect(wordsOf(viewOf(await lead.say('campaigns')))).toMatch(/Hill School.*Mill School|Mill School.*Hill School/);
  });

  test("a head doesn't touch another school's campaign, nor the trust's, nor write to another school", async () => {
    await send(mill);
    await send(lead);
    for (const { id } of await t.store.db.selectFrom('campaigns').select('id').execute())
      expect(await hill.press({ action: 'campaigns.cancel', input: { campaign: id, sure: true } })).toEqual({
        kind: 'refusal',
        words: expect.stringContaining("can't find that campaign"),
      });
    await expect(send(hill, 'Mill School')).rejects.toThrow(/at another school/);
  });
});

test('an import takes joiners into a running campaign at once, and lets leavers go', async () => {
  const t = await testApp();
  const head = await t.person('Margaret Ashdown', { roles: ['headteacher'] });
  await publish(t);
  const row = (i: number) => `Person ${i},p${i}@school.example,00000000-0000-4000-8000-00000000000${i},staff\n`;
  const bring = (rows: string) =>
    t.store.transaction((tx) =>
      importPeople(
        tx,
        `name,email,object_id,roles\n${rows}Margaret Ashdown,margaret.ashdown@larkenmere.example,,headteacher\n`,
        {
          school,
          tenant: TENANT,
          now: t.clock.now(),
          allowMany: true,
        },
      ),
    );
  await bring(row(1) + row(2));
  const preview = viewOf(
    await head.press({
      action: 'campaigns.preview',
      input: { agreement: 'staff', audience: 'all staff', dueOn: '2026-12-04' },
    }),
  );
  await head.press(buttonOf(preview, 'Send it'));
  await t.settle();
  await bring(row(2) + row(3));
  await t.settle();
  const rows = await t.store.db
    .selectFrom('assignments')
    .innerJoin('people', 'people.id', 'assignments.person')
    .select(['name', 'state'])
    .orderBy('name')
    .execute();
  expect(rows.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'Person 1 left',
    'Person 2 open',
    'Person 3 open',
  ]);
  expect(t.mailbox.messages).toHaveLength(3);
  await t.store.close();
});
