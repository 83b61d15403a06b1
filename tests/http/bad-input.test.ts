import fc from 'fast-check';
import { askToSign, type Someone } from '../fakes/app.ts';
import { APP_ID } from '../fakes/channel.ts';
import { type TeamsSchool, teamsSchool } from '../fakes/teams.ts';
import { mutated, strange } from '../hostile/mutate.ts';

const ACCEPT = 'acknowledgements.accept';

describe('bad input to the bot', () => {
  let teams: TeamsSchool;
  let anna: Someone;
  let data: Record<string, unknown>;
  let token: string;
  beforeAll(async () => {
    teams = await teamsSchool();
    anna = await teams.t.person('Anna Bell');
    const [assignment] = await askToSign(teams.t, [anna]);
    data = { assignment, edition: 1, name: 'Anna Bell', job: 'Teacher' };
    token = await teams.openid.sign({ serviceurl: teams.connector.serviceUrl });
  });
  afterAll(() => teams.close());

  const message = (text: unknown) => teams.activity(anna.objectId, { type: 'message', text, entities: [] });
  const press = (input: unknown) =>
    teams.activity(anna.objectId, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: 'the-card',
      value: { action: { type: 'Action.Execute', verb: ACCEPT, data: input }, trigger: 'manual' },
    });
  const bodies: Record<string, string> = {
    'half a document': '{"type":"message"',
    nothing: '',
    'no JSON': 'hello',
    null: 'null',
    'a number': '7',
    'a word': '"hello"',
    'a list': '[]',
    'an empty object': '{}',
    'a type that is no word': '{"type":7}',
    'very deep nesting': `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  };

  /** Facts that count: neither who was active in a chat, nor what one asked about last. */
  async function facts() {
    const { conversations: _, topics: __, ...counted } = await teams.contents();
    return counted;
  }

  test.each(Object.keys(bodies))('%s is answered 400', async (name) => {
    const before = await teams.contents();
    expect(await teams.post(bodies[name], { token })).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest' } },
    });
    expect(await teams.contents()).toEqual(before);
  });

  test('a body of 1 MB is answered 413', async () => {
    const before = await teams.contents();
    const answer = await teams.post(message('a'.repeat(1_000_000)), { token });
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'ContentTooLarge' } } });
    expect(await teams.contents()).toEqual(before);
  });

  test('a body of 1 MB without a token is not even read', async () => {
    expect(await teams.post(message('a'.repeat(1_000_000)), { token: null })).toMatchObject({ status: 401 });
  });

  test.each([
    ['an encoding that is none', { 'content-encoding': 'rot13' }, 415],
    ['a compression that is none', { 'content-encoding': 'gzip' }, 400],
    ['letters that are none', { 'content-type': 'application/json; charset=klingon' }, 415],
    ['no JSON, and says so', { 'content-type': 'text/plain' }, 415],
  ])('%s is answered in the 400s', async (_, headers, status) => {
    expect(await teams.post(message('help'), { token, headers: headers as Record<string, string> })).toMatchObject({
      status,
    });
  });

  test('a very long message is read in part, and answered', async () => {
    expect(await teams.post(message('who has not signed '.repeat(5_000)), { token })).toMatchObject({ status: 200 });
  });

  test('any part of a real activity may be anything: never a 500, and no fact comes of it', async () => {
    const before = await facts();
    const real = [
      message("who hasn't signed"),
      // Two things wrong with it: something strange may well be a name, but hardly also the edition.
      press({ ...data, name: '', edition: 99 }),
      teams.activity(anna.objectId, { type: 'installationUpdate', action: 'add' }),
      teams.activity(anna.objectId, { type: 'conversationUpdate', membersAdded: [{ id: `28:${APP_ID}` }] }),
    ];
    await fc.assert(
      fc.asyncProperty(mutated(real), async (changed) => {
        const { status } = await teams.post(JSON.stringify(changed), { token });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
    expect(await facts()).toEqual(before);
    expect(teams.logged.filter((line) => line.includes('failed'))).toEqual([]);
  });

  test('any input of a press may be anything: answered 200, and signed only by what is whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('assignment', 'edition', 'name', 'job', 'more'), strange, async (key, value) => {
        const before = await facts();
        const { status, body } = await teams.post(JSON.stringify(press({ ...data, [key]: value })), { token });
        expect(status).toBe(200);
        const signed = body.type === 'application/vnd.microsoft.card.adaptive';
        if (!signed) expect(await facts()).toEqual(before);
      }),
      { numRuns: 150 },
    );
    expect(teams.logged.filter((line) => line.includes('failed'))).toEqual([]);
  });
});
