import { parseSchool } from '../../shared/school.ts';

describe('school.yaml', () => {
  test('needs no more than a name', () => {
    expect(parseSchool('school: { name: Larkenmere School }')).toMatchObject({
      school: { name: 'Larkenmere School', timezone: 'Europe/London' },
      joiners: { due_after: 14 },
    });
  });

  test.each([
    [
      'school:\n  name: A\n  timezone: London',
      /^school\.yaml:3: school\.timezone: write a time zone as Europe\/London/,
    ],
    ['school: {}', /^school\.yaml:1: school\.name: is missing/],
    [
      'school: { name: A }\nroles:\n  head: { sees: everything }',
      /^school\.yaml:3: roles\.head\.sees: write one of own, team/,
    ],
    ['school: { name: A }\nremiders: {}', /^school\.yaml:2: remiders: isn't a setting here/],
    [
      'school: { name: A }\nterms:\n  - { name: X, from: 2026-09-01, to: 2026-08-01 }',
      /^school\.yaml:3: terms\.0: ends before it begins/,
    ],
    ['school: { name: A }\nholidays: [2026-13-01]', /^school\.yaml:2: holidays\.0: write a date as 2026-09-01/],
    ['school: { name: A }\nhours: { from: 7.30, to: 18 }', /^school\.yaml:2: hours\.from: /],
    ['school: [', /^school\.yaml:1: /],
    ['', /school: is missing/],
  ])('%j names the line and says what to write', (yaml, sentence) => {
    expect(() => parseSchool(yaml)).toThrow(sentence);
  });
});
