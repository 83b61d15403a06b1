import { existsSync, readFileSync } from 'node:fs';
import type { Ajv as AjvClass } from 'ajv';
import Ajv04 from 'ajv-draft-04';
import { createTeamsMessenger } from '../../bot/send.ts';
import { directoryOf } from '../../infra/sandbox/directory.ts';
import type { Chat } from '../../infra/sandbox/shapes.ts';
import { readConfig } from '../../shared/config.ts';
import type { Account, SendOutcome } from '../../shared/ports.ts';
import { text, view } from '../../shared/view/build.ts';
import { PEOPLE, type Standing, standing } from '../fakes/sandbox.ts';

const TENANT = '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35';
const CONTRACT = new URL('../../../shared/contracts/botframework.ConnectorAPI.json', import.meta.url);
const hello = view('Hello', text('A card.'));

let place: Standing;
beforeEach(async () => {
  place = await standing();
});
afterEach(() => place.stop());

const directory = directoryOf(async () => PEOPLE, { blocked: [], not_installed: [] });
const memberOf = async (name: string) => {
  const member = (await directory.all()).find((candidate) => candidate.name === name);
  if (!member) throw new Error(name);
  return member;
};
const accountOf = async (name: string): Promise<Account> => ({
  provider: 'entra',
  tenant: TENANT,
  objectId: (await memberOf(name)).objectId,
});
const chatOf = async (name: string) =>
  (await place.ask('GET', `/sandbox/api/chat?person=${(await memberOf(name)).objectId}`)).body as Chat;

describe('the messenger of the Teams door', () => {
  const messenger = () =>
    createTeamsMessenger({
      config: readConfig({ BOT_SERVICE_URL: `${place.url}/connector` }),
      log: { info() {}, warn() {}, error() {} },
    });
  const sendTo = async (name: string, what = hello): Promise<SendOutcome> =>
    messenger().send({ account: await accountOf(name), conversation: null }, what);

  test('opens a chat, sends a card into it, and changes that card', async () => {
    const sent = await sendTo('Kiran Patel');
    expect(sent.kind).toBe('sent');
    const [first] = (await chatOf('Kiran Patel')).messages;
    expect(first).toMatchObject({ from: 'bot', editedAt: null });
    expect(JSON.stringify(first?.cards)).toContain('A card.');

    const edited = await messenger().edit(
      (sent as { message: object }).message as never,
      view('Bye', text('Changed.')),
    );
    expect(edited.kind).toBe('sent');
    const { messages } = await chatOf('Kiran Patel');
    expect(messages).toHaveLength(1);
    expect(JSON.stringify(messages[0]?.cards)).toContain('Changed.');
    expect(messages[0]?.editedAt).not.toBeNull();
  });

  test('goes on in the conversation that it has', async () => {
    const sent = await sendTo('Kiran Patel');
    const { conversation } = sent as Extract<SendOutcome, { kind: 'sent' }>;
    await messenger().send({ account: await accountOf('Kiran Patel'), conversation }, hello);
    expect((await chatOf('Kiran Patel')).messages).toHaveLength(2);
  });

  test('learns who has blocked the bot, and for whom it is not installed', async () => {
    expect((await sendTo('Funmilayo Adeyemi-Clarke')).kind).toBe('blocked');
    expect((await sendTo('Lee Hartshorn')).kind).toBe('not-installed');
    expect((await chatOf('Funmilayo Adeyemi-Clarke')).messages).toEqual([]);
  });

  test('reaches a person again who unblocks it', async () => {
    const { objectId } = await memberOf('Funmilayo Adeyemi-Clarke');
    await place.ask('POST', '/sandbox/api/reach', { person: objectId, reach: 'ok' });
    expect((await sendTo('Funmilayo Adeyemi-Clarke')).kind).toBe('sent');
  });

  test('is told an address for whoever has one, and none for whoever has not', async () => {
    for (const [name, address] of [
      ['Peter Wainscott', 'peter.wainscott@larkenmere.example'],
      ['Dorothy Quaye', null],
    ] as const) {
      const sent = (await sendTo(name)) as Extract<SendOutcome, { kind: 'sent' }>;
      const { objectId } = await memberOf(name);
      expect(await messenger().vouch(sent.conversation as never, objectId)).toBe(address);
    }
  });

  test('fails for good where nobody is, and in a chat that is not there', async () => {
    const nobody = { ...(await accountOf('Kiran Patel')), objectId: 'd1f0b9a2-0000-4000-8000-000000000000' };
    expect((await messenger().send({ account: nobody, conversation: null }, hello)).kind).not.toBe('sent');
    const sent = (await sendTo('Kiran Patel')) as Extract<SendOutcome, { kind: 'sent' }>;
    const elsewhere = { ...sent.message, conversation: { id: 'a:elsewhere' } };
    expect((await messenger().edit(elsewhere, hello)).kind).not.toBe('sent');
    expect((await messenger().edit({ ...sent.message, activityId: '1' }, hello)).kind).not.toBe('sent');
  });
});

