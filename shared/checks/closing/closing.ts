import type { Kysely } from 'kysely';
import { Refusal } from '../../errors.ts';
import type { Context } from '../../feature.ts';
import { t } from '../../language/words.ts';
import { named } from '../../people/index.ts';
import type { Tables } from '../../ports.ts';
import type { CheckTables } from '../tables.ts';
import type { StepRow } from './steps.ts';

/** The kind of request by which it is decided, and what it sets off. */
export const CLOSE_ACCOUNT = 'close-account';

/** A closing with whose it is and what belongs to it, in the order in which it is done. */
export interface Closing extends Omit<CheckTables['closings'], 'steps'> {
  name: string;
  rows: StepRow[];
}

/** @throws Refusal unless it is there, about somebody whom the actor may see. */
export async function closingSeen(id: string, { tx, actor }: Context): Promise<Closing> {
  const seen = await tx
    .selectFrom('closings')
    .innerJoin('people', 'people.id', 'closings.person')
    .select('closings.id')
    .where('closings.id', '=', id)
    .where(named(actor))
    .executeTakeFirst();
  if (!seen) throw new Refusal(t`I can't find that any more, or your role doesn't let you see it.`);
  return closingOf(tx, id);
}

export async function closingOf(db: Kysely<Tables>, id: string): Promise<Closing> {
  const { steps: _, ...closing } = await db
    .selectFrom('closings')
    .innerJoin('people', 'people.id', 'closings.person')
    .selectAll('closings')
    .select('people.name')
    .where('closings.id', '=', id)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('closing_steps')
    .leftJoin('directory_accounts as known', (join) =>
      join
        .onRef('known.provider', '=', 'closing_steps.provider')
        .onRef('known.tenant', '=', 'closing_steps.tenant')
        .onRef('known.object_id', '=', 'closing_steps.object_id'),
    )
    .selectAll('closing_steps')
    .select('address')
    .where('closing', '=', id)
    .orderBy('place')
    .execute();
  return { ...closing, rows };
}

/** By which its cards are found again. */
export const subjectOf = ({ id }: { id: string }): string => `closing ${id}`;
