import type { Kysely } from 'kysely';
import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import type { Tables, Tx } from '../ports.ts';
import type { AgreementTables } from './tables.ts';
import { type AgreementText, textHash } from './text.ts';

/** One immutable text of an agreement. */
export interface Edition extends Omit<AgreementTables['editions'], 'text'> {
  text: AgreementText;
}

/** What an edition is called and known by, without its words. */
export type EditionHead = Omit<Edition, 'text'>;

const HEAD = ['agreement', 'number', 'title', 'hash', 'effective_from', 'published_at', 'published_by'] as const;

const edition = (row: AgreementTables['editions']): Edition => ({
  ...row,
  text: JSON.parse(row.text) as AgreementText,
});

/** @throws Refusal when there is no such edition. */
export async function editionOf(db: Kysely<Tables>, agreement: string, number: number): Promise<Edition> {
  const row = await db
    .selectFrom('editions')
    .selectAll()
    .where('agreement', '=', agreement)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) throw new Refusal(t`I can't find that agreement any more. Please write "what must I sign".`);
  return edition(row);
}

/** The newest edition, the only one that is asked for. */
export async function currentEdition(db: Kysely<Tables>, agreement: string): Promise<Edition | undefined> {
  const row = await db
    .selectFrom('editions')
    .selectAll()
    .where('agreement', '=', agreement)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && edition(row);
}

/** The newest edition, for whoever needs not its words. */
export const currentHead = (db: Kysely<Tables>, agreement: string): Promise<EditionHead | undefined> =>
  db
    .selectFrom('editions')
    .select(HEAD)
    .where('agreement', '=', agreement)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();

/** What is published, and since when it applies. */
export interface Publication {
  /** The agreement's id, a slug: "staff". A new one begins with edition 1. */
  agreement: string;
  text: AgreementText;
  /** yyyy-mm-dd. */
  effectiveFrom: string;
  /** Asked again every year; of a new agreement only. */
  yearly?: boolean;
  /** A person id, or null from the command line. */
  by: string | null;
}

/**
 * Makes a text the newest edition of its agreement. An edition never changes afterwards.
 * @throws Refusal when not a word differs from the newest edition, or there is nothing to agree to.
 */
export async function publishEdition(
  tx: Tx,
  { agreement, text, effectiveFrom, yearly = true, by }: Publication,
  now: Date,
): Promise<Edition> {
  if (!text.sections.some(({ statements }) => statements.length))
    throw new Refusal(t`There is nothing in this text to agree to. Please check the file.`);
  const hash = textHash(text);
  const newest = await currentEdition(tx, agreement);
  if (newest?.hash === hash)
    throw new Refusal(t`This is word for word edition ${newest.number}, which is published already.`);
  const published_at = now.toISOString();
  await tx
    .insertInto('agreements')
    .values({ id: agreement, title: text.title, yearly: yearly ? 1 : 0, created_at: published_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ title: text.title }))
    .execute();
  const row = {
    agreement,
    number: (newest?.number ?? 0) + 1,
    title: text.title,
    text: JSON.stringify(text),
    hash,
    effective_from: effectiveFrom,
    published_at,
    published_by: by,
  };
  await tx.insertInto('editions').values(row).execute();
  await record(tx, now, {
    kind: 'edition-published',
    facts: { agreement, edition: row.number, title: text.title, hash, effectiveFrom, by },
  });
  return edition(row);
}
