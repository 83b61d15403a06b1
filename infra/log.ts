import { pino } from 'pino';
import type { Log } from '../shared/ports.ts';

/**
 * One JSON line an event. Errors are written as name, message of our own making and stack, never with the request that
 * caused them: requests hold names, addresses and tokens.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        '*.authorization',
        '*.headers',
        '*.body',
        '*.password',
        '*.token',
        'err.config',
        'err.request',
        'err.response',
      ],
      remove: true,
    },
    serializers: {
      err: ({ name, code, statusCode, stack }: Error & { code?: string; statusCode?: number }) => ({
        name,
        code,
        statusCode,
        at: frames(stack),
      }),
    },
  });
}

/** Where it happened. The first line of a stack repeats the message, and a database's message repeats people's data. */
const frames = (stack = '') =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
