import type { Log } from '../../ports.ts';
import type { Timing } from './budget.ts';
import { type Answer, failed, type Trouble } from './trouble.ts';

/** What came back, whatever the status below 500 except 429; the body is parsed JSON, undefined if there was none. */
export interface Received {
  status: number;
  headers: Headers;
  body: unknown;
}

interface Outgoing {
  headers: Record<string, string>;
  body?: string;
  /** Whether asking twice is the same as asking once. What isn't is repeated only if it was certainly not done (429). */
  repeatable: boolean;
  /** Waits for room in the platform's rate; each attempt takes its own. */
  spend?: () => Promise<() => void>;
}

/** One request with all the patience it deserves: never throws for what a platform or a network may do. */
export type Send = (method: string, url: string, out: Outgoing) => Promise<Answer<Received>>;

export interface Patience {
  /** For one answer (ms of real time). */
  timeoutMs: number;
  /** For one request with all its repetitions (ms by the clock). */
  totalMs: number;
  attempts: number;
}

export const PATIENCE: Patience = { timeoutMs: 30_000, totalMs: 300_000, attempts: 5 };

/** How long to wait before asking again: what the platform says, else ever longer. */
export type Pause = (attempt: number, retryAfter: string | null) => number;

export function pauseBy(clock: Timing): Pause {
  return (attempt, retryAfter) => {
    const told = retryAfter === null ? null : retryAfterMs(retryAfter, clock.now());
    // Not all of a school's jobs come back in the same second.
    return told ?? Math.min(1_000 * 2 ** attempt, 30_000) * (1 + Math.random() / 4);
  };
}

/** Retry-After in seconds ("2.128" was seen) or as a date; null if it is neither. */
function retryAfterMs(header: string, now: Date): number | null {
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header) * 1_000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

export function sender({
  clock,
  log,
  fetch,
  patience,
}: {
  clock: Timing;
  log: Log;
  fetch: typeof globalThis.fetch;
  patience: Patience;
}): Send {
  const pause = pauseBy(clock);

  const once = async (method: string, url: string, { headers, body, spend }: Outgoing) => {
    const answered = await spend?.();
    try {
      return await ask(method, url, headers, body);
    } finally {
      answered?.();
    }
  };

  const ask = async (method: string, url: string, headers: Record<string, string>, body: string | undefined) => {
    const response = await fetch(url, {
      method,
      headers,
      // A redirect would carry the token to wherever it points.
      redirect: 'error',
      signal: AbortSignal.timeout(patience.timeoutMs),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };

  return async (method, url, out) => {
    const began = clock.now().getTime();
    let trouble: Trouble = { kind: 'no-answer', code: null };
    for (let attempt = 0; attempt < patience.attempts; attempt++) {
      let retryAfter: string | null = null;
      let undone = false;
      try {
        const { status, headers, text } = await once(method, url, out);
        if (status !== 429 && status < 500) {
          const body = parsed(text);
          if (body.ok || status >= 400) {
            return { ok: true, body: { status, headers, body: body.ok ? body.body : undefined } };
          }
          trouble = body.trouble;
        } else {
          undone = status === 429;
          retryAfter = headers.get('retry-after');
          trouble = { kind: status === 429 ? 'throttled' : 'no-answer', code: String(status) };
        }
      } catch (error) {
        trouble = { kind: 'no-answer', code: nameOf(error) };
      }
      if (!out.repeatable && !undone) break;
      const wait = pause(attempt, retryAfter);
      if (attempt + 1 === patience.attempts || clock.now().getTime() - began + wait > patience.totalMs) break;
      log.info(
        { service: 'graph', because: trouble.kind, code: trouble.code, waitMs: Math.round(wait) },
        'asking again',
      );
      await clock.wait(wait);
    }
    return { ok: false, trouble };
  };
}

function parsed(text: string): Answer<unknown> {
  if (text.trim() === '') return { ok: true, body: undefined };
  try {
    return { ok: true, body: JSON.parse(text) };
  } catch {
    return failed('unreadable');
  }
}

/** "ECONNRESET", "TimeoutError": the cause's code says more than "fetch failed". */
function nameOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string }; name?: string };
  return cause?.code ?? name ?? 'unknown';
}
