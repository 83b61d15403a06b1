import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { MAX_LINES, MAX_PARAGRAPH_CHARACTERS } from '../../shared/adapters/documents/decode.ts';
import { MAX_UNPACKED_BYTES } from '../../shared/adapters/documents/docx.ts';
import { openDocument } from '../../shared/adapters/documents/file.ts';
import { documentReader, MAX_DOCUMENT_BYTES } from '../../shared/adapters/documents/index.ts';
import { readPolicy } from '../../shared/agreements/import.ts';
import { MAX_SECTIONS } from '../../shared/agreements/structure.ts';
import { Refusal } from '../../shared/errors.ts';
import { direct, read, TODAY } from './reader.ts';
import { p, wordFile } from './word.ts';

// Threads and archives share the machine with other suites: a slow day is no failure.
jest.setTimeout(60_000);

const reader = documentReader();
const text = (words: string) => new TextEncoder().encode(words);

/** What a person is told about a file, through the reader of production. Anything but a Refusal is a failed test. */
async function told(fileName: string, bytes: Uint8Array, through = reader): Promise<string> {
  try {
    await readPolicy(bytes, fileName, through, TODAY);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  return 'read';
}

const word = wordFile({ body: `${p('Agreement', { style: 'Title' })}${p('I will be kind.')}` });
const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(600).fill(0)]);

describe('a file that is no policy gets one sentence that says what to do', () => {
  test.each<[string, string, Uint8Array, RegExp]>([
    ['empty', 'a.txt', text(''), /is empty\. Check/],
    ['only white space', 'a.md', text(' \n\t\n'), /no words in this file\. Check/],
    ['only rules and bullets', 'a.txt', text('---\n***\n- \n•\n'), /no words in this file\. Check/],
    ['only a title', 'a.md', text('# Staff agreement\n'), /no text under its title\. Check/],
    ['binary', 'a.txt', Uint8Array.from({ length: 4000 }, (_, at) => (at * 37) % 256), /not readable text\. Open it/],
    [
      'binary without a zero',
      'a.md',
      Uint8Array.from({ length: 4000 }, (_, at) => 1 + ((at * 91) % 255)),
      /not readable text\. Open it/,
    ],
    ['broken UTF-16', 'a.txt', Uint8Array.from([0xff, 0xfe, 0x00, 0xd8, 0x41]), /not readable text\. Open it/],
    ['larger than the limit', 'a.txt', new Uint8Array(MAX_DOCUMENT_BYTES + 1).fill(97), /larger than 5 MB\. Take/],
    [
      'one endless line',
      'a.txt',
      text('a'.repeat(MAX_PARAGRAPH_CHARACTERS + 1)),
      /longer than 20,000 characters\. Split/,
    ],
    [
      'an endless paragraph',
      'a.md',
      text(`# Policy\n\n${'all work and no play\n'.repeat(2000)}`),
      /longer than a whole policy\. Split/,
    ],
    ['endless lines', 'a.txt', text('a\n\n'.repeat(MAX_LINES)), /far more lines than a policy\. Import/],
    [
      'more headings than a policy',
      'a.md',
      text('# Policy\n\nBe kind.\n\n## A\n\n'.repeat(MAX_SECTIONS)),
      /far longer than a policy\. Import/,
    ],
    ['a Word file of old', 'policy.doc', ole, /old Word file \(\.doc\)\. Open it in Word, save it as \.docx/],
    ['a PDF', 'Policy.PDF', text('%PDF-1.7'), /PDF .*save it as \.docx/],
    ['a picture', 'scan.png', text('PNG'), /kind \.png cannot be read\. Give it as \.docx, \.md or \.txt/],
    ['a name without an extension', 'policy', text('Policy'), /does not say what it is\. Give it as/],
    ['a name of a built-in', 'policy.constructor', text('Policy'), /cannot be read\. Give it as/],
    ['a PDF named .txt', 'policy.txt', text('%PDF-1.7\n1 0 obj'), /another kind than its name says\. Open it/],
    ['a Word file named .md', 'policy.md', word, /another kind than its name says\. Open it/],
    ['text named .docx', 'policy.docx', text('Policy\n\nBe kind.'), /not a Word document\. Open it/],
    ['a Word file with a password', 'policy.docx', ole, /has a password .* take the password off/],
    [
      'a Word file cut in half',
      'policy.docx',
      word.slice(0, word.length / 2),
      /damaged or protected\. Open it in Word/,
    ],
    [
      'a zip of something else',
      'policy.docx',
      zipSync({ 'notes.txt': strToU8('hello') }),
      /not a Word document\. Open it/,
    ],
    ['an empty zip', 'policy.docx', zipSync({}), /not a Word document\. Open it/],
    ['a Word file without text', 'policy.docx', wordFile({ body: '' }), /no words in this file\. Check/],
    [
      'a Word file that is not XML',
      'policy.docx',
      zipSync({ 'word/document.xml': strToU8('<w:document><w:body') }),
      /damaged or protected\. Open it in Word|no words/,
    ],
    [
      'a Word file with a document type',
      'policy.docx',
      wordFile({ body: p('Be kind.'), prolog: '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' }),
      /damaged or protected\. Open it in Word/,
    ],
  ])('%s', async (_, name, bytes, sentence) => {
    const message = await told(name, bytes);
    expect(message).toMatch(sentence);
    expect(message).not.toMatch(/undefined|NaN|\n/);
  });

  test('a missing file, a folder and a device', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-import-'));
    try {
      await expect(openDocument(join(folder, 'nowhere.md'))).rejects.toThrow(
        /There is no file "nowhere\.md" here\. Check/,
      );
      await expect(openDocument(folder)).rejects.toThrow(/is not a file\. Name the document/);
      await expect(openDocument('/dev/null')).rejects.toThrow(/is not a file\. Name the document/);
      writeFileSync(join(folder, 'huge.txt'), new Uint8Array(MAX_DOCUMENT_BYTES + 1000).fill(97));
      const { bytes, fileName } = await openDocument(join(folder, 'huge.txt'));
      expect(bytes.length).toBe(MAX_DOCUMENT_BYTES + 1);
      expect(await told(fileName, bytes)).toMatch(/larger than 5 MB/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a hostile archive', () => {
  test('that unpacks to too much is refused before it is unpacked', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(MAX_UNPACKED_BYTES + 1) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await told('policy.docx', bomb)).toMatch(/unpacks to far more/);
  });

  test('that unpacks to too much in many parts is refused', async () => {
    const part = new Uint8Array(MAX_UNPACKED_BYTES / 8);
    const parts = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`word/part${at}.xml`, part]));
    expect(await told('policy.docx', zipSync(parts))).toMatch(/unpacks to far more/);
  });

  test('that lies about its size gains nothing', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(MAX_UNPACKED_BYTES * 2) });
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    const directory = view.getUint32(bomb.length - 6, true);
    view.setUint32(directory + 24, 1000, true);
    expect(await told('policy.docx', bomb)).toMatch(/damaged or protected/);
  });

  test('with more entries than it has bytes is refused', async () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 6000 }, (_, at) => [`x${at}`, new Uint8Array()])));
    expect(await told('policy.docx', many)).toMatch(/unpacks to far more/);
  });

  test('that is deeply nested runs out of stack, not out of the process', async () => {
    const body = `${'<w:sdt><w:sdtContent>'.repeat(30_000)}${p('Be kind.')}${'</w:sdtContent></w:sdt>'.repeat(30_000)}`;
    expect(await told('policy.docx', wordFile({ body }))).toMatch(/damaged or protected|too complicated/);
  });

  test('with pictures and macros is read without them', async () => {
    const { unzipSync } = await import('fflate');
    const parts = {
      ...unzipSync(word),
      'word/media/image1.png': new Uint8Array(30 * 1024 * 1024),
      'word/vbaProject.bin': strToU8('macro'),
    };
    expect(await told('policy.docx', zipSync(parts))).toBe('read');
  });
});

