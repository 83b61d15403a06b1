import { toMessage } from '../addon/workspace/card.ts';
import type { WorkspaceSettings } from '../addon/workspace/settings.ts';
import { chatMessenger } from '../shared/adapters/google/chat/messenger.ts';
import { serviceAccountIn } from '../shared/adapters/google/settings.ts';
import { type Carrier, mailMessenger } from '../shared/adapters/mail/messenger.ts';
import { carrierIn } from '../shared/adapters/mail/settings.ts';
import type { Config } from '../shared/config.ts';
import type { Clock, Log, Messenger } from '../shared/ports.ts';
import type { School } from '../shared/school.ts';

interface Parts {
  config: Config;
  school: School;
  publicUrl: string;
  clock: Clock;
  log: Log;
  /** The Google door, if it is open. */
  google: WorkspaceSettings | null;
  /** Where the sandbox plays Google Chat, and who takes its mails; null for a real school. */
  sandbox: { chat: string; carry: Carrier } | null;
}

/**
 * Who writes to people beside Teams: Google Chat, where the Google door is open and the key of its project's service account
 * is there; e-mail, where it is set up.
 * @throws ConfigError when a key file or certificate can't be used.
 */
export async function otherMessengers({
  config,
  school,
  publicUrl,
  clock,
  log,
  google,
  sandbox,
}: Parts): Promise<Messenger[]> {
  const messengers: Messenger[] = [];
  const serviceAccount = sandbox ? null : serviceAccountIn(config);
  if (google && (serviceAccount || sandbox)) {
    const { endpoint } = google;
    const rootUrl = sandbox?.chat ?? config.GOOGLE_ROOT_URL ?? null;
    const draw = (view: Parameters<typeof toMessage>[0]) => toMessage(view, { endpoint });
    messengers.push(chatMessenger({ serviceAccount, rootUrl }, { clock, log, draw }));
  }
  const carry = (await carrierIn(config, { clock, log })) ?? sandbox?.carry;
  if (carry) messengers.push(mailMessenger(carry, { school: school.school.name, publicUrl }));
  return messengers;
}
