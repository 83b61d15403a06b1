import { existsSync, readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { decode } from 'fast-png';
import { type MenuCommand, menuLimits, type TeamsManifestInput, teamsManifest } from '../../manifest/teams/manifest.ts';
import { teamsPackage } from '../../manifest/teams/package.ts';

const schemaFile = new URL('../../../shared/contracts/MicrosoftTeams.v1.30.schema.json', import.meta.url);

const appId = '3f0a6c1e-58d2-4b7f-9a10-6d2f0f4c9b21';
const command: MenuCommand = { title: 'my agreements', description: 'What I have signed and what waits for me' };
const input: TeamsManifestInput = {
  appId,
  publicUrl: 'https://sign.oakfield.example',
  commands: { personal: [command], shared: [command] },
  version: '1.2.3',
  developer: {
    name: 'Oakfield School',
    websiteUrl: 'https://oakfield.example',
    privacyUrl: 'https://oakfield.example/privacy',
    termsOfUseUrl: 'https://oakfield.example/terms',
  },
};
const personal =
  (...commands: MenuCommand[]) =>
  () =>
    teamsManifest({ ...input, commands: { personal: commands, shared: [command] } });

describe('the Teams manifest', () => {
  if (!existsSync(schemaFile)) {
    test.skip(`meets the published schema (skipped: ${schemaFile.pathname.split('/').pop()} is not in ../shared/contracts)`, () => {});
  } else {
    const ajv = new Ajv.default({ allErrors: true, strictTypes: false });
    addFormats.default(ajv);
    const valid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

    test('meets the published schema', () => {
      valid(teamsManifest(input));
      expect(valid.errors ?? []).toEqual([]);
    });

    test('the schema would say so if it did not', () => {
      expect(valid({ ...teamsManifest(input), accentColor: 'teal' })).toBe(false);
      expect(valid({ ...teamsManifest(input), surprise: true })).toBe(false);
    });
  }

  test('app, bot and sign-in are the one registration, and all leads to the one server', () => {
    const manifest = teamsManifest(input);
    expect(manifest.id).toBe(appId);
    expect(manifest.bots?.[0]?.botId).toBe(appId);
    expect(manifest.webApplicationInfo).toEqual({ id: appId, resource: `api://sign.oakfield.example/${appId}` });
    expect(manifest.staticTabs).toEqual([
      {
        entityId: 'agreements',
        name: 'Agreements',
        contentUrl: 'https://sign.oakfield.example/tab',
        scopes: ['personal'],
      },
    ]);
    expect(manifest.validDomains).toEqual(['sign.oakfield.example']);
  });

  test('a port belongs to the address everywhere', () => {
    const manifest = teamsManifest({ ...input, publicUrl: 'https://localhost:3978' });
    expect(manifest.webApplicationInfo?.resource).toBe(`api://localhost:3978/${appId}`);
    expect(manifest.validDomains).toEqual(['localhost:3978']);
    expect(manifest.staticTabs?.[0]?.contentUrl).toBe('https://localhost:3978/tab');
  });

  test('the bot is there in the 1:1 chat, in teams and in group chats, each with its menu', () => {
    const shared = { title: 'help', description: 'What I can do for you' };
    const bot = teamsManifest({ ...input, commands: { personal: [command], shared: [shared] } }).bots?.[0];
    expect(bot?.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(bot?.commandLists).toEqual([
      { scopes: ['personal'], commands: [command] },
      { scopes: ['team', 'groupChat'], commands: [shared] },
    ]);
  });

  test('speaks British English, in the colour of its icon', () => {
    const manifest = teamsManifest(input);
    const { data } = decode(readFileSync(new URL('../../manifest/teams/icons/color.png', import.meta.url)));
    expect(manifest.localizationInfo?.defaultLanguageTag).toBe('en-gb');
    expect(manifest.accentColor).toBe(`#${Buffer.from(data.subarray(0, 3)).toString('hex').toUpperCase()}`);
  });

  test('asks for no resource-specific consent', () => {
    expect(teamsManifest(input).authorization).toBeUndefined();
  });
});

describe('the command menu', () => {
  test('is left out where there is nothing to put in it', () => {
    const bot = teamsManifest({ ...input, commands: { personal: [command], shared: [] } }).bots?.[0];
    expect(bot?.scopes).toContain('team');
    expect(bot?.commandLists).toEqual([{ scopes: ['personal'], commands: [command] }]);
  });

  test('takes as much as Teams shows', () => {
    const full = Array.from({ length: menuLimits.commands }, (_, index) => ({
      title: `${index}`.padEnd(menuLimits.title, 'x'),
      description: 'y'.repeat(menuLimits.description),
    }));
    expect(personal(...full)().bots?.[0]?.commandLists?.[0]?.commands).toEqual(full);
  });

  test.each<[string, MenuCommand[], string]>([
    [
      'an eleventh command',
      Array.from({ length: 11 }, (_, i) => ({ ...command, title: `c${i}` })),
      'The command menu holds at most 10 commands; 11 were given.',
    ],
    ['an empty title', [command, { ...command, title: ' ' }], 'Command 2 of the menu has no title.'],
    ['an empty description', [{ ...command, description: '' }], 'The command "my agreements" has no description.'],
    [
      'a long title',
      [{ ...command, title: 'x'.repeat(33) }],
      `The title of the command "${'x'.repeat(33)}" is longer than 32 characters.`,
    ],
    [
      'a long description',
      [{ ...command, description: 'x'.repeat(129) }],
      'The description of the command "my agreements" is longer than 128 characters.',
    ],
    ['a command twice', [command, command], 'The command "my agreements" is in the menu twice.'],
  ])('%s is refused', (_, commands, sentence) => {
    expect(personal(...commands)).toThrow(sentence);
  });
});

describe('packing', () => {
  const icons = { color: new Uint8Array(), outline: new Uint8Array() };

  test('refuses a manifest that the schema refuses, and says where', async () => {
    const wrong = { ...teamsManifest(input), name: { short: 'x'.repeat(31) } };
    await expect(teamsPackage(wrong, icons)).rejects.toThrow(
      /does not meet its schema: \/name\/short must NOT have more than 30 characters/,
    );
  });

  test('validates without a network', async () => {
    const { fetch } = globalThis;
    globalThis.fetch = () => Promise.reject(new Error('no network in this test'));
    try {
      await expect(teamsPackage(teamsManifest(input), icons)).resolves.toBeInstanceOf(Uint8Array);
    } finally {
      globalThis.fetch = fetch;
    }
  });
});
