import { inAudience } from '../audiences/index.ts';
import { Refusal } from '../errors.ts';
import type { Context } from '../feature.ts';
import { t } from '../language/words.ts';
import type { School } from '../school.ts';
import type { Kind } from './kind.ts';

/** @throws Refusal when the school takes no such requests. */
export function kindOf(id: string, { requests }: School): Kind {
  const kind = Object.hasOwn(requests.kinds, id) ? requests.kinds[id] : undefined;
  if (!kind) throw new Refusal(t`The school takes no such requests any more. Write “ask for something” to see which.`);
  return kind;
}

/** The kinds that somebody may ask for by filling in a form. */
export async function kindsFor({ tx, actor, school }: Context): Promise<[id: string, kind: Kind][]> {
  const open = Object.entries(school.requests.kinds).filter(([, { form }]) => form);
  const may = await Promise.all(open.map(([, kind]) => isAmong(kind, { tx, actor })));
  return open.filter((_, i) => may[i]);
}

/** Whether somebody may ask for it. */
export async function isAmong({ who }: Kind, { tx, actor }: Pick<Context, 'tx' | 'actor'>): Promise<boolean> {
  const found = await tx
    .selectFrom('people')
    .select('people.id')
    .where('people.id', '=', actor.person.id)
    .where(inAudience(who))
    .executeTakeFirst();
  return found !== undefined;
}
