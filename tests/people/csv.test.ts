import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { writtenDay as day } from '../../shared/csv.ts';
import { Refusal } from '../../shared/errors.ts';
import { readPeople } from '../../shared/people/csv.ts';

const people = (text: string | Uint8Array, columns = {}) => readPeople(text, columns);
const names = (text: string | Uint8Array, columns = {}) => people(text, columns).people.map(({ name }) => name);
const refused = (text: string | Uint8Array, columns = {}) => {
  try {
    people(text, columns);
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return (error as Error).message;
  }
  throw new Error('it was read');
};
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const bigEndian = (text: string) => utf16(text).swap16();

describe('a list of people is read', () => {
  test("as the sandbox school's management system exports it", () => {
    const file = readFileSync(new URL('../../infra/sandbox/school/people.csv', import.meta.url));
    const { people: all, problems } = people(file);
    expect([all.length, problems]).toEqual([68, []]);
    expect(all[4]).toEqual({
      line: 6,
      name: 'Helen Tidswell',
      email: 'helen.tidswell@larkenmere.example',
      object_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      department: 'Leadership',
      job_title: 'School Business Manager',
      roles: ['staff', 'business-manager', 'line-manager'],
      manager: 'margaret.ashdown@larkenmere.example',
      school: 'Larkenmere School',
      start_date: '2016-01-04',
      last_working_day: undefined,
      leave_date: null,
    });
  });

  const list = 'name,department\nBegoña Ibarra,Français\nEmre Yıldız,Art\n';
  test.each([
    ['UTF-8', Buffer.from(list)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${list}`)],
    ['UTF-16 little-endian with a mark', utf16(`\ufeff${list}`)],
    ['UTF-16 little-endian', utf16(list)],
    ['UTF-16 big-endian with a mark', bigEndian(`\ufeff${list}`)],
    ['UTF-16 big-endian', bigEndian(list)],
    ['text that has been read already', `\ufeff${list}`],
  ])('in %s', (_, file) => {
    expect(names(file)).toEqual(['Begoña Ibarra', 'Emre Yıldız']);
  });

  test("in Windows' own encoding", () => {
    expect(names(Buffer.from('name\nBego\xf1a O\x92Brien\n\x8aime\n', 'latin1'))).toEqual(['Begoña O’Brien', 'Šime']);
  });

  test.each([',', ';', '\t'])('with %j between the cells', (mark) => {
    const text = `name,email,roles\nAnna Bell,anna@school.example,"staff;governor"\n`;
    expect(people(text.replaceAll(',', mark)).people[0]).toMatchObject({
      email: 'anna@school.example',
      roles: ['staff', 'governor'],
    });
  });

  test.each(['\n', '\r\n', '\r'])('with lines that end in %j, and says on which one begins', (end) => {
    const text = ['Name', 'Anna', '', '"Ben', 'Osei"', '', 'Cem'].join(end);
    expect(people(text).people.map(({ line, name }) => [line, name])).toEqual([
      [2, 'Anna'],
      [4, 'Ben Osei'],
      [7, 'Cem'],
    ]);
  });

  test('with headings in any case, order and spacing, and columns that are not ours', () => {
    const text =
      ' E-MAIL ,Job Title,UPN,  NAME ,Object ID\nx@y.example,Head,1,Anna,920DC54D-be89-4bc3-a483-0bd845cee56e';
    expect(people(text, { email: 'e-mail' }).people[0]).toMatchObject({
      name: 'Anna',
      email: 'x@y.example',
      job_title: 'Head',
      object_id: '920dc54d-be89-4bc3-a483-0bd845cee56e',
      department: undefined,
    });
  });

  test('with columns that the school file gives other names', () => {
    const columns = { name: 'Full Name', leave_date: 'Date of Leaving' };
    expect(people('full name;DATE OF LEAVING\nAnna;31/08/2027', columns).people[0]).toMatchObject({
      name: 'Anna',
      leave_date: '2027-08-31',
    });
  });

  test.each([
    [
      'SIMS',
      'Legal Surname,Preferred Forename,Staff Code,Work Email,Date of Arrival,Date of Leaving\nBell,Anna,ABE,A.Bell@school.example,01/09/2019,31/08/2027',
    ],
    [
      'Arbor',
      '"Full name","Email address","Employment start date","Last day in school","Leaving date"\n"Anna Bell","a.bell@school.example","01 Sep 2019","21 Jul 2027","31 Aug 2027"',
    ],
    [
      'Bromcom',
      'Staff Code;First Name;Last Name;Work Email;Contract Start Date;Contract End Date\nABE;Anna;Bell;a.bell@school.example;01/09/2019;31/08/2027',
    ],
  ])('with the headings of %s, which the school file need not name', (system, file) => {
    expect(people(file).people).toEqual([
      expect.objectContaining({
        name: 'Anna Bell',
        email: 'a.bell@school.example',
        start_date: '2019-09-01',
        last_working_day: system === 'Arbor' ? '2027-07-21' : undefined,
        leave_date: '2027-08-31',
      }),
    ]);
  });

  test('with the leaving date, where a list has the end of a contract as well', () => {
    const list = 'name,Contract End Date,Leaving Date\nAnna,31/12/2026,31/08/2027\nBen,31/12/2026,\n';
    expect(people(list).people.map(({ leave_date }) => leave_date)).toEqual(['2027-08-31', null]);
  });

  test('with the last working day for the end, where it is all that a list knows', () => {
    const [anna, ben] = people('name,last working day\nAnna,21/07/2027\nBen,\n').people;
    expect([anna?.last_working_day, anna?.leave_date]).toEqual(['2027-07-21', '2027-07-21']);
    expect([ben?.last_working_day, ben?.leave_date]).toEqual([null, undefined]);
  });

  test('with roles as people write them', () => {
    expect(people('name,roles\nAnna,"Staff; Senior Leader | GOVERNOR;;staff"').people[0]?.roles).toEqual([
      'staff',
      'senior-leader',
      'governor',
    ]);
  });

  test('with accents in one piece, however they were typed, and no control characters', () => {
    expect(names('name\nZoe\u0308\u00a0 Bell\n')).toEqual(['Zoë Bell']);
  });
});

describe('dates', () => {
  test.each([
    ['2026-09-01', '2026-09-01'],
    ['01/09/2026', '2026-09-01'],
    ['1/9/26', '2026-09-01'],
    ['01.09.26', '2026-09-01'],
    ['01.09.2026', '2026-09-01'],
    ['1-9-2026', '2026-09-01'],
    ['1 Sep 2026', '2026-09-01'],
    ['1 Sept 2026', '2026-09-01'],
    ['1st September 2026', '2026-09-01'],
    ['01-Sep-26', '2026-09-01'],
    ['01/09/2026 00:00', '2026-09-01'],
    ['2026-09-01T00:00:00Z', '2026-09-01'],
    ['13/12/2026', '2026-12-13'],
    ['29/02/2028', '2028-02-29'],
    ['1/9/98', '1998-09-01'],
  ])('%s is %s', (written, read) => {
    expect(day(written)).toBe(read);
  });

  test.each(['12/13/2026', '31/02/2026', '29/02/2027', 'soon', '45901', '01/09', '0001-01-01'])(
    '%s is none',
    (written) => {
      expect(day(written)).toBeNull();
    },
  );
});

describe('a row that can not be used is named with its line, and the others are kept', () => {
  test.each([
    ['no name', ',x@y.example,,', /no name/],
    ['a name as long as a letter', `${'A'.repeat(201)},,,`, /too long/],
    ['an address that is none', 'Anna,anna at school,,', /isn't an email address/],
    ['a date that is none', 'Anna,,31/02/2026,', /"31\/02\/2026" isn't a date/],
    ['an end before the start', 'Anna,,01/09/2026,31/08/2026', /leaves before/],
    ['too few cells', 'Anna,x@y.example', /2 cells where the headings are 4/],
    ['a comma too many', 'Bell, Anna,x@y.example,1/9/2026,1/9/2027', /5 cells where the headings are 4/],
  ])('%s', (_, row, sentence) => {
    const { people: kept, problems } = people(`name,email,start_date,leave_date\nBen,,,\n${row}\nCem,,,,\n`);
    expect(kept.map(({ name }) => name)).toEqual(['Ben', 'Cem']);
    expect(problems).toEqual([{ line: 3, words: expect.stringMatching(sentence) }]);
  });

  test('a contract that ends before the last working day', () => {
    expect(
      people('name,last_working_day,leave_date\nAnna,31/08/2027,21/07/2027\n').problems.map(({ words }) => words),
    ).toEqual([expect.stringMatching(/contract ends before their last working day/)]);
  });

  test('an object id of another form', () => {
    expect(people('name,object_id\nAnna,12345\n').problems[0]?.words).toMatch(/"12345" isn't an object id/);
  });
});

describe('a file is refused in one sentence that says what to do', () => {
  test.each([
    ['empty', '', /is empty/],
    ['only a mark', '\ufeff', /is empty/],
    ['headings alone', 'name,email\n', /nobody in this list/],
    ['headings and empty rows', 'name,email\n,\n,\n', /nobody in this list/],
    ['no column for names', 'Staff Code,Initials\nABE,AB', /no column "name". It has: Staff Code, Initials/],
    ['two columns for names', 'name,Name\nAnna,Bell', /two columns for "name"/],
    ['a quotation mark left open', 'name,email\nAnna,x@y.example\n"Ben,y\nCem,z\n', /A quotation mark on line 3/],
    ['an Excel file', Buffer.from('PK\u0003\u0004rest'), /Excel/],
    ['a PDF with binary parts', Buffer.from('%PDF-1.7\n%\u0001\u0002name\n'), /isn't a CSV/],
    ['random bytes', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 9]), /isn't a CSV/],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]), /isn't a CSV/],
  ])('%s', (_, file, sentence) => {
    expect(refused(file)).toMatch(sentence);
  });

  test('one whose headings are not those that the school file names', () => {
    expect(refused('name,email\nAnna,x@y.example', { email: 'Work Email' })).toMatch(
      /says that "email" is called "Work Email".*It has: name, email/,
    );
  });

  test('one that is far too large', () => {
    expect(refused(Buffer.alloc(100_000_001, 'a'))).toMatch(/too large/);
  });
});

describe('whatever the file holds', () => {
  test('it is read or refused in a sentence', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\n', 'name', '\r', ';', '""', '\t'));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.array(cell).map((cells) => `name,email\n${cells.join('')}`),
        ),
        (file) => {
          try {
            people(file);
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('names come back as they were written', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((text) =>
        text
          .normalize('NFC')
          .replace(/[\p{Cc}\s]+/gu, ' ')
          .trim(),
      )
      .filter((text) => text !== '' && !text.includes('\ufeff'));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (written) => {
        const csv = `name,x\n${written.map((text) => `"${text.replaceAll('"', '""')}",1`).join('\n')}`;
        expect(names(csv)).toEqual(written);
      }),
    );
  });
});
