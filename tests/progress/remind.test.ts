import type { View } from '../../shared/view/view.ts';
import { buttonOf, Mailbox, viewOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { idOf, type Larkenmere, labelsIn, larkenmere, school } from './larkenmere.ts';

const MANAGER = 'Helen Tidswell';
const HEAD = 'Margaret Ashdown';
const [EMRE, NASREEN, DENISE] = ['Emre Yıldız', 'Nasreen Choudhury', 'Denise Holroyd'] as const;

const wordsIn = (view: View): string[] =>
  view.nodes.flatMap((node) => (node.kind === 'text' ? [node.text] : node.kind === 'list' ? node.items : []));

eachStore((fresh) => {
  let l: Larkenmere;
  beforeEach(async () => {
    l = await larkenmere(await (await fresh()).open());
  });

  const ask = async (text: string, who = MANAGER) => viewOf(await l.as(who).say(text));
  const press = async (view: View, label: string, who = MANAGER) =>
    viewOf(await l.as(who).press(buttonOf(view, label)));
  /** Whom reminders were sent to, by name. */
  const sent = () => l.mailbox.messages.map(({ objectId }) => objectId.slice('id '.length)).toSorted();
  const reminders = () =>
    l.store.db.selectFrom('ledger').select('body').where('kind', '=', 'reminder').orderBy('seq').execute();

  test('shows whom it would reach and who is out of reach; nothing is sent before that is confirmed', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE, NASREEN, DENISE, 'Kwabena Ofori', 'Peter Wainscott']);
    await l.delivered('staff', 'Kwabena Ofori', 'blocked', '2026-11-20T09:00:00.000Z');
    const view = await ask("remind who hasn't signed");
    expect(view.title).toBe('Remind 3 people?');
    expect(wordsIn(view)).toEqual([
      '3 people, now, in Teams.',
      DENISE,
      EMRE,
      NASREEN,
      "2 can't be reached: Kwabena Ofori (has blocked the bot in Teams) and Peter Wainscott (no Microsoft account known).",
    ]);
    await l.settle();
    expect(sent()).toEqual([]);

    const done = await press(view, 'Send');
    expect(done.title).toBe('Reminding 3 people');
    await l.settle();
    expect(sent()).toEqual([DENISE, EMRE, NASREEN]);
    // What arrives is the agreement itself, to be signed there and then.
    expect(l.mailbox.of(idOf(EMRE))[0]?.title).toBe('Staff ICT agreement');
    expect((await reminders()).map(({ body }) => JSON.parse(body))).toEqual([
      {
        by: idOf(MANAGER),
        day: '2026-11-23',
        people: 3,
        assignments: [`staff ${DENISE}`, `staff ${EMRE}`, `staff ${NASREEN}`],
      },
    ]);
  });

  test('says through which channel each will be written to, and why another than usual', async () => {
    const mail = new Mailbox('mail');
    l = await larkenmere(await (await fresh()).open(), undefined, [mail]);
    await l.signing('staff', 'Staff ICT agreement', [EMRE, NASREEN, 'Kwabena Ofori', 'Peter Wainscott']);
    await l.delivered('staff', 'Kwabena Ofori', 'blocked', '2026-11-20T09:00:00.000Z');
    const view = await ask("remind who hasn't signed");
    expect(view.title).toBe('Remind 4 people?');
    expect(wordsIn(view)).toEqual([
      '4 people, now: 2 in Teams and 2 by e-mail.',
      EMRE,
      'Kwabena Ofori, by e-mail: has blocked the bot in Teams',
      NASREEN,
      'Peter Wainscott, by e-mail: no Microsoft account known',
    ]);
    await press(view, 'Send');
    await l.settle();
    l.clock.set('2026-11-23T09:01:00.000Z');
    await l.settle();
    expect(mail.messages.map(({ objectId }) => objectId).sort()).toEqual([
      'kwabena.ofori@larkenmere.example',
      'peter.wainscott@larkenmere.example',
    ]);
    const list = await ask("who hasn't signed");
    const rows = list.nodes.flatMap((node) => (node.kind === 'rows' ? node.rows : []));
    expect(rows.map(({ title, detail }) => `${title}: ${detail?.split(' · ').at(-1)}`)).toEqual([
      `${EMRE}: sent today in Teams`,
      'Kwabena Ofori: sent today by e-mail',
      `${NASREEN}: sent today in Teams`,
      'Peter Wainscott: sent today by e-mail',
    ]);
  });

  test('whom nothing reaches are a list of their own, with the reason and what would help', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE, 'Kwabena Ofori', 'Peter Wainscott']);
    await l.delivered('staff', 'Kwabena Ofori', 'blocked', '2026-11-20T09:00:00.000Z');
    const list = await press(await ask("who hasn't signed"), "Who can't be reached (2)");
    expect(list.title).toBe("2 people can't be reached");
    const rows = list.nodes.flatMap((node) => (node.kind === 'rows' ? node.rows : []));
    expect(rows.map(({ title, detail }) => `${title}: ${detail?.split(' · ').at(-1)}`)).toEqual([
      'Kwabena Ofori: has blocked the bot in Teams',
      'Peter Wainscott: no Microsoft account known',
    ]);
    const help = wordsIn(list);
    expect(help).toContain('What would help');
    for (const part of ['choose Unblock', 'into the people list', 'set up e-mail'])
      expect(help.some((words) => words.includes(part))).toBe(true);
  });

  test('where nothing is set up to write to people with, that is the reason, and what would help', async () => {
    l = await larkenmere(await (await fresh()).open(), { ...school, channels: { ...school.channels, order: [] } });
    await l.signing('staff', 'Staff ICT agreement', [EMRE]);
    const list = await press(await ask("who hasn't signed"), "Who can't be reached (1)");
    const rows = list.nodes.flatMap((node) => (node.kind === 'rows' ? node.rows : []));
    expect(rows.map(({ detail }) => detail?.split(' · ').at(-1))).toEqual(['no way to write to people is set up']);
    expect(wordsIn(list)).toContainEqual(expect.stringMatching(/^Nothing is set up by which/));
    expect(wordsIn(await ask("remind who hasn't signed"))).toContain(
      `1 can't be reached: ${EMRE} (no way to write to people is set up).`,
    );
  });

  test('pressing twice, or two people pressing, reminds once a day; the next day it can be done again', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE, NASREEN]);
    const view = await ask("remind who hasn't signed");
    const other = await ask("remind who hasn't signed", HEAD);
    await Promise.all([press(view, 'Send'), press(view, 'Send'), press(other, 'Send', HEAD)]);
    await l.settle();
    expect(sent()).toEqual([EMRE, NASREEN]);
    expect((await press(view, 'Send')).title).toBe('Nobody else to remind');
    const again = await ask("remind who hasn't signed");
    expect(again.title).toBe('Nobody can be reminded now');
    expect(wordsIn(again)).toEqual(['2 people have a reminder from that day already: one a day is enough.']);
    expect(labelsIn(again)).toEqual([]);
    await l.settle();
    expect(sent()).toEqual([EMRE, NASREEN]);
    expect(await reminders()).toHaveLength(1);

    l.clock.set('2026-11-24T09:00:00.000Z');
    await press(await ask("remind who hasn't signed"), 'Send');
    await l.settle();
    expect(sent()).toEqual([EMRE, EMRE, NASREEN, NASREEN]);
  });

  test('reaches those who were shown and still have to sign, nobody asked since', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE, NASREEN]);
    const view = await ask("remind who hasn't signed");
    l.clock.set('2026-11-23T09:05:00.000Z');
    await l.store.db
      .updateTable('assignments')
      .set({ state: 'acknowledged' })
      .where('id', '=', `staff ${EMRE}`)
      .execute();
    await l.store.db
      .updateTable('assignments')
      .set({ created_at: '2026-11-23T09:04:00.000Z' })
      .where('id', '=', `staff ${NASREEN}`)
      .execute();
    await l.signing('supply', 'Supply staff agreement', [DENISE]);
    expect((await press(view, 'Send')).title).toBe('Reminding 1 person');
    await l.settle();
    expect(sent()).toEqual([DENISE]);
  });

  test('who signs before the reminder goes out gets none', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE, NASREEN]);
    await press(await ask("remind who hasn't signed"), 'Send');
    await l.store.db
      .updateTable('assignments')
      .set({ state: 'acknowledged' })
      .where('id', '=', `staff ${EMRE}`)
      .execute();
    await l.settle();
    expect(sent()).toEqual([NASREEN]);
  });

  test("outside the school's hours it offers the next morning of school, and sends then", async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE]);
    // A Friday evening.
    l.clock.set('2026-11-27T19:00:00.000Z');
    const view = await ask("remind who hasn't signed");
    expect(wordsIn(view)[0]).toBe(
      "It is outside the school's hours. I can send it to 1 person on Monday 30 November at 07:30, in Teams.",
    );
    const done = await press(view, 'Send on Monday 30 November at 07:30');
    expect(done.title).toBe('1 person will be reminded');
    await l.settle();
    expect(sent()).toEqual([]);
    // Asked again on Sunday, the same morning has its one reminder already.
    l.clock.set('2026-11-29T12:00:00.000Z');
    expect((await ask("remind who hasn't signed")).title).toBe('Nobody can be reminded now');
    l.clock.set('2026-11-30T07:30:00.000Z');
    await l.settle();
    expect(sent()).toEqual([EMRE]);
  });

  test('whom somebody reminded by hand, the campaign does not remind the same day', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE, NASREEN]);
    await l.store.db.updateTable('assignments').set({ remind_at: '2026-11-30T07:30:00.000Z' }).execute();
    l.clock.set('2026-11-27T19:00:00.000Z');
    await press(await ask(`remind ${EMRE}`), 'Send on Monday 30 November at 07:30');
    await l.settle();
    l.clock.set('2026-11-30T07:30:00.000Z');
    await l.schedule();
    await l.settle();
    // The others are asked for the first time.
    expect(sent().filter((name) => name === EMRE || name === NASREEN)).toEqual([EMRE, NASREEN]);
    // The rung counts as climbed for both.
    const climbed = await l.store.db.selectFrom('assignments').select('person').where('reminded', '=', 1).execute();
    expect(climbed.map(({ person }) => person).toSorted()).toEqual([idOf(EMRE), idOf(NASREEN)]);
  });

  test('a card of another day sends nothing and asks again', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE]);
    const view = await ask("remind who hasn't signed");
    l.clock.set('2026-11-24T09:00:00.000Z');
    const again = await press(view, 'Send');
    expect(again.title).toBe('Remind 1 person?');
    expect(wordsIn(again)[0]).toBe('This card is from another day, so nothing was sent. This is how it stands now:');
    await l.settle();
    expect(sent()).toEqual([]);
  });

  test('somebody with several agreements gets one reminder, of the most pressing', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE], { due: '2026-12-04' });
    await l.signing('loan', 'Equipment loan agreement', [EMRE], { due: '2026-11-20' });
    await press(await ask("remind who hasn't signed"), 'Send');
    await l.settle();
    expect(l.mailbox.of(idOf(EMRE)).map(({ title }) => title)).toEqual(['Equipment loan agreement']);
  });

  test('a line manager reminds the team and nobody else; whoever lost the right, nobody', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE, 'Kiran Patel']);
    const view = await ask("remind who hasn't signed", 'Stephen Garbutt');
    await press(view, 'Send', 'Stephen Garbutt');
    await l.store.db.deleteFrom('person_roles').where('person', '=', idOf('Stephen Garbutt')).execute();
    await l.settle();
    expect(sent()).toEqual([]);
  });

  test('many are reminded in batches, each recorded, and a run that is cut off goes on', async () => {
    const people = Array.from({ length: 450 }, (_, i) => `Person ${String(i).padStart(3, '0')}`);
    await l.add(people);
    await l.signing('staff', 'Staff ICT agreement', people);
    const view = await ask("remind who hasn't signed");
    expect(wordsIn(view)).toEqual(['450 people, now, in Teams.']);
    await press(view, 'Send');
    await l.settle();
    expect(sent()).toEqual(people);
    expect((await reminders()).map(({ body }) => JSON.parse(body).people)).toEqual([200, 200, 50]);
  });

  test('"remind her" after asking about one person means that person', async () => {
    await l.signing('staff', 'Staff ICT agreement', [EMRE, NASREEN]);
    await ask(`has ${NASREEN} signed`);
    expect(wordsIn(await ask('remind her'))).toEqual(['1 person, now, in Teams.', NASREEN]);
    expect((await ask('remind sarah')).title).toBe('Who do you mean?');
    expect((await ask('remind nobody at all')).title).toBe('I have done nothing');
  });
});
