import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isSchoolDay, isSendable, nextSendable } from '../../shared/calendar.ts';
import { nextReminder } from '../../shared/campaigns/ladder.ts';
import { parseSchool, type School } from '../../shared/school.ts';
import { addDays, dayOf } from '../../shared/time.ts';

const larkenmere = parseSchool(
  readFileSync(new URL('../../infra/sandbox/school/school.yaml', import.meta.url), 'utf8'),
);
const local = (text: string, zone = 'Europe/London') => DateTime.fromISO(text, { zone }).toJSDate();
const said = (moment: Date, zone = 'Europe/London') =>
  DateTime.fromJSDate(moment, { zone }).toFormat('yyyy-MM-dd HH:mm');

describe('the next moment at which people may be written to is', () => {
  test.each([
    ['the moment itself, in hours on a school day', '2026-11-23T09:00', '2026-11-23 09:00'],
    ['the first minute of the hours', '2026-11-23T07:30', '2026-11-23 07:30'],
    ['the same morning, before school', '2026-11-23T05:00', '2026-11-23 07:30'],
    ['the next morning, from the last of the hours on', '2026-11-23T18:00', '2026-11-24 07:30'],
    ['Monday, from Friday evening', '2026-11-27T18:01', '2026-11-30 07:30'],
    ['Monday, on a Saturday', '2026-11-28T11:00', '2026-11-30 07:30'],
    ['after half-term', '2026-10-26T11:00', '2026-11-02 07:30'],
    ['after Christmas', '2026-12-18T18:30', '2027-01-04 07:30'],
    ['after a bank holiday', '2027-05-03T09:00', '2027-05-04 07:30'],
    ['in September, from the summer', '2027-07-22T09:00', '2027-09-01 07:30'],
    ['any weekday, before the first term that is known', '2026-08-03T09:00', '2026-08-03 09:00'],
    ['any weekday, after the last', '2029-08-11T09:00', '2029-08-13 07:30'],
    ['on British winter time, the Monday after the clocks went back', '2027-10-31T01:30', '2027-11-01 07:30'],
    ['on British summer time, the Monday after they went forward', '2028-03-25T12:00', '2028-03-27 07:30'],
  ])('%s', (_, from, to) => {
    expect(said(nextSendable(local(from), larkenmere))).toBe(to);
  });

  test('07:30 on the school clock, an hour apart in UTC in winter and summer', () => {
    const utc = (day: string) =>
      nextSendable(local(`${day}T00:00`), larkenmere)
        .toISOString()
        .slice(11, 16);
    expect([utc('2027-01-11'), utc('2027-06-14')]).toEqual(['07:30', '06:30']);
  });

  test('of a school elsewhere, on its own clock', () => {
    const auckland = { ...larkenmere, school: { name: 'Tūī School', timezone: 'Pacific/Auckland' }, terms: [] };
    expect(said(nextSendable(new Date('2026-11-20T20:00:00Z'), auckland), 'Pacific/Auckland')).toBe('2026-11-23 07:30');
  });

  test('not in a gap of the clock: hours that begin in one begin when it is over', () => {
    const cairo: School = {
      ...larkenmere,
      school: { name: 'Nile School', timezone: 'Africa/Cairo' },
      hours: { from: '00:30', to: '12:00' },
      terms: [],
    };
    // In Egypt, Friday 24 April 2026 began at 01:00.
    expect(said(nextSendable(local('2026-04-23T13:00', 'Africa/Cairo'), cairo), 'Africa/Cairo')).toBe(
      '2026-04-24 01:30',
    );
  });
});

const A_YEAR_MS = 365 * 86_400_000;
const day = fc.integer({ min: 0, max: 1_500 }).map((days) => addDays('2026-06-01', days));
const moments = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
  .map((date) => date);
const spans = fc
  .tuple(day, fc.integer({ min: 0, max: 100 }))
  .map(([from, length]) => ({ from, to: addDays(from, length) }));