describe('a parser that takes too much is stopped', () => {
  const large = wordFile({ body: p('Staff lock the screen whenever they leave it.').repeat(60_000) });

  test('after its time', async () => {
    expect(await told('policy.docx', large, documentReader({ timeMs: 20, memoryMb: 512 }))).toMatch(
      /too complicated to be read\. Copy/,
    );
  });

  test('at its memory', async () => {
    expect(await told('policy.docx', large, documentReader({ timeMs: 60_000, memoryMb: 24 }))).toMatch(
      /too complicated to be read\. Copy/,
    );
  });
});

describe('whatever the bytes are, a person is told or has a text', () => {
  const outcome = async (bytes: Uint8Array, name: string) => {
    try {
      const { hash, text } = await readPolicy(bytes, name, direct, TODAY);
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(text.sections.length).toBeGreaterThan(0);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  };

  test.each(['a.txt', 'a.md', 'a.docx'])('random bytes as %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), (bytes) => outcome(bytes, name)),
      { numRuns: 300 },
    );
  });

  test.each(['a.txt', 'a.md'])('random text as %s', async (name) => {
    const lines = fc
      .array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 40 })
      .map((all) => text(all.join('\n')));
    await fc.assert(
      fc.asyncProperty(lines, (bytes) => outcome(bytes, name)),
      { numRuns: 300 },
    );
  });

  test('a Word file with bytes changed', async () => {
    const changes = fc.array(fc.tuple(fc.nat(word.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(changes, (all) => {
        const broken = word.slice();
        for (const [at, byte] of all) broken[at] = byte;
        return outcome(broken, 'a.docx');
      }),
      { numRuns: 300 },
    );
  });

  test('Word’s XML with elements in any order', async () => {
    const pieces = fc.constantFrom(
      '<w:p>',
      '</w:p>',
      '<w:r>',
      '</w:r>',
      '<w:t>word</w:t>',
      '<w:tbl>',
      '<w:tr>',
      '<w:tc>',
      '</w:tc>',
      '</w:tr>',
      '</w:tbl>',
      '<w:pPr><w:numPr><w:ilvl w:val="9"/><w:numId w:val="2"/></w:numPr></w:pPr>',
      '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>',
      '<w:br/>',
      '<w:tab/>',
      '<w:hyperlink w:anchor="x">',
      '</w:hyperlink>',
      '<w:footnoteReference w:id="4"/>',
      '<w:sdt>',
      '<!-- -->',
      '&#8;',
      'x',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), (body) =>
        outcome(wordFile({ body: body.join('') }), 'a.docx'),
      ),
      { numRuns: 300 },
    );
  });

  test('scripts, tags and direction marks come out as plain words', async () => {
    const policy = await read(
      '# Rules\n\n<script>alert(1)</script>\n\nBe <b onclick="x">kind</b> to \u202eeveryone\u202c.\n\n[Click](javascript:alert(1)) on `code` ![picture](x.png) first.\n\n<!-- hidden -->\n\nAsk <name of office>.\n',
    );
    expect(policy.text.sections[0]!.statements.map((said) => said.text)).toEqual([
      'Be kind to everyone.',
      'Click on code first.',
      'Ask <name of office>.',
    ]);
  });
});
