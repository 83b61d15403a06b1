import * as z from 'zod';
import { editionOf } from '../agreements/index.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { sayDay } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { askView } from './ask.ts';
import { type Assignment, acknowledgementOf, openAssignment, ownAssignment } from './assignment.ts';
import { mine } from './mine.ts';
import { receiptView } from './receipt.ts';

/** The card of an assignment as it stands: the question while it is open, the receipt once signed. */
export const show = action({
  id: 'acknowledgements.show',
  who: 'person',
  input: z.strictObject({ assignment: z.string() }),
  run: async ({ assignment }, context) =>
    assignmentView(await ownAssignment(context.tx, assignment, context.actor), context),
});

export async function assignmentView(assignment: Assignment, context: Context): Promise<View> {
  const { tx, actor } = context;
  switch (assignment.state) {
    case 'open':
      return askView(assignment, context);
    case 'acknowledged': {
      const signed = await acknowledgementOf(tx, assignment.id);
      if (!signed) throw new Error(`assignment ${assignment.id} is acknowledged without an acknowledgement`);
      return receiptView(signed, await editionOf(tx, signed.agreement, signed.edition), context);
    }
    case 'refused':
      return closed(t`You said that you can't accept this. The headteacher has your reason and will talk to you.`);
    case 'excused':
      return closed(t`The headteacher has granted you an exception from this for now.`);
    case 'superseded': {
      const newer = await openAssignment(tx, actor.person.id, assignment.agreement);
      if (newer) return askView(newer, context, t`This was updated. Please read it again.`);
      return closed(t`This was replaced by a newer version. There is nothing to do on this card.`);
    }
    case 'cancelled':
    case 'ended':
    case 'left':
      return closed(t`You are no longer asked to sign this. There is nothing to do.`);
    default:
      return assignment.state satisfies never;
  }
}

const closed = (words: string): View =>
  view(t`Nothing to sign here`, text(words), buttons(mine.button(t`What must I sign?`, {})));

/** When a stale card is pressed: asks again with the newest words, or says what happened; nothing is recorded. */
export async function staleView(assignment: Assignment, context: Context): Promise<View> {
  const newer = await openAssignment(context.tx, context.actor.person.id, assignment.agreement);
  if (newer) return askView(newer, context, t`This was updated. Please read it again.`);
  if (assignment.state === 'open')
    return view(
      t`This was updated`,
      text(
        t`A newer version was published, so nothing was recorded. You'll be asked to sign it soon; the day you had was ${sayDay(assignment.due_on)}.`,
      ),
    );
  return assignmentView(assignment, context);
}
