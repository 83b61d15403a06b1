import { entraSettings } from '../shared/adapters/entra/settings.ts';
import { googleSettings } from '../shared/adapters/google/settings.ts';
import type { Directory } from '../shared/directories/port.ts';
import { ConfigError } from '../shared/errors.ts';
import type { Clock, Log } from '../shared/ports.ts';
import type { Settings } from './settings.ts';

/** What people are read from. */
export interface Connected {
  directories: Directory[];
  close(): Promise<void>;
}

/** A tenant for a school file that names none. */
const SANDBOX_TENANT = '00000000-0000-4000-8000-000000000000';

/**
 * The directories that the settings name: Microsoft Entra, Google Workspace, both or none. Without any, the sandbox plays
 * both. Gives what connects them: it loads their SDKs, which takes longer than everything else.
 * @throws ConfigError when a certificate or key file can't be used.
 */
export function directoriesIn({
  config,
  school,
  sandbox,
}: Settings): (parts: { clock: Clock & { wait?(ms: number): Promise<void> }; log: Log }) => Promise<Connected> {
  const { closing } = school.checks;
  const entra = entraSettings(config, { zone: school.school.timezone, closing });
  const drives = school.areas.flatMap((area) => area.drives);
  const google = googleSettings(config, { closing, annotate: school.loans.annotate_chromebooks, drives });
  if (sandbox && !entra && !google)
    return async (parts) =>
      (await import('./sandbox/directories.ts')).startDirectories({
        ...parts,
        tenant: school.tenant ?? SANDBOX_TENANT,
        closing,
        drives,
      });
  return async (parts) => ({
    directories: [
      ...(entra ? [(await import('../shared/adapters/entra/index.ts')).entraDirectory(entra, parts)] : []),
      ...(google ? [(await import('../shared/adapters/google/index.ts')).googleDirectory(google, parts)] : []),
    ],
    close: async () => {},
  });
}

/** @throws ConfigError when real people would get into the sandbox, which is open to everyone at this machine. */
export function keepApart({ config, sandbox }: Settings): void {
  if (sandbox && (config.ENTRA_CLIENT_ID || config.GOOGLE_SERVICE_ACCOUNT_FILE))
    throw new ConfigError(
      'MicrosoftAppId: set up the bot, or the Google add-on, before people are read from a real directory; without either this is the sandbox. To play with the sandbox, take out ENTRA_CLIENT_ID and GOOGLE_SERVICE_ACCOUNT_FILE.',
    );
}
