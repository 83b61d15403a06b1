import { effects } from '../../shared/features.ts';
import { EFFECTS } from '../../shared/requests/effect.ts';
import { parseSchool, type School } from '../../shared/school.ts';
import type { Input, View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { eachStore, onSqlite } from '../fakes/store.ts';
import { ask, type Cast, cast, latest, schoolWith, sendButton, stateOf } from './school.ts';

/** An answer to every field of a form, whatever it asks. */
function anything(form: View): Record<string, string> {
  const answer = ({ id, input, choices }: Input): string => {
    switch (input) {
      case 'choice':
        return choices?.[0]?.value ?? '';
      case 'toggle':
        return 'true';
      case 'date':
        return id.includes('until') ? '2026-12-11' : '2026-11-24';
      default:
        return 'Two';
    }
  };
  return Object.fromEntries(
    form.nodes.flatMap((node) => (node.kind === 'input' && node.id !== 'whom' ? [[node.id, answer(node)]] : [])),
  );
}

/** Has everyone who is asked agree, until nobody is asked any more. */
async function everyoneAgrees(school: Cast, deciders: Someone[]) {
  for (let turn = 0; turn < 4 && (await stateOf(school)) === 'open'; turn++) {
    await school.settle();
    for (const one of deciders) {
      const card = school.mailbox.of(one.objectId).at(-1);
      if (card && wordsOf(card).includes('"Agree"')) await one.press(buttonOf(card, 'Agree'));
    }
  }
}

/** What somebody must have to lend isn't here. */
const OWN = (rules: School) =>
  Object.entries(rules.requests.kinds).filter(([, { form, effect }]) => form && effect !== 'loan');

describe('the kinds that come with the product', () => {
  onSqlite((fresh) => {
    test.each(OWN(schoolWith()).map(([id]) => id))('%s can be asked for, decided and granted', async (kind) => {
      const school = await cast(await fresh());
      const { head, ict, senior, office } = school;
      const manager = await school.person('Omar Sayed');
      const asker = await school.person('Lee Chu', { manager: manager.id });
      const form = viewOf(await asker.press({ action: 'requests.ask', input: { kind } }));
      viewOf(await asker.press(sendButton(form), anything(form)));
      await everyoneAgrees(school, [head, ict, senior, office, manager]);
      expect(await stateOf(school)).toBe('granted');
      const decided = await school.store.db.selectFrom('request_decisions').select('person').execute();
      expect(new Set(decided.map(({ person }) => person)).size).toBe(decided.length);
    });
  });

  test('are the thirteen that schools ask for', () => {
    const kinds = Object.keys(parseSchool('school: { name: A }').requests.kinds);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'equipment-loan',
        'access',
        'guest-wifi',
        'personal-device',
        'photography',
        'recording',
        'exception',
        'software',
        'remote-access',
        'social-media',
        'one-to-one',
        'personal-use',
        'disposal',
      ]),
    );
  });
});

test('whatever a kind can mean elsewhere, some feature does', () => {
  expect([...effects.keys()].sort()).toEqual([...EFFECTS].sort());
});

describe('a school that says what may be asked for', () => {
  eachStore((fresh) => {
    test('adds a kind with a few lines and no code', async () => {
      const school = await cast(
        await fresh(),
        schoolWith(`
  kinds:
    minibus:
      title: The minibus
      words: [minibus, bus]
      fields:
        - { id: where, label: Where to?, required: true }
        - { id: day, label: On, input: date, required: true, not_before: today }
      decide: [{ ask: [office] }]
      holds: { from: day, until: day }
      ends: { by: office, task: Look that the keys are back }
`),
      );
      const { teacher, office } = school;
      expect(wordsOf(viewOf(await teacher.say('ask for something')))).toContain('The minibus');
      const sent = await ask(teacher, 'minibus', { answer_where: 'The farm', answer_day: '2026-11-25' });
      expect(wordsOf(sent)).toContain('Waits for Helen Tidswell');
      await school.settle();
      await office.press(buttonOf(latest(school, office), 'Agree'));
      await school.settle();
      expect(wordsOf(latest(school, teacher))).toContain('Granted by Helen Tidswell, until Wednesday 25 November 2026');
      school.clock.set('2026-11-26T10:00:00Z');
      await school.app.worker.schedule();
      await school.settle();
      expect(wordsOf(latest(school, office))).toContain('Look that the keys are back');
      await office.press(buttonOf(latest(school, office), 'It is done'));
      expect(await stateOf(school)).toBe('ended');
    });

    test('changes one line of a kind, and turns another off', async () => {
      const rules = schoolWith(`
  kinds:
    exception: { title: Something special, decide: [{ ask: [office] }] }
    disposal: false
`);
      const school = await cast(await fresh(), rules);
      const menu = wordsOf(viewOf(await school.teacher.say('ask for something')));
      expect(menu).toContain('Something special');
      expect(menu).not.toContain('Dispose of equipment');
      expect(rules.requests.kinds.exception).toMatchObject({ holds: { most: 366 }, ends: { by: 'ict' } });
    });
  });

  test.each([
    ['kinds:\n    x: { titel: X, decide: [{ ask: [head] }] }', /:4: requests\.kinds\.x\.titel: isn't a setting here/],
    ['kinds:\n    x: { title: X }', /:4: requests\.kinds\.x\.decide: is missing/],
    ['kinds:\n    x: { title: X, decide: [] }', /:4: requests\.kinds\.x\.decide: say who decides/],
    ['kinds:\n    x: { title: X, decide: [{ ask: [hed] }] }', /"hed" is nobody/],
    ['kinds:\n    x: { title: X, decide: [{ ask: [head], need: 2 }] }', /more decisions than there are deciders/],
    ['kinds:\n    x: { title: X, decide: [{ ask: [head] }], holds: { until: day } }', /there is no date field "day"/],
    ['kinds:\n    exception: { decid: [] }', /:4: requests\.kinds\.exception\.decid: isn't a setting here/],
    ['kinds: { X y: false }', /use small letters/],
    [
      'deputies:\n    head: { who: senior }\n    senior: { who: office }\n    office: { who: head }',
      /:4: requests\.deputies\.head: deputies lead round in a circle: head, then senior, then office, then head/,
    ],
    ['deputies:\n    head: { who: head }', /round in a circle: head, then head/],
    ['deputies:\n    head: { who: senior, after: soon }', /write a number of days as 7d/],
    ['owners: []', /name at least one/],
    [
      'kinds:\n    x: { title: X, decide: [{ ask: [head] }], effect: lone }',
      /:4: requests\.kinds\.x\.effect: write one of loan, loan-extension, disposal, close-account/,
    ],
  ])('%j names the line and says what to write', (section, sentence) => {
    expect(() => parseSchool(`school: { name: A }\nrequests:\n  ${section}`)).toThrow(sentence);
  });
});
