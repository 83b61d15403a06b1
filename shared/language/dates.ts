import { GB } from 'chrono-node/en';
import { DateTime, type DurationLikeObject } from 'luxon';
import type { School } from '../school.ts';
import { dayOf } from '../time.ts';
import type { Towards } from './day.ts';

/** The days that a sentence names, yyyy-mm-dd, and where in it they stand. */
export interface Dates {
  from?: string | undefined;
  to?: string | undefined;
  /** What speaks of time, from and to which character: no part of anybody's name. */
  spans: { start: number; end: number }[];
}

/** A day as it stands in a sentence; which one it is depends on what comes before it. */
interface Day {
  start: number;
  end: number;
  /** Second of two that belong together: "8/12 until 10/12". */
  ends?: true;
  /** A name alone, as "Thursday": its number in the week. */
  bare?: number;
  /** It says which week: "Friday next week". */
  ofWeek?: true;
  on(towards: Towards): DateTime | null;
}

const NUMBER = '(?:\\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple of)';
const UNIT = '(?:day|week|fortnight|month)';
const WEEKDAY =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

const DURATION = new RegExp(
  `\\bfor (?:about |another |up to )?(${NUMBER}) (?:school |whole )?(${UNIT})s?\\b|\\b(${NUMBER}) (${UNIT})s? (?=(?:from|starting|beginning)\\b(?! ${WEEKDAY}))`,
  'i',
);
const WEEKS_ON = new RegExp(
  `\\b(an?|one|two|three) (week|fortnight)s? (?:on|from|after) (${WEEKDAY}|today|tomorrow)\\b|\\b(an?|one|two) (week|fortnight)s? (today|tomorrow)\\b|\\b(${WEEKDAY}|today|tomorrow) (week|fortnight)\\b`,
  'gi',
);
// "Friday 4 December" is the fourth: the number says more than the name, and Chrono reads it.
const ON_WEEKDAY = new RegExp(
  `(?:\\b(next|this|last|coming|this coming|past) )?\\b(${WEEKDAY})\\b(?: (?:of )?(next|last|this) week\\b)?(?!,? (?:the )?\\d{1,2}(?:st|nd|rd|th)?[ /.](?:of )?(?:${MONTH}|\\d))`,
  'gi',
);
const IN_WEEKS = new RegExp(`\\bin (${NUMBER}) (${UNIT})(?:s|['’]s|s['’])?(?: time)?\\b`, 'gi');
const THE_NTH = new RegExp(
  `\\b(?:on|by|until|till?|from|since|before|after|between|and|to) the (\\d{1,2})(?:st|nd|rd|th)\\b(?! (?:of )?${MONTH}| (?:and|to|of) )`,
  'gi',
);

/** Words that have to do with days at all; a sentence without one isn't searched. */
const SPEAKS_OF_TIME = new RegExp(
  `\\d|\\b(?:${WEEKDAY}|today|tomorrow|tmrw|tmr|tomoz|yesterday|weeks?|fortnight)\\b`,
  'i',
);

const UNTIL =
  /\b(?:(?:un)?till?|up to|by|before|no later than|not later than|deadline(?: of| is)?:?|due(?: on)?|ending|ends?|through to|thru|closing|expir(?:es|ing)) ?(?:on )?(?:the )?$/i;
const AND_TO = /(?:\b(?:to|and|till?|until|through)|[-–—]) ?(?:on )?(?:the )?$/i;
const SINCE = /\b(?:since|ever since|last|past) ?(?:the )?$/i;

/**
 * The first and the last day that a sentence names, as the British say them: "Friday week", "8/12 until 10/12", "for two
 * weeks from 2 December", "since Friday". One day alone is `from`, after "until" or "by" it is `to`. What is no certain day
 * (the end of term) is none.
 */
