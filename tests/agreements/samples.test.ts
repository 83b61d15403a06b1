import { existsSync, readdirSync, readFileSync } from 'node:fs';

const samples = new URL('../../shared/agreements/samples/', import.meta.url);
const lastYear = new URL('../../infra/sandbox/school/staff-2025.md', import.meta.url);
const realPolicies = new URL('../../../shared/policies/', import.meta.url);

const read = (name: string) => readFileSync(new URL(name, samples), 'utf8');
const names = readdirSync(samples).sort();

/** What a text says, without its headings: bullets are "items", the rest are paragraphs. */
function statements(markdown: string) {
  const lines = markdown.split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.map((line) => ({ item: line.startsWith('- '), text: line.replace(/^- /, '') }));
}

const items = (markdown: string) => statements(markdown).flatMap(({ item, text }) => (item ? [text] : []));
const sentences = (markdown: string) => statements(markdown).flatMap(({ text }) => text.split(/(?<=[.?!])\s+/));
const words = (text: string) => text.split(/\s+/).filter(Boolean);

test('there is a sample for every audience', () => {
  expect(names).toEqual([
    'equipment-loan.md',
    'governors-volunteers-visitors.md',
    'older-pupils.md',
    'parents.md',
    'staff.md',
    'supply.md',
    'younger-pupils.md',
  ]);
});

describe.each([...names.map((name) => [name, read(name)]), ['staff-2025.md', readFileSync(lastYear, 'utf8')]])(
  '%s',
  (name, text) => {
    test('is a title, numbered sections, paragraphs and bullets, and nothing else', () => {
      const [title, ...rest] = text.split('\n').filter(Boolean);
      expect(title).toMatch(/^# \S.* agreement$/);
      expect(rest[0]).toMatch(/^## 1\. /);
      const headings = rest.filter((line) => line.startsWith('#'));
      expect(headings.map((line) => line.match(/^## (\d+)\. [A-Z]/)?.[1])).toEqual(
        headings.map((_, i) => String(i + 1)),
      );
      expect(rest.filter((line) => !/^(## \d+\. |- )?[A-Z][^*_`<>[\]#|]*$/.test(line))).toEqual([]);
    });

    test('asks for one thing a bullet, each said as "I will …" and said once', () => {
      expect(items(text).filter((item) => !/^I will [^.]+\.$/.test(item))).toEqual([]);
      expect(new Set(items(text)).size).toBe(items(text).length);
      for (const section of text.split(/^## /m).slice(1)) expect(section).toMatch(/^- /m);
    });

    test('holds no template text and no name of a school', () => {
      expect(text).not.toMatch(/TODO|TBC|XXX|lorem|insert|\.\.\.|…|___|[[\]{}<>]/i);
      expect(text).not.toMatch(/[A-Z][\w'-]+ (?:[A-Z][\w'-]+ )*(School|Academy|College|Trust)\b/);
      expect(text).not.toMatch(/@|https?:|www\.|\b(19|20)\d\d\b/);
    });

    test('reads easily', () => {
      const lengths = sentences(text).map((sentence) => words(sentence).length);
      const average = lengths.reduce((sum, n) => sum + n, 0) / lengths.length;
      const [averageMost, longestMost] = name === 'younger-pupils.md' ? [10, 10] : [22, 32];
      expect(average).toBeLessThanOrEqual(averageMost);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(longestMost);
    });
  },
);

test('the staff agreement covers what schools ask of staff, in 22 to 28 statements', () => {
  const staff = read('staff.md');
  expect(items(staff).length).toBeGreaterThanOrEqual(22);
  expect(items(staff).length).toBeLessThanOrEqual(28);
  for (const subject of [
    'password',
    'multi-factor authentication',
    'school email',
    'device of my own',
    'personal data',
    'photograph',
    'social media',
    'equipment loan agreement',
    'AI tools',
    'monitored',
    'safeguarding lead',
  ]) {
    expect(staff).toContain(subject);
  }
});

test('the supply agreement fits on one page', () => {
  expect(words(read('supply.md')).length).toBeLessThanOrEqual(350);
});

test('since last year, one statement of the staff agreement was reworded, one was added, and nothing else changed', () => {
  const before = readFileSync(lastYear, 'utf8').split('\n');
  const now = read('staff.md').split('\n');
  const gone = before.filter((line) => !now.includes(line));
  const come = now.filter((line) => !before.includes(line));
  expect(gone).toEqual([expect.stringContaining('multi-factor authentication')]);
  expect(come).toEqual([expect.stringContaining('multi-factor authentication'), expect.stringContaining('AI tools')]);
  expect(now.filter((line) => !come.includes(line))).toEqual(before.filter((line) => !gone.includes(line)));
});

/** Every run of eight words, in small letters without punctuation. */
function runs(text: string) {
  const all = words(text.toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, ''));
  return new Set(all.slice(7).map((_, i) => all.slice(i, i + 8).join(' ')));
}

const real = existsSync(realPolicies) ? readdirSync(realPolicies).filter((name) => name.endsWith('.txt')) : [];
(real.length ? test : test.skip)(
  `the words are our own: no run of eight is in a real policy${real.length ? '' : ' (skipped: ../shared/policies is absent)'}`,
  () => {
    const theirs = runs(real.map((name) => readFileSync(new URL(name, realPolicies), 'utf8')).join('\n'));
    expect(theirs.size).toBeGreaterThan(1000);
    expect(names.flatMap((name) => [...runs(read(name))].filter((run) => theirs.has(run)))).toEqual([]);
  },
);
