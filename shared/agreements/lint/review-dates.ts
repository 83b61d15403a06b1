import { type StatedCycle, type StatedDate, statedCycles, statedDates } from '../dates.ts';
import { FRONT_PAGE, quote } from '../passages.ts';
import type { LintFinding, Rule } from './finding.ts';

const RULE = 'review-dates';
/** "Every 2 years" leaves a few weeks either way: boards meet when they meet. */
const SLACK_DAYS = 62;
const DAY = 86_400_000;

/** Review dates that have passed, that contradict each other, or that are not there at all. */
export const reviewDates: Rule = ({ reading, passages, today }) => {
  const dates = statedDates(passages);
  const due = dates.filter(({ about }) => about === 'reviewDue');
  const done = dates.filter(({ about }) => about === 'reviewed' || about === 'approved');
  const [cycle] = statedCycles(passages);
  const findings = [
    ...overdue(due, done, cycle, today),
    ...contradictions(due),
    ...backwards(due, done),
    ...ahead(done, today),
  ];
  if (cycle) findings.push(...offCycle(due, done, cycle));
  if (dates.length === 0 && /\bpolicy\b/i.test(reading.text.title)) {
    findings.push({
      rule: RULE,
      severity: 'warning',
      place: { section: FRONT_PAGE, quote: quote(reading.text.title) },
      message:
        'The policy does not say when it was approved or when it is due for review. Add both dates, so that nobody relies on an old copy.',
    });
  }
  return findings;
};

function overdue(due: StatedDate[], done: StatedDate[], cycle: StatedCycle | undefined, today: string): LintFinding[] {
  const latest = due.toSorted((a, b) => b.to.localeCompare(a.to))[0];
  if (latest && latest.to < today) {
    return [
      error(
        latest,
        `The review was due ${day(latest, 'by')} and that has passed. Review the policy, and write the new dates.`,
      ),
    ];
  }
  const last = done.toSorted((a, b) => b.to.localeCompare(a.to))[0];
  if (!latest && last && cycle && addMonths(last.to, cycle.months) < today) {
    return [
      error(
        last,
        `"${cycle.written}" and last reviewed ${day(last, 'on')}: the next review is overdue. Review the policy, and write the new dates.`,
      ),
    ];
  }
  return [];
}

/** Two different dates for the next review. The same month said once with and once without the day agrees. */
function contradictions(due: StatedDate[]): LintFinding[] {
  const [first, ...rest] = due;
  if (!first) return [];
  const other = rest.find((date) => date.from > first.to || date.to < first.from);
  if (!other) return [];
  return [
    error(
      other,
      `The next review is given as "${first.written}" under "${first.passage.place}", and as "${other.written}" here. Keep one date.`,
    ),
  ];
}

/** A next review that comes no later than the last one. */
function backwards(due: StatedDate[], done: StatedDate[]): LintFinding[] {
  for (const next of due) {
    // Dates in one sentence belong together; else each is compared with the latest.
    const together = done.filter(({ passage }) => passage === next.passage);
    const last = (together.length > 0 ? together : done).toSorted((a, b) => b.from.localeCompare(a.from))[0];
    if (!last || next.to > last.to) continue;
    const did = last.about === 'approved' ? 'approved' : 'reviewed';
    return [
      error(
        next,
        `The policy was ${did} ${day(last, 'on')}, and its next review is ${day(next, 'on')}, which is no later. Correct one of the dates.`,
      ),
    ];
  }
  return [];
}

function ahead(done: StatedDate[], today: string): LintFinding[] {
  const date = done.find(({ from }) => from > today);
  return date
    ? [error(date, `This says it happened ${day(date, 'on')}, which is still to come. Correct the date.`)]
    : [];
}

/** "Reviewed every 2 years", but the dates are one year apart. */
function offCycle(due: StatedDate[], done: StatedDate[], cycle: StatedCycle): LintFinding[] {
  const [last, next] = [done[0], due[0]];
  if (!last || !next || next.to <= last.to) return [];
  const expected = Date.parse(addMonths(last.from, cycle.months));
  if (Math.abs(Date.parse(next.from) - expected) <= SLACK_DAYS * DAY) return [];
  return [
    {
      rule: RULE,
      severity: 'error',
      place: { section: cycle.passage.place, quote: quote(cycle.passage.text) },
      message: `"${cycle.written}" does not fit the dates: last ${day(last, 'on')}, next ${day(next, 'on')}. Correct the interval or the date.`,
    },
  ];
}

function error({ passage, written }: StatedDate, message: string): LintFinding {
  const start = passage.text.indexOf(written);
  return {
    rule: RULE,
    severity: 'error',
    place: { section: passage.place, quote: quote(passage.text, start, start + written.length) },
    message,
  };
}

/** "on 1 July 2022", "by 1 July 2023", "in July 2022". */
function day({ from, to }: StatedDate, before: 'on' | 'by'): string {
  const date = new Date(from);
  if (from === to)
    return `${before} ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })}`;
  return `in ${date.toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })}`;
}

function addMonths(iso: string, months: number): string {
  const date = new Date(iso);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}
