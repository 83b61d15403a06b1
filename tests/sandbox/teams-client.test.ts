import { mkdtempSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Activity, inboundOf } from '../../bot/inbound.ts';
import type { Chat, Everyone } from '../../infra/sandbox/shapes.ts';
import { type Standing, standing } from '../fakes/sandbox.ts';
import { attach, type Script } from '../fakes/scripted-bot.ts';

const TENANT = '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35';
const KIRAN = '573028d5-69ec-44f8-b495-0ce475da9400';
const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hello' }] };

const places: Standing[] = [];
const start = async (script?: Script, dataDir?: string) => {
  const place = await standing(script, dataDir);
  places.push(place);
  return place;
};
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.stop()));
});

const opened = async (place: Standing, person = KIRAN) =>
  (await place.ask('POST', '/sandbox/api/open', { person })).body as Chat;

test('the first look at a chat adds the app, twice told as Teams does; the second tells nothing', async () => {
  const place = await start();
  await opened(place);
  await opened(place);
  expect(place.received.map(({ type }) => type)).toEqual(['conversationUpdate', 'installationUpdate']);
  const deeds = place.received.map((activity) => inboundOf(Activity.parse(activity), TENANT).deed);
  expect(deeds).toEqual([
    { kind: 'arrived', greet: false },
    { kind: 'arrived', greet: true },
  ]);
});

test('what one says reaches the bot as a message of Teams, and the reply is in the chat', async () => {
  const place = await start(async ({ type }, write) => {
    if (type === 'message') await write(attach(card));
  });
  await place.ask('POST', '/sandbox/api/say', { person: KIRAN, text: "who hasn't signed" });
  const [said] = place.received;
  expect(said).toMatchObject({
    type: 'message',
    text: "who hasn't signed",
    channelId: 'msteams',
    serviceUrl: `${place.url}/connector`,
    from: { aadObjectId: KIRAN },
    conversation: { conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
  });
  const { messages } = (await place.ask('GET', `/sandbox/api/chat?person=${KIRAN}`)).body as Chat;
  expect(messages.map(({ from, text, cards }) => ({ from, text, cards }))).toEqual([
    { from: 'person', text: "who hasn't signed", cards: [] },
    { from: 'bot', text: null, cards: [card] },
  ]);
});

describe('a press', () => {
  const answering = (answer: unknown) =>
    start(async ({ type }, write) => (type === 'invoke' ? answer : void (await write(attach(card)))));
  const press = async (place: Standing) => {
    await place.ask('POST', '/sandbox/api/say', { person: KIRAN, text: 'hello' });
    const message = (await opened(place)).messages.find(({ cards }) => cards.length)?.id;
    return place.ask('POST', '/sandbox/api/press', { person: KIRAN, message, verb: 'a.b', data: { n: 1 } });
  };

  test('arrives as Action.Execute with its message, verb and data', async () => {
    const place = await answering({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card });
    expect((await press(place)).body).toEqual({ kind: 'card', card });
    const invoke = place.received.find(({ type }) => type === 'invoke');
    const read = inboundOf(Activity.parse(invoke), TENANT);
    expect(read.deed).toEqual({ kind: 'press', invoke: true, action: 'a.b', input: { n: 1 } });
    expect(read.message?.activityId).toBe(invoke?.replyToId);
  });

  test('shows a sentence as a sentence', async () => {
    const place = await answering({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'No.',
    });
    expect((await press(place)).body).toEqual({ kind: 'words', words: 'No.' });
  });

  test('shows an error or nonsense as Teams does', async () => {
    for (const answer of [{ statusCode: 500, type: 'application/vnd.microsoft.error', value: {} }, {}, 7]) {
      const place = await answering(answer);
      expect((await press(place)).body).toEqual({ kind: 'words', words: 'Something went wrong. Please try again.' });
    }
  });

  test('goes to nobody else, and from no message that is not there', async () => {
    const place = await answering({});
    await place.ask('POST', '/sandbox/api/say', { person: KIRAN, text: 'hello' });
    const { people } = (await place.ask('GET', '/sandbox/api/people')).body as Everyone;
    const other = people.find(({ name }) => name === 'Dorothy Quaye')?.id;
    const message = (await opened(place)).messages[0]?.id;
    for (const body of [
      { person: other, message, verb: 'a.b', data: {} },
      { person: KIRAN, message: '1', verb: 'a.b', data: {} },
    ])
      expect((await place.ask('POST', '/sandbox/api/press', body)).status).toBe(404);
    expect(place.received.some(({ type }) => type === 'invoke')).toBe(false);
  });
});

test('a person without object id on the list is the same account each time', async () => {
  const ids = await Promise.all(
    [await start(), await start()].map(async (place) => {
      const { people } = (await place.ask('GET', '/sandbox/api/people')).body as Everyone;
      return people.find(({ name }) => name === 'Peter Wainscott')?.id;
    }),
  );
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ids[0]).toBe(ids[1]);
});

