/**
 * `npm run manifest [-- FILE]`: writes the package that a Teams administrator uploads (by default
 * dist/countersign-teams.zip) and prints where it is; beside it countersign-google.json, the deployment of the Google
 * Workspace add-on, and prints what to do with that. Ends with 1 and one line a problem, and writes nothing, when a
 * setting, an icon or a command is not what Teams takes. The settings: manifest/settings.ts.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, Refusal } from '../shared/errors.ts';
import { commands } from '../shared/features.ts';
import { menu as chatMenu } from '../shared/menu.ts';
import { googleDeployment } from './google/deployment.ts';
import { googleSteps } from './google/steps.ts';
import { manifestSettings } from './settings.ts';
import { readIcons } from './teams/icons.ts';
import { teamsManifest } from './teams/manifest.ts';
import { teamsPackage } from './teams/package.ts';

const root = new URL('../', import.meta.url);

try {
  const { sandbox, ...settings } = manifestSettings(process.env);
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
  const menu = (offered: typeof commands) =>
    offered.filter(({ inMenu }) => inMenu).map(({ title, hint }) => ({ title, description: hint }));
  const manifest = teamsManifest({
    ...settings,
    version,
    // Where others read along, only what anyone may ask is put forward.
    commands: { personal: menu(commands), shared: menu(commands.filter(({ who }) => who === 'person')) },
  });
  const zip = await teamsPackage(manifest, await readIcons(new URL('manifest/teams/icons/', root)));

  const file = resolve(process.argv[2] ?? fileURLToPath(new URL('dist/countersign-teams.zip', root)));
  await write(file, zip);
  const { publicUrl, endpoint } = settings;
  const google = join(dirname(file), 'countersign-google.json');
  const deployment = googleDeployment({ publicUrl, endpoint, links: [publicUrl] });
  await write(google, Buffer.from(`${JSON.stringify(deployment, null, 2)}\n`));
  if (sandbox) {
    console.log(
      `A sandbox package: MicrosoftAppId and PUBLIC_URL are not set, so it has a placeholder app id and leads to ${settings.publicUrl}.`,
    );
  }
  console.log(file);
  console.log(google);
  console.log(`\n${googleSteps({ file: google, endpoint, publicUrl, menu: chatMenu })}`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  } catch (error) {
    throw new ConfigError(`The package can't be written to ${file}: ${(error as Error).message}`);
  }
}