export function findDates(text: string, now: Date, school: Pick<School, 'school'>, towards: Towards = 'future'): Dates {
  if (!SPEAKS_OF_TIME.test(text)) return { spans: [] };
  const today = DateTime.fromISO(dayOf(now, school), { zone: 'utc' }).set({ hour: 12 });
  const lasting = DURATION.exec(text);
  const hidden = lasting ? blanked(text, lasting.index, lasting.index + lasting[0].length) : text;
  const days = daysIn(hidden, today).toSorted((a, b) => a.start - b.start);
  const spans = days.map(({ start, end }) => ({ start, end }));
  if (lasting) spans.push({ start: lasting.index, end: lasting.index + lasting[0].trimEnd().length });

  let from: DateTime | null = null;
  let to: DateTime | null = null;
  let first: Day | null = null;
  for (const day of days) {
    const before = text.slice(0, day.start);
    if (UNTIL.test(before)) to ??= day.on(from && towards === 'past' ? 'past' : 'future');
    else if (from && (day.ends || AND_TO.test(before))) to ??= day.on(towards);
    else if (!from) {
      from = day.on(SINCE.test(before) ? 'past' : towards);
      first = day;
    }
    // "Thursday to Friday next week": the week is said once, and is that of both.
    if (to && day.ofWeek && first?.bare && first.bare <= to.weekday) from = to.set({ weekday: first.bare as 1 });
  }
  if (from && !to && lasting) to = from.plus(length(lasting[1] ?? lasting[3], lasting[2] ?? lasting[4]));
  // "Thursday to Wednesday" goes on into the next week, "20 December to 5 January" into the next year.
  if (from && to && to < from) to = to.plus(from.diff(to, 'days').days < 7 ? { weeks: 1 } : { years: 1 });
  const said = (day: DateTime | null) => day?.toISODate() ?? undefined;
  return { from: said(from), to: said(to), spans };
}

/** The same text with spaces in one place, so that everything else stands where it stood. */
const blanked = (text: string, start: number, end: number): string =>
  text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);

function daysIn(text: string, today: DateTime): Day[] {
  const days: Day[] = [];
  let rest = text;
  const take = (
    pattern: RegExp,
    on: (found: RegExpExecArray) => Day['on'] | null,
    about: (found: RegExpExecArray) => Pick<Day, 'bare' | 'ofWeek'> = () => ({}),
  ) => {
    for (const found of rest.matchAll(pattern)) {
      const which = on(found as RegExpExecArray);
      if (!which) continue;
      const place = { start: found.index, end: found.index + found[0].length };
      days.push({ ...place, on: which, ...about(found as RegExpExecArray) });
      rest = blanked(rest, place.start, place.end);
    }
  };
  take(WEEKS_ON, ([, n1, unit1, day1, n2, unit2, day2, day3, unit3]) => {
    const day = day1 ?? day2 ?? day3 ?? '';
    const more = length(n1 ?? n2, unit1 ?? unit2 ?? unit3);
    return () => (/^to/i.test(day) ? relative(day, today) : coming(weekdayOf(day), today)).plus(more);
  });
  take(
    ON_WEEKDAY,
    (found) => {
      const [all, which = '', day = '', ofWeek] = found;
      // The sun shines and he sat down: the short names need a word that makes them days.
      const isShort = /^(?:sat|sun|mon|wed)$/i.test(day);
      if (
        isShort &&
        !which &&
        !ofWeek &&
        !MAKES_A_DAY.test(rest.slice(0, found.index)) &&
        !AND_DAY.test(rest.slice(found.index + all.length))
      )
        return null;
      const number = weekdayOf(day);
      const week = (ofWeek ?? (/^next$/i.test(which) ? 'next' : '')).toLowerCase();
      if (week) {
        const inThis = today.set({ weekday: number as 1 });
        return () => inThis.plus({ weeks: week === 'next' ? 1 : week === 'last' ? -1 : 0 });
      }
      if (/^(?:last|past)$/i.test(which)) return () => gone(number, today);
      if (which) return () => coming(number, today);
      return (towards) => (towards === 'past' ? gone : coming)(number, today);
    },
    ([, which, day = '', ofWeek]) => (ofWeek ? { ofWeek: true } : which ? {} : { bare: weekdayOf(day) }),
  );
  take(
    IN_WEEKS,
    ([, n, unit]) =>
      () =>
        today.plus(length(n, unit)),
  );
  take(
    THE_NTH,
    ([, nth]) =>
      (towards) =>
        nthOf(Number(nth), today, towards),
  );
  return [...days, ...calendarDays(rest, today)];
}

const MAKES_A_DAY =
  /\b(?:on|by|until|till?|from|since|for|before|after|next|this|last|to|and|between|this coming|due)[ ]$|[-–]$/i;
