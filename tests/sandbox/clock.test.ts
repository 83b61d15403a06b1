import { join } from 'node:path';
import { schoolClock } from '../../infra/sandbox/clock.ts';
import { SANDBOX_SCHOOL } from '../../infra/settings.ts';
import { readSchool } from '../../shared/school.ts';

const school = readSchool(join(SANDBOX_SCHOOL, 'school.yaml'));

/** A clock over a real one that stands still at `at`; `kept` is what the data folder holds. */
function clockAt(at: string, kept = { ms: 0 }) {
  const chats = { ahead: () => kept.ms, setAhead: (ms: number) => void (kept.ms = ms) };
  return schoolClock({ now: () => new Date(at) }, chats, school);
}

test.each([
  ['on a Saturday night', '2026-11-21T22:30:00Z', '2026-11-23T07:30:00.000Z'],
  ['before school', '2026-11-24T05:00:00Z', '2026-11-24T07:30:00.000Z'],
  ['in school hours', '2026-11-24T10:00:00Z', '2026-11-25T07:30:00.000Z'],
  ['as school begins', '2026-11-24T07:30:00Z', '2026-11-25T07:30:00.000Z'],
  ['on the last day of term', '2026-12-18T15:00:00Z', '2027-01-04T07:30:00.000Z'],
  ['in summer time', '2027-06-14T20:00:00Z', '2027-06-15T06:30:00.000Z'],
])('%s, goes on to the next school morning', (_, at, morning) => {
  const clock = clockAt(at);
  expect(clock.nextMorning().toISOString()).toBe(morning);
  clock.goToNextMorning();
  expect(clock.now().toISOString()).toBe(morning);
});

test('is the real clock until it is put forward, and stays ahead after a restart', () => {
  const kept = { ms: 0 };
  const at = '2026-11-21T22:30:00.000Z';
  expect(clockAt(at, kept).now().toISOString()).toBe(at);
  clockAt(at, kept).goToNextMorning();
  expect(clockAt('2026-11-21T22:40:00Z', kept).now().toISOString()).toBe('2026-11-23T07:40:00.000Z');
});
