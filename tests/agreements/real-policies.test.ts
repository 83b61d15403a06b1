import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { structure } from '../../shared/agreements/structure.ts';
import { direct, outline, read, statements } from './reader.ts';
import { p, run, wordFile } from './word.ts';

const folder = join(import.meta.dirname, '../../../shared/policies');
const present = existsSync(folder);
if (!present) console.warn(`Skipped: the two schools' policies are not in ${folder}.`);
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.txt')) : [];
const fileWith = (words: string) => files.find((name) => readFileSync(join(folder, name), 'utf8').includes(words))!;
const real = present ? describe : describe.skip;

/** The words of a source in order, without its markup. */
function sourceWords(text: string): string[] {
  return wordsOf(text.replace(/\]\(#\)/g, ']'));
}

function wordsOf(text: string): string[] {
  return text.replaceAll('**', '').match(/[\p{L}\p{N}]+/gu) ?? [];
}

real('each real policy', () => {
  test.each(files)('%s: every word is kept once, the text in its order', async (name) => {
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    const { text, frontMatter, contents } = structure(await direct.read(bytes, name), name);
    const body = wordsOf(
      text.sections
        .flatMap(({ number, title, statements }) => [number ?? '', title, ...statements.map((said) => said.text)])
        .join(' '),
    );
    const source = sourceWords(new TextDecoder().decode(bytes));
    expect(source.slice(-body.length)).toEqual(body);
    const front = wordsOf(
      [text.title, ...frontMatter, ...contents.flatMap(({ text, page }) => [text, page])].join(' '),
    );
    const heading = contents.length > 0 ? ['Contents'] : [];
    expect([...front, ...heading].sort()).toEqual(source.slice(0, -body.length).sort());
  });

  test.each(files)('%s: has the same hash when it comes as Word or as Markdown', async (name) => {
    const source = readFileSync(join(folder, name), 'utf8');
    const plain = await read(source, name);
    expect((await read(source, 'policy.md')).hash).toBe(plain.hash);
    expect((await read(source.replaceAll('\n', '\r\n'), name)).hash).toBe(plain.hash);
    expect((await read(asWord(source), 'policy.docx')).hash).toBe(plain.hash);
  });

  test.each(files)('%s: holds no markup', async (name) => {
    const { text } = await read(readFileSync(join(folder, name), 'utf8'), name);
    expect(JSON.stringify(text)).not.toMatch(/\*\*|\]\(|★|\\\\[()]/);
  });
});

real('the acceptable use and e-safety policy', () => {
  const policy = async () => read(readFileSync(join(folder, fileWith('E-Safety policy')), 'utf8'), 'policy.txt');

  test('is in the author’s sections', async () => {
    const read = await policy();
    expect(read.text.title).toBe('Acceptable Use and E-Safety policy');
    expect(outline(read)).toEqual([
      '1 Introduction and aims (9)',
      '2 Relevant legislation and guidance (13)',
      '3 Definitions (6)',
      '4 Unacceptable use (23)',
      '  4.1 Exceptions from unacceptable use (1)',
      '  4.2 Sanctions (1)',
      '5 Staff (including governors, volunteers, and contractors) (0)',
      '  5.1 Access to school ICT facilities and materials (5)',
      '    5.1.1 Use of phones and email (18)',
      '  5.2 Personal use (11)',
      '    5.2.1 Personal social media accounts (2)',
      '  5.4 School social media accounts (2)',
      '  5.5 Monitoring of school network and use of ICT facilities (15)',
      '6 Pupils (0)',
      '  6.1 Access to ICT facilities (2)',
      '  6.2 Search and deletion (3)',
      '  6.3 Unacceptable use of ICT and the internet outside of school (14)',
      '7 Parents (0)',
      '  7.1 Access to ICT facilities and materials (3)',
      '  7.2 Communicating with or about the school online (3)',
      '8 Data security (1)',
      '  8.1 Passwords (4)',
      '  8.2 Software updates, firewalls and anti-virus software (3)',
      '  8.3 Data protection (1)',
      '  8.4 Access to facilities and materials (4)',
      '  8.5 Encryption (3)',
      '9 Protection from cyber attacks (15)',
      '10 Internet access (1)',
      '  10.1 Pupils (1)',
      '  10.2 Parents and visitors (5)',
      '  10.3 Media Publications (1)',
      '11 Monitoring and review (4)',
      '12 Related policies (8)',
    ]);
    expect(statements(read).at(-1)).toBe('item: Mobile phone usage');
    expect(read.dates).toEqual({ reviewed: '2022-07-01', reviewDue: '2023-07-01' });
    expect(read.frontMatter[0]).toBe('Approved by: Governors');
  });

  test('has what a careful business manager would want to know', async () => {
    const { findings } = await policy();
    expect(findings.map(({ severity, rule, place }) => `${severity} ${rule}: ${place.section}`)).toEqual([
      'error template-text: 4 Unacceptable use',
      'error template-text: 5.1.1 Use of phones and email',
      'error template-text: 11 Monitoring and review',
      'error dead-bookmarks: Contents',
      'error missing-parts: 5.2 Personal use',
      'error missing-parts: 7.2 Communicating with or about the school online',
      'error missing-parts: Contents',
      'error missing-parts: Contents',
      'error missing-parts: Contents',
      'error missing-parts: 3 Definitions',
      'error review-dates: Front page',
      'error review-dates: 11 Monitoring and review',
      'error review-dates: 11 Monitoring and review',
      'error review-dates: 11 Monitoring and review',
      'error old-edition: 2 Relevant legislation and guidance',
      'error old-edition: 2 Relevant legislation and guidance',
      'error old-edition: 2 Relevant legislation and guidance',
      'error old-edition: 2 Relevant legislation and guidance',
      'warning dead-links: 2 Relevant legislation and guidance',
      'warning dead-links: 6.2 Search and deletion',
      'warning old-name: 5.4 School social media accounts',
      'warning undefined-roles: 5.1 Access to school ICT facilities and materials',
      'warning undefined-roles: 9 Protection from cyber attacks',
      'warning numbering: 5.4 School social media accounts',
      'warning contents: Contents',
      'warning unfinished: 5.4 School social media accounts',
      'warning personal-names: 5.4 School social media accounts',
    ]);
  });
});

real('the ICT security and staff acceptable use policy', () => {
  const policy = async () => read(readFileSync(join(folder, fileWith('ICT Security and Staff')), 'utf8'), 'policy.txt');

  test('is in the author’s sections', async () => {
    const read = await policy();
    expect(read.text.title).toBe('ICT Security and Staff Acceptable Use Policy');
    const titles = read.text.sections.map(({ title }) => title);
    expect(titles).toHaveLength(70);
    expect(titles.slice(0, 7)).toEqual([
      'Our Motto',
      'Our Vision Statement',
      'Our Rights',
      'Our Values',
      'Striving',
      'Teamwork',
      'All Included',
    ]);
    for (const title of [
      'Senior Leadership Team (SLT)',
      'Supply/Temporary teaching staff',
      'Visitors',
      'REMOTE AND HOME LEARNING',
      'User Signature',
    ]) {
      expect(titles).toContain(title);
    }
    expect(statements(read)).toContain('row: Device Type | Make | Model | Serial Number | Date Loaned | Date Returned');
    expect(statements(read).at(-1)).toBe('paragraph: (printed)');
    // Fifty-seven things a member of staff is asked to agree to.
    const form = read.text.sections.slice(titles.indexOf('School Staff ICT Security Acceptable Use Agreement Form'));
    const clauses = form
      .slice(0, titles.indexOf('User Signature') - titles.length)
      .flatMap((section) => section.statements);
    expect(clauses.filter(({ kind }) => kind === 'item')).toHaveLength(57);
  });

  test('has what a careful business manager would want to know', async () => {
    const { findings } = await policy();
    expect(findings.map(({ severity, rule, place }) => `${severity} ${rule}: ${place.section}`)).toEqual([
      'error school-names: Safeguarding: Children and online safety away from school',
      'error old-edition: Access management',
      'warning dead-links: ICT Security Manager',
      'warning review-dates: Front page',
      'warning old-edition: ICT Access Control',
      'warning undefined-roles: Classroom and User Management',
      'warning undefined-roles: Security and virus protection',
      'warning undefined-roles: Access management',
      'warning undefined-roles: Visitors',
      'warning undefined-roles: Professional use',
      'warning undefined-roles: REMOTE AND HOME LEARNING',
      'warning missing-forms: Supply/Temporary teaching staff',
      'warning missing-forms: Supply/Temporary teaching staff',
      'warning missing-forms: Staff Laptop and ICT Equipment Loans',
      'warning two-answers: Professional Conduct',
      'warning repeated-sections: Staff Laptop and ICT Equipment Loans',
      'warning paper-forms: User Signature',
      'warning paper-forms: Authorised Signature (Head Teacher)',
      'warning paper-forms: Staff ICT Equipment Loan Agreement',
    ]);
    expect(findings[0]!.message).toContain('"Osmani Primary School"');
    expect(findings[0]!.message).toContain('"East End Primary School"');
  });
});

/** A plain text as its author would have it in Word: no styles, list paragraphs, bold runs, links without a target. */
function asWord(source: string): Uint8Array {
  const inline = (text: string) =>
    text
      .replace(/\\([()])/g, '$1')
      .split(/(\*\*.*?\*\*|\[.*?\]\(#\))/)
      .filter((piece) => piece !== '')
      .map((piece) => {
        if (piece.startsWith('**')) return run(piece.slice(2, -2), true);
        if (piece.startsWith('[')) return `<w:hyperlink w:anchor="">${run(piece.slice(1, -4))}</w:hyperlink>`;
        return piece
          .split('\t')
          .map((part) => run(part))
          .join('<w:r><w:tab/></w:r>');
      })
      .join('');
  const lines = source.split('\n').filter((line) => line.trim() !== '');
  return wordFile({
    body: lines
      .map((line) => (line.startsWith('- ') ? p(inline(line.slice(2)), { list: [1, 0] }) : p(inline(line))))
      .join(''),
  });
}
