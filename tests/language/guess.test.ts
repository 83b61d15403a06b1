import { openStore } from '../../shared/adapters/store/store.ts';
import { buttonOf, viewOf } from '../fakes/app.ts';
import { type Larkenmere, labelsIn, larkenmere } from '../progress/larkenmere.ts';

const MANAGER = 'Helen Tidswell';
const HEAD = 'Margaret Ashdown';

let l: Larkenmere;
beforeAll(async () => {
  l = await larkenmere(await openStore({ dataDir: ':memory:' }));
  await l.signing('staff', 'Staff ICT agreement', ['Emre Yıldız', 'Denise Holroyd', 'Meera Patel']);
});
afterAll(() => l.store.close());

/** What is shown where the next press would change something, or where a list is given away. */
const LEADS_ON = /^(Send|Preview|Send for approval)|^(Remind \d|Your list is ready|Start a campaign|Which item|Bring)/;

/** All that is shown for these words, and then for each button that is offered to choose what was meant. */
async function shownFor(text: string, who: string): Promise<string[]> {
  const reply = await l.as(who).say(text);
  if (reply.kind !== 'view') return [];
  const { view } = reply;
  const shown = [view.title ?? '', ...labelsIn(view)];
  if (view.title !== "I'm not sure what you mean") return shown;
  for (const label of labelsIn(view)) {
    const next = await l.as(who).press(buttonOf(view, label));
    if (next.kind === 'view') shown.push(next.view.title ?? '', ...labelsIn(next.view));
  }
  return shown;
}

const facts = async () =>
  JSON.stringify([
    await l.store.db.selectFrom('deliveries').select('id').execute(),
    await l.store.db.selectFrom('jobs').select('id').execute(),
    await l.store.db.selectFrom('campaigns').select(['id', 'state']).execute(),
    await l.store.db.selectFrom('assignments').select(['id', 'state']).execute(),
  ]);

describe('nothing that changes anything is begun on a guess, not even shown for everybody', () => {
  test.each([
    // Nobody is to be reminded, or not everybody.
    'remind nobody',
    'remind nobody at all',
    'remind no one',
    'remind no-one please',
    'remind none of them',
    "don't remind anyone",
    'dont remind anybody',
    'do not remind maths',
    "please don't remind Emre Yıldız",
    'never remind Emre Yıldız',
    'never remind anyone again',
    'stop reminding people',
    'stop the reminders',
    'no reminders please',
    'no more reminders',
    "don't send any reminders",
    "don't chase anyone",
    "you needn't remind science",
    'remind them not',
    'send no reminder',
    'send no reminders to anyone',
    'send the reminders to nobody',
    'remind everyone except maths',
    'remind everyone but not science',
    'remind everyone apart from Emre Yıldız',
    'remind all but Meera Patel',
    'remind everyone not in science',
    "remind anyone who's not signed except the head",
    'cancel the reminders',
    // It is asked, not wanted.
    'did you remind maths',
    'why did you remind everyone',
    'have you reminded everyone',
    // Nobody knows these.
    'remind Ethelred Unready',
    'remind Narnia',
    'remind the wizards to sign',
    'remind everyone in Narnia',
    "remind everyone in the wizard team who hasn't signed",
    'remind everyone about the treaty policy',
    'remind xyzzy',
    'chase up Gandalf',
    'nudge the hobbits',
    'send a reminder to the hobbits',
    'could you give the hobbits a prod about signing',
    'give Gandalf a gentle nudge about the staff agreement',
    "don't publish the staff agreement",
    'publish the staff agreement to Narnia',
    'publish the staff agreement to nobody',
    'publish the staff agreement to Gandalf',
    'send the staff agreement to everyone except maths',
    'ask nobody to sign the staff agreement',
    'ask the hobbits to sign the staff agreement',
    'cancel the Narnia campaign',
    "don't cancel the campaign",
    'cancel everything',
    'close nothing',
    "close nobody's account",
    "don't close Emre Yıldız's account",
    'close the account of Gandalf',
    'close all accounts',
    "close everyone's accounts",
    'block sign-in for Gandalf',
    "I don't want to return my laptop",
    'return nothing',
    'export nothing',
    'export Narnia',
    "don't export anything",
  ])('%s', async (text) => {
    const before = await facts();
    for (const who of [MANAGER, HEAD]) {
      const shown = await shownFor(text, who);
      expect(shown.filter((words) => LEADS_ON.test(words))).toEqual([]);
    }
    expect(await facts()).toBe(before);
  });

  test('somebody whom a name could be is shown alone', async () => {
    expect(viewOf(await l.as(MANAGER).say('remind Emre Yıldız')).title).toBe('Remind 1 person?');
  });
});

describe('what is said of those who are meant is no such "not"', () => {
  test.each([
    ["remind everyone who hasn't signed", 3],
    ["remind all who haven't signed yet", 3],
    ['please remind those who have never signed', 3],
    ["remind people that didn't sign", 3],
    ['no, remind maths', 1],
    ['so please send a reminder to science', 2],
  ])('%s', async (text, people) => {
    const view = viewOf(await l.as(MANAGER).say(text));
    expect(view.title).toBe(`Remind ${people} ${people === 1 ? 'person' : 'people'}?`);
  });
});
