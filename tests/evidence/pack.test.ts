import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { verifierPage } from '../../infra/verifier.ts';
import { findHead, verifyLedger } from '../../shared/ledger/index.ts';
import { type Checked, checkPack } from '../../shared/ledger/pack/check.ts';
import type { Hashes } from '../../shared/ledger/pack/format.ts';
import { writePack } from '../../shared/ledger/pack/write.ts';
import type { Store } from '../../shared/ports.ts';
import { inBrowser, launch, screenshot, violations } from '../browser/browser.ts';
import { askToSign, buttonOf, staffText, testApp, viewOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const SCHOOL = 'Larkenmere <School>';

/** Three people sign a first edition, two of them a second; one whose name is markup. */
async function signed(store: Store): Promise<void> {
  const t = await testApp(store);
  const people = [];
  for (const name of ['Anna Bell', 'Zoë <b>Åkesson</b>', 'Cem Demir'])
    people.push({ name, someone: await t.person(name) });
  for (const [text, signers] of [
    [staffText(), people],
    [staffText(['I will report what looks wrong, at once.']), people.slice(0, 2)],
  ] as const) {
    const assignments = await askToSign(
      t,
      signers.map(({ someone }) => someone),
      text,
    );
    for (const [i, { name, someone }] of signers.entries()) {
      const shown = viewOf(
        await someone.press({ action: 'acknowledgements.show', input: { assignment: assignments[i] } }),
      );
      viewOf(await someone.press(buttonOf(shown, 'I have read and accept'), { name, job: 'Teacher' }));
    }
  }
}

async function packOf(store: Store, verifier = 'a page'): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await writePack(store, { school: SCHOOL, now: NOW, verifier }, async (bytes) => void pieces.push(bytes));
  return Buffer.concat(pieces);
}

type Files = Record<string, string>;
const unpacked = (zip: Uint8Array): Files =>
  Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));
const packed = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hashes: Hashes = {
  sha256,
  hashing() {
    const hash = createHash('sha256');
    return { add: (text) => void hash.update(text), hex: () => hash.digest('hex') };
  },
};
const check = (files: Files, sent = ''): Promise<Checked> =>
  checkPack({ names: Object.keys(files), open: async (name) => new Blob([files[name] ?? '']).stream() }, hashes, {
    sent,
  });

const line = (files: Files, seq: number) => files['ledger/0001.jsonl']?.split('\n')[seq - 1] ?? '';
const change = (files: Files, name: string, from: string | RegExp, to: string): Files => {
  const changed = files[name]?.replace(from, to) ?? '';
  if (changed === files[name]) throw new Error(`${name} has no ${from}`);
  return { ...files, [name]: changed };
};
const without = (files: Files, name: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([one]) => one !== name));

