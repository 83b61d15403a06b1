import type { Kysely } from 'kysely';
import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';
import type { Tables, Tx } from '../ports.ts';
import type { Kind } from './kind.ts';
import type { RequestTables } from './tables.ts';

type Row = RequestTables['requests'];

/** A request as code reads it: the row with its JSON read. */
export interface Request extends Omit<Row, 'rules' | 'answers' | 'details'> {
  rules: Kind;
  answers: Record<string, string>;
  details: string[];
}

export const requestOf = (row: Row): Request => ({
  ...row,
  rules: JSON.parse(row.rules) as Kind,
  answers: JSON.parse(row.answers) as Record<string, string>,
  details: JSON.parse(row.details) as string[],
});

/** @throws Refusal when there is none. */
export async function requestById(db: Kysely<Tables>, id: string): Promise<Request> {
  const row = await db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new Refusal(t`I can't find that request any more. Write "my requests" for yours.`);
  return requestOf(row);
}

/**
 * The request, held by this transaction until it ends: of two presses at the same moment the second waits here, and then
 * sees what the first did.
 * @throws Refusal when there is none.
 */
export async function holdRequest(tx: Tx, id: string): Promise<Request> {
  const row = await tx
    .updateTable('requests')
    .set((eb) => ({ stage: eb.ref('stage') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Refusal(t`I can't find that request any more. Write "my requests" for yours.`);
  return requestOf(row);
}
