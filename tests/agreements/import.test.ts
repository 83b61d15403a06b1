import { jest } from '@jest/globals';
import fc from 'fast-check';
import { documentReader } from '../../shared/adapters/documents/index.ts';
import { readPolicy } from '../../shared/agreements/import.ts';
import { structure } from '../../shared/agreements/structure.ts';
import { direct, outline, read, statements, TODAY } from './reader.ts';
import { p, run, table, wordFile } from './word.ts';

jest.setTimeout(60_000);

const MARKDOWN = `# Staff ICT agreement

Approved by: Governors

Reviewed: 1 September 2026

## 1. Access

Staff are given a log-in of their own. It is for nobody else, and the school can see
what is done with it.

- I will keep my password to myself.
- I will **lock** the screen when I leave it, and [say so](https://school.example) if I forget.

### 1.1 From home

1. Log out when you have finished.
2. Save nothing on your own computer.

| System | Who asks |
| --- | --- |
| Email | The office |

## 2. Phones

Ask a senior leader first.
`;

const PLAIN = `Staff ICT agreement

Approved by: Governors
Reviewed: 1 September 2026

1. Access

Staff are given a log-in of their own. It is for nobody else, and the school can see what is done with it.

- I will keep my password to myself.
- I will **lock** the screen when I leave it, and say so if I forget.

1.1 From home

1. Log out when you have finished.
2. Save nothing on your own computer.

System\tWho asks
Email\tThe office

2. Phones

Ask a senior leader first.
`;

const WORD = wordFile({
  body: [
    p('Staff ICT agreement', { style: 'Title' }),
    p('Approved by: Governors'),
    p('Reviewed: 1 September 2026'),
    p('1. Access', { style: 'Heading1' }),
    p('Staff are given a log-in of their own. It is for nobody else, and the school can see what is done with it.'),
    p('I will keep my password to myself.', { list: [1, 0] }),
    p(`${run('I will ')}${run('lock', true)}${run(' the screen when I leave it, and say so if I forget.')}`, {
      list: [1, 0],
    }),
    p('1.1 From home', { style: 'Heading2' }),
    p('Log out when you have finished.', { list: [2, 0] }),
    p('Save nothing on your own computer.', { list: [2, 0] }),
    table([
      ['System', 'Who asks'],
      ['Email', 'The office'],
    ]),
    p('2. Phones', { style: 'Heading1' }),
    p('Ask a senior leader first.'),
  ].join(''),
});

