import { Refusal } from './errors.ts';
import type { Actor, Who } from './feature.ts';
import { t } from './language/words.ts';

/** Whether someone's role lets them do it. */
export const permits = (who: Who, { may }: Pick<Actor, 'may'>): boolean => who === 'person' || may.has(who);

/** @throws Refusal unless someone's role lets them do it. */
export function allow(who: Who, actor: Pick<Actor, 'may'>): void {
  if (!permits(who, actor))
    throw new Refusal(
      t`Your role at school doesn't include this. If you think it should, please ask your headteacher.`,
    );
}
