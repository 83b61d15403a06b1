import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SANDBOX_SCHOOL } from '../../infra/settings.ts';
import { type FakeGoogle, fakeCustomer, startGoogle } from '../fakes/google/index.ts';
import { startGraph } from '../fakes/graph/graph.ts';
import type { GraphStandIn } from '../fakes/graph/stand-in.ts';
import { Tenant } from '../fakes/graph/tenant.ts';
import { type MailServer, refusal, startMailServer } from '../fakes/mail-server.ts';
import { CLIENT_ID, CUSTOMER, SERVICE_ACCOUNT } from '../fakes/workspace.ts';

const ADMIN = 'ifeoma.nwachukwu@larkenmere.example';
const FROM = 'countersign@larkenmere.example';

/** `countersign connect check`, as somebody would type it, for a school whose settings are these. */
describe('countersign connect check says of each way to write to people whether it is open:', () => {
  let folder: string;
  let google: FakeGoogle;
  let settings: Record<string, string>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-connect-'));
    const customer = fakeCustomer(
      [
        { name: 'Ifeoma Nwachukwu', email: ADMIN },
        { name: 'Countersign', email: FROM },
      ],
      { id: CUSTOMER },
    );
    google = await startGoogle({ customer });
    const keyFile = join(folder, 'key.json');
    writeFileSync(keyFile, JSON.stringify(await google.keyFile()));
    settings = {
      PUBLIC_URL: 'https://countersign.example',
      SCHOOL_FILE: join(SANDBOX_SCHOOL, 'school.yaml'),
      DATA_DIR: folder,
      GOOGLE_ADDON_SERVICE_ACCOUNT: SERVICE_ACCOUNT,
      GOOGLE_ADDON_CLIENT_ID: CLIENT_ID,
      GOOGLE_CUSTOMER_ID: CUSTOMER,
      GOOGLE_DOMAINS: 'larkenmere.example',
      GOOGLE_SERVICE_ACCOUNT_FILE: keyFile,
      GOOGLE_ADMIN_SUBJECT: ADMIN,
      GOOGLE_ROOT_URL: `${google.url}/`,
    };
  });
  afterEach(async () => {
    await google.close();
    rmSync(folder, { recursive: true });
  });

  type Line = { channel?: string; permission: string; state: string; advice: string | null };
  /** Its lines about channels, by permission. */
  async function check(more: Record<string, string>): Promise<Record<string, Pick<Line, 'state' | 'advice'>>> {
    const asked = promisify(execFile)(process.execPath, ['infra/cli.ts', 'connect', 'check', '--json'], {
      cwd: new URL('../..', import.meta.url),
      env: { PATH: process.env.PATH, ...settings, ...more },
    });
    const { stdout } = await asked.catch((error: { stdout: string; stderr: string }) => {
      if (error.stderr) throw new Error(error.stderr);
      return error;
    });
    const lines = (JSON.parse(stdout) as Line[]).filter(({ channel }) => channel);
    return Object.fromEntries(lines.map(({ permission, state, advice }) => [permission, { state, advice }]));
  }
  const granted = { state: 'granted', advice: null };
  const missing = (...words: string[]) => ({
    state: 'missing',
    advice: expect.stringMatching(new RegExp(words.join('.*'))),
  });

  test('Google Chat, and mails through Gmail', async () => {
    const gmail = { MAIL_FROM: FROM, MAIL_THROUGH: 'gmail' };
    const open = { 'chat.bot': granted, 'chat.spaces.create': granted, 'gmail.send': granted };
    expect(await check(gmail)).toEqual(open);
    for (const scope of ['chat.spaces.create', 'gmail.send']) {
      google.granted.delete(scope);
      expect(await check(gmail)).toEqual({
        ...open,
        [scope]: missing('Admin console', `auth/${scope}`, 'to client 1'),
      });
      google.granted.add(scope);
    }
    google.disturb(/^GET \/v1\/spaces/, { kind: 'error', status: 404, reason: 'notFound' });
    const elsewhere = { ...gmail, MAIL_FROM: 'nobody@larkenmere.example' };
    expect(await check(elsewhere)).toEqual({
      ...open,
      'chat.bot': missing('no Chat app', 'Cloud console'),
      'gmail.send': missing('MAIL_FROM'),
    });
    expect(google.customer.sent).toEqual([]);
    expect(google.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
  }, 120_000);

  test('mails through a mail server', async () => {
    let server: MailServer | null = null;
    const smtp = async (manners: Parameters<typeof startMailServer>[0]) => {
      await server?.close();
      server = await startMailServer(manners);
      const found = await check({ MAIL_FROM: FROM, SMTP_URL: server.url });
      expect(server.mails).toEqual([]);
      return found.SMTP_URL;
    };
    expect(await smtp({})).toEqual(granted);
    const wrong = { onAuth: (_: unknown, __: unknown, done: (error: Error) => void) => done(refusal(535, 'Wrong')) };
    expect(await smtp(wrong)).toEqual(missing('user name and password into SMTP_URL'));
    await (server as MailServer | null)?.close();
    const gone = { MAIL_FROM: FROM, SMTP_URL: (server as unknown as MailServer).url };
    expect((await check(gone)).SMTP_URL).toMatchObject({
      state: 'no-answer',
      advice: expect.stringMatching(/host and port/),
    });
    const rude = createServer((socket) => socket.end('554 5.7.1 Not from you\r\n'));
    await new Promise<void>((done) => rude.listen(0, '127.0.0.1', done));
    const { port } = rude.address() as { port: number };
    const turned = await check({ MAIL_FROM: FROM, SMTP_URL: `smtp://127.0.0.1:${port}` });
    expect(turned.SMTP_URL).toMatchObject({
      state: 'no-answer',
      advice: expect.stringMatching(/\(554\): allow it there/),
    });
    rude.close();
  }, 120_000);

  test('mails through Microsoft Graph', async () => {
    const graph: GraphStandIn = await startGraph({ tenant: new Tenant('5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35') });
    const through = {
      MAIL_FROM: FROM,
      MAIL_THROUGH: 'graph',
      ENTRA_CLIENT_ID: graph.clientId,
      ENTRA_TENANT_ID: graph.tenant.id,
      ENTRA_CLIENT_SECRET: graph.secret,
      ENTRA_AUTHORITY: graph.authority,
      GRAPH_ROOT_URL: graph.root,
    };
    try {
      expect((await check(through))['Mail.Send']).toEqual(granted);
      graph.granted.delete('Mail.Send');
      expect((await check(through))['Mail.Send']).toEqual(missing('Grant Mail.Send', 'admin centre'));
      const wrong = await check({ ...through, ENTRA_CLIENT_SECRET: 'another' });
      expect(wrong['Mail.Send']).toEqual(missing('secret or certificate'));
      expect(graph.tenant.sent).toEqual([]);
    } finally {
      await graph.close();
    }
  }, 120_000);
});
