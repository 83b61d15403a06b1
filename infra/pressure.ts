import type { RequestHandler } from 'express';
import type { Log } from '../shared/ports.ts';

/** At our aim of 100 presses a second, what is at hand is answered within two seconds; Teams waits for three. */
const AT_ONCE = 200;

/**
 * Turns requests that change something away with 503 while too many are at hand: those that are there get their answer, and
 * memory doesn't grow with whatever comes. Teams and browsers try again; every press may come twice.
 */
export function bounded({ log, turnedAway, atOnce = AT_ONCE }: Bounds): RequestHandler {
  let atHand = 0;
  let turned = 0;
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    if (atHand >= atOnce) {
      turnedAway();
      if (turned++ === 0) log.warn({ atHand }, 'too many requests at once: the newest are turned away');
      return void response.status(503).set('retry-after', '2').json({ error: 'Busy. Please try again in a moment.' });
    }
    atHand++;
    response.once('close', () => {
      atHand--;
      if (turned && atHand < atOnce / 2) {
        log.warn({ turned }, 'requests are taken in again');
        turned = 0;
      }
    });
    next();
  };
}

export interface Bounds {
  log: Log;
  turnedAway: () => void;
  /** Another bound than the usual one. */
  atOnce?: number;
}
