import { type ApiAnswer, ApiError, errorBody } from './api.ts';

/** How a call is answered instead of as it should be. */
export type Disturbance =
  /** Too much at once, or for Google. 403 carries one of the rate reasons. */
  | { kind: 'busy'; status: 403 | 429 | 500 | 503; reason?: string; retryAfter?: string }
  /** An error of another kind. */
  | { kind: 'error'; status: number; reason: string }
  /** JSON that ends in the middle. */
  | { kind: 'broken' }
  /** 200 with a page of something that sits in between. */
  | { kind: 'page' }
  /** 200 with nothing in it. */
  | { kind: 'empty' }
  /** The connection is closed without a word. */
  | { kind: 'silent' }
  /** The connection stays open, and nothing comes. */
  | { kind: 'hanging' }
  /** The right answer to an HTTP request, after so many milliseconds of real time. */
  | { kind: 'slow'; ms: number };

/** Scenarios of slow, broken and missing answers. */
export function createDisturbances() {
  const list: { matching: RegExp; how: Disturbance; left: number }[] = [];
  return {
    add(matching: RegExp, how: Disturbance, times = Number.POSITIVE_INFINITY): void {
      list.push({ matching, how, left: times });
    },
    /** What a call is answered with, or null when nothing disturbs it. */
    instead(call: string): ApiAnswer | null {
      const found = list.find(({ matching, how, left }) => how.kind !== 'slow' && left > 0 && matching.test(call));
      if (!found) return null;
      found.left--;
      return answerOf(found.how as Exclude<Disturbance, { kind: 'slow' }>);
    },
    /** How long an HTTP request waits for its answer, in milliseconds. */
    slowness(request: string): number {
      const found = list.find(({ matching, how, left }) => how.kind === 'slow' && left > 0 && matching.test(request));
      if (found?.how.kind !== 'slow') return 0;
      found.left--;
      return found.how.ms;
    },
  };
}

function answerOf(how: Exclude<Disturbance, { kind: 'slow' }>): ApiAnswer {
  switch (how.kind) {
    case 'busy': {
      const reason = how.reason ?? (how.status === 403 ? 'userRateLimitExceeded' : 'backendError');
      const headers = how.retryAfter === undefined ? {} : { 'retry-after': how.retryAfter };
      return { status: how.status, body: errorBody(new ApiError(how.status, reason, 'Slow down.')), headers };
    }
    case 'error':
      return { status: how.status, body: errorBody(new ApiError(how.status, how.reason, how.reason)) };
    case 'broken':
      return { status: 200, body: '{"kind":"admin#directory#users","users":[{"id":"1' };
    case 'page':
      return {
        status: 200,
        body: '<!doctype html><title>Sign in to the guest network</title>',
        headers: { 'content-type': 'text/html' },
      };
    case 'empty':
      return { status: 200, body: '{}' };
    case 'silent':
      return { status: 0, body: 'close' };
    case 'hanging':
      return { status: 0, body: 'hang' };
    default:
      return how satisfies never;
  }
}
