import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { openChats } from '../../infra/sandbox/chats.ts';
import { directoryOf, type Member } from '../../infra/sandbox/directory.ts';
import { createGoogleClient, GOOGLE_ISSUER } from '../../infra/sandbox/google-client.ts';
import { createIssuer } from '../../infra/sandbox/keys.ts';
import { menu } from '../../shared/menu.ts';
import { eventProblems } from '../fakes/addon-schema.ts';
import { PEOPLE } from '../fakes/sandbox.ts';
import { serve } from '../fakes/server.ts';

/** Google on the sandbox's page, before an add-on that only listens. */
async function listening() {
  const events: Record<string, any>[] = [];
  const server = await serve(
    express().post('/workspace', express.json(), (request, response) => {
      events.push(request.body);
      const message = { cardsV2: [{ cardId: '1', card: { header: { title: 'Hello' }, sections: [] } }] };
      response.json({ hostAppDataAction: { chatDataAction: { createMessageAction: { message } } } });
    }),
  );
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-google-client-'));
  const chats = openChats(join(dataDir, 'google-chat.db'));
  const clock = { now: () => new Date('2026-11-23T09:00:00Z') };
  const serverUrl = () => server.url;
  const google = createIssuer({ path: '/sandbox/google', issuer: () => GOOGLE_ISSUER, serverUrl, clock });
  const { all } = directoryOf(async () => PEOPLE, { blocked: [], not_installed: [] });
  const kiran = (await all()).find(({ name }) => name === 'Kiran Patel') as Member;
  return {
    kiran,
    events,
    chats,
    client: createGoogleClient({ chats, google, serverUrl, clock }),
    async close() {
      chats.close();
      await server.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

test('sends each command of the menu as Google sends slash commands, with what was typed after it', async () => {
  const { kiran, events, chats, client, close } = await listening();
  for (const { slash } of menu) expect(await client.say(kiran, `${slash} in maths`)).toBeNull();
  expect(events.flatMap(eventProblems)).toEqual([]);
  expect(events.map(({ chat }) => Object.keys(chat).filter((key) => key.endsWith('Payload')))).toEqual(
    menu.map(() => ['appCommandPayload']),
  );
  expect(
    events.map(({ chat: { appCommandPayload } }) => [
      appCommandPayload.appCommandMetadata,
      appCommandPayload.message.argumentText,
    ]),
  ).toEqual(menu.map(({ number }) => [{ appCommandId: number, appCommandType: 'SLASH_COMMAND' }, ' in maths']));
  expect(chats.messages(kiran.objectId).map(({ from }) => from)).toEqual(menu.flatMap(() => ['person', 'bot']));
  await close();
});

test.each(['who has signed', '/no-such-command', 'a/b', '/'])('sends "%s" as a message', async (text) => {
  const { kiran, events, client, close } = await listening();
  await client.say(kiran, text);
  expect(events.flatMap(eventProblems)).toEqual([]);
  expect(events[0]?.chat.messagePayload.message).toEqual({ text, argumentText: text });
  await close();
});
