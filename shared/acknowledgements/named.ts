import type { Context } from '../feature.ts';
import { findAgreement, vocabularyOf } from '../language/index.ts';

/** The newest assignment of one's own of the agreement that somebody named; undefined when that is none, or not just one. */
export async function ownNamed(typed: string | undefined, context: Context) {
  if (typed === undefined) return undefined;
  const found = findAgreement(await vocabularyOf(context), typed);
  if (found.kind !== 'one') return undefined;
  return context.tx
    .selectFrom('assignments')
    .select(['id', 'edition', 'state'])
    .where('person', '=', context.actor.person.id)
    .where('agreement', '=', found.found.value)
    .where('state', 'not in', ['cancelled', 'ended', 'left'])
    .orderBy('edition', 'desc')
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
}
