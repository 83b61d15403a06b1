import { checkChat } from '../../shared/adapters/google/chat/check.ts';
import { serviceAccountIn } from '../../shared/adapters/google/settings.ts';
import { mailIn } from '../../shared/adapters/mail/settings.ts';
import type { PermissionLine } from '../../shared/directories/port.ts';
import type { Clock, Log } from '../../shared/ports.ts';
import type { Channel } from '../../shared/school.ts';
import type { Settings } from '../settings.ts';

/** A way to write to people, and what came of trying what it needs. */
interface CheckedChannel {
  channel: Channel;
  lines: AsyncIterable<PermissionLine>;
}

/**
 * Tries what Google Chat and e-mail need, where a school has set them up. Nobody is written to.
 * @throws ConfigError when a key file or certificate can't be used.
 */
export async function channelsToCheck(
  { config, sandbox }: Settings,
  ports: { clock: Clock; log: Log },
): Promise<CheckedChannel[]> {
  if (sandbox) return [];
  const serviceAccount = config.GOOGLE_ADDON_SERVICE_ACCOUNT ? serviceAccountIn(config) : null;
  const { GOOGLE_ROOT_URL: rootUrl = null, GOOGLE_ADMIN_SUBJECT: subject = null } = config;
  const mail = await mailIn(config, ports);
  return [
    ...(serviceAccount
      ? [{ channel: 'chat' as const, lines: checkChat({ serviceAccount, rootUrl, subject }, ports) }]
      : []),
    ...(mail ? [{ channel: 'mail' as const, lines: one(mail.check()) }] : []),
  ];
}

async function* one(line: Promise<PermissionLine>): AsyncGenerator<PermissionLine> {
  yield await line;
}
