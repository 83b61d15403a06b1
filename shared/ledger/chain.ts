import canonicalize from 'canonicalize';

/**
 * How entries are chained: the same for the server and for the page that checks an evidence pack in a browser, so it uses
 * nothing that only one of them has. Each gives its own SHA-256, of a text's UTF-8, in hex.
 */
export type Sha256 = (text: string) => string;

/** An entry as it is chained: everything the hash covers. */
export interface Entry {
  seq: number;
  /** ISO-8601, UTC. */
  at: string;
  kind: string;
  /** Canonical JSON. */
  body: string;
  /** The hash of the entry before; 64 zeros for the first. */
  prev: string;
}

/** An entry as it is kept. `salt` and `personal` are null when there never was a personal part, or it was erased. */
export interface KeptEntry extends Entry {
  hash: string;
  salt: string | null;
  /** Canonical JSON. */
  personal: string | null;
}

/** What the first entry follows from. */
const GENESIS = '0'.repeat(64);

/** Canonical JSON (RFC 8785): the same facts give the same text, whatever their order. */
export const canonical = (facts: unknown): string => canonicalize(facts) ?? 'null';

/** What an entry's hash is taken of: the canonical JSON of the entry. */
export const hashedText = ({ seq, at, kind, body, prev }: Entry): string => canonical({ seq, at, kind, body, prev });

/** What stands in the entry for its personal part: the hash of this. */
export const committedText = (salt: string, personal: string): string => `${salt}.${personal}`;

/** How far a chain has been read, and held. */
export interface Chain {
  /** The last entry's number and hash. */
  readonly seq: number;
  readonly head: string;
  /** How many entries had their personal part erased. */
  readonly erased: number;
  /** Takes the next entry. Gives what is wrong with it, in words, or null. */
  add(entry: KeptEntry): string | null;
}

/** Follows a chain from its first entry on. */
export function followChain(sha256: Sha256): Chain {
  let seq = 0;
  let head = GENESIS;
  let erased = 0;
  return {
    get seq() {
      return seq;
    },
    get head() {
      return head;
    },
    get erased() {
      return erased;
    },
    add(entry) {
      if (entry.seq !== seq + 1) return 'the entry is missing';
      if (entry.prev !== head) return 'it does not follow from the entry before';
      if (sha256(hashedText(entry)) !== entry.hash) return 'its contents were changed';
      const promised = promisedHash(entry.body);
      if (promised && entry.personal === null) erased++;
      else if (promised !== (entry.personal === null ? null : sha256(committedText(entry.salt ?? '', entry.personal))))
        return 'its personal part was changed';
      seq = entry.seq;
      head = entry.hash;
      return null;
    },
  };
}

const promisedHash = (body: string): string | null => {
  const { personal } = JSON.parse(body) as { personal?: string };
  return personal ?? null;
};
