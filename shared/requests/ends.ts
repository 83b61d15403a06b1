import { nextSendable } from '../calendar.ts';
import { deliverAll, refreshMessages } from '../deliveries/index.ts';
import { isHere } from '../people/index.ts';
import { dayOf } from '../time.ts';
import { show } from './card.ts';
import { concerned } from './course.ts';
import { candidates, owners } from './deciders.ts';
import type { EffectContext } from './effect.ts';
import { type Course, recording } from './evidence.ts';
import { removal } from './removal.ts';
import { holdRequest, type Request, requestById } from './request.ts';
import { HOLDER } from './rules.ts';
import { effectOf } from './start.ts';

/** A feature says that what was granted is over, as it knows: a loan is, once everything has come back. Once. */
export const endRequest = (id: string, context: EffectContext): Promise<void> =>
  recording(context, async (course) => end(await holdRequest(context.tx, id), 'over', course));

/**
 * A feature says that what was granted is done, in words for whoever looks at the request, and tells those it concerns
 * itself: accounts are closed. Once.
 */
export const requestDone = (id: string, words: string, context: EffectContext): Promise<void> =>
  recording(context, async (course) => {
    const { tx, now } = course;
    if (!(await isOver(id, words, course))) return;
    await refreshMessages(tx, id, now);
    course.evidence.push({ kind: 'request-ended', facts: { request: id, why: 'done' } });
  });

/** Why something that was granted is over. */
type Why = 'expired' | 'left' | 'given back' | 'over';

/** Ends what is granted; false: it isn't. */
async function isOver(id: string, because: string | null, { tx, now }: Course): Promise<boolean> {
  const ended = await tx
    .updateTable('requests')
    .set({ state: 'ended', closed_at: now.toISOString(), because })
    .where('id', '=', id)
    .where('state', '=', 'granted')
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

/** What was granted is over: those it concerns hear it, and whoever must take something away is asked to. Once. */
export async function end(request: Request, why: Why, context: Course): Promise<void> {
  const { tx, now } = context;
  const { id } = request;
  if (!(await isOver(id, null, context))) return;
  await tx
    .updateTable('removals')
    .set({ due_since: now.toISOString() })
    .where('request', '=', id)
    .where('due_since', 'is', null)
    .execute();
  const over = await requestById(tx, id);
  await deliverAll(
    tx,
    concerned(over).map((person) => ({
      key: `request ${id} ended ${person}`,
      person,
      show: show.call({ request: id }),
      subject: id,
      purpose: 'tell',
    })),
    now,
    nextSendable(now, context.school),
  );
  await askToRemove(over, 0, context);
  await refreshMessages(tx, id, now);
  await effectOf(over.rules, context)?.onEnded?.(over, context);
  context.evidence.push({ kind: 'request-ended', facts: { request: id, why } });
}

/** Asks whoever must take it away, for the first time or once more. @param turn how often they were asked before. */
export async function askToRemove(request: Request, turn: number, context: EffectContext): Promise<void> {
  if (!request.rules.ends) return;
  const { tx, now, school } = context;
  await deliverAll(
    tx,
    (await removers(request, context)).map((person) => ({
      key: `request ${request.id} remove ${turn} ${person}`,
      person,
      show: removal.call({ request: request.id }),
      subject: request.id,
      purpose: turn ? 'remind' : 'ask',
    })),
    now,
    nextSendable(now, school),
  );
}

/** Who must take it away: the holder, or those the kind names; where nobody is here, those who look after the system. */
export async function removers(request: Request, { tx, now, school }: EffectContext): Promise<string[]> {
  const by = request.rules.ends?.by;
  if (by === undefined) return [];
  const moment = { now, school };
  if (by === HOLDER) {
    const holder = await tx.selectFrom('people').selectAll().where('id', '=', request.person).executeTakeFirst();
    if (holder && isHere(holder, dayOf(now, school))) return [holder.id];
    return owners(tx, request.school, moment);
  }
  // Whoever asked may well be the one who looks after it: taking away is no decision.
  const nobody = { asker: '', person: request.person, school: request.school };
  const found = await candidates(tx, by, nobody, now.toISOString(), moment);
  const named = found.map(({ person }) => person);
  return named.length ? named : owners(tx, request.school, moment);
}
