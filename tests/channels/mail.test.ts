import { type AddressInfo, connect as connectTo, createServer } from 'node:net';
import { graph as connect } from '../../shared/adapters/entra/client.ts';
import { gmailCarrier } from '../../shared/adapters/mail/gmail.ts';
import { graphCarrier } from '../../shared/adapters/mail/graph.ts';
import type { Mail } from '../../shared/adapters/mail/messenger.ts';
import { mailMessenger } from '../../shared/adapters/mail/messenger.ts';
import { smtpCarrier } from '../../shared/adapters/mail/smtp.ts';
import type { Recipient } from '../../shared/ports.ts';
import type { View } from '../../shared/view/view.ts';
import { problemsOf, settingsFor } from '../directories/google/rig.ts';
import { virtualClock } from '../fakes/clock.ts';
import { type FakeGoogle, fakeCustomer, startGoogle } from '../fakes/google/index.ts';
import { startGraph } from '../fakes/graph/graph.ts';
import type { GraphStandIn } from '../fakes/graph/stand-in.ts';
import { Tenant } from '../fakes/graph/tenant.ts';
import { refusal, startMailServer, USER } from '../fakes/mail-server.ts';

const FROM = 'Larkenmere School <countersign@larkenmere.example>';
const ANNA = 'anna.bell@larkenmere.example';
const log = { info() {}, warn() {}, error() {} };
const view: View = {
  title: 'Staff ICT agreement',
  nodes: [
    { kind: 'text', text: 'Please read and answer by Friday.' },
    { kind: 'buttons', buttons: [{ label: 'I have read and accept', action: 'a.b', input: {}, sendsInputs: true }] },
  ],
};
const mail: Mail = { to: ANNA, key: 'a-key', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
const to = (address: string | null): Recipient => ({ account: null, conversation: null, address, mayOpen: false });
const school = { school: 'Larkenmere School', publicUrl: 'https://countersign.example' };

describe('a mail through a mail server', () => {
  let closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(closing.map((close) => close()));
    closing = [];
  });
  const start = async (manners: Parameters<typeof startMailServer>[0] = {}) => {
    const started = await startMailServer(manners);
    closing.push(started.close);
    return started;
  };

  test('arrives as text and as HTML, from the school, and says that no person wrote it', async () => {
    const { url, mails } = await start();
    const messenger = mailMessenger(smtpCarrier({ url, from: FROM }, log), school);
    const sent = await messenger.send(to(ANNA), view, 'a-key');
    expect(sent).toEqual({ kind: 'sent', message: { key: 'a-key' }, conversation: {} });
    const [arrived] = mails;
    expect(arrived).toMatchObject({ from: 'countersign@larkenmere.example', to: [ANNA] });
    expect(arrived?.mail).toMatchObject({
      subject: 'Staff ICT agreement',
      from: { name: 'Larkenmere School', address: 'countersign@larkenmere.example' },
      to: [{ address: ANNA }],
      messageId: '<a-key@larkenmere.example>',
    });
    expect(arrived?.mail.text).toContain('Please read and answer by Friday.');
    expect(arrived?.mail.text).toContain('https://countersign.example/open');
    expect(arrived?.mail.html).toContain('href="https://countersign.example/open"');
    const headers = new Map(arrived?.mail.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('auto-submitted')).toBe('auto-generated');
  });

  test('goes to one address, whatever that looks like', async () => {
    const { url, mails } = await start();
    const messenger = mailMessenger(smtpCarrier({ url, from: FROM }, log), school);
    const outcome = await messenger.send(to('anna@larkenmere.example, eve@evil.example'), view, 'a-key');
    expect(outcome).toMatchObject({ kind: 'no-account' });
    expect(mails).toEqual([]);
  });

  test('to nobody without an address, and is never changed', async () => {
    const { url, mails } = await start();
    const messenger = mailMessenger(smtpCarrier({ url, from: FROM }, log), school);
    expect(await messenger.send(to(null), view, 'a-key')).toMatchObject({ kind: 'no-account' });
    expect(await messenger.edit({ key: 'a-key' }, view)).toMatchObject({ kind: 'failed' });
    expect(mails).toEqual([]);
  });

  const refused: [string, Parameters<typeof startMailServer>[0], string][] = [
    ['nobody has the address', { onRcptTo: (_, __, done) => done(refusal(550, '5.1.1 No such user')) }, 'no-account'],
    ['we may not write to it', { onRcptTo: (_, __, done) => done(refusal(554, '5.7.1 Denied')) }, 'blocked'],
    ['come back later', { onRcptTo: (_, __, done) => done(refusal(451, '4.7.1 Greylisted')) }, 'throttled'],
    ['we may not send', { onMailFrom: (_, __, done) => done(refusal(553, '5.7.1 Not yours')) }, 'unavailable'],
    [
      'the message is not wanted',
      { onData: (stream, _, done) => void stream.on('end', () => done(refusal(554, '5.7.1 Spam'))).resume() },
      'failed',
    ],
    ['the password is wrong', { onAuth: (_, __, done) => done(refusal(535, 'Wrong')) }, 'unavailable'],
  ];
  test.each(refused)('where the server says that %s', async (_, manners, kind) => {
    const { url } = await start(manners);
    const outcome = await smtpCarrier({ url, from: FROM }, log)(mail);
    expect(outcome).toMatchObject({ kind });
    if ('detail' in outcome) expect(outcome.detail).toMatch(/^[A-Z].*\.$/);
  });

  test('whose connection ends after it was handed over may have arrived, and is known by its id if it did', async () => {
    const { port, url, mails, close } = await start();
    // Cuts the line as soon as the message is through, before the server's answer is.
    const cut = createServer((client) => {
      const line = connectTo(port, '127.0.0.1');
      let said = '';
      client.on('data', (chunk) => {
        said += chunk;
        line.write(chunk);
        if (said.endsWith('\r\n.\r\n')) client.destroy();
      });
      line.on('data', (chunk) => void (client.destroyed || client.write(chunk)));
      for (const end of [client, line]) end.on('error', () => {}).on('close', () => line.destroySoon());
    });
    await new Promise<void>((done) => cut.listen(0, '127.0.0.1', done));
    const { port: through } = cut.address() as AddressInfo;
    const carry = smtpCarrier({ url: url.replace(`:${port}`, `:${through}`), from: FROM }, log);
    expect(await carry(mail)).toMatchObject({ kind: 'unconfirmed' });
    cut.close();
    await close();
    expect(
      mails.map(({ mail: { messageId } }) => messageId).filter((id) => id !== '<a-key@larkenmere.example>'),
    ).toEqual([]);
  });

  test('was certainly not sent where nobody answers, or where the line goes dead before', async () => {
    const { url, close } = await start();
    await close();
    expect(await smtpCarrier({ url, from: FROM }, log)(mail)).toMatchObject({ kind: 'unavailable' });
    const rude = createServer((socket) => socket.destroy());
    await new Promise<void>((done) => rude.listen(0, '127.0.0.1', done));
    closing.push(() => new Promise((done) => rude.close(() => done())));
    const { port } = rude.address() as AddressInfo;
    const carry = smtpCarrier({ url: `smtp://127.0.0.1:${port}`, from: FROM }, log);
    expect(await carry(mail)).toMatchObject({ kind: 'unavailable' });
  });

  test('never crosses a network in the clear', async () => {
    const { port, mails } = await start();
    // A name that leads here, but isn't known for this machine.
    const carry = smtpCarrier({ url: `smtp://${USER}:x@localtest:${port}`, from: FROM }, log);
    expect((await carry(mail)).kind).not.toBe('taken');
    expect(mails).toEqual([]);
  });
});

