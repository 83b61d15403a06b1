import { type Carrier, mailMessenger } from '../../shared/adapters/mail/messenger.ts';
import { mailIn } from '../../shared/adapters/mail/settings.ts';
import type { Config } from '../../shared/config.ts';
import type { Clock, Log } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import type { OpenDoor } from './door.ts';

interface Parts {
  config: Config;
  school: School;
  publicUrl: string;
  clock: Clock;
  log: Log;
  /** Who takes the mails in the sandbox; null for a real school. */
  sandbox: { carry: Carrier } | null;
}

/**
 * E-mail, where it is set up: a way out only.
 * @throws ConfigError when a key file or certificate can't be used.
 */
export async function openMail({ config, school, publicUrl, clock, log, sandbox }: Parts): Promise<OpenDoor> {
  const carry = (await mailIn(config, { clock, log }))?.carry ?? sandbox?.carry;
  return {
    messengers: carry ? [mailMessenger(carry, { school: school.school.name, publicUrl })] : [],
    routers: () => [],
  };
}
