import type { Generated } from 'kysely';

export interface AgreementTables {
  agreements: {
    /** A slug: "staff". */
    id: string;
    title: string;
    /** Asked again every year, even if no word changed. */
    yearly: number;
    created_at: string;
  };
  /** Immutable: the database itself refuses to change or delete a row. */
  editions: {
    agreement: string;
    /** 1, 2, 3 … within the agreement. */
    number: number;
    title: string;
    /** AgreementText as JSON. */
    text: string;
    hash: string;
    effective_from: string;
    published_at: string;
    /** A person id, or null when published from the command line. */
    published_by: string | null;
  };
  /** A text on its way to becoming an edition. */
  drafts: {
    id: string;
    agreement: string;
    title: string;
    text: string;
    hash: string;
    /** TextDates as JSON. */
    dates: string;
    /** LintFinding[] as JSON. */
    findings: string;
    file_name: string;
    imported_at: string;
    published: Generated<number>;
  };
}