const AND_DAY = new RegExp(`^ ?(?:-|–|to|till?|until) ?${WEEKDAY}\\b`, 'i');

/** What may be a day of the calendar. Chrono is asked what it says of these alone: of a whole sentence it takes too much. */
const CALENDAR = new RegExp(
  `(?:\\b${WEEKDAY},? (?:the )?)?(?:\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b\\d{1,2}(?:st|nd|rd|th)? ?(?:of )?${MONTH}\\b(?:,? \\d{4}\\b)?|\\b${MONTH} (?:the )?\\d{1,2}(?:st|nd|rd|th)?\\b(?:,? \\d{4}\\b)?|\\b\\d{1,2}[/.]\\d{1,2}(?:[/.]\\d{2,4})?\\b(?! of)|\\b\\d{1,2}-\\d{1,2}-\\d{2,4}\\b)|\\b(?:today|tomorrow|tmrw|tmr|tomoz|yesterday)\\b`,
  'gi',
);

/** Days with a number, and today, tomorrow, yesterday. */
function calendarDays(text: string, today: DateTime): Day[] {
  const days: Day[] = [];
  for (const { 0: said, index } of text.matchAll(CALENDAR)) {
    const [found] = GB.parse(said.replace(/tomoz/i, 'tomorrow'), { instant: today.toJSDate(), timezone: 0 });
    const on = found?.start.isCertain('day') && dayFrom(found.start, today);
    if (!on) continue;
    const place = { start: index, end: index + said.length };
    // "1 to 5 February" and "between 1 and 15 October": the first has the month of the second.
    const first = /\b(\d{1,2})(?:st|nd|rd|th)? ?(?:and|&|to|till?|until|-|–) ?(?:the )?$/.exec(text.slice(0, index));
    if (first && /^\d/.test(said)) {
      days.push({
        start: first.index,
        end: index,
        on: (towards) => on(towards)?.set({ day: Number(first[1]) }) ?? null,
      });
      days.push({ ...place, ends: true, on });
    } else days.push({ ...place, on });
  }
  return days;
}

type Components = ReturnType<typeof GB.parse>[number]['start'];

function dayFrom(found: Components, today: DateTime): Day['on'] | null {
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => found.get(part) as number);
  if (!DateTime.utc(2024, month as number, day as number).isValid) return null;
  if (found.isCertain('year')) return () => DateTime.utc(year as number, month as number, day as number, 12);
  return (towards) => {
    const inThis = today.set({ month: month as number, day: day as number });
    if (towards === 'future') return inThis < today ? inThis.plus({ years: 1 }) : inThis;
    return inThis > today ? inThis.minus({ years: 1 }) : inThis;
  };
}

const DAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const weekdayOf = (name: string): number => DAYS.indexOf(name.slice(0, 2).toLowerCase()) + 1;

/** The next day of that name; today's name means in a week. */
const coming = (weekday: number, today: DateTime): DateTime =>
  today.plus({ days: ((weekday - today.weekday + 6) % 7) + 1 });

const gone = (weekday: number, today: DateTime): DateTime =>
  coming(weekday, today).minus({ weeks: weekday === today.weekday ? 2 : 1 });

const relative = (word: string, today: DateTime): DateTime => (/^today$/i.test(word) ? today : today.plus({ days: 1 }));

function nthOf(nth: number, today: DateTime, towards: Towards): DateTime | null {
  if (nth < 1 || nth > 31) return null;
  const step = towards === 'future' ? 1 : -1;
  for (let month = today.set({ day: 1 }), tried = 0; tried < 3; tried++, month = month.plus({ months: step })) {
    const day = month.set({ day: nth });
    if (day.month === month.month && (step === 1 ? day >= today : day <= today)) return day;
  }
  return null;
}

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

function length(number = 'a', unit = 'week'): DurationLikeObject {
  const said = number.toLowerCase();
  const n = /^\d/.test(said) ? Number(said) : /couple/.test(said) ? 2 : Math.max(1, NUMBERS.indexOf(said) + 1);
  if (/^fortnight/i.test(unit)) return { weeks: 2 * n };
  return /^day/i.test(unit) ? { days: n } : /^month/i.test(unit) ? { months: n } : { weeks: n };
}
