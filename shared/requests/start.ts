import { randomUUID } from 'node:crypto';
import { Refusal } from '../errors.ts';
import type { Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { isHere, type PersonRow } from '../people/index.ts';
import { newReference } from '../reference.ts';
import { addDays, dayOf } from '../time.ts';
import { answersTo } from './answers.ts';
import type { Effect } from './effect.ts';
import { type Course, recording } from './evidence.ts';
import type { Kind } from './kind.ts';
import { isAmong, kindOf } from './kinds.ts';
import { type Request, requestById } from './request.ts';
import { route } from './route.ts';
import { mustSignFirst, sayUnsigned } from './signing.ts';

/** Something that is asked for. */
export interface NewRequest {
  /** Its id, if a form was given one: the same is never asked for twice. */
  id?: string;
  kind: string;
  /** For whom; the actor when left out. */
  person?: string;
  /** Field -> what was typed. */
  answers?: Record<string, string>;
  /** Lines that say exactly what will happen. Everyone who decides is shown them. */
  details?: string[];
  /** SHA-256 of the form as the asker saw it. */
  shown?: string;
}

type Starting = Pick<Context, 'tx' | 'actor' | 'now' | 'school' | 'effects'>;

/**
 * Asks for something on behalf of the actor, and puts it before those who decide. Asking twice with one id is asking once.
 * @throws Refusal when they may not, when an answer is wrong, or when it can't be had: then nothing has happened.
 */
export const startRequest = (context: Starting, asked: NewRequest): Promise<Request> =>
  recording(context, (course) => start({ ...course, actor: context.actor }, asked));

/** As `startRequest`; what is to be recorded of it is left to the caller. */
export async function start(context: Starting & Course, asked: NewRequest): Promise<Request> {
  const { tx, actor, now, school } = context;
  const id = asked.id ?? randomUUID();
  const before = await tx.selectFrom('requests').select('asker').where('id', '=', id).executeTakeFirst();
  if (before?.asker === actor.person.id) return requestById(tx, id);

  const kind = kindOf(asked.kind, school);
  const holder = await holderOf(kind, asked.person, context);
  const today = dayOf(now, school);
  const answers = answersTo(kind, asked.answers ?? {}, today);
  const details = asked.details ?? [];
  const unsigned = holder.id === actor.person.id ? await mustSignFirst(tx, kind, holder.id) : [];
  if (unsigned.length) throw new Refusal(sayUnsigned(unsigned));
  const effect = effectOf(kind, context);
  await effect?.check?.(
    { id: null, kind: asked.kind, asker: actor.person.id, person: holder.id, answers, details },
    context,
  );

  const reference = newReference('R', 7);
  const added = await tx
    .insertInto('requests')
    .values({
      id,
      reference,
      kind: asked.kind,
      rules: JSON.stringify(kind),
      asker: actor.person.id,
      person: holder.id,
      school: holder.school,
      answers: JSON.stringify(answers),
      details: JSON.stringify(details),
      state: 'open',
      because: null,
      stage: 0,
      stage_since: now.toISOString(),
      stuck: 0,
      ...spanOf(kind, answers, today),
      shown_hash: asked.shown ?? null,
      created_at: now.toISOString(),
      granted_at: null,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  const request = await requestById(tx, id);
  if (!added) {
    if (request.asker === actor.person.id) return request;
    throw new Refusal(t`This form was somebody else's. Please write to me what you need.`);
  }
  await effect?.onAsked?.(request, context);
  context.evidence.push({
    kind: 'request-asked',
    facts: {
      request: id,
      reference,
      kind: asked.kind,
      by: actor.person.id,
      for: holder.id,
      from: request.from_on,
      until: request.until_on,
      shown: asked.shown ?? null,
    },
    personal: { ...actor.account, answers, details },
  });
  await route(request, context);
  return requestById(tx, id);
}

/** @throws Refusal unless the actor may ask for it, for themselves or for that person. */
async function holderOf(kind: Kind, person: string | undefined, context: Starting): Promise<PersonRow> {
  const { tx, actor, now, school } = context;
  if (kind.form && !(await isAmong(kind, context)))
    throw new Refusal(t`Your role at school can't ask for this. Please ask the school office whom to turn to.`);
  if (person === undefined || person === actor.person.id) return actor.person;
  if (kind.form && !(kind.for_others && actor.may.has('ask-for-others')))
    throw new Refusal(t`You can ask for this for yourself only. Please ask a senior leader to ask for others.`);
  const holder = await tx.selectFrom('people').selectAll().where('id', '=', person).executeTakeFirst();
  if (!holder || (kind.form && !isHere(holder, dayOf(now, school))))
    throw new Refusal(t`That person doesn't work here at the moment. Please check the name.`);
  return holder;
}

/** First and last day of what is asked for, as far as it has any. */
function spanOf({ holds }: Kind, answers: Record<string, string>, today: string) {
  const from_on = (holds.from && answers[holds.from]) || null;
  const last = holds.for === undefined ? null : addDays(from_on ?? today, holds.for);
  return { from_on, until_on: (holds.until && answers[holds.until]) || last };
}

/** What a kind means in another feature, if anything. */
export const effectOf = ({ effect }: Kind, { effects }: Pick<Context, 'effects'>): Effect | undefined =>
  effect === undefined ? undefined : effects.get(effect);