describe('a mail through Gmail', () => {
  let google: FakeGoogle;
  let problems: string[];
  beforeEach(async () => {
    problems = [];
    google = await startGoogle({
      customer: fakeCustomer([{ name: 'Countersign', email: 'countersign@larkenmere.example' }]),
      watch: (exchange) => problems.push(...problemsOf(exchange)),
    });
  });
  afterEach(async () => {
    await google.close();
    expect(problems).toEqual([]);
  });
  const carrier = async (ports: { patience?: number } = {}) => {
    const { serviceAccount, rootUrl } = await settingsFor(google);
    const clock = virtualClock();
    return gmailCarrier(
      { serviceAccount, rootUrl, from: FROM },
      { clock: { ...clock, now: () => new Date() }, log, ...ports },
    );
  };

  test('leaves as the mailbox that it is from', async () => {
    expect(await (await carrier())(mail)).toEqual({ kind: 'taken' });
    expect(google.customer.sent).toHaveLength(1);
    expect(google.customer.sent[0]?.mime).toContain(`To: ${ANNA}`);
  });

  const send = /^POST \/gmail\/v1\/users\/me\/messages\/send/;
  const cases: [string, Parameters<FakeGoogle['disturb']>[1], string][] = [
    ['too many', { kind: 'busy', status: 429 }, 'throttled'],
    ['too many, in other words', { kind: 'busy', status: 403 }, 'throttled'],
    ['a problem at Google', { kind: 'busy', status: 500 }, 'unavailable'],
    ['a gateway gave up waiting', { kind: 'error', status: 504, reason: 'deadline' }, 'unconfirmed'],
    ['an address that is none', { kind: 'error', status: 400, reason: 'invalidArgument' }, 'no-account'],
    ['the line goes dead', { kind: 'silent' }, 'unconfirmed'],
    ['no answer in time', { kind: 'hanging' }, 'unconfirmed'],
  ];
  test.each(cases)('%s', async (_, how, kind) => {
    google.disturb(send, how);
    // Only for an answer that never comes nobody waits long: all others have the time that a slow machine needs.
    const ports = how.kind === 'hanging' ? { patience: 3_000 } : {};
    expect(await (await carrier(ports))(mail)).toMatchObject({ kind });
    expect(google.calls.filter((call) => send.test(call))).toHaveLength(1);
  });

  test('without the permission says so', async () => {
    google.granted.delete('gmail.send');
    expect(await (await carrier())(mail)).toMatchObject({ kind: 'unavailable' });
  });
});