describe('the REST API', () => {
  const open = async (name: string) => {
    const { objectId } = await memberOf(name);
    const body = { members: [{ id: objectId }], tenantId: TENANT, bot: { id: '28:x' }, isGroup: false };
    return place.ask('POST', '/connector/v3/conversations', body);
  };
  const chatPath = async (name: string) =>
    `/connector/v3/conversations/${encodeURIComponent((await memberOf(name)).conversation)}`;

  test('deletes a message of the bot, but none of the person', async () => {
    const path = await chatPath('Kiran Patel');
    const { body } = await place.ask('POST', `${path}/activities`, { type: 'message', text: 'Hello' });
    const { id } = body as { id: string };
    expect((await place.ask('DELETE', `${path}/activities/${id}`)).status).toBe(200);
    expect((await place.ask('DELETE', `${path}/activities/${id}`)).status).toBe(404);
    const { objectId } = await memberOf('Kiran Patel');
    await place.ask('POST', '/sandbox/api/say', { person: objectId, text: 'mine' });
    const [mine] = (await chatOf('Kiran Patel')).messages;
    expect((await place.ask('DELETE', `${path}/activities/${mine?.id}`)).status).toBe(404);
    expect((await place.ask('PUT', `${path}/activities/${mine?.id}`, { text: 'forged' })).status).toBe(404);
  });

  test('takes no message that Teams would find too large', async () => {
    const large = { type: 'message', text: 'x'.repeat(30_000) };
    expect((await place.ask('POST', `${await chatPath('Kiran Patel')}/activities`, large)).status).toBe(413);
  });

  test('knows one tenant', async () => {
    const { objectId } = await memberOf('Kiran Patel');
    const body = { members: [{ id: objectId }], tenantId: 'b7c1f3aa-0000-4000-8000-000000000000' };
    expect((await place.ask('POST', '/connector/v3/conversations', body)).status).toBe(400);
  });

  const contract = existsSync(CONTRACT) ? test : test.skip;
  contract('answers in the shapes of the published contract (skipped without it)', async () => {
    const { definitions } = JSON.parse(readFileSync(CONTRACT, 'utf8')) as { definitions: Record<string, object> };
    const ajv = new (Ajv04 as unknown as typeof AjvClass)({ strict: false, validateFormats: false });
    const holds = (name: string, body: unknown) => {
      // The contract lets any property be left out: what a bot needs is asked for beside it.
      const validate = ajv.compile({ ...definitions[name], definitions });
      expect(validate(body) ? [] : validate.errors).toEqual([]);
    };
    const path = await chatPath('Kiran Patel');
    const { user } = await memberOf('Kiran Patel');

    const opened = await open('Kiran Patel');
    holds('ConversationResourceResponse', opened.body);
    expect(opened).toMatchObject({
      status: 201,
      body: { id: expect.any(String), serviceUrl: `${place.url}/connector` },
    });
    const posted = await place.ask('POST', `${path}/activities`, { type: 'message', text: 'Hello' });
    holds('ResourceResponse', posted.body);
    const { id } = posted.body as { id: string };
    holds('ResourceResponse', (await place.ask('POST', `${path}/activities/${id}`, { type: 'message' })).body);
    holds('ResourceResponse', (await place.ask('PUT', `${path}/activities/${id}`, { type: 'message' })).body);
    holds('ChannelAccount', (await place.ask('GET', `${path}/members/${encodeURIComponent(user)}`)).body);
    holds('PagedMembersResult', (await place.ask('GET', `${path}/pagedmembers`)).body);
    const refused = await open('Lee Hartshorn');
    holds('ErrorResponse', refused.body);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'BotNotInConversationRoster' } } });
  });
});
