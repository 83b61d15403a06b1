import * as z from 'zod';
import type { Config } from '../shared/config.ts';
import { fetchFile, NO_PICTURE, unavailable } from '../shared/files.ts';
import type { ReadFile } from '../shared/inbound.ts';
import { isSafe } from '../shared/loopback.ts';
import type { Log } from '../shared/ports.ts';
import type { Activity } from './inbound.ts';
import { isAmong, mayServe } from './reach.ts';

/** Attachments that are read of one message; the product takes fewer files. */
const MOST = 20;

const PLATFORM = 'Teams';

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
export async function readAttached(file: Attached, most: number, { config, token, log }: Way): Promise<ReadFile> {
  if (file.kept === 'elsewhere') return NO_PICTURE;
  const { kept, url } = file;
  const allowed =
    kept === 'by-connector'
      ? mayServe(url, config)
      : isSafe(url) && (config.MicrosoftAppId ? isAmong(url, config.TEAMS_FILE_HOSTS) : mayServe(url, config));
  if (!allowed) {
    log.warn({ kept, host: URL.parse(url)?.hostname ?? '' }, 'a file was not fetched: its host is not one of ours');
    return unavailable(PLATFORM);
  }
  try {
    const bearer = kept === 'by-connector' ? await token() : null;
    return await fetchFile(url, { bearer, most, log, platform: PLATFORM });
  } catch (error) {
    log.warn({ kept, error: (error as Error).name }, 'a file could not be fetched');
    return unavailable(PLATFORM);
  }
}
