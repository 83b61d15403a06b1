import { jest } from '@jest/globals';
import { LIMITS } from '../../bot/limits.ts';
import { createPace, type Limits } from '../../shared/pace.ts';

describe('the pace at which the bot calls Teams', () => {
  beforeEach(() => void jest.useFakeTimers({ now: new Date('2026-11-23T09:00:00Z') }));
  afterEach(() => void jest.useRealTimers());

  /** When each of many requests at once may go out, in ms after the first; -1: to be asked again later. */
  async function times(limits: Limits, chats: (string | null)[]): Promise<number[]> {
    const pace = createPace(limits);
    const start = Date.now();
    const asked = chats.map(async (chat) => ((await pace.turn(chat)) === 0 ? Date.now() - start : -1));
    await jest.advanceTimersByTimeAsync(10_000);
    return Promise.all(asked);
  }
  const inWindow = (all: number[], from: number, to: number) => all.filter((at) => at >= from && at < to).length;

  /** The most within a second, wherever it begins. */
  const most = (all: number[]) => Math.max(...all.map((from) => inWindow(all, from, from + 1_000)));

  test('is 7 a second, 8 in two seconds for one chat', async () => {
    const all = await times(LIMITS, Array(20).fill('a:1'));
    expect(inWindow(all, 0, 1_000)).toBe(7);
    expect(inWindow(all, 0, 2_000)).toBe(8);
    expect(inWindow(all, 2_000, 4_000)).toBe(8);
    expect(inWindow(all, 4_000, 7_000)).toBe(4);
  });

  test('is 50 in any second for all chats together, and no chat waits for another', async () => {
    const all = await times(
      LIMITS,
      Array.from({ length: 120 }, (_, i) => `a:${i}`),
    );
    expect(most(all)).toBeLessThanOrEqual(50);
    expect(Math.max(...all)).toBeLessThan(2_500);
  });

  test('leaves room for the requests that belong together', async () => {
    const pace = createPace({ tenant: { points: 10, duration: 1 }, conversation: [] });
    const start = Date.now();
    const all = Array.from({ length: 5 }, async () => ((await pace.turn(null, 2)) === 0 ? Date.now() - start : -1));
    await jest.advanceTimersByTimeAsync(5_000);
    const at = await Promise.all(all);
    for (const [i, time] of at.entries()) if (i) expect(time - (at[i - 1] as number)).toBeGreaterThanOrEqual(200);
  });

  test('counts the opening of chats for all together only', async () => {
    const all = await times(LIMITS, Array(40).fill(null));
    expect(Math.max(...all)).toBeLessThan(1_000);
  });

  test('makes nobody wait for long: the rest is asked again later', async () => {
    const all = await times(LIMITS, Array(70).fill('a:1'));
    expect(all.filter((at) => at === -1).length).toBeGreaterThan(30);
    expect(Math.max(...all)).toBeLessThanOrEqual(5_000);
  });

  test('is per hour as well', async () => {
    const limits = { tenant: { points: 1_000, duration: 1 }, conversation: [{ points: 3, duration: 3_600 }] };
    expect(await times(limits, Array(5).fill('a:1'))).toEqual([
      expect.closeTo(0, -1),
      expect.closeTo(0, -1),
      expect.closeTo(0, -1),
      -1,
      -1,
    ]);
  });

  test('slows down when the platform refuses, and has the refused chat rest while others go on', async () => {
    const limits = { tenant: { points: 20, duration: 1 }, conversation: [{ points: 7, duration: 1 }] };
    const pace = createPace(limits);
    expect(await pace.turn('a:1')).toBe(0);
    await pace.refused('a:1', 3_000);
    const start = Date.now();
    const after = async (chat: string) => ((await pace.turn(chat)) === 0 ? Date.now() - start : -1);
    const others = Promise.all(Array.from({ length: 19 }, (_, i) => after(`a:${i + 2}`)));
    const refused = after('a:1');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await refused).toBeGreaterThanOrEqual(3_000);
    // Ten turns were lost to the refusal, and one had been taken.
    const [soonest = 0, ...later] = (await others).toSorted((a, b) => a - b);
    expect(soonest).toBeGreaterThan(500);
    expect(soonest).toBeLessThan(700);
    expect(later.at(-1)).toBeLessThan(2_000);
  });
});
