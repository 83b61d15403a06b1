import { fetchFile, unavailable } from '../../../files.ts';
import type { ReadFile } from '../../../inbound.ts';
import { exchangeOf } from '../once.ts';
import type { GooglePorts } from '../session.ts';
import type { ServiceAccount } from '../settings.ts';
import { createTokens } from '../wire/tokens.ts';

const ROOT = 'https://chat.googleapis.com/';
const PLATFORM = 'Google Chat';

/** As Google makes them: no part of an address of our own. */
const RESOURCE = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w\-=+/.~]{1,2000}$/;

/**
 * Reads what people upload into their chat with the app, as the app itself: `chat.bot`, which nobody grants, is enough.
 * https://developers.google.com/workspace/chat/download-media-attachments
 */
export function chatFiles(
  { serviceAccount, rootUrl }: { serviceAccount: ServiceAccount; rootUrl: string | null },
  ports: GooglePorts,
): (resource: string, most: number) => Promise<ReadFile> {
  const tokens = createTokens(serviceAccount, exchangeOf(ports), () => ports.clock.now().getTime());
  return async (resource, most) => {
    if (!RESOURCE.test(resource)) return unavailable(PLATFORM);
    const url = new URL(`v1/media/${resource}?alt=media`, rootUrl ?? ROOT);
    const { log } = ports;
    let bearer: string;
    try {
      bearer = await tokens.tokenFor(null, ['chat.bot']);
    } catch (error) {
      log.warn({ platform: PLATFORM, error: (error as Error).name }, 'a file could not be fetched');
      return unavailable(PLATFORM);
    }
    return fetchFile(url, { bearer, most, log, platform: PLATFORM });
  };
}