test('who has no account at Microsoft has no chat in Teams, and the Connector does not know them', async () => {
  const place = await start();
  const { people } = (await place.ask('GET', '/sandbox/api/people')).body as Everyone;
  const alone = people.filter(({ teams }) => !teams);
  expect(alone.map(({ name }) => name)).toEqual(['Bethan Morgan-Pryce']);
  const person = alone[0]?.id;
  expect((await place.ask('POST', '/sandbox/api/open', { person })).status).toBe(404);
  expect((await place.ask('POST', '/sandbox/api/say', { person, text: 'hello' })).status).toBe(409);
  expect((await place.ask('POST', '/sandbox/entra/token', { person })).status).toBe(404);
  expect(place.received).toEqual([]);
});

test('chats, what is unread and who blocked the bot are as they were after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-restart-'));
  const script: Script = async ({ type }, write) => {
    if (type === 'message') await write({ text: 'Hello' });
  };
  const before = await standing(script, dataDir);
  await before.ask('POST', '/sandbox/api/say', { person: KIRAN, text: 'hello' });
  await before.ask('POST', '/sandbox/api/reach', { person: KIRAN, reach: 'blocked' });
  const everything = async (place: Standing) => [
    ((await place.ask('GET', '/sandbox/api/people')).body as Everyone).people,
    (await place.ask('GET', `/sandbox/api/chat?person=${KIRAN}`)).body,
  ];
  const was = await everything(before);
  expect(was[0]).toContainEqual(expect.objectContaining({ unread: { teams: 1, google: 0 }, reach: 'blocked' }));
  await before.stop({ keep: true });
  expect(await everything(await start(script, dataDir))).toEqual(was);
});

test('what happens in a chat is pushed to the page', async () => {
  const place = await start(async ({ type }, write) => {
    if (type === 'message') await write({ text: 'Hello' });
  });
  const stream = await fetch(`${place.url}/sandbox/api/events`);
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  await place.ask('POST', '/sandbox/api/say', { person: KIRAN, text: 'hi' });
  let heard = '';
  while (!heard.includes('"Hello"')) heard += decoder.decode((await reader.read()).value);
  expect(heard).toContain('"hi"');
  await reader.cancel();
});

describe('only this machine', () => {
  test('is answered: a name that merely points here is not', async () => {
    const place = await start();
    for (const [host, status] of [
      ['127.0.0.1', 200],
      ['localhost:1234', 200],
      ['[::1]', 200],
      ['school.example', 403],
      ['127.0.0.1.school.example', 403],
    ] as const)
      expect(await statusWith(place, { host })).toBe(status);
  });

  test('changes something, and only with JSON', async () => {
    const place = await start();
    const plain = { method: 'POST', body: JSON.stringify({ person: KIRAN, text: 'hi' }) };
    for (const path of ['/sandbox/api/say', '/connector/v3/conversations'])
      expect((await fetch(`${place.url}${path}`, plain)).status).toBe(415);
    expect(place.received).toEqual([]);
  });
});

const statusWith = ({ url }: Standing, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(`${url}/sandbox/api/people`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
