import type { Because } from '../../directories/fact.ts';
import type { StepOutcome, StepPreview } from '../../directories/port.ts';
import type { Scope } from './scopes.ts';
import type { Session } from './session.ts';
import { isNotFound } from './trouble.ts';
import type { Means } from './wire/caller.ts';

/** Google may show a change only after a while: it is looked for again after so many milliseconds. */
const LOOK_AGAIN = [1_000, 2_000, 4_000, 8_000, 16_000];

/** Google took a change and still shows what was before. */
export const NOT_SEEN: Because = {
  kind: 'no-answer',
  words: 'Google took the change but does not show it yet. It will be looked at again.',
};

/** Whether something is so by now, or soon. */
export async function seen(session: Session, look: () => Promise<boolean>): Promise<boolean> {
  for (const pause of LOOK_AGAIN) {
    if (await look()) return true;
    await session.wait(pause);
  }
  return look();
}

/** Things of one kind that an account has, and how one is taken away. */
export interface Removal<T> {
  list(): Promise<T[]>;
  key(thing: T): string;
  name(thing: T): string;
  remove(thing: T, means: Means): Promise<unknown>;
  /** What is needed to give these back. */
  undo(removed: T[]): Record<string, unknown>;
}

/** What would be taken away. */
export async function previewOf<T>(removal: Removal<T>): Promise<StepPreview> {
  const things = await removal.list();
  return { possible: true, will: things.map(removal.name), wont: [], undo: things.length ? removal.undo(things) : {} };
}

/** Takes all away in one request and looks until it is seen to be gone. What stays is told, each with the reason. */
export async function removeAll<T>(session: Session, scope: Scope, removal: Removal<T>): Promise<StepOutcome> {
  const had = new Map((await removal.list()).map((thing) => [removal.key(thing), thing]));
  if (had.size === 0) return { done: true, undo: {}, changed: [] };
  const reasons = new Map<string, Because>();
  const together = session.closing.together();
  await Promise.all(
    [...had].map(async ([key, thing]) => {
      try {
        await removal.remove(thing, together);
      } catch (error) {
        // Someone else was quicker.
        if (!isNotFound(error)) reasons.set(key, session.because(error, scope));
      }
    }),
  );
  let left = new Set(had.keys());
  await seen(session, async () => {
    left = new Set((await removal.list()).map(removal.key));
    return [...had.keys()].every((key) => !left.has(key) || reasons.has(key));
  });
  const removed = [...had].filter(([key]) => !left.has(key)).map(([, thing]) => thing);
  const stays = [...had].filter(([key]) => left.has(key));
  const why = ([key]: [string, T]) => reasons.get(key) ?? NOT_SEEN;
  if (removed.length === 0) {
    const because = why(stays[0] as [string, T]);
    return { done: false, because, ...(because === NOT_SEEN && { undo: removal.undo([...had.values()]) }) };
  }
  return {
    done: true,
    undo: removal.undo(removed),
    changed: removed.map(removal.name),
    ...(stays.length > 0 && { left: stays.map((each) => `${removal.name(each[1])}: ${why(each).words}`) }),
  };
}
