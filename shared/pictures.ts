import type { Picture } from './feature.ts';
import type { SentFile } from './inbound.ts';
import { t } from './language/words.ts';

/** The largest picture that is taken: a phone's are 2 to 6 MB. */
const MOST_MB = 10;

/** Pictures that are taken with one message. */
const MOST_AT_ONCE = 5;

/** The pictures of a message, or one sentence that says why none of them is kept. */
type Pictures = { kind: 'pictures'; pictures: Picture[] } | { kind: 'refused'; words: string };

/** Fetches what was sent, and sees that all of it is pictures: else nothing is taken. */
export async function readPictures(files: SentFile[]): Promise<Pictures> {
  if (files.length > MOST_AT_ONCE)
    return refused(
      t`That is more than ${MOST_AT_ONCE} files. Please send at most ${MOST_AT_ONCE} at a time; nothing was kept.`,
    );
  const pictures: Picture[] = [];
  // All at once: whoever sent them, and the platform, wait for the answer.
  for (const read of await Promise.all(files.map((file) => file.read(MOST_MB * 1_000_000)))) {
    if (read.kind === 'refused') return read;
    if (read.kind === 'too-large')
      return refused(t`That is larger than ${MOST_MB} MB. Please send a smaller picture; nothing was kept.`);
    const type = typeOf(read.bytes);
    if (!type)
      return refused(t`I can only take pictures, as JPEG, PNG, WebP or GIF, and that is none. Nothing was kept.`);
    pictures.push({ type, bytes: read.bytes });
  }
  return { kind: 'pictures', pictures };
}

const refused = (words: string): Pictures => ({ kind: 'refused', words });

/** What each kind of picture begins with, and from which byte on. Browsers show all of these, and none of them runs anything. */
const BEGINNINGS: [type: string, at: number, bytes: string][] = [
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
  ['image/gif', 0, 'GIF87a'],
  ['image/gif', 0, 'GIF89a'],
  ['image/webp', 8, 'WEBP'],
];

/** What kind of picture bytes are; null for everything else. Neither a name nor what a platform says of a file is asked. */
function typeOf(bytes: Buffer): string | null {
  const begins = (at: number, with_: string) =>
    bytes.subarray(at, at + with_.length).equals(Buffer.from(with_, 'latin1'));
  const found = BEGINNINGS.find(([, at, with_]) => begins(at, with_))?.[0] ?? null;
  return found === 'image/webp' && !begins(0, 'RIFF') ? null : found;
}
