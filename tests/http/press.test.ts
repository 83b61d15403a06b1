import { verifyLedger } from '../../shared/ledger/index.ts';
import { askToSign, type Someone } from '../fakes/app.ts';
import { type TeamsSchool, teamsSchool } from '../fakes/teams.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
const WORDS = 'application/vnd.microsoft.activity.message';
const ACCEPT = 'acknowledgements.accept';

describe('a press in Teams', () => {
  let teams: TeamsSchool;
  let anna: Someone;
  let data: Record<string, unknown>;
  const signed = () => teams.store.db.selectFrom('acknowledgements').selectAll().execute();
  const press = (verb: unknown, input: unknown, what: Record<string, unknown> = {}) =>
    teams.post(
      teams.activity(anna.objectId, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: 'the-card',
        value: { action: { type: 'Action.Execute', verb, data: input }, trigger: 'manual' },
        ...what,
      }),
    );

  beforeEach(async () => {
    teams = await teamsSchool();
    anna = await teams.t.person('Anna Bell');
    const [assignment] = await askToSign(teams.t, [anna]);
    data = { assignment, edition: 1, name: 'Anna Bell', job: 'Teacher of Physics' };
  });
  afterEach(() => teams.close());

  test('is recorded once, however often it comes, and each time turns the card into the same receipt', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => press(ACCEPT, data)));
    answers.push(await press(ACCEPT, data));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ statusCode: 200, type: CARD, value: { type: 'AdaptiveCard' } });
      expect(body.value).toEqual(answers[0]?.body.value);
    }
    expect(JSON.stringify(answers[0]?.body)).toMatch(/CS-[2-9A-Z]{5}-[2-9A-Z]{5}/);
    expect(await signed()).toMatchObject([
      {
        object_id: anna.objectId,
        typed_name: 'Anna Bell',
        door: 'teams',
        message: expect.stringContaining('the-card'),
      },
    ]);
    expect(await verifyLedger(teams.store)).toMatchObject({ valid: true });
  });

  test('also changes the message that holds the card, or Teams would bring the old one back', async () => {
    const { body } = await press(ACCEPT, data);
    teams.t.clock.set(new Date(teams.t.clock.now().getTime() + 3_000));
    await teams.t.app.worker.runDue();
    const [edit] = await teams.connector.received(1);
    expect(edit).toMatchObject({
      method: 'PUT',
      path: `/conversations/a:chat-${anna.objectId}/activities/the-card`,
      authorization: 'Bearer bot-token-1',
      body: { type: 'message', attachments: [{ contentType: CARD, content: body.value }] },
    });
    expect(edit?.body.text).toBeUndefined();
  });

  test('that may not be done says so in one sentence, and leaves the card and the ledger as they are', async () => {
    const before = await teams.contents();
    const { status, body } = await press(ACCEPT, { ...data, name: '' });
    expect(status).toBe(200);
    expect(body).toEqual({ statusCode: 200, type: WORDS, value: expect.stringMatching(/name/i) });
    expect(await signed()).toEqual([]);
    expect(await teams.contents()).toEqual(before);
    expect(teams.connector.requests).toEqual([]);
  });

  test("on someone else's card records nothing, whatever the card says about who one is", async () => {
    const ben = await teams.t.person('Ben Osei');
    const activity = teams.activity(ben.objectId, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { verb: ACCEPT, data: { ...data, account: anna.objectId } }, trigger: 'manual' },
    });
    expect((await teams.post(activity)).body).toMatchObject({ statusCode: 200, type: WORDS });
    expect(await signed()).toEqual([]);
  });

  test('of a button that we have not is answered politely', async () => {
    const { status, body } = await press('agreements.steal', {});
    expect({ status, body }).toEqual({
      status: 200,
      body: { statusCode: 200, type: WORDS, value: expect.stringContaining('no longer') },
    });
  });

  const ours = { type: 'invoke', name: 'adaptiveCard/action' };
  const invokes: Record<string, Record<string, unknown>> = {
    'a card that refreshes by itself': {
      ...ours,
      value: { action: { verb: ACCEPT, data: {} }, trigger: 'automatic' },
    },
    'a press without a value': { ...ours, value: undefined },
    'a press without an action': { ...ours, value: { trigger: 'manual' } },
    'a verb that is no word': { ...ours, value: { action: { verb: { a: 1 }, data: {} } } },
    'data that is a word': { ...ours, value: { action: { verb: ACCEPT, data: 'yes' } } },
    'data that is a list': { ...ours, value: { action: { verb: ACCEPT, data: [1] } } },
    'a message extension': { type: 'invoke', name: 'composeExtension/query', value: {} },
    'an invoke without a name': { type: 'invoke' },
  };
  test.each(Object.keys(invokes))('%s is answered 200, with the refusal in the body', async (name) => {
    const before = await teams.contents();
    const { status, body } = await press('', {}, invokes[name]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
    expect(await teams.contents()).toEqual(before);
  });

  test('where others read along does nothing', async () => {
    const shared = {
      id: '19:team@thread.tacv2',
      conversationType: 'channel',
      tenantId: teams.config.MicrosoftAppTenantId,
    };
    const { body } = await press(ACCEPT, data, { conversation: shared });
    expect(body).toEqual({ statusCode: 200, type: WORDS, value: expect.stringContaining('private chat') });
    expect(await signed()).toEqual([]);
  });

  test('by someone whom the platform does not name does nothing', async () => {
    const { body } = await press(ACCEPT, data, { from: { id: '29:someone' } });
    expect(body).toEqual({ statusCode: 200, type: WORDS, value: expect.stringContaining('school account') });
    expect(await signed()).toEqual([]);
  });

  describe('on an older client, which sends it as a message,', () => {
    const submit = (value: unknown, what: Record<string, unknown> = {}) =>
      teams.post(teams.activity(anna.objectId, { type: 'message', text: null, replyToId: 'the-card', value, ...what }));

    test('does the same, and changes the card', async () => {
      expect(await submit({ $action: ACCEPT, ...data })).toEqual({ status: 200, body: null });
      const [edit] = await teams.connector.received(1);
      expect(edit).toMatchObject({ method: 'PUT', path: expect.stringContaining('/the-card') });
      expect(await signed()).toMatchObject([{ typed_name: 'Anna Bell' }]);
    });

    test('is answered with a new card when the old one is gone', async () => {
      teams.connector.behave = ({ method }) => (method === 'PUT' ? { status: 404 } : undefined);
      await submit({ $action: ACCEPT, ...data });
      expect((await teams.connector.received(2))[1]).toMatchObject({
        method: 'POST',
        body: { summary: expect.any(String) },
      });
    });

    test('is refused in words', async () => {
      await submit({ $action: ACCEPT, ...data, name: '' });
      const [sent] = await teams.connector.received(1);
      expect(sent).toMatchObject({
        method: 'POST',
        body: { text: expect.stringMatching(/name/i), textFormat: 'plain' },
      });
    });
  });

  test('is answered, and the trouble logged, when the database fails', async () => {
    await teams.store.db.schema.dropTable('acknowledgements').execute();
    const { status, body } = await press(ACCEPT, data);
    expect(status).toBe(200);
    expect(body).toMatchObject({ statusCode: 200, type: WORDS, value: expect.stringContaining('try again') });
    expect(teams.logged.join()).toContain('a request from Teams failed');
    expect(teams.logged.join()).not.toContain('Anna');
  });
});