describe('the same words', () => {
  test('have the same hash from Markdown, plain text and Word', async () => {
    const [markdown, plain, word] = [
      await read(MARKDOWN),
      await read(PLAIN, 'policy.txt'),
      await read(WORD, 'policy.docx'),
    ];
    expect(plain.text).toEqual(markdown.text);
    expect(word.text).toEqual(markdown.text);
    expect(new Set([markdown.hash, plain.hash, word.hash]).size).toBe(1);
    expect(markdown.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('have the same hash through the thread that reads files in production', async () => {
    const reader = documentReader();
    const given: [string, Uint8Array][] = [
      ['a.md', new TextEncoder().encode(MARKDOWN)],
      ['b.txt', new TextEncoder().encode(PLAIN)],
      ['C.DOCX', WORD],
    ];
    const hashes = await Promise.all(
      given.map(async ([name, bytes]) => (await readPolicy(bytes, name, reader, TODAY)).hash),
    );
    expect(new Set(hashes)).toEqual(new Set([(await read(MARKDOWN)).hash]));
  });

  test.each([
    ['Windows line ends', PLAIN.replaceAll('\n', '\r\n')],
    ['blank lines and spaces', `\n\n${PLAIN.replaceAll('\n\n', '\n \n\n').replaceAll('. ', '.  ')}   \n`],
    ['no-break spaces', PLAIN.replaceAll('ICT agreement', 'ICT\u00a0agreement')],
    ['a byte order mark', `\ufeff${PLAIN}`],
    [
      'soft hyphens and zero-width spaces',
      PLAIN.replaceAll('password', 'pass\u00adword').replaceAll('screen', '\u200bscreen'),
    ],
    ['lines wrapped at 60', wrapped(PLAIN, 60)],
    ['lines wrapped at 76', wrapped(PLAIN, 76)],
  ])('have the same hash with %s', async (_, text) => {
    expect((await read(text, 'policy.txt')).hash).toBe((await read(PLAIN, 'policy.txt')).hash);
  });

  test('have the same hash in every Unicode form', async () => {
    const text = '# Café agreement\n\nÉlèves: soyez prêts — ﬁn.\n';
    const hashes = await Promise.all(['NFC', 'NFD'].map(async (form) => (await read(text.normalize(form))).hash));
    expect(hashes[0]).toBe(hashes[1]);
  });

  test.each([
    ['another word', PLAIN.replace('to myself', 'to ourselves')],
    ['another number', PLAIN.replace('2. Phones', '3. Phones')],
    ['another comma', PLAIN.replace('nobody else, and', 'nobody else and')],
  ])('no longer are the same with %s', async (_, text) => {
    expect((await read(text, 'policy.txt')).hash).not.toBe((await read(PLAIN, 'policy.txt')).hash);
  });

  test('do not depend on the name of the file, or on front-page dates', async () => {
    const other = await read(PLAIN.replace('1 September 2026', '4 September 2027'), 'Staff ICT agreement v2 FINAL.txt');
    expect(other.hash).toBe((await read(PLAIN, 'policy.txt')).hash);
  });
});

describe('the encodings that schools have', () => {
  const text = 'Pupils’ agreement\n\nI will be kind – always. £5 for a lost “key”.\n';
  const utf16 = (little: boolean) => {
    const bytes = new Uint8Array(2 + text.length * 2);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0xfeff, little);
    for (let at = 0; at < text.length; at += 1) view.setUint16(2 + at * 2, text.charCodeAt(at), little);
    return bytes;
  };
  const windows = Uint8Array.from(
    [...text].map((sign) => ({ '’': 0x92, '–': 0x96, '£': 0xa3, '“': 0x93, '”': 0x94 })[sign] ?? sign.charCodeAt(0)),
  );

  test.each([
    ['Windows-1252', windows],
    ['UTF-16, little end first', utf16(true)],
    ['UTF-16, big end first', utf16(false)],
  ])('%s', async (_, bytes) => {
    expect((await read(bytes, 'rules.txt')).hash).toBe((await read(text, 'rules.txt')).hash);
  });
});

describe('the structure', () => {
  test('has the author’s numbers, levels and kinds of statement', async () => {
    const policy = await read(MARKDOWN);
    expect(policy.text.title).toBe('Staff ICT agreement');
    expect(policy.frontMatter).toEqual(['Approved by: Governors', 'Reviewed: 1 September 2026']);
    expect(policy.dates).toEqual({ reviewed: '2026-09-01' });
    expect(outline(policy)).toEqual(['1 Access (3)', '  1.1 From home (4)', '2 Phones (1)']);
    expect(statements(policy)).toContain('item: I will lock the screen when I leave it, and say so if I forget.');
    expect(statements(policy)).toContain('item: 2. Save nothing on your own computer.');
    expect(statements(policy)).toContain('row: Email | The office');
  });

  test('reads a table of contents as such, and not as a second set of sections', async () => {
    const text = `Online safety policy\n\nContents\n\n1. Aims\t1\n2. Rules\t2\nAppendix 1: Glossary ........ 7\n\n1. Aims\n\nWe keep children safe.\n\n2. Rules\n\nBe kind.\n\nAppendix 1: Glossary\n\nPhishing is fishing with a p.\n`;
    expect(outline(await read(text, 'policy.txt'))).toEqual(['1 Aims (1)', '2 Rules (1)', 'Appendix 1: Glossary (1)']);
  });

  test('takes no table and no list for contents because they end with numbers', async () => {
    const text =
      '# Loans\n\n## 1. What we lend\n\nTablets\t12\n\n- Year 1\n- Year 2\n- Year 3\n\n| Item | Count |\n|---|---|\n| Laptops | 30 |\n| Phones | 4 |\n| Cameras | 2 |\n';
    expect(statements(await read(text))).toEqual([
      'paragraph: Tablets 12',
      'item: Year 1',
      'item: Year 2',
      'item: Year 3',
      'row: Item | Count',
      'row: Laptops | 30',
      'row: Phones | 4',
      'row: Cameras | 2',
    ]);
  });

  test('finds bare headings, and no heading in a sentence without a full stop or in a form', async () => {
    const text = `Larkenmere School\n\nVisitors' rules\n\nArriving\n\nSign in at the office.\n\nVisitors are met by their host\n\nLeaving\n\nWhat we ask before you go\n\n- Hand back the badge\n\nSigned\n\nName _____\n`;
    const policy = await read(text, 'visitors.txt');
    expect(policy.text.title).toBe("Visitors' rules");
    expect(outline(policy)).toEqual(['Arriving (2)', 'Leaving (0)', 'What we ask before you go (3)']);
  });

  test('takes what labels a form for a heading where points stand under it', async () => {
    const text = `Staff rules\n\nPictures\n\n- I ask first.\n\nEmail\n\n- I write to parents from the school's address.\n\nI agree to all of this.\n\nName\n\nEmail\n\nDate\n`;
    expect(outline(await read(text, 'rules.txt'))).toEqual(['Pictures (1)', 'Email (5)']);
  });

  test('finds headings that are only bold, in Word as in Markdown', async () => {
    const word = wordFile({
      body: `${p('Rules for guests', { bold: true })}${p('Wi-Fi', { bold: true })}${p('Ask first.')}${p('Photos', { bold: true })}${p('Take none.')}`,
    });
    const markdown = '**Rules for guests**\n\n**Wi-Fi**\n\nAsk first.\n\n**Photos**\n\nTake none.\n';
    expect(outline(await read(word, 'a.docx'))).toEqual(['Wi-Fi (1)', 'Photos (1)']);
    expect((await read(markdown)).hash).toBe((await read(word, 'a.docx')).hash);
  });

  test('keeps text before the first heading and after the last', async () => {
    const policy = await read(
      '# Agreement\n\nPlease read this slowly.\n\n## 1. Rules\n\nBe kind.\n\nThe end, and thank you.\n',
    );
    expect(outline(policy)).toEqual([' (1)', '1 Rules (2)']);
  });

  test('takes an ordered list for points and a numbered line for a heading', async () => {
    const text =
      'Pupil agreement\n\n1. At school\n\nI promise:\n\n1. I will be kind\n2. I will ask for help\n\n2. At home\n\nThe same goes there.\n';
    expect(outline(await read(text, 'pupils.txt'))).toEqual(['1 At school (3)', '2 At home (1)']);
  });

  test('takes the file’s name for a title only when there is none, and says so', async () => {
    const policy = await read('- I will be kind.\n- I will ask for help.\n', 'Pupil_rules 2026.txt');
    expect(policy.text.title).toBe('Pupil rules 2026');
    expect(policy.findings.map(({ rule }) => rule)).toEqual(['title']);
  });

  const words = (...extra: string[]) =>
    fc
      .array(
        fc.constantFrom(
          ...extra,
          'Access',
          'staff',
          'Email.',
          'must',
          '5.1',
          '2',
          'July 2022',
          'Contents',
          'é',
          'I will',
          '-',
          'Signature',
          ':',
          '(a)',
          'Appendix 1',
          'reviewed',
          '|',
          '#',
        ),
        { minLength: 1, maxLength: 12 },
      )
      .map((line) => line.join(' '));
  const lines = (line: fc.Arbitrary<string>) =>
    fc.array(fc.tuple(line, fc.constantFrom('\n', '\n\n', '\n- ', '\n## ')), { minLength: 1, maxLength: 40 });

  // Markdown counts its lists itself, whatever number the author typed.
  test.each([
    ['policy.txt', lines(words('1.', '3)'))],
    ['policy.md', lines(words())],
  ])('loses no word and doubles none, whatever stands in %s', async (fileName, document) => {
    await fc.assert(
      fc.asyncProperty(document, async (written) => {
        const text = `Agreement\n\nPlease read all of this.\n\n${written.map(([line, end]) => line + end).join('')}`;
        const policy = await read(text, fileName);
        const { contents } = structure(await direct.read(new TextEncoder().encode(text), fileName), fileName);
        const kept = [
          policy.text.title,
          ...policy.frontMatter,
          ...contents.flatMap(({ text, page }) => [text, page]),
          ...policy.text.sections.flatMap(({ number, title, statements }) => [
            number ?? '',
            title,
            ...statements.map(({ text }) => text),
          ]),
        ];
        const heading = contents.length > 0 ? ['Contents'] : [];
        expect(wordsOf([...kept, ...heading].join(' ')).sort()).toEqual(wordsOf(text).sort());
      }),
      { numRuns: 300 },
    );
  });
});

describe('what Word keeps out of the text', () => {
  test('numbers of headings and lists are written in', async () => {
    const body = [
      p('Staff agreement', { style: 'Title' }),
      p('Access', { style: 'Heading1', list: [3, 0] }),
      p('From home', { style: 'Heading2', list: [3, 1] }),
      p('Log out.', { list: [2, 0] }),
      p('At once.', { list: [2, 1] }),
      p('Save nothing.', { list: [2, 0] }),
      p('At school', { style: 'Heading2', list: [3, 1] }),
      p('Lock the screen.', { list: [4, 0] }),
      p('Phones', { style: 'Heading1', list: [3, 0] }),
      p('Ask first.', { list: [4, 0] }),
    ];
    const policy = await read(wordFile({ body: body.join('') }), 'staff.docx');
    expect(outline(policy)).toEqual(['1 Access (0)', '  1.1 From home (3)', '  1.2 At school (1)', '2 Phones (1)']);
    expect(statements(policy)).toEqual([
      'item: 1. Log out.',
      'item: (a) At once.',
      'item: 2. Save nothing.',
      'item: 1. Lock the screen.',
      'item: 2. Ask first.',
    ]);
  });

  test('a style of the school’s own is a heading when Word’s outline says so', async () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="Blue"><w:name w:val="Big Blue"/><w:basedOn w:val="Base"/></w:style><w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>';
    const body = `${p('Staff agreement')}${p('Access', { style: 'Blue' })}${p('Ask first.')}${p('Phones', { style: 'Blue' })}${p('Keep them away.')}`;
    expect(outline(await read(wordFile({ body, styles }), 'staff.docx'))).toEqual(['Access (1)', 'Phones (1)']);
  });

  test('footnotes, line breaks, frames and tracked changes keep every word that stands', async () => {
    const body = [
      p('Staff agreement', { style: 'Title' }),
      p('Rules', { style: 'Heading1' }),
      `<w:p><w:r><w:t>One line,</w:t><w:br/><w:t>another line.</w:t></w:r></w:p>`,
      `<w:p>${run('Keep ')}<w:ins>${run('the new words')}</w:ins><w:del><w:r><w:delText>the old words</w:delText></w:r></w:del>${run('.')}</w:p>`,
      table([['A frame around a sentence.']]),
    ];
    expect(statements(await read(wordFile({ body: body.join('') }), 'staff.docx'))).toEqual([
      'paragraph: One line,',
      'paragraph: another line.',
      'paragraph: Keep the new words.',
      'paragraph: A frame around a sentence.',
    ]);
  });

  test('a link to a bookmark that is gone is found, a good one is not', async () => {
    const link = (anchor: string, words: string) => `<w:hyperlink w:anchor="${anchor}">${run(words)}</w:hyperlink>`;
    const body = `${p('Policy', { style: 'Title' })}${p('Rules', { style: 'Heading1' })}<w:p><w:bookmarkStart w:id="1" w:name="here"/>${run('Rules: ')}${link('here', 'good')}${run(' and ')}${link('gone', 'lost')}${run('.')}</w:p>`;
    const { findings } = await read(wordFile({ body }), 'policy.docx');
    expect(findings.filter(({ rule }) => rule === 'dead-links').map(({ place }) => place.quote)).toEqual(['lost']);
  });
});

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Wraps each line the way an editor does: at the last space before the width. */
function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => line.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n').trimEnd())
    .join('\n');
}
