import { openStore } from '../../shared/adapters/store/store.ts';
import { buttonOf, viewOf } from '../fakes/app.ts';
import { type Larkenmere, labelsIn, larkenmere, namesIn } from '../progress/larkenmere.ts';

const MANAGER = 'Helen Tidswell';
const TEACHER = 'Kiran Patel';

let l: Larkenmere;
beforeEach(async () => {
  l = await larkenmere(await openStore({ dataDir: ':memory:' }));
  await l.signing('staff', 'Staff ICT agreement', ['Emre Yıldız', 'Kiran Patel', 'Meera Patel']);
});
afterEach(() => l.store.close());

const say = async (text: string, who = MANAGER) => viewOf(await l.as(who).say(text));

test('what no phrase foresaw is understood all the same', async () => {
  expect(namesIn(await say('whos not done it in science yet'))).toEqual(['Emre Yıldız']);
  expect(namesIn(await say('any stragglers in the maths dept?'))).toEqual(['Kiran Patel', 'Meera Patel']);
  expect((await say('give the maths lot a nudge about the staff agreement')).title).toBe('Remind 2 people?');
});

test('an agreement that is named is opened', async () => {
  expect((await say('let me have a look at the staff ICT agreement', TEACHER)).title).toBe('Staff ICT agreement');
  expect(JSON.stringify(await say('I would like to sign the staff ICT agreement', TEACHER))).toContain(
    'Staff ICT agreement',
  );
});

test('what nothing serves yet is said to be so, and nothing is pretended', async () => {
  const lost = await say('i lost my school ipad on the bus', TEACHER);
  expect(lost.title).toBe('Please tell somebody now');
  expect(JSON.stringify(lost)).toContain('nobody has been told');
  expect(labelsIn(lost)).toEqual(['What our policy says']);
  expect((await l.as(TEACHER).press(buttonOf(lost, 'What our policy says'))).kind).toBe('view');
  expect((await say('is anybody visiting us today?')).title).toBe("I don't keep the visitors' book yet");
  expect((await say('which policies are due for review')).title).toBe("I don't watch review dates yet");
});

test('what somebody’s role does not include is refused, however it is said', async () => {
  expect(await l.as(TEACHER).say('which technicians do not have multi-factor authentication?')).toEqual({
    kind: 'refusal',
    words: "Your role at school doesn't include this. If you think it should, please ask your headteacher.",
  });
});
