import { cancelDeliveries, deliver, deliverAll, refreshMessages } from '../deliveries/index.ts';
import { t } from '../language/words.ts';
import { isHere } from '../people/index.ts';
import type { Tx } from '../ports.ts';
import { addDays, dayOf, sayDay } from '../time.ts';
import { show } from './card.ts';
import type { EffectContext } from './effect.ts';
import type { Course } from './evidence.ts';
import { type Request, requestById } from './request.ts';
import { route } from './route.ts';
import { isUnsigned, mustSignFirst } from './signing.ts';
import { standing } from './stage.ts';
import { effectOf } from './start.ts';
import type { RequestState } from './tables.ts';

/** After an approval: on to the next stage, or granted, or what must be signed is asked for. */
export async function advance(request: Request, context: Course): Promise<void> {
  const { tx, now } = context;
  if (!(await standing(tx, request, context)).done) return route(request, context);
  const stage = request.stage + 1;
  if (stage < request.rules.decide.length) {
    const next = { stage, stage_since: now.toISOString(), stuck: 0 };
    await tx.updateTable('requests').set(next).where('id', '=', request.id).execute();
    return route({ ...request, ...next }, context);
  }
  await standDown(request, context);
  await tx.updateTable('requests').set({ state: 'signing' }).where('id', '=', request.id).execute();
  if (await grantIfSigned({ ...request, state: 'signing' }, context)) return;
  await deliver(
    tx,
    {
      key: `request ${request.id} sign`,
      person: request.person,
      show: show.call({ request: request.id }),
      subject: request.id,
      purpose: 'ask',
    },
    now,
  );
}

/** Grants what everyone agreed to, unless something must still be signed. Says whether it did. */
export async function grantIfSigned(request: Request, context: Course): Promise<boolean> {
  const { tx, now, school } = context;
  const { id, rules, person, created_at } = request;
  if (await isUnsigned(tx, request)) return false;
  if ((await mustSignFirst(tx, rules, person, created_at)).length) return false;
  const today = dayOf(now, school);
  const until_on = request.until_on ?? (rules.holds.for === undefined ? null : addDays(today, rules.holds.for));
  if (!(await move(tx, id, 'signing', 'granted', { granted_at: now.toISOString(), until_on }))) return true;
  if (rules.ends)
    await tx
      .insertInto('removals')
      .values({ request: id, due_since: null, confirmed_by: null, confirmed_at: null, note: null })
      .onConflict((conflict) => conflict.column('request').doNothing())
      .execute();
  const granted = await requestById(tx, id);
  await tellOutcome(granted, context);
  await effectOf(rules, context)?.onApproved?.(granted, context);
  context.evidence.push({
    kind: 'request-granted',
    facts: { request: id, kind: request.kind, for: person, from: request.from_on, until: until_on },
  });
  return true;
}

/** It comes to nothing, because somebody said so. */
export async function drop(request: Request, as: 'refused' | 'withdrawn', context: Course): Promise<boolean> {
  const { tx, now } = context;
  if (!(await move(tx, request.id, request.state, as, { closed_at: now.toISOString(), stuck: 0 }))) return false;
  await afterDrop(request.id, context);
  context.evidence.push({ kind: `request-${as}`, facts: { request: request.id } });
  return true;
}

/** It comes to nothing by itself. @param because said to the asker. */
export async function close(request: Request, because: string, context: Course): Promise<void> {
  const { tx, now } = context;
  if (!(await move(tx, request.id, request.state, 'closed', { because, closed_at: now.toISOString(), stuck: 0 })))
    return;
  await afterDrop(request.id, context);
  context.evidence.push({ kind: 'request-closed', facts: { request: request.id, because } });
}

async function afterDrop(id: string, context: Course): Promise<void> {
  const { tx } = context;
  const dropped = await requestById(tx, id);
  await standDown(dropped, context);
  if (dropped.state !== 'withdrawn') await tellOutcome(dropped, context);
  await effectOf(dropped.rules, context)?.onDropped?.(dropped, context);
  await refreshMessages(tx, id, context.now);
}

/** Why a request that is still open can come to nothing but its end; null while it can be granted. */
export async function whyOver(request: Request, context: EffectContext): Promise<string | null> {
  const { kind, rules, until_on, asker, person } = request;
  const { tx, now, school, effects } = context;
  const today = dayOf(now, school);
  if (!Object.hasOwn(school.requests.kinds, kind) || (rules.effect !== undefined && !effects.has(rules.effect)))
    return t`The school no longer takes requests for “${rules.title}”, so this one was closed. Nothing was granted.`;
  if (until_on !== null && until_on < today)
    return t`Nobody decided before ${sayDay(until_on)}, so this was closed. Please ask again with other days.`;
  for (const one of new Set([asker, person])) {
    const row = await tx.selectFrom('people').selectAll().where('id', '=', one).executeTakeFirst();
    // The holder may have left: closing the accounts of a leaver is asked for because of that.
    if (row && !isHere(row, today) && (one === asker || rules.form))
      return t`This was closed, because the person has left the school. Nothing was granted.`;
  }
  return (await effectOf(rules, context)?.whyOver?.(request, context)) ?? null;
}

/** The state is the gate: of two who change it at the same moment, one gets through. */
async function move(
  tx: Tx,
  id: string,
  from: RequestState,
  to: RequestState,
  more: { granted_at?: string; closed_at?: string; until_on?: string | null; because?: string; stuck?: number },
): Promise<boolean> {
  const moved = await tx
    .updateTable('requests')
    .set({ state: to, ...more })
    .where('id', '=', id)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

/** Nobody has to decide any more: what wasn't sent yet to those who would have, isn't. */
async function standDown({ id }: Request, { tx, now }: EffectContext): Promise<void> {
  await tx
    .updateTable('request_approvers')
    .set({ active: 0 })
    .where('request', '=', id)
    .where('active', '=', 1)
    .execute();
  await cancelDeliveries(tx, id, now);
}

/** Whom a request concerns. The holder of one that a feature wrote isn't told: it may be about closing their accounts. */
export const concerned = ({ asker, person, rules }: Pick<Request, 'asker' | 'person' | 'rules'>): string[] =>
  rules.form && person !== asker ? [asker, person] : [asker];

/** They hear the outcome at once. */
async function tellOutcome(request: Request, { tx, now }: EffectContext): Promise<void> {
  await deliverAll(
    tx,
    concerned(request).map((person) => ({
      key: `request ${request.id} ${request.state} ${person}`,
      person,
      show: show.call({ request: request.id }),
      subject: request.id,
      purpose: 'tell',
    })),
    now,
  );
}
