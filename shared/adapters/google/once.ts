import { retryAfter } from '../../connection.ts';
import type { WritingScope } from './scopes.ts';
import { type GooglePorts, waitingBy } from './session.ts';
import type { ServiceAccount } from './settings.ts';
import { GoogleTrouble, reasonsIn } from './trouble.ts';
import { createCaller, type Means, withoutToken } from './wire/caller.ts';
import { createExchange, type Exchange } from './wire/exchange.ts';
import { createPace } from './wire/quotas.ts';
import { createTokens } from './wire/tokens.ts';

/** How long one answer may take, in milliseconds. */
const PATIENCE_MS = 15_000;

/** How a call that is made once, and not repeated, failed. */
export type Unanswered =
  /** Google said no. `reason` is its own word, `status` HTTP's. */
  | { kind: 'refused'; status: number; reason: string; retryAfterMs: number | null }
  /** No answer, or none that can be read: it may have been done. */
  | { kind: 'silent'; error: unknown }
  /** We could not sign in to Google, or may not do this. */
  | { kind: 'not-signed-in'; because: GoogleTrouble };

/**
 * Calls for what people are written to with: each is made once, for who repeats it is the outbox. Without a service account,
 * as in the sandbox, they carry no token.
 */
export function oneByOne(
  serviceAccount: ServiceAccount | null,
  ports: GooglePorts,
): (subject: string | null, scope: WritingScope) => Means {
  const exchange = exchangeOf(ports);
  const now = () => ports.clock.now().getTime();
  if (!serviceAccount) return () => withoutToken(exchange);
  const tokens = createTokens(serviceAccount, exchange, now);
  return (subject, scope) => createCaller(tokens, exchange, subject, [scope]).once;
}

/** How such calls, and those for their tokens, go to Google. */
export function exchangeOf({ clock, log, patience = PATIENCE_MS }: GooglePorts): Exchange {
  const wait = waitingBy(clock);
  return createExchange({ pace: createPace(() => clock.now().getTime(), wait), wait, patience, log });
}

/** What came of such a call, by what Google's typed client throws. */
export function unansweredBy(error: unknown, now: Date): Unanswered {
  for (let at = error; at instanceof Error; at = at.cause)
    if (at instanceof GoogleTrouble)
      return at.because.kind === 'unreadable' ? { kind: 'silent', error } : { kind: 'not-signed-in', because: at };
  const { response } = error as { response?: { status?: number; data?: unknown; headers?: Headers } };
  if (typeof response?.status !== 'number') return { kind: 'silent', error };
  const after = new Headers(response.headers).get('retry-after');
  const reason = reasonsIn(response.data).join(' ');
  return { kind: 'refused', status: response.status, reason, retryAfterMs: retryAfter(after, now) };
}
