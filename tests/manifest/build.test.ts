import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { type TeamsManifest } from '../../manifest/teams/manifest.ts';
import { commands } from '../../shared/features.ts';

const script = fileURLToPath(new URL('../../manifest/build.ts', import.meta.url));
const GOOGLE_ADDON_SERVICE_ACCOUNT = 'service-482913@gcp-sa-gsuiteaddons.iam.gserviceaccount.com';
const own = { MicrosoftAppId: '3f0a6c1e-58d2-4b7f-9a10-6d2f0f4c9b21', PUBLIC_URL: 'https://sign.oakfield.example' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the script as a person would, with these settings and no other. */
const build = (file: string, settings: Record<string, string> = {}): Promise<Run> =>
  promisify(execFile)(process.execPath, [script, file], { cwd: folder, env: settings }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Run) => ({ code, stdout, stderr }),
  );

const unpack = async (file: string) => {
  const zip = await JSZip.loadAsync(await readFile(file), { checkCRC32: true });
  const manifest: TeamsManifest = JSON.parse((await zip.file('manifest.json')?.async('string')) ?? 'null');
  return {
    names: Object.keys(zip.files),
    dates: Object.values(zip.files).map(({ date }) => date.toISOString()),
    manifest,
    icon: (name: string) => zip.file(name)?.async('uint8array'),
  };
};

describe('npm run manifest', () => {
  test('writes a zip of the manifest and the two icons it names, with the product’s own commands', async () => {
    const file = join(folder, 'new', 'package.zip');
    const { code, stdout, stderr } = await build(file, { ...own, GOOGLE_ADDON_SERVICE_ACCOUNT });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const google = join(folder, 'new', 'countersign-google.json');
    expect(stdout.split('\n').slice(0, 2)).toEqual([file, google]);
    expect(stdout).toContain(`deployments create countersign --deployment-file='${google}'`);
    const { addOns } = JSON.parse(await readFile(google, 'utf8'));
    expect(addOns.common.homepageTrigger.runFunction).toBe(`${own.PUBLIC_URL}/workspace`);

    const { names, manifest, icon } = await unpack(file);
    expect(names.sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(manifest.id).toBe(own.MicrosoftAppId);
    expect(manifest.version).toBe(
      JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')).version,
    );
    for (const name of Object.values(manifest.icons)) {
      expect(await icon(name)).toEqual(
        new Uint8Array(await readFile(new URL(`../../manifest/teams/icons/${name}`, import.meta.url))),
      );
    }
    const menu = (offered: typeof commands) =>
      offered.filter(({ inMenu }) => inMenu).map(({ title, hint }) => ({ title, description: hint }));
    expect(manifest.bots?.[0]?.commandLists).toEqual(
      [
        { scopes: ['personal'], commands: menu(commands) },
        { scopes: ['team', 'groupChat'], commands: menu(commands.filter(({ who }) => who === 'person')) },
      ].filter((list) => list.commands.length),
    );
  });

  test('for a school with Google alone, or Teams alone, builds that and says so', async () => {
    const file = join(folder, 'package.zip');
    const google = join(folder, 'countersign-google.json');
    const alone = await build(file, { GOOGLE_ADDON_SERVICE_ACCOUNT, PUBLIC_URL: own.PUBLIC_URL });
    expect(alone).toMatchObject({ code: 0, stderr: '' });
    expect(alone.stdout).toMatch(
      /^[^\n]+countersign-google\.json\nNo package for Teams: MicrosoftAppId is not set\.\n/,
    );
    expect([existsSync(file), existsSync(google)]).toEqual([false, true]);

    await rm(google);
    const teams = await build(file, own);
    expect(teams.stdout).toBe(`${file}\nNo deployment for Google: GOOGLE_ADDON_SERVICE_ACCOUNT is not set.\n`);
    expect([existsSync(file), existsSync(google)]).toEqual([true, false]);
  });

  test('writes the same bytes each time, wherever the clock stands', async () => {
    await build(join(folder, 'one.zip'), { ...own, TZ: 'Pacific/Auckland' });
    await build(join(folder, 'two.zip'), { ...own, TZ: 'America/Los_Angeles' });
    expect(await readFile(join(folder, 'one.zip'))).toEqual(await readFile(join(folder, 'two.zip')));
    expect((await unpack(join(folder, 'one.zip'))).dates).toEqual(Array(3).fill('1980-01-01T00:00:00.000Z'));
  });

  test('without settings, builds a sandbox package and says so', async () => {
    const file = join(folder, 'package.zip');
    const { code, stdout } = await build(file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^A sandbox package: .*placeholder app id.* https:\/\/countersign\.example\.\n/);
    expect((await unpack(file)).manifest.validDomains).toEqual(['countersign.example']);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['an app id that is no GUID', { ...own, MicrosoftAppId: 'oakfield' }, /^MicrosoftAppId: [^\n]+\n$/],
    ['an address over http', { ...own, PUBLIC_URL: 'http://sign.oakfield.example' }, /^PUBLIC_URL: [^\n]+\n$/],
    ['an address with a path', { ...own, PUBLIC_URL: 'https://oakfield.example/bot' }, /^PUBLIC_URL: [^\n]+\n$/],
  ])('%s: one sentence, exit code 1, nothing written', async (_, settings, sentence) => {
    const file = join(folder, 'package.zip');
    const { code, stdout, stderr } = await build(file, settings);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(existsSync(file)).toBe(false);
  });

  test('a place that can’t be written to: one sentence', async () => {
    await writeFile(join(folder, 'file'), '');
    const { code, stderr } = await build(join(folder, 'file', 'package.zip'), own);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The package can't be written to [^\n]+\n$/);
  });
});
