import * as z from 'zod';
import { refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { sayDay, sayMoment } from '../time.ts';
import { buttons, facts, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { sayAnswers } from './answers.ts';
import { removers } from './ends.ts';
import { holdRequest, type Request, requestById } from './request.ts';
import { namesOf } from './say.ts';
import { Words } from './words.ts';

/** The longest number of a certificate, or whatever else is kept with a confirmation. */
const LONGEST_NOTE = 200;

/** What must be taken away, before whoever must: it is asked again until they confirm. */
export const removal = action({
  id: 'requests.removal',
  who: 'person',
  input: z.strictObject({ request: z.string().max(100) }),
  async run({ request: id }, context): Promise<View> {
    const request = await requestById(context.tx, id);
    // The card stays in the chat when the task has gone to somebody else.
    if (!(await mayRemove(request, context)))
      return view(t`A request`, text(t`Somebody else looks after this now. There is nothing for you to do.`));
    return removalView(request, context);
  },
});

/** "I have taken it away." */
export const confirmRemoval = action({
  id: 'requests.confirmRemoval',
  who: 'person',
  input: z.strictObject({ request: z.string().max(100), note: Words }),
  async run({ request: id, note }, context): Promise<View> {
    const { tx, actor, now } = context;
    const request = await holdRequest(tx, id);
    if (!(await mayRemove(request, context)))
      throw new Refusal(t`This isn't yours to take away. Nothing was recorded.`);
    const asked = request.rules.ends?.note;
    if (asked && !note) throw new Refusal(t`Please fill in “${asked}”, then press again.`);
    const confirmed = await tx
      .updateTable('removals')
      .set({
        confirmed_by: actor.person.id,
        confirmed_at: now.toISOString(),
        note: note.slice(0, LONGEST_NOTE) || null,
      })
      .where('request', '=', id)
      .where('due_since', 'is not', null)
      .where('confirmed_at', 'is', null)
      .returning('request')
      .executeTakeFirst();
    if (confirmed) {
      await refreshMessages(tx, id, now);
      await record(tx, now, {
        kind: 'request-removed',
        facts: { request: id, by: actor.person.id },
        personal: { ...actor.account, note },
      });
    }
    return removalView(request, context);
  },
});

/** Whether it is for the actor to take away, or to look after. */
async function mayRemove(request: Request, context: Context): Promise<boolean> {
  const { actor, tx } = context;
  if (actor.may.has('requests') && (request.school === actor.person.school || actor.sees === 'trust')) return true;
  const task = await tx.selectFrom('removals').selectAll().where('request', '=', request.id).executeTakeFirst();
  return task?.confirmed_by === actor.person.id || (await removers(request, context)).includes(actor.person.id);
}

async function removalView(request: Request, { tx, school }: Context): Promise<View> {
  const { id, rules, answers, until_on, person } = request;
  const task = await tx.selectFrom('removals').selectAll().where('request', '=', id).executeTakeFirst();
  const names = await namesOf(tx, [person, task?.confirmed_by ?? person]);
  const holder = names.get(person) ?? t`Somebody`;
  return view(
    task?.confirmed_at ? t`Done: ${rules.title}` : rules.title,
    text(rules.ends?.task ?? t`Nothing has to be taken away.`),
    facts({ [t`Granted to`]: holder, ...sayAnswers(rules, answers), [t`Reference`]: request.reference }),
    task?.confirmed_at
      ? text(
          [
            t`${names.get(task.confirmed_by ?? '') ?? ''} confirmed this on ${sayMoment(task.confirmed_at, school)}.`,
            task.note,
          ]
            .filter(Boolean)
            .join(' '),
          'good',
        )
      : text(
          task?.due_since
            ? t`It ended on ${sayDay((until_on && until_on < task.due_since ? until_on : task.due_since).slice(0, 10))}. You are asked again until somebody confirms.`
            : t`It ends on ${until_on ? sayDay(until_on) : t`no set day`}. You will be asked to confirm it then.`,
          'quiet',
        ),
    task?.due_since && !task.confirmed_at && rules.ends?.note
      ? confirmRemoval.field('note', { label: rules.ends.note, input: 'line', required: true, maxLength: LONGEST_NOTE })
      : null,
    buttons(
      Boolean(task?.due_since) &&
        !task?.confirmed_at &&
        confirmRemoval.button(
          t`It is done`,
          { request: id },
          { style: 'primary', ...(rules.ends?.note && { sendsInputs: true }) },
        ),
    ),
  );
}
