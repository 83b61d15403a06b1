import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entraSettings } from '../../../shared/adapters/entra/index.ts';
import { readConfig } from '../../../shared/config.ts';
import { type Directory, DirectoryTrouble } from '../../../shared/directories/port.ts';
import { ConfigError } from '../../../shared/errors.ts';
import { all, entraTests } from './start.ts';

const start = entraTests();

const people = async ({ directory }: { directory: Directory }) =>
  (await all(directory.accounts(null))).flatMap(({ accounts }) => accounts).length;

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const thumbprint = 'ab'.repeat(32);

describe('signing in', () => {
  test('one token serves everything', async () => {
    const { directory, graph, cast } = await start({ people: 620 });
    await Promise.all([
      all(directory.accounts(null)),
      all(directory.mfa([cast.head.id])),
      directory.leaver(cast.leaver.id, '2026-08-31'),
    ]);
    expect(graph.tokensIssued).toBe(1);
  });

  test('works with a certificate, and not with another’s', async () => {
    const { connect } = await start({ certificate: publicKey });
    expect(await people({ directory: connect({ credential: { kind: 'certificate', privateKey, thumbprint } }) })).toBe(
      65,
    );
    const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
    const wrong = connect({
      credential: {
        kind: 'certificate',
        privateKey: other.export({ type: 'pkcs8', format: 'pem' }).toString(),
        thumbprint,
      },
    });
    await expect(all(wrong.accounts(null))).rejects.toThrow(/AADSTS700027/);
  });

  test('works with the identity of an Azure resource', async () => {
    const { connect, graph } = await start();
    process.env.IDENTITY_ENDPOINT = graph.identityEndpoint;
    process.env.IDENTITY_HEADER = 'given by the platform';
    try {
      const directory = connect({ credential: { kind: 'managed-identity', clientId: graph.clientId } });
      expect(await people({ directory })).toBe(65);
    } finally {
      delete process.env.IDENTITY_ENDPOINT;
      delete process.env.IDENTITY_HEADER;
    }
  });

  test('with a wrong secret says so, without the secret', async () => {
    const { connect, logged } = await start();
    const trouble = await all(
      connect({ credential: { kind: 'secret', secret: 'not-the-secret' } }).accounts(null),
    ).catch((error: unknown) => error);
    expect(trouble).toBeInstanceOf(DirectoryTrouble);
    expect((trouble as DirectoryTrouble).because).toEqual({
      kind: 'permission',
      words: expect.stringContaining('AADSTS7000215'),
    });
    expect(String(trouble) + logged()).not.toContain('not-the-secret');
  });

  test('in a tenant that does not exist says so', async () => {
    const { connect } = await start();
    const directory = connect({ tenant: '00000000-0000-4000-8000-000000000000' });
    await expect(all(directory.accounts(null))).rejects.toThrow(/AADSTS90002/);
  });
});

describe('an unwell token endpoint', () => {
  test.each([
    ['7', 7_000],
    ['Mon, 23 Nov 2026 02:00:25 GMT', 25_000],
  ])('is given the time it asks for (Retry-After %s), and no minute more', async (retryAfter, ms) => {
    const { directory, graph, clock } = await start();
    graph.disturb({ when: /\/token$/, how: { status: 429, retryAfter }, times: 1 });
    expect(await people({ directory })).toBe(65);
    expect(clock.elapsed()).toBe(ms);
  });

  test.each([{ status: 500 }, { status: 503 }, 'reset', 'garbage', 'half'] as const)(
    'is asked again after %j, and again on the next day',
    async (how) => {
      const { directory, graph } = await start();
      graph.disturb({ when: /\/token$/, how, times: 1 });
      expect(await people({ directory })).toBe(65);
      graph.calm();
      graph.revokeTokens();
      graph.disturb({ when: /\/token$/, how });
      await expect(all(directory.accounts(null))).rejects.toThrow(DirectoryTrouble);
      graph.calm();
      // Nothing is held against it: once it is well, the next question gets through.
      expect(await people({ directory })).toBe(65);
    },
  );

  test('that revokes our consent in the middle ends the run with a reason', async () => {
    const { directory, graph } = await start({ people: 620 });
    graph.afterwards(/GET \/users$/, () => {
      graph.revokeTokens();
      graph.disturb({ when: /\/token$/, how: { status: 401, code: 'invalid_client' } });
    });
    await expect(all(directory.accounts(null))).rejects.toMatchObject({ because: { kind: 'permission' } });
  });
});

