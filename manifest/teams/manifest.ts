/** What Teams is told about the app: one object, the same for every tenant, filled in with a school's own app id and address. */
import type { TeamsManifestV1D30 } from '@microsoft/app-manifest';
import { Refusal } from '../../shared/errors.ts';

export type TeamsManifest = TeamsManifestV1D30.TeamsManifestV1D30;

/** One line of the menu that Teams shows above the message box. */
export interface MenuCommand {
  title: string;
  description: string;
}

/** Who stands behind the app, as Teams shows it before someone adds it. Addresses are https. */
export interface Developer {
  /** At most 32 characters. */
  name: string;
  websiteUrl: string;
  privacyUrl: string;
  termsOfUseUrl: string;
}

export interface TeamsManifestInput {
  /** The app registration's client id: the app, its bot and its sign-in are one registration. */
  appId: string;
  /** https origin of the server, without a trailing slash. */
  publicUrl: string;
  /** The menu in the 1:1 chat, and the one where others read along (a team's channel, a group chat). */
  commands: { personal: readonly MenuCommand[]; shared: readonly MenuCommand[] };
  /** MAJOR.MINOR.PATCH. An organisation's catalogue takes an update only under a higher one. */
  version: string;
  developer: Developer;
}

/**
 * What the command menu of Teams takes, by the documentation of the menu and of manifest schemas up to 1.27. Schema 1.30 lets
 * more through (12 commands; 128 and 4,000 characters), which clients may cut off.
 */
export const menuLimits = { commands: 10, title: 32, description: 128 } as const;

/**
 * The Teams manifest, schema 1.30.
 *
 * It asks for no resource-specific consent: the bot reads only what is written to it, and installing it for people is a
 * permission of the app registration (TeamsAppInstallation.ReadWriteSelfForUser.All), not of the manifest.
 * @throws Refusal if a menu holds what Teams would not show
 */
export function teamsManifest({ appId, publicUrl, commands, version, developer }: TeamsManifestInput): TeamsManifest {
  const { host } = new URL(publicUrl);
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json',
    manifestVersion: '1.30',
    version,
    id: appId,
    localizationInfo: { defaultLanguageTag: 'en-gb' },
    developer,
    name: { short: 'Countersign', full: 'Countersign: agreements, read and signed' },
    description: {
      short: 'Read and sign your school’s agreements in Teams, and see who still has to.',
      full: [
        'Countersign brings your school’s agreements to you in chat. Read what changed since last year, or the full text, ' +
          'type your name, and accept, or say why you can’t. Your signed copy is always there when you ask for it.',
        'If you look after agreements, ask “who hasn’t signed”, remind them with one press, and export the list. ' +
          'You see only what your role at the school lets you see.',
        'Every signature is kept with the exact words that were agreed to, so that it can be shown to be complete and unaltered.',
      ].join('\n\n'),
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#12485A',
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        isNotificationOnly: false,
        supportsFiles: true,
        commandLists: [...menu(['personal'], commands.personal), ...menu(['team', 'groupChat'], commands.shared)],
      },
    ],
    // No websiteUrl: Teams signs people in to the tab, so "Open in browser" would lead to a closed door.
    staticTabs: [{ entityId: 'agreements', name: 'Agreements', contentUrl: `${publicUrl}/tab`, scopes: ['personal'] }],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [host],
    webApplicationInfo: { id: appId, resource: `api://${host}/${appId}` },
    defaultInstallScope: 'personal',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
  };
}

type CommandList = NonNullable<NonNullable<TeamsManifest['bots']>[number]['commandLists']>[number];

/** One menu, or none where there is nothing to put in it. */
function menu(scopes: CommandList['scopes'], commands: readonly MenuCommand[]): CommandList[] {
  if (commands.length > menuLimits.commands) {
    throw new Refusal(`The command menu holds at most ${menuLimits.commands} commands; ${commands.length} were given.`);
  }
  for (const [index, { title, description }] of commands.entries()) {
    if (!title.trim()) throw new Refusal(`Command ${index + 1} of the menu has no title.`);
    if (!description.trim()) throw new Refusal(`The command "${title}" has no description.`);
    if (title.length > menuLimits.title) {
      throw new Refusal(`The title of the command "${title}" is longer than ${menuLimits.title} characters.`);
    }
    if (description.length > menuLimits.description) {
      throw new Refusal(
        `The description of the command "${title}" is longer than ${menuLimits.description} characters.`,
      );
    }
    if (commands.findIndex((other) => other.title === title) !== index) {
      throw new Refusal(`The command "${title}" is in the menu twice.`);
    }
  }
  return commands.length
    ? [{ scopes, commands: commands.map(({ title, description }) => ({ title, description })) }]
    : [];
}
