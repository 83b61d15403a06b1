import { nextSendable } from '../calendar.ts';
import { deliverAll, refreshMessages } from '../deliveries/index.ts';
import { show } from './card.ts';
import { owners } from './deciders.ts';
import type { Course } from './evidence.ts';
import type { Request } from './request.ts';
import { standing } from './stage.ts';
import { stuck } from './stuck.ts';

/**
 * Puts an open request before those who can decide it now, and takes it from those who no longer can: somebody left, is
 * away, or has waited too long. Where nobody can, those who look after the system are told, once. Running it again does
 * nothing more.
 */
export async function route(request: Request, context: Course): Promise<void> {
  const { tx, now, school } = context;
  const { ask, possible, done } = await standing(tx, request, { now, school });
  const asked = await tx.selectFrom('request_approvers').selectAll().where('request', '=', request.id).execute();
  const isActive = (person: string) => asked.some((one) => one.person === person && one.active);
  const newcomers = [...ask.keys()].filter((person) => !isActive(person));
  const gone = asked.filter(({ person, active }) => active && !ask.has(person)).map(({ person }) => person);
  if (gone.length)
    await tx
      .updateTable('request_approvers')
      .set({ active: 0 })
      .where('request', '=', request.id)
      .where('person', 'in', gone)
      .execute();
  if (newcomers.length) {
    await tx
      .insertInto('request_approvers')
      .values(
        newcomers.map((person) => ({
          request: request.id,
          person,
          stage: request.stage,
          active: 1,
          asked_at: now.toISOString(),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['request', 'person']).doUpdateSet({ active: 1, stage: request.stage }),
      )
      .execute();
    await deliverAll(
      tx,
      newcomers.map((person) => ({
        key: `request ${request.id} ask ${person}`,
        person,
        show: show.call({ request: request.id }),
        subject: request.id,
        purpose: 'ask',
      })),
      now,
      request.rules.at_once ? now : nextSendable(now, school),
    );
  }
  const isStuck = !possible && !done;
  if (isStuck !== Boolean(request.stuck)) {
    await tx
      .updateTable('requests')
      .set({ stuck: isStuck ? 1 : 0 })
      .where('id', '=', request.id)
      .execute();
    if (isStuck) await tellOwners(request, context);
  }
  if (newcomers.length || gone.length || isStuck !== Boolean(request.stuck)) await refreshMessages(tx, request.id, now);
}

/** Tells those who look after the system that nobody can decide; the asker too, who would wait in vain. */
async function tellOwners(request: Request, { tx, now, school, evidence }: Course): Promise<void> {
  const told = await owners(tx, request.school, { now, school });
  await deliverAll(
    tx,
    [...new Set([...told, request.asker])].map((person) => ({
      key: `request ${request.id} stuck ${request.stage} ${person}`,
      person,
      show: stuck.call({ request: request.id }),
      subject: request.id,
      purpose: 'tell',
    })),
    now,
    nextSendable(now, school),
  );
  evidence.push({
    kind: 'request-stuck',
    facts: { request: request.id, stage: request.stage, told: told.length },
  });
}