describe('settings', () => {
  const ids = {
    ENTRA_TENANT_ID: '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35',
    ENTRA_CLIENT_ID: '0c6f3d0e-4b3a-4f8e-9a57-2f1f4f1e9b11',
  };
  const settings = (environment: Record<string, string>) =>
    entraSettings(readConfig(environment), { zone: 'Europe/London' });

  // A certificate without its key: enough to know its thumbprint by.
  const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlDCCATmgAwIBAgIUCfjKOMIPaDn9EqU1FzsHkdioiy0wCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTY291bnRlcnNpZ24uZXhhbXBsZTAgFw0yNjExMjEyMzAxMDRa
GA8yMTI2MTAyODIzMDEwNFowHjEcMBoGA1UEAwwTY291bnRlcnNpZ24uZXhhbXBs
ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABACieMdEKu4GrPSBT2ywttgm3MaS
eLf0r1zYeogqPlkKUfefNXw6pRveQutmH+XXE3vgtBaiI+94OA10NL2XzvajUzBR
MB0GA1UdDgQWBBQ/OJ7cr4UpPh/732jilAo2fVTOFjAfBgNVHSMEGDAWgBQ/OJ7c
r4UpPh/732jilAo2fVTOFjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kA
MEYCIQDewNWcd55iaXLd5S5hz7w6JMTsQCdPEbi636mdjOcD9QIhAKr9/BWgkgew
QMVYMcXbz/qvTN8kMMzBbN5MCKYC4MYB
-----END CERTIFICATE-----
`;
  const file = (text: string) => {
    const path = join(mkdtempSync(join(tmpdir(), 'entra-')), 'app.pem');
    writeFileSync(path, text);
    return path;
  };

  test('are none where nothing is set', () => {
    expect(settings({})).toBeNull();
    expect(settings(ids)).toBeNull();
  });

  test('reach another cloud by two addresses', () => {
    const cloud = {
      ENTRA_AUTHORITY: 'https://login.microsoftonline.us',
      GRAPH_ROOT_URL: 'https://graph.microsoft.us/v1.0',
    };
    expect(settings({ ...ids, ENTRA_CLIENT_SECRET: 'x', ...cloud })).toMatchObject({
      tenant: ids.ENTRA_TENANT_ID,
      clientId: ids.ENTRA_CLIENT_ID,
      credential: { kind: 'secret', secret: 'x' },
      authority: 'https://login.microsoftonline.us',
      root: 'https://graph.microsoft.us/v1.0',
      zone: 'Europe/London',
    });
  });

  test('send secrets over no open line, but to this machine', () => {
    expect(() => settings({ ...ids, GRAPH_ROOT_URL: 'http://graph.microsoft.com/v1.0' })).toThrow(/GRAPH_ROOT_URL/);
    expect(() => settings({ ...ids, ENTRA_AUTHORITY: 'http://login.example' })).toThrow(/ENTRA_AUTHORITY/);
    expect(settings({ ...ids, ENTRA_CLIENT_SECRET: 'x', ENTRA_AUTHORITY: 'http://127.0.0.1:4000' })).toMatchObject({
      authority: 'http://127.0.0.1:4000',
    });
  });

  test("do not send the bot's password in the name of another registration", () => {
    const bot = {
      MicrosoftAppId: '0c6f3d0e-4b3a-4f8e-9a57-2f1f4f1e9b12',
      MicrosoftAppPassword: 'of the bot',
      MicrosoftAppTenantId: ids.ENTRA_TENANT_ID,
      SCHOOL_FILE: 'school.yaml',
      PUBLIC_URL: 'https://countersign.example',
    };
    expect(settings(bot)).toMatchObject({ clientId: bot.MicrosoftAppId, credential: { secret: 'of the bot' } });
    expect(settings({ ...bot, ENTRA_CLIENT_ID: ids.ENTRA_CLIENT_ID })).toBeNull();
  });

  test('take a certificate by its file', () => {
    const path = file(privateKey + CERTIFICATE);
    expect(settings({ ...ids, ENTRA_CERTIFICATE_PATH: path })?.credential).toMatchObject({
      kind: 'certificate',
      thumbprint: 'e92bcf92dc4d4857f69e02df214f358d11821722d8ddc118034f4d3a401eac86',
    });
    const alone = {
      ...ids,
      ENTRA_CERTIFICATE_PATH: file(privateKey),
      ENTRA_CERTIFICATE_THUMBPRINT: 'AB:'.repeat(31) + 'AB',
    };
    expect(settings(alone)?.credential).toMatchObject({ thumbprint });
  });

  test.each([
    ['/nowhere/app.pem', /PEM file/],
    [file('nothing'), /no private key/],
    [file(privateKey), /no certificate/],
    [file(`${privateKey}-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----`), /cannot be read/],
  ])('say what is wrong with a certificate', (path, words) => {
    const read = () => settings({ ...ids, ENTRA_CERTIFICATE_PATH: path });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(words);
  });
});
