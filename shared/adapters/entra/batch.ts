import * as z from 'zod';
import type { Timing } from './budget.ts';
import type { Patience, Pause } from './send.ts';
import { type Answer, failed, troubleOf } from './trouble.ts';

/** One question in a batch. */
export interface Question {
  id: string;
  method: 'GET';
  url: string;
}

/** Graph's own limit (learn.microsoft.com/graph/json-batching). */
export const BATCH_SIZE = 20;

const Responses = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.unknown()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});

/**
 * Questions in batches of twenty. A batch answers 200 even if single questions were turned away for the rate; those are
 * asked again, alone, after the longest wait that any of them was told.
 */
export function batchOf({
  post,
  pause,
  clock,
  patience,
}: {
  post: (questions: Question[]) => Promise<Answer<unknown>>;
  pause: Pause;
  clock: Timing;
  patience: Patience;
}) {
  const twenty = async (paths: readonly string[]): Promise<Answer<unknown>[]> => {
    const answers: Answer<unknown>[] = paths.map(() => failed('no-answer'));
    const began = clock.now().getTime();
    let open = paths.map((_, at) => at);
    for (let attempt = 0; ; attempt++) {
      const batch = await post(open.map((at) => ({ id: String(at), method: 'GET', url: paths[at] as string })));
      const parsed = batch.ok ? Responses.safeParse(batch.body) : null;
      if (!batch.ok || !parsed?.success) {
        for (const at of open) answers[at] = batch.ok ? failed('unreadable') : batch;
        return answers;
      }
      let wait = 0;
      const again: number[] = [];
      for (const at of open) {
        // Answers come in any order; one that is missing stays "no answer".
        const response = parsed.data.responses.find(({ id }) => id === String(at));
        if (!response) continue;
        const { status, body, headers } = response;
        answers[at] = status < 300 ? { ok: true, body } : { ok: false, trouble: troubleOf(status, body) };
        if (status === 429 || status >= 500) {
          again.push(at);
          wait = Math.max(wait, pause(attempt, retryAfterIn(headers)));
        }
      }
      const elapsed = clock.now().getTime() - began;
      if (!again.length || attempt + 1 === patience.attempts || elapsed + wait > patience.totalMs) return answers;
      open = again;
      await clock.wait(wait);
    }
  };

  return async (paths: readonly string[]): Promise<Answer<unknown>[]> => {
    const answers: Answer<unknown>[] = [];
    for (let at = 0; at < paths.length; at += BATCH_SIZE)
      answers.push(...(await twenty(paths.slice(at, at + BATCH_SIZE))));
    return answers;
  };
}

/** Header names inside a batch are written in any case. */
function retryAfterIn(headers: Record<string, unknown> | null | undefined): string | null {
  const named = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after');
  return named ? String(named[1]) : null;
}
