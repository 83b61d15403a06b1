import { command } from '../../shared/feature.ts';
import { findDates } from '../../shared/language/dates.ts';
import { findDay } from '../../shared/language/day.ts';
import { interpret } from '../../shared/language/interpret.ts';
import { monday, school } from '../fakes/school.ts';

describe('a day, as one writes it in Britain on Monday 23 November 2026', () => {
  test.each([
    ['31 August', '2027-08-31', '2026-08-31'],
    ['31st of August 2027', '2027-08-31', '2027-08-31'],
    ['31/8/27', '2027-08-31', '2027-08-31'],
    ['3/4', '2027-04-03', '2026-04-03'],
    ['31.08.2027', '2027-08-31', '2027-08-31'],
    ['2027-08-31', '2027-08-31', '2027-08-31'],
    ['the end of August', '2027-08-31', '2026-08-31'],
    ['Friday', '2026-11-27', '2026-11-20'],
    ['this Friday', '2026-11-27', '2026-11-20'],
    ['Friday 4 December', '2026-12-04', '2025-12-04'],
    ['today', '2026-11-23', '2026-11-23'],
    ['tomorrow', '2026-11-24', '2026-11-24'],
    ['yesterday', '2026-11-22', '2026-11-22'],
    ['in two weeks', '2026-12-07', '2026-12-07'],
  ])('%s: %s to come, %s when it is over', (typed, future, past) => {
    expect([findDay(typed, monday, school, 'future'), findDay(typed, monday, school, 'past')]).toEqual([future, past]);
  });

  test.each(['August', 'soon', '31 February', 'end of term', 'at 5pm', '12 tablets', '1 May or 2 May', 'Patel', ''])(
    '%j is none',
    (typed) => {
      expect(findDay(typed, monday, school, 'future')).toBeNull();
    },
  );

  test("counts from the school's own day, in summer too", () => {
    const lateInJune = new Date('2026-06-30T23:30:00Z');
    expect(findDay('today', lateInJune, school, 'future')).toBe('2026-07-01');
  });
});

describe('the days of a sentence, on Monday 23 November 2026', () => {
  test.each([
    ['12 tablets, thu to fri next week', '2026-12-03', '2026-12-04'],
    ['from Thursday until Friday', '2026-11-26', '2026-11-27'],
    ['Thursday to Tuesday next week', '2026-11-26', '2026-12-01'],
    ['this Thursday to Friday next week', '2026-11-26', '2026-12-04'],
    ['Monday until 12 June', '2026-11-30', '2027-06-12'],
  ])('%s: from %s until %s', (said, from, to) => {
    expect(findDates(said, monday, school)).toMatchObject({ from, to });
  });
});

describe('a sentence with a day in it', () => {
  const leaves = command({
    id: 'leaves',
    title: 'somebody leaves',
    hint: '',
    who: 'person',
    phrases: ['{person} leaves/leaving (on) {day}'],
    run: async () => ({ title: '', nodes: [] }),
  });
  const slots = (text: string) => {
    const meaning = interpret(text, [leaves], { agreements: [], groups: [] });
    return meaning.kind === 'command' ? meaning.slots : null;
  };

  test.each([
    ['Sarah Patel leaves on 31 August', { person: 'Sarah Patel', day: '31 August' }],
    ['sarah patel leaving 31/8/27 please', { person: 'sarah patel', day: '31/8/27' }],
    ['May leaves this Friday', { person: 'May', day: 'this Friday' }],
  ])('%s', (text, found) => {
    expect(slots(text)).toEqual(found);
  });

  test('is not understood when the day is none', () => {
    expect(slots('Sarah Patel leaves on Patel')).toBeNull();
  });
});
