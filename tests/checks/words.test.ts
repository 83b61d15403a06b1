import { commands } from '../../shared/features.ts';
import { interpret } from '../../shared/language/interpret.ts';
import type { Vocabulary } from '../../shared/language/vocabulary.ts';

const named = (name: string, value: unknown) => ({ name, also: [], value });
const vocabulary = {
  agreements: [named('Staff ICT agreement', 'staff')],
  groups: [named('Science', { departments: ['Science'] }), named('technician', { roles: ['technician'] })],
} as Vocabulary;

const means = (text: string): string => {
  const meaning = interpret(text, commands, vocabulary);
  return meaning.kind === 'command' ? [meaning.command.id, ...Object.values(meaning.slots)].join(' | ') : meaning.kind;
};

test.each([
  ['is my MFA set up?', 'checks.mfaMine'],
  ['do i have two-factor authentication turned on', 'checks.mfaMine'],
  ['how do I set up 2fa', 'checks.mfaMine'],
  ['is my two-step verification on', 'checks.mfaMine'],
  ['my mfa', 'checks.mfaMine'],
  ['who has no MFA', 'checks.mfaList'],
  ["who doesn't have multi-factor authentication?", 'checks.mfaList'],
  ['who is still without 2FA in Science', 'checks.mfaList | Science'],
  ["which technicians haven't got MFA?", 'checks.mfaList | technicians'],
  ['mfa report', 'checks.mfaList'],
  ['does Olga Reiss have MFA switched on?', 'checks.mfaPerson | Olga Reiss'],
  ['has olga reiss set up 2fa', 'checks.mfaPerson | olga reiss'],
  ['leavers', 'checks.leavers'],
  ['could you check the accounts of all our leavers please', 'checks.leavers'],
  ["which leavers' accounts are still open?", 'checks.leavers'],
  ['leaver report', 'checks.leavers'],
  ["has Olga Reiss's account been closed?", 'checks.leaver | Olga Reiss'],
  ['are Olga Reiss’s accounts closed', 'checks.leaver | Olga Reiss'],
  ['can olga still log in', 'checks.leaver | olga'],
  ['leaver audit on Olga Reiss', 'checks.leaver | Olga Reiss'],
  ['Olga Reiss leaves on 31 August', 'checks.tellLeaving | Olga Reiss | 31 August'],
  ['olga reiss is leaving us this Friday', 'checks.tellLeaving | olga reiss | this Friday'],
  ["Olga Reiss's last working day is 21 July 2027", 'checks.tellLastDay | Olga Reiss | 21 July 2027'],
  ["Olga Reiss's contract ends on 31/8/27", 'checks.tellEnd | Olga Reiss | 31/8/27'],
  ['Olga left yesterday', 'checks.tellLeft | Olga | yesterday'],
  ['what must I confirm?', 'checks.todo'],
  // What was there before means what it meant.
  ["who hasn't signed", 'progress.outstanding'],
  ['has Olga Reiss signed', 'progress.hasSigned | Olga Reiss'],
  ['check Olga Reiss', 'progress.hasSigned | Olga Reiss'],
  ['who is left', 'progress.outstanding'],
])('%s', (text, command) => {
  expect(means(text)).toBe(command);
});
