import { tabRouter } from '../../addon/tab/router.ts';
import { entraSignIn, type SignIn } from '../../addon/tab/verify.ts';
import { teamsRouter } from '../../bot/router.ts';
import { createTeamsMessenger } from '../../bot/send.ts';
import type { Config } from '../../shared/config.ts';
import type { Counting } from '../../shared/pace.ts';
import type { Clock, Log } from '../../shared/ports.ts';
import type { OpenDoor } from './door.ts';

interface Parts {
  config: Config;
  /** The school's directory. */
  tenant: string;
  clock: Clock;
  log: Log;
  counting: Counting;
  /** Whose tokens the tab takes in the sandbox; null for a real school, which signs in by Entra. */
  sandbox: { signIn: () => SignIn } | null;
}

/** The bot and the tab in Teams. */
export function openTeams({ config, tenant, clock, log, counting, sandbox }: Parts): OpenDoor {
  const messenger = createTeamsMessenger({ config, log, counting });
  return {
    messengers: [messenger],
    routers: (app) => [
      teamsRouter({ app, config, tenant, messenger, log }),
      tabRouter({
        app,
        signIn: sandbox ? sandbox.signIn : () => entraSignIn(config),
        clock,
        log,
        framedBy: sandbox ? 'this-server' : 'teams',
      }),
    ],
  };
}
