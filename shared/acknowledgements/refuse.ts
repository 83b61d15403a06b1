import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { cancelDeliveries, deliver, markSeen, refreshMessages } from '../deliveries/index.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { peopleWho } from '../people/index.ts';
import { buttons, text, view } from '../view/build.ts';
import { ownAssignment } from './assignment.ts';
import { refusal } from './refusal.ts';
import { assignmentView, show, staleView } from './show.ts';
import { TypedReason } from './typed.ts';

/** The first press of "I can't accept" only asks for the reason. */
export const refuse = action({
  id: 'acknowledgements.refuse',
  who: 'person',
  input: z.strictObject({ assignment: z.string(), edition: z.int() }),
  async run({ assignment: id, edition }, context) {
    const { tx, actor, now, message } = context;
    const assignment = await ownAssignment(tx, id, actor);
    if (message) await markSeen(tx, id, now);
    if (assignment.state !== 'open') return assignmentView(assignment, context);
    return view(
      t`I can't accept, because …`,
      text(t`Say it in your own words. Only the headteacher reads it.`),
      sendRefusal.field('reason', { label: t`Your reason`, input: 'paragraph', required: true, maxLength: 1_000 }),
      buttons(
        sendRefusal.button(
          t`Send to the headteacher`,
          { assignment: id, edition },
          { style: 'primary', sendsInputs: true },
        ),
        show.button(t`Go back`, { assignment: id }),
      ),
    );
  },
});

/** "I can't accept, because …": recorded, and put before the people who hear refusals at that school. */
export const sendRefusal = action({
  id: 'acknowledgements.sendRefusal',
  who: 'person',
  input: z.strictObject({ assignment: z.string(), edition: z.int(), reason: TypedReason }),
  async run({ assignment: id, edition, reason }, context) {
    const { tx, actor, now, school } = context;
    const assignment = await ownAssignment(tx, id, actor);
    if (assignment.edition !== edition) return staleView(assignment, context);
    const open = await tx
      .updateTable('assignments')
      .set({ state: 'refused', closed_at: now.toISOString(), remind_at: null })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst();
    const after = await ownAssignment(tx, id, actor);
    if (!open) return assignmentView(after, context);
    const refusalId = randomUUID();
    await tx
      .insertInto('refusals')
      .values({
        id: refusalId,
        assignment: id,
        person: actor.person.id,
        reason,
        at: now.toISOString(),
        decision: null,
        decided_by: null,
        decided_at: null,
        excused_until: null,
      })
      .execute();
    for (const head of await peopleWho(tx, 'hear-refusals', actor.person.school, { now, school }))
      if (head !== actor.person.id)
        await deliver(
          tx,
          {
            key: `refusal ${refusalId} ${head}`,
            person: head,
            show: refusal.call({ refusal: refusalId }),
            subject: refusalId,
            purpose: 'tell',
          },
          now,
        );
    await cancelDeliveries(tx, id, now);
    await refreshMessages(tx, id, now);
    const { agreement } = assignment;
    await record(tx, now, {
      kind: 'refusal',
      facts: { refusal: refusalId, assignment: id, agreement, edition },
      personal: { person: actor.person.id, ...actor.account, reason },
    });
    return assignmentView(after, context);
  },
});
