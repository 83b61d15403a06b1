import type { KeptEntry } from '../chain.ts';
import type { PackedEdition } from './format.ts';
import { signedRow } from './pages.ts';

/** What the entries say, gathered while they pass. */
export interface Gathered {
  editions: PackedEdition[];
  /** Gives the line about a signature, and the edition that was signed. @throws when no entry told of that edition. */
  add(entry: KeptEntry): { edition: PackedEdition; row: string } | null;
}

/** Which editions there are and how often each was signed, as the ledger itself tells it: to write a pack, and to check it. */
export function gather(): Gathered {
  const editions: PackedEdition[] = [];
  return {
    editions,
    add(entry) {
      if (entry.kind === 'edition-published') {
        const { agreement, edition, title, hash, effectiveFrom } = JSON.parse(entry.body) as PackedEdition;
        editions.push({ agreement, edition, title, hash, effectiveFrom, signatures: 0 });
      }
      if (entry.kind !== 'acknowledgement') return null;
      const signed = JSON.parse(entry.body) as { agreement: string; edition: number; hash: string };
      const edition = editions.find(
        (one) => one.hash === signed.hash && one.edition === signed.edition && one.agreement === signed.agreement,
      );
      if (!edition) throw new Error('it is about a text that was never published');
      edition.signatures++;
      return { edition, row: signedRow(entry) };
    },
  };
}
