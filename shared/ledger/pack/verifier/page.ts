import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Checked, checkPack, type PackFiles } from '../check.ts';
import type { Hashes } from '../format.ts';
import { openFolder, openZip } from './zip.ts';

/**
 * The page that checks an evidence pack, years later, without us: opened from a disk, with no network. It hashes with code of
 * its own, as a browser lends its own hashing only to pages that it trusts, and not each trusts a file.
 */
const hashes: Hashes = {
  sha256: (text) => bytesToHex(sha256(utf8ToBytes(text))),
  hashing() {
    const hash = sha256.create();
    return { add: (text) => void hash.update(utf8ToBytes(text)), hex: () => bytesToHex(hash.digest()) };
  },
};

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const result = byId('result');
const sent = byId('sent') as HTMLInputElement;

let latest = 0;

async function check(opening: () => Promise<PackFiles>): Promise<void> {
  const turn = ++latest;
  const say = (kind: string, ...lines: string[]) => {
    if (turn !== latest) return;
    result.className = kind;
    result.replaceChildren(
      ...lines.map((line, i) => Object.assign(document.createElement(i ? 'p' : 'h2'), { textContent: line })),
    );
  };
  say('busy', 'Checking …');
  try {
    const head = sent.value.replace(/^\s*\d+:/, '').replace(/\s/g, '');
    if (head && !/^[0-9a-f]{16,64}$/i.test(head))
      return say(
        'broken',
        'Please look at the head again',
        'A head has 16 to 64 letters and digits, from 0 to 9 and a to f.',
      );
    const files = await opening();
    const checked = await checkPack(files, hashes, {
      sent: head,
      progress: (entries, of) =>
        say('busy', `Checking … ${entries.toLocaleString('en-GB')} of ${of.toLocaleString('en-GB')}`),
    });
    show(checked, say);
  } catch (error) {
    say(
      'broken',
      'This could not be read',
      `Choose the zip, or the folder that it was unpacked into. (${(error as Error).message})`,
    );
  }
}

function show(checked: Checked, say: (kind: string, ...lines: string[]) => void): void {
  if (!checked.ok) return say('broken', 'Not complete and unaltered', checked.why);
  const { about, editions, erased, sent } = checked;
  const signatures = editions.reduce((sum, { signatures }) => sum + signatures, 0);
  say(
    'good',
    'Complete and unaltered',
    `${about.school}, ${about.at.slice(0, 10)}: ${about.entries.toLocaleString('en-GB')} entries, ${editions.length.toLocaleString('en-GB')} texts, ${signatures.toLocaleString('en-GB')} signatures.`,
    ...(erased
      ? [`Personal data of ${erased.toLocaleString('en-GB')} was erased after its time; the chain holds without it.`]
      : []),
    sent === null
      ? 'That nobody made all of it anew shows a head that someone was sent while it was kept: type one above, and check again.'
      : `The head that you were sent is entry ${sent.toLocaleString('en-GB')}: up to it, all is as it was when it was sent.`,
    `Head: ${about.head}`,
  );
}

const choose = (id: string, open: (files: File[]) => Promise<PackFiles>) => {
  const input = byId(id) as HTMLInputElement;
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    if (files.length) void check(() => open(files)).then(() => (input.value = ''));
  });
};
choose('zip', ([zip]) => openZip(zip as File));
choose('folder', async (files) => openFolder(files));
for (const kind of ['dragover', 'drop'])
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    const [zip] = (event as DragEvent).dataTransfer?.files ?? [];
    if (kind === 'drop' && zip) void check(() => openZip(zip));
  });
