import * as z from 'zod';
import { Environment } from '../shared/config.ts';
import { ConfigError } from '../shared/errors.ts';
import type { Developer } from './teams/manifest.ts';

/** What a package is filled in with. */
export interface ManifestSettings {
  /** Of the bot; null: a school without Teams, for which there is no package. */
  appId: string | null;
  /** https origin without a trailing slash. */
  publicUrl: string;
  /** What Google calls; null: a school without the add-on. */
  endpoint: string | null;
  developer: Developer;
  /** True when nothing was set: the package shows what would be installed, but leads to no server. */
  sandbox: boolean;
}

/** These belong to nobody: a package can be built, looked at and validated before a real app is registered. */
const sandboxAppId = '11111111-2222-4333-8444-555555555555';
const sandboxUrl = 'https://countersign.example';

const unset = (value: unknown) => (value === '' ? undefined : value);
const page = z.preprocess(unset, z.url({ protocol: /^https$/, error: 'write an https address' }).optional());

/** The server's own settings by which it knows its doors, but not its secrets: whoever builds the package needs none. */
const Settings = Environment.pick({
  MicrosoftAppId: true,
  PUBLIC_URL: true,
  GOOGLE_ADDON_SERVICE_ACCOUNT: true,
  GOOGLE_ADDON_URL: true,
}).extend({
  PUBLISHER_NAME: z.preprocess(unset, z.string().max(32, 'write at most 32 characters').optional()),
  PUBLISHER_URL: page,
  PRIVACY_URL: page,
  TERMS_URL: page,
});

/**
 * Reads the settings of the packages: `MicrosoftAppId` for Teams, `GOOGLE_ADDON_SERVICE_ACCOUNT` for Google, either or both,
 * as for the server, with `PUBLIC_URL`; and who is behind it (`PUBLISHER_NAME`, `PUBLISHER_URL`, `PRIVACY_URL`, `TERMS_URL`;
 * by default the product's name and pages of the server).
 * @throws ConfigError with one line for each setting that can't be used
 */
export function manifestSettings(environment: Record<string, string | undefined>): ManifestSettings {
  const parsed = Settings.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  }
  const { MicrosoftAppId, GOOGLE_ADDON_SERVICE_ACCOUNT, GOOGLE_ADDON_URL, PUBLIC_URL } = parsed.data;
  const { PUBLISHER_NAME, PUBLISHER_URL, PRIVACY_URL, TERMS_URL } = parsed.data;
  const isReal = Boolean(MicrosoftAppId || GOOGLE_ADDON_SERVICE_ACCOUNT);
  if (isReal && !PUBLIC_URL) {
    throw new ConfigError('PUBLIC_URL: write the https address at which Teams, Google and people reach your server');
  }
  if (!isReal && (PUBLIC_URL || GOOGLE_ADDON_URL)) {
    throw new ConfigError(
      'MicrosoftAppId: write the application (client) id of the bot, a GUID; or for Google GOOGLE_ADDON_SERVICE_ACCOUNT; or both',
    );
  }
  const publicUrl = PUBLIC_URL ?? sandboxUrl;
  const appId = isReal ? MicrosoftAppId?.toLowerCase() : sandboxAppId;
  const isGoogle = !isReal || GOOGLE_ADDON_SERVICE_ACCOUNT;
  return {
    appId: appId ?? null,
    publicUrl,
    endpoint: isGoogle ? (GOOGLE_ADDON_URL ?? `${publicUrl}/workspace`) : null,
    developer: {
      name: PUBLISHER_NAME ?? 'Countersign',
      websiteUrl: PUBLISHER_URL ?? publicUrl,
      privacyUrl: PRIVACY_URL ?? `${publicUrl}/privacy`,
      termsOfUseUrl: TERMS_URL ?? `${publicUrl}/terms`,
    },
    sandbox: !isReal,
  };
}
