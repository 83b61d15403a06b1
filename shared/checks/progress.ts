import * as z from 'zod';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { sayMoment } from '../time.ts';
import { buttons, list, progress, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { askFor } from './asked.ts';
import { latestRun } from './runs.ts';
import type { CheckName } from './tables.ts';

/** How fresh an answer is: when it was looked, what could not be looked at, and how far a look is that is under way. */
export async function standOf(check: CheckName, { tx, school }: Pick<Context, 'tx' | 'school'>): Promise<Node[]> {
  const { running, last } = await latestRun(tx, check);
  return [
    ...(running?.total ? [progress(t`Checking`, running.done, running.total)] : []),
    ...(running && !running.total ? [text(t`Checking …`, 'quiet')] : []),
    ...(last ? [text(t`Looked at on ${sayMoment(last.endedAt, school)}.`, 'quiet')] : []),
    ...(last?.troubles.length ? [list(last.troubles.slice(0, 3))] : []),
  ];
}

/** How far the check is that is under way, or when the last one ended. */
export const howFar = action({
  id: 'checks.howFar',
  who: 'checks',
  input: z.strictObject({ check: z.enum(['mfa', 'leavers', 'access']) }),
  async run({ check }, context): Promise<View> {
    const { running } = await latestRun(context.tx, check);
    return view(
      running ? t`A check is under way` : t`No check is under way`,
      ...(await standOf(check, context)),
      buttons(running ? howFar.button(t`How far is it?`, { check }) : checkNow.button(t`Check now`, { check })),
    );
  },
});

/** "Check now." One run at a time: while one is under way, this only says how far it is. */
export const checkNow = action({
  id: 'checks.checkNow',
  who: 'checks',
  input: z.strictObject({ check: z.enum(['mfa', 'leavers', 'access']) }),
  async run({ check }, context): Promise<View> {
    const { running } = await latestRun(context.tx, check);
    if (running) return howFar.run({ check }, context);
    await askFor(context.tx, check, context.now);
    return view(
      t`The check begins now`,
      text(t`It goes on by itself, and may take some minutes.`),
      buttons(howFar.button(t`How far is it?`, { check })),
    );
  },
});