const twoDigits = (n: number) => String(n).padStart(2, '0');
const hours = fc
  .tuple(fc.integer({ min: 0, max: 1_438 }), fc.integer({ min: 1, max: 1_439 }))
  .filter(([from, to]) => from < to)
  .map((ends) => ends.map((minutes) => `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`))
  .map(([from, to]) => ({ from: from as string, to: to as string }));
const schools: fc.Arbitrary<School> = fc.record({
  school: fc.record({
    name: fc.constant('A school'),
    timezone: fc.constantFrom('Europe/London', 'America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe', 'UTC'),
  }),
  hours,
  terms: fc.array(
    fc.tuple(spans, fc.option(spans)).map(([span, half]) => ({ name: '', ...span, ...(half && { half_term: half }) })),
    { maxLength: 6 },
  ),
  holidays: fc.array(day, { maxLength: 20 }),
  reminders: fc.record({
    before: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 3 }),
    after: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 3 }),
    then_every: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  }),
}) as fc.Arbitrary<School>;

describe('for any school', () => {
  test('the next moment is allowed, is not before, and nothing allowed lies between', () => {
    fc.assert(
      fc.property(schools, moments, fc.double({ min: 0, max: 1, noNaN: true }), (school, moment, part) => {
        const next = nextSendable(moment, school);
        // Only a calendar without an open day for more than a year has no answer of its own.
        if (next.getTime() - moment.getTime() > A_YEAR_MS) return;
        expect(isSendable(next, school)).toBe(true);
        expect(next >= moment).toBe(true);
        const between = new Date(moment.getTime() + part * (next.getTime() - moment.getTime()));
        if (between < next) expect(isSendable(between, school)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('asking again from the answer gives the answer', () => {
    fc.assert(
      fc.property(schools, moments, (school, moment) => {
        const next = nextSendable(moment, school);
        if (next.getTime() - moment.getTime() < A_YEAR_MS) expect(nextSendable(next, school)).toEqual(next);
      }),
    );
  });

  test('reminders climb: each is allowed and on a later day than the one before', () => {
    fc.assert(
      fc.property(schools, day, day, (school, due, start) => {
        let after = start;
        for (let sent = 0; sent < 8; sent++) {
          const next = nextReminder(due, after, school, null);
          if (!next) return expect(school.reminders.then_every).toBeUndefined();
          const on = dayOf(next, school);
          expect(on > after).toBe(true);
          after = on;
        }
      }),
      { numRuns: 200 },
    );
  });

  test('no reminder goes out after the end', () => {
    fc.assert(
      fc.property(schools, day, day, day, (school, due, after, end) => {
        const next = nextReminder(due, after, school, end);
        if (next) expect(dayOf(next, school) <= end).toBe(true);
      }),
    );
  });
});

describe('reminders of Larkenmere', () => {
  const ladder = (due: string, from: string, times: number) => {
    const days: string[] = [];
    for (let after = from; days.length < times; after = days.at(-1) as string) {
      const next = nextReminder(due, after, larkenmere, null);
      if (!next) break;
      days.push(dayOf(next, larkenmere));
    }
    return days;
  };

  test('go out a week and a day before, a day and three days after, then each week', () => {
    // Due on a Thursday: the third day after is a Sunday, so Monday.
    expect(ladder('2026-12-03', '2026-11-23', 6)).toEqual([
      '2026-11-26',
      '2026-12-02',
      '2026-12-04',
      '2026-12-07',
      '2026-12-14',
      '2027-01-04',
    ]);
  });

  test('that fall into one holiday become one', () => {
    expect(ladder('2026-12-18', '2026-12-16', 3)).toEqual(['2026-12-17', '2027-01-04', '2027-01-11']);
  });

  test('begin after the day on which someone was asked', () => {
    expect(ladder('2026-12-03', '2026-12-02', 1)).toEqual(['2026-12-04']);
  });

  test('of someone years overdue are found at once', () => {
    expect(ladder('1990-01-01', '2026-11-23', 1)[0]).toMatch(/^2026-1/);
  });
});

test('a day off within a term is no school day, and one before it is', () => {
  expect([isSchoolDay('2027-05-03', larkenmere), isSchoolDay('2027-04-30', larkenmere)]).toEqual([false, true]);
});
