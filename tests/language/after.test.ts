import { openStore } from '../../shared/adapters/store/store.ts';
import type { View } from '../../shared/view/view.ts';
import { viewOf } from '../fakes/app.ts';
import { type Larkenmere, labelsIn, larkenmere, namesIn } from '../progress/larkenmere.ts';

const MANAGER = 'Helen Tidswell';
const LINE_MANAGER = 'Stephen Garbutt';

let l: Larkenmere;
beforeEach(async () => {
  l = await larkenmere(await openStore({ dataDir: ':memory:' }));
  await l.signing('staff', 'Staff ICT agreement', [
    { person: 'Emre Yıldız', due: '2026-11-13' },
    'Denise Holroyd',
    'Kiran Patel',
    { person: 'Meera Patel', due: '2026-11-13' },
    'Sarah Linfoot',
    'Sarah Okonjo',
    'Patricia Enderby',
  ]);
});
afterEach(() => l.store.close());

const say = async (text: string, who = MANAGER): Promise<View> => viewOf(await l.as(who).say(text));
const textIn = (view: View) => view.nodes.flatMap((node) => (node.kind === 'text' ? [node.text] : [])).join(' ');
const jobs = async () => (await l.store.db.selectFrom('jobs').select('id').execute()).length;

describe('a correction takes the place of what was asked', () => {
  test.each([
    ['not science, maths', ['Kiran Patel', 'Meera Patel']],
    ['no, not science but maths', ['Kiran Patel', 'Meera Patel']],
    ['sorry I meant maths not science', ['Kiran Patel', 'Meera Patel']],
    ['maths, not science', ['Kiran Patel', 'Meera Patel']],
    ['no I meant maths', ['Kiran Patel', 'Meera Patel']],
    ['what about governors', ['Patricia Enderby']],
    ['and the governors?', ['Patricia Enderby']],
  ])('%s', async (words, names) => {
    expect(namesIn(await say("who hasn't signed in science"))).toEqual(['Denise Holroyd', 'Emre Yıldız']);
    expect(namesIn(await say(words))).toEqual(names);
  });

  test.each(['and the overdue ones', 'the overdue ones', 'what about the overdue ones?', 'only the late ones'])(
    '"%s" keeps the group',
    async (words) => {
      await say("who hasn't signed in maths");
      expect(namesIn(await say(words))).toEqual(['Meera Patel']);
    },
  );

  test('an agreement too', async () => {
    await l.signing('loan', 'Equipment loan agreement', ['Lee Hartshorn']);
    await say("who hasn't signed the staff ICT agreement");
    expect(namesIn(await say('not the staff ICT agreement, the equipment loan'))).toEqual(['Lee Hartshorn']);
  });

  test('of a group that nobody knows nothing is taken for meant', async () => {
    await say("who hasn't signed in science");
    for (const words of ['not sure, maybe', 'not that, please', 'not Narnia but Mordor'])
      expect(namesIn(await say(words))).toEqual([]);
  });
});

describe('by its place', () => {
  test.each([
    ['the second one', 'Sarah Okonjo'],
    ['number 2 please', 'Sarah Okonjo'],
    ['2', 'Sarah Okonjo'],
    ['the last', 'Sarah Okonjo'],
    ['the first', 'Sarah Linfoot'],
    ['I mean the first one', 'Sarah Linfoot'],
  ])('"%s" presses that button of a question', async (words, name) => {
    expect(labelsIn(await say('has Sarah signed?'))).toEqual(['Sarah Linfoot, English', 'Sarah Okonjo, Primary']);
    expect((await say(words)).title).toBe(name);
  });

  test('a line of a list is shown by itself, and "them" are still those of the list', async () => {
    expect(namesIn(await say("who hasn't signed in maths"))).toEqual(['Kiran Patel', 'Meera Patel']);
    const line = await say('the second one');
    expect([line.title, textIn(line)]).toEqual(['Meera Patel', expect.stringContaining('overdue since 13 November')]);
    expect((await say('remind them')).title).toBe('Remind 2 people?');
  });

  test('what could be meant by a sentence, too', async () => {
    const near = labelsIn(await say('signatures or loans'));
    expect(near.length).toBeGreaterThan(1);
    expect(await say('the first')).toEqual(await say(near[0] as string));
  });

  test('a question in between changes nothing of what the talk is about', async () => {
    await say("who hasn't signed in maths");
    await say('has Sarah signed?');
    expect((await say('remind them')).title).toBe('Remind 2 people?');
  });

  test('one that there is not, and a list that there is not, are told kindly', async () => {
    expect((await say('the second one')).title).toBe('Which one do you mean?');
    await say('has Sarah signed?');
    expect((await say('number 7')).title).toBe('There are only 2 of them');
    expect((await say('the second one', LINE_MANAGER)).title).toBe('Which one do you mean?');
  });

  test('never presses what changes something: "the first" of "Remind 2 people?" sends nothing', async () => {
    const before = await jobs();
    await say('remind maths');
    for (const words of ['the first', 'number 1', 'the last', '2']) await say(words);
    expect(await jobs()).toBe(before);
  });
});

test.each([
  ['no', 'All right, I have done nothing'],
  ['No.', 'All right, I have done nothing'],
  ['no thanks', 'All right, I have done nothing'],
  ['never mind', 'All right, I have done nothing'],
  ['thanks!', "You're welcome"],
  ['ok', 'All right'],
  ['yes', 'Which one, please?'],
  ['bye', 'Goodbye'],
])('after a list, "%s" begins nothing: %s', async (words, title) => {
  await say("who hasn't signed the staff agreement");
  const before = await jobs();
  const answer = await say(words);
  expect([answer.title, labelsIn(answer)]).toEqual([title, []]);
  expect(await jobs()).toBe(before);
  expect((await say('remind them')).title).toMatch(/^Remind \d people\?$/);
});
