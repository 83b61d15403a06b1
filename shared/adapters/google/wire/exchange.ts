import type { Log } from '../../../ports.ts';
import { isBusy, notAnswered, unreadable } from '../trouble.ts';
import { type Answer, parsed } from './answer.ts';
import { type Pace, type Quota, quotasOf } from './quotas.ts';

/** One HTTP call as it goes out. */
export interface Call {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string;
}

export interface ExchangePorts {
  pace: Pace;
  wait: (ms: number) => Promise<void>;
  /** How long one answer may take, in milliseconds. */
  patience: number;
  log: Log;
}

/** Six tries wait about a minute in all, the time in which Google's quotas refill; in no case longer than this at once. */
const TRIES = 7;
const LONGEST_WAIT = 64_000;

/**
 * Sends calls at Google's pace, and again when Google is busy (429, 5xx, 403 with a rate reason) or silent. Everything
 * we send may be sent twice: reads, and changes that are the same when made again. Google's own client would try again
 * only reads, and neither a 403 nor for as long as Retry-After says: its retries are off, this is the only one.
 */
export function createExchange({ pace, wait, patience, log }: ExchangePorts) {
  /**
   * @param quotas what the call draws on, and `calls` how many times: a batch counts as the calls in it.
   * @param tried how many tries it has had already.
   * @throws GoogleTrouble when Google stays busy or silent, or answers with something other than JSON.
   */
  async function send(call: Call, quotas: Quota[] = quotasOf(call.url), calls = 1, tried = 0): Promise<Answer> {
    for (let attempt = tried + 1; ; attempt++) {
      await pace.turn(quotas, calls);
      const answer = await once(call).catch(() => null);
      if (answer && !isBusy(answer)) return answer;
      if (attempt >= TRIES) throw notAnswered();
      const pause = pauseAfter(attempt, answer?.headers.get('retry-after') ?? null);
      log.warn({ provider: 'google', quotas, status: answer?.status ?? null, attempt, pause }, 'Google is busy');
      if (answer) pace.rest(quotas, pause);
      await wait(pause);
    }
  }

  /** Sends a call once, for what may not be sent twice. @throws whatever kept the answer away. */
  async function once({ method, url, headers, body }: Call): Promise<Answer> {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(url, { method, headers, body: body ?? null, signal, redirect: 'error' });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  return { send, once };
}

export type Exchange = ReturnType<typeof createExchange>;

/** What a successful answer says. Something between us and Google may answer 200 with a page of its own. */
export function jsonOf(answer: Answer): Record<string, unknown> {
  const value = parsed(answer.text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable();
  return value as Record<string, unknown>;
}

/** 1, 2, 4 … seconds with a little chance, so that two who were refused together don't come back together. */
function pauseAfter(attempt: number, retryAfter: string | null): number {
  const asked = retryAfter === null ? Number.NaN : Number(retryAfter) * 1_000;
  if (asked >= 0) return Math.min(asked, LONGEST_WAIT);
  return Math.min(2 ** (attempt - 1) * 1_000 + Math.random() * 1_000, LONGEST_WAIT);
}
