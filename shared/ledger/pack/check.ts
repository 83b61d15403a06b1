import type { AgreementText } from '../../agreements/text.ts';
import { followChain, type KeptEntry } from '../chain.ts';
import {
  ABOUT,
  type About,
  FORMAT,
  type Hashes,
  type Hashing,
  INDEX,
  LEDGER_FILE,
  type PackedEdition,
  signedFile,
  textFile,
  VERIFIER,
} from './format.ts';
import { gather } from './gather.ts';
import { indexPage, signedFoot, signedHead } from './pages.ts';

/** The files of a pack, wherever they are: in the zip, or in the folder that somebody made of it. */
export interface PackFiles {
  names: string[];
  open(name: string): Promise<ReadableStream<Uint8Array>>;
}

/** What a pack turned out to be. `sent`: the number of the entry whose hash somebody was sent, if that was asked. */
export type Checked =
  | { ok: true; about: About; editions: PackedEdition[]; erased: number; sent: number | null }
  | { ok: false; why: string };

/** Says what is wrong, to end the check. */
class Wrong extends Error {}

/**
 * Checks a whole pack: each entry of the chain, each text against the hash in the ledger, each list against the entries it
 * was made of, and that nothing is missing or was added. Says "complete and unaltered", or names the first thing that isn't.
 * @param sent the hash of an entry that was sent to somebody while the ledger was kept, or the first 16 digits or more of it.
 */
export async function checkPack(
  files: PackFiles,
  hashes: Hashes,
  { sent = '', progress = () => {} }: { sent?: string; progress?: (entries: number, of: number) => void } = {},
): Promise<Checked> {
  try {
    const about = await aboutOf(files);
    const chain = followChain(hashes.sha256);
    const gathered = gather();
    const lists: List[] = [];
    let found: number | null = null;
    const parts = files.names.filter((name) => LEDGER_FILE.test(name)).sort();
    for (const part of parts)
      for await (const line of linesOf(await files.open(part))) {
        const entry = readEntry(line, chain.seq + 1);
        const wrong = chain.add(entry);
        if (wrong) throw new Wrong(`${nameOf(entry, chain.seq + 1)}: ${wrong}.`);
        const signed = signatureIn(gathered, entry);
        // Hashed as it passes: a list of a million lines is never held.
        if (signed) lists.find(({ edition }) => edition === signed.edition)?.expected.add(signed.row);
        const published = gathered.editions[lists.length];
        if (published) lists.push(await beginList(files, hashes, about, published));
        if (sent && entry.hash.startsWith(sent.toLowerCase())) found = entry.seq;
        if (entry.seq % 5_000 === 0) progress(entry.seq, about.entries);
      }
    if (chain.seq !== about.entries || chain.head !== about.head)
      throw new Wrong(
        chain.seq < about.entries
          ? `Entry ${chain.seq + 1} is missing, and all that came after it up to ${about.entries}.`
          : `The end of the chain is not the one that ${ABOUT} names.`,
      );
    await checkLists(files, hashes, about, lists);
    if (sent && found === null)
      throw new Wrong(
        'The head that you were sent is not in this ledger: what came up to it is no longer what it was then.',
      );
    return { ok: true, about, editions: gathered.editions, erased: chain.erased, sent: found };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, why: error.message };
    throw error;
  }
}

async function aboutOf(files: PackFiles): Promise<About> {
  if (!files.names.includes(ABOUT)) throw new Wrong('This is not an evidence pack: about.json is not in it.');
  try {
    const about = JSON.parse(await textOf(files, ABOUT)) as About;
    if (about.format === FORMAT) return about;
  } catch {}
  throw new Wrong('about.json can’t be read.');
}

function readEntry(line: string, expected: number): KeptEntry {
  try {
    const entry = JSON.parse(line) as KeptEntry;
    if (typeof entry.body === 'string' && typeof entry.hash === 'string') return entry;
  } catch {}
  throw new Wrong(`Entry ${expected} can’t be read.`);
}

const nameOf = ({ kind, at }: KeptEntry, seq: number): string =>
  `Entry ${seq} (${String(kind)}, ${String(at).slice(0, 19).replace('T', ' ')})`;

function signatureIn(gathered: ReturnType<typeof gather>, entry: KeptEntry) {
  try {
    return gathered.add(entry);
  } catch (error) {
    throw new Wrong(`${nameOf(entry, entry.seq)}: ${(error as Error).message}.`);
  }
}

/** What the list of who signed an edition must be, as far as the chain has been read. */
interface List {
  edition: PackedEdition;
  expected: Hashing;
  /** What is wrong with the text itself. */
  wrong: string | null;
}

const called = ({ title, edition }: PackedEdition): string => `“${title}”, edition ${edition}`;

async function beginList(
  files: PackFiles,
  { sha256, hashing }: Hashes,
  about: About,
  edition: PackedEdition,
): Promise<List> {
  const name = textFile(edition);
  const expected = hashing();
  if (!files.names.includes(name)) return { edition, expected, wrong: `The text of ${called(edition)} is missing.` };
  const text = await textOf(files, name);
  if (sha256(text) !== edition.hash)
    return { edition, expected, wrong: `The text of ${called(edition)} was changed (${name}).` };
  expected.add(signedHead(about, edition, JSON.parse(text) as AgreementText));
  return { edition, expected, wrong: null };
}

async function checkLists(files: PackFiles, { hashing }: Hashes, about: About, lists: List[]): Promise<void> {
  const known = new Set([ABOUT, VERIFIER, INDEX]);
  const isAs = async (name: string, expected: Hashing, wrong: string) => {
    if (!files.names.includes(name)) throw new Wrong(`${name} is missing.`);
    const actual = hashing();
    for await (const piece of piecesOf(await files.open(name))) actual.add(piece);
    if (actual.hex() !== expected.hex()) throw new Wrong(wrong);
  };
  for (const { edition, expected, wrong } of lists) {
    if (wrong) throw new Wrong(wrong);
    expected.add(signedFoot(edition));
    const name = signedFile(edition);
    await isAs(name, expected, `The list of who signed ${called(edition)} is not what the ledger says (${name}).`);
    known.add(textFile(edition)).add(name);
  }
  const index = hashing();
  index.add(
    indexPage(
      about,
      lists.map(({ edition }) => edition),
    ),
  );
  await isAs(INDEX, index, `${INDEX} is not what the ledger says.`);
  const foreign = files.names.find((name) => !known.has(name) && !LEDGER_FILE.test(name));
  if (foreign) throw new Wrong(`${foreign} is not of this pack: it was added.`);
}

async function textOf(files: PackFiles, name: string): Promise<string> {
  let text = '';
  for await (const piece of piecesOf(await files.open(name))) text += piece;
  return text;
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  // Bytes that aren't UTF-8 become a sign that no text of ours has: whatever they are in is found to be changed.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    yield decoder.decode(value, { stream: true });
  }
  yield decoder.decode();
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of piecesOf(stream)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield rest;
}
