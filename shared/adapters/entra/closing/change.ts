import type { Because } from '../../../directories/fact.ts';
import type { StepOutcome, StepPreview } from '../../../directories/port.ts';
import type { Timing } from '../budget.ts';
import type { PermissionName } from '../permissions.ts';
import { type Answer, becauseOf, type Trouble } from '../trouble.ts';

export type Refused = Extract<StepOutcome, { done: false }>;

export const rule = (words: string): Refused => ({ done: false, because: { kind: 'rule', words } });

export const refusedBy = (trouble: Trouble, permission: PermissionName): Refused => ({
  done: false,
  because: becauseOf(trouble, permission),
});

export const previewRefused = (trouble: Trouble, permission: PermissionName): StepPreview => ({
  possible: false,
  because: becauseOf(trouble, permission),
});

/** The change was asked for, and nothing tells whether it was made. */
export const NOT_SHOWN: Because = {
  kind: 'no-answer',
  words: 'We asked for the change, and Microsoft does not show it yet: the next check will tell.',
};

/** A refusal was read; anything else may have been done, and only looking tells. */
export function certainlyNot(answer: Answer<unknown>): answer is Extract<Answer<unknown>, { ok: false }> {
  return !answer.ok && answer.trouble.kind !== 'no-answer' && answer.trouble.kind !== 'unreadable';
}

/** When to look whether a change shows: Entra answers from copies that may be some seconds behind. */
const LOOK_AFTER_MS = [0, 2_000, 3_000, 5_000, 10_000, 10_000];

/** Looks again and again until it shows, or for half a minute. `look` gives null if it could not see. */
export type Shows = (look: () => Promise<boolean | null>) => Promise<boolean>;

export const showsBy =
  (clock: Timing): Shows =>
  async (look) => {
    for (const wait of LOOK_AFTER_MS) {
      await clock.wait(wait);
      if (await look()) return true;
    }
    return false;
  };