describe('a mail through Microsoft Graph', () => {
  let stand: GraphStandIn;
  beforeEach(async () => {
    const tenant = new Tenant('5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35');
    tenant.add({ displayName: 'Countersign', userPrincipalName: 'countersign@larkenmere.example' });
    stand = await startGraph({ tenant });
  });
  afterEach(async () => {
    await stand.close();
    expect(stand.contractProblems).toEqual([]);
  });
  const carrier = (from = FROM, timeoutMs = 15_000) => {
    const { tenant, clientId, secret, authority, root } = stand;
    const clock = { now: () => new Date(), wait: async () => {} };
    return graphCarrier(
      connect(
        {
          tenant: tenant.id,
          clientId,
          credential: { kind: 'secret', secret },
          authority,
          root,
          limits: {},
          patience: { timeoutMs, totalMs: 30_000, attempts: 1 },
        },
        { clock, log, fetch },
      ),
      from,
    );
  };

  test('leaves from the mailbox of the school', async () => {
    expect(await carrier()(mail)).toEqual({ kind: 'taken' });
    expect(stand.tenant.sent).toEqual([
      {
        from: 'countersign@larkenmere.example',
        message: expect.objectContaining({ subject: 'Hello', toRecipients: [{ emailAddress: { address: ANNA } }] }),
      },
    ]);
  });

  const cases: [string, Parameters<GraphStandIn['disturb']>[0]['how'], string][] = [
    ['too many', { status: 429 }, 'throttled'],
    ['a problem at Microsoft', { status: 503 }, 'unavailable'],
    ['a gateway gave up waiting', { status: 504 }, 'unconfirmed'],
    ['the line goes dead', 'reset', 'unconfirmed'],
    ['no answer in time', 'hang', 'unconfirmed'],
  ];
  test.each(cases)('%s', async (_, how, kind) => {
    stand.disturb({ when: /sendMail/, how });
    expect(await carrier(FROM, how === 'hang' ? 3_000 : undefined)(mail)).toMatchObject({ kind });
    expect(stand.requests(/sendMail/)).toBe(1);
  });

  test('says what is missing', async () => {
    stand.granted.delete('Mail.Send');
    expect(await carrier()(mail)).toMatchObject({ kind: 'unavailable' });
    stand.granted.add('Mail.Send');
    expect(await carrier('nobody@larkenmere.example')(mail)).toMatchObject({ kind: 'unavailable' });
    expect(await carrier()({ ...mail, to: 'anna' })).toMatchObject({ kind: 'no-account' });
  });
});
