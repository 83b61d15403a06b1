import { Zip, ZipDeflate } from 'fflate';
import { type AgreementText, canonicalText } from '../../agreements/text.ts';
import type { Store, Tx } from '../../ports.ts';
import { entriesAfter, entriesNumbered } from '../read.ts';
import {
  ABOUT,
  type About,
  FORMAT,
  INDEX,
  ledgerFile,
  PART,
  type PackedEdition,
  signedFile,
  textFile,
  VERIFIER,
} from './format.ts';
import { gather } from './gather.ts';
import { indexPage, signedFoot, signedHead, signedRow } from './pages.ts';

/** Signatures read at a time. */
const BATCH = 500;

/** What a pack is made with. */
export interface Pack {
  school: string;
  now: Date;
  /** The page that checks it, in one file. */
  verifier: string;
}

/**
 * Writes the evidence of a school as a zip, in pieces: the texts, the ledger with its chain, lists for people, and a page
 * that checks them. It is of one moment, while the school goes on signing, and takes the same memory whatever its size.
 * What was erased from the ledger is not in it.
 */
export const writePack = (store: Store, pack: Pack, write: (bytes: Uint8Array) => Promise<void>): Promise<About> =>
  store.snapshot(async (tx) => {
    const zip = zipInto(write, pack.now);
    const end = await tx.selectFrom('ledger_head').select(['seq', 'hash']).executeTakeFirstOrThrow();
    const about: About = {
      format: FORMAT,
      school: pack.school,
      at: pack.now.toISOString(),
      entries: end.seq,
      head: end.hash,
    };
    await zip.file(VERIFIER, (add) => add(pack.verifier));
    await zip.file(ABOUT, (add) => add(`${JSON.stringify(about, null, 2)}\n`));
    const editions = await ledgerInto(zip, tx);
    await zip.file(INDEX, (add) => add(indexPage(about, editions)));
    for (const edition of editions) {
      const text = await textOf(tx, edition);
      if (text === null) continue;
      await zip.file(textFile(edition), (add) => add(text));
      await zip.file(signedFile(edition), async (add) => {
        await add(signedHead(about, edition, JSON.parse(text) as AgreementText));
        for await (const rows of signaturesOf(tx, edition)) await add(rows);
        await add(signedFoot(edition));
      });
    }
    await zip.end();
    return about;
  });

async function ledgerInto(zip: ZipInto, tx: Tx): Promise<PackedEdition[]> {
  const gathered = gather();
  const pages = entriesAfter(tx, 0);
  for (let part = 1, more = true; more; part++)
    await zip.file(ledgerFile(part), async (add) => {
      for (let entries = 0; entries < PART; ) {
        const { value: page, done } = await pages.next();
        if (done) {
          more = false;
          return;
        }
        // An entry that speaks of nothing known is for the page to find, not for the export to stop at.
        for (const entry of page)
          try {
            gathered.add(entry);
          } catch {}
        await add(page.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
        entries += page.length;
      }
    });
  return gathered.editions;
}

async function textOf(tx: Tx, { agreement, edition }: PackedEdition): Promise<string | null> {
  const kept = await tx
    .selectFrom('editions')
    .select('text')
    .where('agreement', '=', agreement)
    .where('number', '=', edition)
    .executeTakeFirst();
  return kept ? canonicalText(JSON.parse(kept.text) as AgreementText) : null;
}

async function* signaturesOf(tx: Tx, { agreement, edition }: PackedEdition): AsyncGenerator<string> {
  const signed = await tx
    .selectFrom('acknowledgements')
    .select('ledger_seq')
    .where('agreement', '=', agreement)
    .where('edition', '=', edition)
    .orderBy('ledger_seq')
    .execute();
  for (let from = 0; from < signed.length; from += BATCH) {
    const numbers = signed.slice(from, from + BATCH).map(({ ledger_seq }) => ledger_seq);
    const entries = await entriesNumbered(tx, numbers);
    yield entries.map(signedRow).join('');
  }
}

interface ZipInto {
  file(name: string, fill: (add: (text: string) => Promise<void>) => Promise<void>): Promise<void>;
  end(): Promise<void>;
}

function zipInto(write: (bytes: Uint8Array) => Promise<void>, now: Date): ZipInto {
  const ready: Uint8Array[] = [];
  let trouble: Error | null = null;
  const zip = new Zip((error, bytes) => {
    trouble ??= error;
    if (bytes?.length) ready.push(bytes);
  });
  const flush = async () => {
    if (trouble) throw trouble;
    for (const bytes of ready.splice(0)) await write(bytes);
  };
  const encoder = new TextEncoder();
  return {
    async file(name, fill) {
      const file = new ZipDeflate(name, { level: 6 });
      file.mtime = now;
      zip.add(file);
      await fill(async (text) => {
        file.push(encoder.encode(text));
        await flush();
      });
      file.push(new Uint8Array(), true);
      await flush();
    },
    async end() {
      zip.end();
      await flush();
    },
  };
}
