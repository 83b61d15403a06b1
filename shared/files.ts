import type { ReadFile } from './inbound.ts';
import { t } from './language/words.ts';
import type { Log } from './ports.ts';

/** Who sent a file waits, and the platform for our answer, 10 to 15 seconds. */
const TIMEOUT_MS = 7_000;

interface How {
  /** A token for the very host that is asked. */
  bearer: string | null;
  /** Bytes that are taken at most. */
  most: number;
  log: Log;
  /** The platform, as people know it. */
  platform: string;
}

/** Fetches a file that somebody sent: from this address alone, and no more of it than is wanted. Never throws. */
export async function fetchFile(url: string | URL, { bearer, most, log, platform }: How): Promise<ReadFile> {
  try {
    const answer = await fetch(url, {
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
      // Whoever asks has looked at this host, and at no other.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok && answer.body) return await atMost(most, answer.body);
    await answer.body?.cancel();
    log.warn({ platform, status: answer.status }, 'a file could not be fetched');
  } catch (error) {
    // The error itself may quote the address, which can be as good as the file.
    log.warn({ platform, error: (error as Error).name }, 'a file could not be fetched');
  }
  return unavailable(platform);
}

/** Reads on only as long as it isn't too much. */
async function atMost(most: number, body: ReadableStream<Uint8Array>): Promise<ReadFile> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the connection.
  for await (const part of body) {
    length += part.length;
    if (length > most) return { kind: 'too-large' };
    parts.push(part);
  }
  return { kind: 'read', bytes: Buffer.concat(parts) };
}

/** It may be there, and we didn't get it. */
export const unavailable = (platform: string): ReadFile => ({
  kind: 'refused',
  words: t`I couldn't fetch that from ${platform}, so nothing was kept. Please send it once more, or leave a link to it.`,
});

/** Of something that can be no picture, whatever it holds. */
export const NO_PICTURE: ReadFile = {
  kind: 'refused',
  words: t`I can only take pictures, and that is none. Nothing was kept.`,
};
