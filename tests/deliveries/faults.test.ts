import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { show } from '../../shared/acknowledgements/index.ts';
import { deliverAll } from '../../shared/deliveries/index.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import { seeded } from '../crash/rig.ts';
import { askToSign, type Someone } from '../fakes/app.ts';
import { type Behaviour, connectorError } from '../fakes/connector.ts';
import { type TeamsSchool, teamsSchool } from '../fakes/teams.ts';

jest.setTimeout(180_000);

const PEOPLE = 90;
const MINUTES = 60;
/** Longer than the bot waits for an answer. */
const HANG_MS = 11_000;

/** An hour, minute by minute, in which nothing that Microsoft does can be relied upon. */
describe('an hour of trouble', () => {
  let teams: TeamsSchool;
  let staff: Someone[];
  let duties: string[];
  /** How often a message was put before each conversation, known to the bot or not. */
  const shown = new Map<string, number>();
  const signed = new Set<string>();

  beforeAll(async () => {
    teams = await teamsSchool();
    staff = [];
    for (let i = 0; i < PEOPLE; i++)
      staff.push(await teams.t.person(`Person ${'abcdefghij'[i % 10]}${'klmnopqrs'[Math.floor(i / 10)]}`));
    duties = await askToSign(teams.t, staff);
    await teams.store.transaction((tx) =>
      deliverAll(
        tx,
        duties.map((assignment, i) => ({
          key: `ask ${assignment}`,
          person: (staff[i] as Someone).id,
          show: show.call({ assignment }),
          subject: assignment,
          purpose: 'ask' as const,
        })),
        teams.t.clock.now(),
      ),
    );
    const random = seeded(11);
    let hangs = 0;
    teams.connector.behave = async ({ method, path }): Promise<Behaviour> => {
      const trouble = random();
      const isPost = method === 'POST' && path.endsWith('/activities');
      const conversation = path.split('/')[2] ?? '';
      const arrives = () => isPost && shown.set(conversation, (shown.get(conversation) ?? 0) + 1);
      if (trouble < 0.12) return connectorError(429, 'TooManyRequests', { 'retry-after': '1' });
      if (trouble < 0.2) return connectorError(503, 'ServiceUnavailable');
      if (trouble < 0.24) return connectorError(500, 'InternalServerError');
      if (trouble < 0.27) return 'reset';
      if (trouble < 0.29 && hangs++ < 2) {
        arrives();
        await sleep(HANG_MS);
        return 'reset';
      }
      arrives();
      if (trouble < 0.32) return 'nonsense';
      if (trouble < 0.4) await sleep(300);
      return undefined;
    };
    const begins = teams.t.clock.now().getTime();
    for (let minute = 0; minute < MINUTES; minute++) {
      teams.t.clock.set(new Date(begins + minute * 60_000));
      teams.openid.up = minute % 9 !== 4;
      teams.openid.tokenError = minute % 11 === 6 ? { status: 500, body: '<html>' } : null;
      const presses = minute % 3 ? [] : [0, 1, 2].map((i) => (minute + i * 31) % PEOPLE);
      await Promise.all([settle(), ...presses.map((i) => press(i, minute % 2 ? 250 : -250))]);
    }
  });
  afterAll(() => teams.close());

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 100 && (await teams.t.app.worker.runDue()); turn++);
  }

  /** Two impatient presses at once, by a clock that is minutes off. */
  async function press(i: number, skewS: number): Promise<void> {
    const seconds = Math.floor(Date.now() / 1_000) + skewS;
    const token = await teams.openid.sign({ serviceurl: teams.connector.serviceUrl, nbf: seconds, exp: seconds + 290 });
    const activity = teams.activity((staff[i] as Someone).objectId, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: {
        action: {
          type: 'Action.Execute',
          verb: 'acknowledgements.accept',
          data: { assignment: duties[i], edition: 1, name: 'Somebody', job: 'Teacher' },
        },
        trigger: 'manual',
      },
    });
    const answers = await Promise.all([teams.post(activity, { token }), teams.post(activity, { token })]);
    for (const { status, body } of answers) {
      expect([200, 503]).toContain(status);
      if (JSON.stringify(body).includes('CS-')) signed.add(duties[i] as string);
    }
  }

  test('loses no signature that was answered, and has each once', async () => {
    const kept = await teams.store.db.selectFrom('acknowledgements').select('assignment').execute();
    expect(signed.size).toBeGreaterThan(20);
    expect(kept.map(({ assignment }) => assignment).sort()).toEqual([...signed].sort());
    expect(await verifyLedger(teams.store)).toMatchObject({ valid: true });
  });

  test('shows nobody the card twice, and leaves nobody without it whom it doesn’t say so of', async () => {
    expect(shown.size).toBeGreaterThan(PEOPLE / 3);
    expect([...shown.values()].filter((times) => times > 1)).toEqual([]);
    const deliveries = await teams.store.db.selectFrom('deliveries').select(['state', 'subject', 'purpose']).execute();
    const asked = deliveries.filter(({ purpose }) => purpose === 'ask');
    const states = Object.groupBy(asked, ({ state }) => state);
    // Whoever signed before the card went out needs none.
    expect(
      Object.keys(states).filter((state) => !['sent', 'seen', 'unconfirmed', 'cancelled'].includes(state)),
    ).toEqual([]);
    expect(states.sent?.length).toBeGreaterThan(PEOPLE / 3);
    for (const { subject } of states.cancelled ?? []) expect(signed.has(subject)).toBe(true);
  });

  test('leaves nothing undone in the queue but what is for later', async () => {
    const now = teams.t.clock.now().toISOString();
    const due = await teams.store.db.selectFrom('jobs').select('kind').where('run_at', '<=', now).execute();
    expect(due).toEqual([]);
  });
});
