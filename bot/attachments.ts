import * as z from 'zod';
import type { Config } from '../shared/config.ts';
import type { ReadFile } from '../shared/inbound.ts';
import { t } from '../shared/language/words.ts';
import { isSafe } from '../shared/loopback.ts';
import type { Log } from '../shared/ports.ts';
import type { Activity } from './inbound.ts';
import { isAmong, mayServe } from './reach.ts';

/** Attachments that are read of one message; the product takes fewer files. */
const MOST = 20;

/** Teams waits for our answer 10 to 15 seconds: all files of a message together must be here before. */
const TIMEOUT_MS = 7_000;

/** A file that came with a message, and where it is kept. */
export type Attached =
  /** Pasted into the chat: the Connector keeps it, and gives it to the bot's own token. */
  | { kept: 'by-connector'; url: string }
  /** Attached as a file: in the sender's OneDrive, at an address that holds its own right for some minutes. */
  | { kept: 'in-onedrive'; url: string }
  /** Of a kind that we don't know. */
  | { kept: 'elsewhere' };

const Attachment = z.object({
  contentType: z.string().max(200),
  contentUrl: z.string().max(4_000).nullish(),
  content: z.unknown().optional(),
});
const Download = z.object({ downloadUrl: z.string().max(4_000) });

/** The message itself once more, as HTML, and what is no file: a card, a message that is quoted. */
const NO_FILE = /^(?:text\/|application\/vnd\.microsoft\.card\.|(?:forwarded)?messagereference$)/i;

/**
 * The files that came with a message. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
 */
export function filesOf({ attachments = [] }: Activity): Attached[] {
  return attachments.slice(0, MOST).flatMap((each): Attached[] => {
    const { contentType, contentUrl, content } = Attachment.safeParse(each).data ?? {};
    if (contentType === undefined || NO_FILE.test(contentType)) return [];
    if (contentType === 'application/vnd.microsoft.teams.file.download.info') {
      const url = Download.safeParse(content).data?.downloadUrl;
      return [url ? { kept: 'in-onedrive', url } : { kept: 'elsewhere' }];
    }
    return [
      contentType.startsWith('image/') && contentUrl
        ? { kept: 'by-connector', url: contentUrl }
        : { kept: 'elsewhere' },
    ];
  });
}

interface Way {
  config: Config;
  token: () => Promise<string | null>;
  log: Log;
}

/** Fetches a file from where Teams keeps it: from no other host, with the token to the Connector alone, and no more than is wanted. */
export async function fetchFile(file: Attached, most: number, { config, token, log }: Way): Promise<ReadFile> {
  if (file.kept === 'elsewhere') return refused(t`I can only take pictures, and that is none. Nothing was kept.`);
  const { kept, url } = file;
  const allowed =
    kept === 'by-connector'
      ? mayServe(url, config)
      : isSafe(url) && (config.MicrosoftAppId ? isAmong(url, config.TEAMS_FILE_HOSTS) : mayServe(url, config));
  if (!allowed) {
    log.warn({ kept, host: URL.parse(url)?.hostname ?? '' }, 'a file was not fetched: its host is not one of ours');
    return UNAVAILABLE;
  }
  try {
    const bearer = kept === 'by-connector' ? await token() : null;
    const answer = await fetch(url, {
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
      // What is elsewhere by now is none of the hosts that were looked at.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok || !answer.body) {
      await answer.body?.cancel();
      log.warn({ kept, status: answer.status }, 'a file could not be fetched');
      return UNAVAILABLE;
    }
    return await atMost(most, answer.body);
  } catch (error) {
    // The error itself may quote the address, which is as good as the file.
    log.warn({ kept, error: (error as Error).name }, 'a file could not be fetched');
    return UNAVAILABLE;
  }
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

const refused = (words: string): ReadFile => ({ kind: 'refused', words });

const UNAVAILABLE = refused(
  t`I couldn't fetch that from Teams, so nothing was kept. Please send it once more, or leave a link to it.`,
);