/** What someone may do to a pack, and what the check says of it. */
const SPOILT: [string, (files: Files) => Files, RegExp][] = [
  [
    'a comma of a text changed',
    (f) => change(f, 'texts/staff-2.json', 'wrong, at', 'wrong at'),
    /text of “Staff ICT agreement”, edition 2 was changed/,
  ],
  [
    'a name in the ledger changed',
    (f) => change(f, 'ledger/0001.jsonl', 'Cem Demir', 'Cem Demirci'),
    /^Entry 4 \(acknowledgement, 2026.*\): its personal part was changed/,
  ],
  [
    'words that were pressed changed',
    (f) => change(f, 'ledger/0001.jsonl', 'I have read and accept', 'I have read'),
    /^Entry 2 .*its contents were changed/,
  ],
  ['a time changed', (f) => change(f, 'ledger/0001.jsonl', /"at":"2026/, '"at":"2025'), /^Entry 1 .*contents/],
  [
    'an entry taken out',
    (f) => change(f, 'ledger/0001.jsonl', `${line(f, 3)}\n`, ''),
    /^Entry 3 .*the entry is missing/,
  ],
  ['the last entry taken out', (f) => change(f, 'ledger/0001.jsonl', `${line(f, 7)}\n`, ''), /^Entry 7 is missing/],
  ['an entry spoilt', (f) => change(f, 'ledger/0001.jsonl', line(f, 5), line(f, 5).slice(1)), /^Entry 5 can’t be read/],
  ['the ledger taken out', (f) => without(f, 'ledger/0001.jsonl'), /^Entry 1 is missing/],
  ['a text taken out', (f) => without(f, 'texts/staff-1.json'), /text of .* edition 1 is missing/],
  [
    'a name in a list changed',
    (f) => change(f, 'signed/staff-1.html', 'Anna Bell', 'Anne Bell'),
    /list of who signed .* edition 1 is not what the ledger says/,
  ],
  ['a list taken out', (f) => without(f, 'signed/staff-2.html'), /signed\/staff-2\.html is missing/],
  [
    'a figure in the index changed',
    (f) => change(f, 'index.html', '<td>3</td>', '<td>4</td>'),
    /index\.html is not what/,
  ],
  ['a list added', (f) => ({ ...f, 'signed/staff-3.html': 'me too' }), /signed\/staff-3\.html is not of this pack/],
  ['another end named', (f) => change(f, 'about.json', /"head": "\w{8}/, '"head": "00000000'), /end of the chain/],
  ['no about.json', (f) => without(f, 'about.json'), /not an evidence pack/],
];

describe('an evidence pack', () => {
  eachStore((fresh) => {
    let store: Store;
    let zip: Uint8Array;
    beforeEach(async () => {
      store = await (await fresh()).open();
      await signed(store);
      zip = await packOf(store);
    });

    test('holds texts, chain, and who signed what when', async () => {
      const files = unpacked(zip);
      expect(Object.keys(files).sort()).toEqual([
        'about.json',
        'index.html',
        'ledger/0001.jsonl',
        'signed/staff-1.html',
        'signed/staff-2.html',
        'texts/staff-1.json',
        'texts/staff-2.json',
        'verify.html',
      ]);
      const { hash } = await store.db
        .selectFrom('editions')
        .select('hash')
        .where('number', '=', 1)
        .executeTakeFirstOrThrow();
      expect(sha256(files['texts/staff-1.json'] ?? '')).toBe(hash);
      const list = files['signed/staff-1.html'] ?? '';
      expect(list).toContain(
        '<td>Anna Bell</td><td>Teacher</td><td>2026-11-23 09:00:00 UTC</td><td>I have read and accept</td>',
      );
      expect(list).toContain('Zoë &lt;b&gt;Åkesson&lt;/b&gt;');
      expect(files['index.html']).toContain('Larkenmere &lt;School&gt;');
      expect(await check(files)).toMatchObject({
        ok: true,
        erased: 0,
        about: { entries: 7 },
        editions: [{ signatures: 3 }, { signatures: 2 }],
      });
    });

    test('does not hold what was erased, and is complete without it', async () => {
      const { seq } = await store.db
        .selectFrom('ledger_personal')
        .select('seq')
        .where('body', 'like', '%Anna Bell%')
        .orderBy('seq')
        .executeTakeFirstOrThrow();
      await store.db.deleteFrom('ledger_personal').where('body', 'like', '%Anna Bell%').execute();
      const files = unpacked(await packOf(store));
      expect(JSON.stringify(files)).not.toContain('Anna Bell');
      expect(files['signed/staff-1.html']).toContain(`<td>${seq}</td>`);
      expect(files['signed/staff-1.html']).toContain('(erased after its time)');
      expect(await check(files)).toMatchObject({ ok: true, erased: 2 });
    });

    test('of a ledger that was broken says so', async () => {
      await store.db.deleteFrom('acknowledgements').where('ledger_seq', '=', 3).execute();
      expect(await check(unpacked(await packOf(store)))).toMatchObject({
        ok: false,
        why: expect.stringMatching(/list of who signed/),
      });
    });

    test('shows whether it still has a head that was sent', async () => {
      const { hash } = await store.db
        .selectFrom('ledger')
        .select('hash')
        .where('seq', '=', 4)
        .executeTakeFirstOrThrow();
      const files = unpacked(zip);
      expect(await check(files, hash.slice(0, 16).toUpperCase())).toMatchObject({ ok: true, sent: 4 });
      expect(await check(files, '0'.repeat(64))).toMatchObject({
        ok: false,
        why: expect.stringMatching(/not in this ledger/),
      });
      expect(await findHead(store, { hash: hash.slice(0, 16).toUpperCase() })).toMatchObject({ seq: 4 });
      expect(await findHead(store, { seq: 4, hash })).toMatchObject({ seq: 4 });
      expect(await findHead(store, { seq: 5, hash })).toBeNull();
      expect((await verifyLedger(store)).valid).toBe(true);
    });
  });

  describe('with', () => {
    let files: Files;
    beforeAll(async () => {
      const { store } = await testApp();
      await signed(store);
      files = unpacked(await packOf(store));
      await store.close();
    });
    test.each(SPOILT)('%s is found', async (_, spoil, why) => {
      expect(await check(spoil(files))).toMatchObject({ ok: false, why: expect.stringMatching(why) });
    });
  });

  inBrowser('opened from a disk', () => {
    let browser: Browser;
    let folder: string;
    let files: Files;
    beforeAll(async () => {
      browser = await launch();
      folder = mkdtempSync(join(tmpdir(), 'countersign-pack-'));
      const { store } = await testApp();
      await signed(store);
      files = unpacked(await packOf(store, await verifierPage()));
      await store.close();
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });

    /** Opens the pack's own page from the disk, with no network at all. */
    async function opened(of: Files): Promise<{ page: Page; trouble: string[] }> {
      for (const [name, text] of Object.entries(of)) {
        mkdirSync(dirname(join(folder, 'pack', name)), { recursive: true });
        writeFileSync(join(folder, 'pack', name), text);
      }
      writeFileSync(join(folder, 'evidence.zip'), packed(of));
      const context = await browser.newContext({ offline: true, viewport: { width: 900, height: 900 } });
      const page = await context.newPage();
      const trouble: string[] = [];
      page.on('pageerror', (error) => trouble.push(error.message));
      page.on('console', (message) => void (message.type() === 'error' && trouble.push(message.text())));
      page.on('request', (request) => void (request.url().startsWith('file:') || trouble.push(request.url())));
      await page.goto(pathToFileURL(join(folder, 'pack', 'verify.html')).href);
      return { page, trouble };
    }
    const verdict = (page: Page) => page.locator('#result.good, #result.broken').innerText();

    test('says that it is complete and unaltered, of the zip and of its folder', async () => {
      const { page, trouble } = await opened(files);
      await page.setInputFiles('#zip', join(folder, 'evidence.zip'));
      expect(await verdict(page)).toMatch(/Complete and unaltered[\s\S]*7 entries, 2 texts, 5 signatures/);
      await page.fill('#sent', JSON.parse(line(files, 4)).hash);
      await page.setInputFiles('#folder', join(folder, 'pack'));
      await page.locator('#result', { hasText: 'is entry 4' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await screenshot(page, 'evidence-verifier');
      await page.goto(pathToFileURL(join(folder, 'pack', 'index.html')).href);
      await page.click('text=Staff ICT agreement >> nth=0');
      await page.getByText('Zoë <b>Åkesson</b>').waitFor();
      await screenshot(page, 'evidence-signed');
      expect(trouble).toEqual([]);
      await page.context().close();
    });

    test('names what was changed, be it one comma', async () => {
      const { page } = await opened(change(files, 'texts/staff-2.json', 'wrong, at', 'wrong at'));
      await page.setInputFiles('#zip', join(folder, 'evidence.zip'));
      expect(await verdict(page)).toMatch(
        /Not complete and unaltered\s+The text of “Staff ICT agreement”, edition 2 was changed/,
      );
      await screenshot(page, 'evidence-broken');
      writeFileSync(
        join(folder, 'evidence.zip'),
        packed(change(files, 'ledger/0001.jsonl', 'Cem Demir', 'Cem Demirci')),
      );
      await page.setInputFiles('#zip', join(folder, 'evidence.zip'));
      await page.locator('#result', { hasText: 'Entry 4' }).waitFor();
      writeFileSync(join(folder, 'other.zip'), 'my shopping list');
      await page.setInputFiles('#zip', join(folder, 'other.zip'));
      await page.locator('#result', { hasText: 'could not be read' }).waitFor();
      await page.context().close();
    });
  });

  test('is written by the command line, once to a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-export-'));
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['infra/cli.ts', ...args], {
        encoding: 'utf8',
        env: { ...process.env, DATA_DIR: join(folder, 'data'), DATABASE_URL: '' },
      });
    try {
      const file = join(folder, 'evidence.zip');
      expect(run('export', 'evidence', file)).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('0 entries are in'),
      });
      expect(run('export', 'evidence', file)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('is there already'),
      });
      expect(run('ledger', 'verify', '--head', 'abc')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('Write the head'),
      });
      expect(run('ledger', 'verify', '--head', `7:${'ab'.repeat(8)}`)).toMatchObject({
        status: 1,
        stdout: expect.stringContaining('NOT in this chain'),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
