import { Refusal } from '../../shared/errors.ts';
import type { MenuEntry } from '../../shared/menu.ts';
import { SCOPES } from './deployment.ts';

/** What the Chat API's configuration takes of a command: https://developers.google.com/workspace/add-ons/chat/commands */
const LIMITS = { name: 50, description: 50, number: 1_000 };

export interface StepsInput {
  /** Where the deployment was written. */
  file: string;
  endpoint: string;
  publicUrl: string;
  menu: readonly MenuEntry[];
}

const NAME = 'countersign';

/**
 * What an administrator does with the deployment, command by command: create, install for a try, update, and configure the
 * Chat app, whose slash commands are no part of a deployment.
 * @throws Refusal if a command is one that Google Chat doesn't take
 */
export function googleSteps({ file, endpoint, publicUrl, menu }: StepsInput): string {
  check(menu);
  const quoted = `'${file.replaceAll("'", "'\\''")}'`;
  return `Google Workspace. In the Cloud project of the add-on, with the Google Workspace add-ons API and the Chat API switched on:

  the first time          gcloud workspace-add-ons deployments create ${NAME} --deployment-file=${quoted}
  to try it yourself      gcloud workspace-add-ons deployments install ${NAME}
  after every change      gcloud workspace-add-ons deployments replace ${NAME} --deployment-file=${quoted}
  for two settings        gcloud workspace-add-ons get-authorization
                          (GOOGLE_ADDON_SERVICE_ACCOUNT, GOOGLE_ADDON_CLIENT_ID)

Everybody gets it when an administrator installs it in the Admin console, under Apps › Google Workspace Marketplace apps.

It asks people for:
${Object.entries(SCOPES)
  .map(([scope, why]) => `  ${scope}\n      ${why}`)
  .join('\n')}

Google Chat. In the Google Cloud console, under Google Chat API › Configuration:
  App name Countersign; avatar ${publicUrl}/icon.png; description "Read and sign your school's agreements"
  Interactive features: on; join spaces and group conversations
  Connection settings: HTTP endpoint ${endpoint}, the same for all triggers; authentication audience: HTTP endpoint URL
  Commands (slash commands; the id stays the same for ever):
${menu.map(({ number, slash, title }) => `    ${String(number).padStart(4)}  ${slash.padEnd(34)} ${title}`).join('\n')}

To write to people first, Countersign uses the project's service account (GOOGLE_SERVICE_ACCOUNT_FILE) with
  https://www.googleapis.com/auth/chat.bot
      to write as the Chat app; nobody has to grant it
  https://www.googleapis.com/auth/chat.spaces.create
      only where the app isn't installed for everybody: to open a chat as its person, by domain-wide delegation`;
}

function check(menu: readonly MenuEntry[]): void {
  for (const [i, { number, slash, title }] of menu.entries()) {
    if (!Number.isInteger(number) || number < 1 || number > LIMITS.number)
      throw new Refusal(`The command ${slash} has the number ${number}; Google Chat takes 1 to ${LIMITS.number}.`);
    if (!/^\/[a-z0-9-]+$/.test(slash) || slash.length > LIMITS.name)
      throw new Refusal(`"${slash}" is no name for a slash command of Google Chat.`);
    if (title.length > LIMITS.description)
      throw new Refusal(`The description of ${slash} is longer than ${LIMITS.description} characters.`);
    const like = menu.slice(0, i).find((other) => other.number === number || other.slash === slash);
    if (like) throw new Refusal(`The commands ${like.slash} and ${slash} have the same number or name.`);
  }
}
