import { toMessage } from '../../addon/workspace/card.ts';
import { workspaceRouter } from '../../addon/workspace/router.ts';
import type { WorkspaceSettings } from '../../addon/workspace/settings.ts';
import { chatFiles } from '../../shared/adapters/google/chat/files.ts';
import { chatMessenger } from '../../shared/adapters/google/chat/messenger.ts';
import { serviceAccountIn } from '../../shared/adapters/google/settings.ts';
import type { Config } from '../../shared/config.ts';
import type { Counting } from '../../shared/pace.ts';
import type { Clock, Log } from '../../shared/ports.ts';
import type { OpenDoor } from './door.ts';

interface Parts {
  config: Config;
  settings: WorkspaceSettings;
  clock: Clock;
  log: Log;
  counting: Counting;
  /** Where the sandbox plays Google Chat; null for a real school. */
  sandbox: { chat: string } | null;
}

/**
 * The sidebar and Google Chat. Chat is written to first only with the key of the project's service account; without it
 * people are answered there all the same.
 * @throws ConfigError when the key file can't be used, or the settings don't say whom to let in.
 */
export function openGoogle({ config, settings, clock, log, counting, sandbox }: Parts): OpenDoor {
  const { endpoint } = settings;
  const serviceAccount = sandbox ? null : serviceAccountIn(config);
  const rootUrl = sandbox?.chat ?? config.GOOGLE_ROOT_URL ?? null;
  const draw = (view: Parameters<typeof toMessage>[0]) => toMessage(view, { endpoint });
  const readFile = serviceAccount ? chatFiles({ serviceAccount, rootUrl }, { clock, log }) : undefined;
  return {
    messengers:
      serviceAccount || sandbox ? [chatMessenger({ serviceAccount, rootUrl }, { clock, log, draw, counting })] : [],
    routers: (app) => [workspaceRouter({ app, settings, readFile, clock, log })],
  };
}
