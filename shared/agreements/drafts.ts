import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';
import type { Tables, Tx } from '../ports.ts';
import { type Edition, publishEdition } from './editions.ts';
import type { AgreementTables } from './tables.ts';
import { type AgreementText, type TextDates, textHash } from './text.ts';

/** Something in a text that someone should look at before it is published. */
export interface Remark {
  severity: 'error' | 'warning';
  place: string;
  message: string;
}

/** A text that was read from a file and isn't published yet. */
export interface Draft extends Omit<Selectable<AgreementTables['drafts']>, 'text' | 'dates' | 'findings'> {
  text: AgreementText;
  dates: TextDates;
  findings: Remark[];
}

/** "Staff ICT agreement 2026–27" -> "staff-ict-agreement": an id that stays when the year in the title changes. */
export function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/\b20\d\d\b/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug || 'agreement';
}

/** Keeps a text as a draft, in place of an unpublished one of the same agreement. */
export async function keepDraft(
  tx: Tx,
  read: { agreement: string; text: AgreementText; dates: TextDates; findings: Remark[]; fileName: string },
  now: Date,
): Promise<Draft> {
  const { agreement, text, dates, findings, fileName } = read;
  await tx.deleteFrom('drafts').where('agreement', '=', agreement).where('published', '=', 0).execute();
  const row = {
    id: randomUUID(),
    agreement,
    title: text.title,
    text: JSON.stringify(text),
    hash: textHash(text),
    dates: JSON.stringify(dates),
    findings: JSON.stringify(findings),
    file_name: fileName,
    imported_at: now.toISOString(),
    published: 0,
  };
  await tx.insertInto('drafts').values(row).execute();
  return { ...row, text, dates, findings };
}

const draft = ({ text, dates, findings, ...row }: Selectable<AgreementTables['drafts']>): Draft => ({
  ...row,
  text: JSON.parse(text) as AgreementText,
  dates: JSON.parse(dates) as TextDates,
  findings: JSON.parse(findings) as Remark[],
});

/** What waits to be published, newest first. */
export async function drafts(db: Kysely<Tables>): Promise<Draft[]> {
  const kept = await db
    .selectFrom('drafts')
    .selectAll()
    .where('published', '=', 0)
    .orderBy('imported_at', 'desc')
    .execute();
  return kept.map(draft);
}

/** @throws Refusal when it was published or replaced by a newer import meanwhile. */
export async function draftOf(db: Kysely<Tables>, id: string): Promise<Draft> {
  const row = await db
    .selectFrom('drafts')
    .selectAll()
    .where('id', '=', id)
    .where('published', '=', 0)
    .executeTakeFirst();
  if (!row) throw new Refusal(t`That draft was published or replaced meanwhile. Write "drafts" to see what there is.`);
  return draft(row);
}

/** Makes a draft the newest edition of its agreement. */
export async function publishDraft(
  tx: Tx,
  id: string,
  { effectiveFrom, by }: { effectiveFrom: string; by: string | null },
  now: Date,
): Promise<Edition> {
  const { agreement, text } = await draftOf(tx, id);
  const edition = await publishEdition(tx, { agreement, text, effectiveFrom, by }, now);
  await tx.updateTable('drafts').set({ published: 1 }).where('id', '=', id).execute();
  return edition;
}
