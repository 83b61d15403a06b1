/**
 * `npm run manifest [-- FILE]`: writes what installs the product, for the doors that the settings name, and prints where it
 * is. Teams: the package that an administrator uploads (by default dist/countersign-teams.zip). Google: beside it
 * countersign-google.json, the deployment of the Workspace add-on, and what to do with that. Ends with 1 and one line a
 * problem, and writes nothing, when a setting, an icon or a command is not what the platform takes. The settings:
 * manifest/settings.ts.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, Refusal } from '../shared/errors.ts';
import { menu as chatMenu } from '../shared/menu.ts';
import { googleDeployment } from './google/deployment.ts';
import { googleSteps } from './google/steps.ts';
import { type ManifestSettings, manifestSettings } from './settings.ts';
import { readIcons } from './teams/icons.ts';
import { teamsManifest } from './teams/manifest.ts';
import { teamsMenus } from './teams/menu.ts';
import { teamsPackage } from './teams/package.ts';

const root = new URL('../', import.meta.url);

try {
  const settings = manifestSettings(process.env);
  const file = resolve(process.argv[2] ?? fileURLToPath(new URL('dist/countersign-teams.zip', root)));
  const made = [await teams(settings, file), google(settings, join(dirname(file), 'countersign-google.json'))];
  const written = made.filter((one) => one !== null);
  for (const one of written) await write(one.file, one.bytes);
  if (settings.sandbox) {
    console.log(
      `A sandbox package: MicrosoftAppId and PUBLIC_URL are not set, so it has a placeholder app id and leads to ${settings.publicUrl}.`,
    );
  }
  for (const one of written) console.log(one.file);
  if (!settings.appId) console.log('No package for Teams: MicrosoftAppId is not set.');
  if (!settings.endpoint) console.log('No deployment for Google: GOOGLE_ADDON_SERVICE_ACCOUNT is not set.');
  for (const { steps } of written) if (steps) console.log(`\n${steps}`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** What goes into a file, and what to do with it. */
interface Made {
  file: string;
  bytes: Uint8Array;
  steps?: string;
}

async function teams({ appId, ...settings }: ManifestSettings, file: string): Promise<Made | null> {
  if (appId === null) return null;
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
  const manifest = teamsManifest({
    ...settings,
    appId,
    version,
    commands: teamsMenus,
  });
  return { file, bytes: await teamsPackage(manifest, await readIcons(new URL('manifest/teams/icons/', root))) };
}

function google({ endpoint, publicUrl }: ManifestSettings, file: string): Made | null {
  if (endpoint === null) return null;
  const deployment = googleDeployment({ publicUrl, endpoint, links: [publicUrl] });
  return {
    file,
    bytes: Buffer.from(`${JSON.stringify(deployment, null, 2)}\n`),
    steps: googleSteps({ file, endpoint, publicUrl, menu: chatMenu }),
  };
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  } catch (error) {
    throw new ConfigError(`The package can't be written to ${file}: ${(error as Error).message}`);
  }
}
