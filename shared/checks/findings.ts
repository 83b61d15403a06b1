import { randomUUID } from 'node:crypto';
import type { Because } from '../directories/index.ts';
import { recordAll } from '../ledger/index.ts';
import type { Account, Tx } from '../ports.ts';
import type { CheckName, CheckTables, FindingState, Severity } from './tables.ts';

export type Finding = CheckTables['findings'];

/** Why something is unknown or not due: what a directory says, or what the product itself knows. */
export interface Why {
  kind:
    | Because['kind']
    /** No account of theirs is known, so there is nothing to look at. */
    | 'no-account'
    /** Only a person can say, and nobody has yet. */
    | 'unconfirmed'
    /** Sign-in is blocked on purpose. */
    | 'blocked'
    /** Its day hasn't come. */
    | 'later';
  words: string;
}

/** One thing as it was just seen. */
export interface Seen {
  person: string;
  /** Null: about the person. */
  account: Account | null;
  row: string;
  state: FindingState;
  /** For `unknown` and `not-due`. */
  because: Why | null;
  items: string[];
  /** Of what passes: since when, where the directory tells (ISO-8601). */
  since?: string;
  severity: Severity;
  owner: Finding['owner'];
  dueOn: string | null;
}

/** A finding whose state is another than before; `from` null: it is new, `to` null: it is about nothing any more. */
export interface Change {
  finding: Finding;
  from: FindingState | null;
  to: FindingState | null;
}

/** Findings that one statement writes. */
const CHUNK = 400;

/** Reasons that somebody with access to the platform's own pages can look past. */
export const BY_HAND = ['not-offered', 'elsewhere', 'licence', 'unconfirmed'] as const satisfies Why['kind'][];

/** Whether a person may say of a finding that they looked: only where no permission and no patience would tell. */
export const canBeConfirmed = ({ state, because_kind }: Pick<Finding, 'state' | 'because_kind'>): boolean =>
  state === 'unknown' && BY_HAND.some((kind) => kind === because_kind);

const accountKey = ({ provider, tenant, objectId }: Account): string => `${provider} ${tenant} ${objectId}`;

/**
 * Takes over what was just seen of some people: all of it, so what isn't among it any more is gone. Something that fails
 * after it had passed is reopened. Gives what has changed, for `recordChanges`.
 */
export async function keepFindings(
  tx: Tx,
  check: CheckName,
  { people, seen, now }: { people: string[]; seen: Seen[]; now: Date },
): Promise<Change[]> {
  if (!people.length) return [];
  // Takes hold of them as well: whoever confirms one at this moment is not overwritten.
  const known = await tx
    .updateTable('findings')
    .set({ checked_at: now.toISOString() })
    .where('check_name', '=', check)
    .where('person', 'in', people)
    .returningAll()
    .execute();
  const before = new Map(known.map((finding) => [keyOf(finding), finding]));
  const changes: Change[] = [];
  const after = seen.map((one) => {
    const old = before.get(keyOf({ ...one, account: one.account ? accountKey(one.account) : '', row_name: one.row }));
    const finding = next(check, one, old, now.toISOString());
    if (old) before.delete(keyOf(old));
    // What isn't due yet is no news.
    if (old ? old.state !== finding.state : finding.state !== 'not-due')
      changes.push({ finding, from: old?.state ?? null, to: finding.state });
    return finding;
  });
  for (const gone of before.values()) changes.push({ finding: gone, from: gone.state, to: null });
  for (let from = 0; from < after.length; from += CHUNK) await write(tx, after.slice(from, from + CHUNK));
  const ids = [...before.values()].map(({ id }) => id);
  if (ids.length) await tx.deleteFrom('findings').where('id', 'in', ids).execute();
  return changes;
}

/** A line in the ledger for each change of a finding. Call it last in the transaction. */
export async function recordChanges(tx: Tx, changes: Change[], now: Date): Promise<void> {
  if (!changes.length) return;
  await recordAll(
    tx,
    now,
    changes.map(({ finding: { id, check_name, row_name, person, account, because_kind, ...finding }, from, to }) => ({
      kind: 'finding',
      facts: {
        finding: id,
        check: check_name,
        row: row_name,
        from,
        to,
        ...(to && because_kind && { because: because_kind }),
        ...(to && finding.confirmed_by && { by: finding.confirmed_by }),
      },
      personal: { person, account, items: to === 'fail' ? JSON.parse(finding.items) : [] },
    })),
  );
}

const keyOf = ({ person, account, row_name }: Pick<Finding, 'person' | 'account' | 'row_name'>): string =>
  JSON.stringify([person, account, row_name]);

/** The finding as it is now, from what was seen and what was known. */
function next(check: CheckName, seen: Seen, old: Finding | undefined, now: string): Finding {
  const { person, account, row, items, severity, owner, dueOn } = seen;
  // Somebody looked where no directory can: that stands until a directory says otherwise.
  const confirmed =
    old?.confirmed_by && canBeConfirmed({ state: seen.state, because_kind: seen.because?.kind ?? null });
  const state = confirmed ? 'pass' : seen.state;
  const because = confirmed ? null : seen.because;
  const fails = state === 'fail' && old?.state !== 'fail';
  return {
    id: old?.id ?? randomUUID(),
    check_name: check,
    person,
    account: account ? accountKey(account) : '',
    row_name: row,
    state,
    because_kind: because?.kind ?? null,
    because_words: because?.words ?? null,
    items: JSON.stringify(items),
    severity,
    owner,
    due_on: dueOn,
    since: (seen.state === 'pass' && seen.since) || null,
    first_failed_at: old?.first_failed_at ?? (state === 'fail' ? now : null),
    passed_at: state === 'fail' ? null : state === 'pass' && old?.state !== 'pass' ? now : (old?.passed_at ?? null),
    reopened: (old?.reopened ?? 0) + Number(fails && Boolean(old?.passed_at)),
    changed_at: old?.state === state ? old.changed_at : now,
    checked_at: now,
    confirmed_by: confirmed ? old.confirmed_by : null,
    confirmed_at: confirmed ? old.confirmed_at : null,
    reminded: old?.reminded ?? 0,
    remind_at: old?.remind_at ?? null,
  };
}

async function write(tx: Tx, findings: Finding[]): Promise<void> {
  const [first] = findings;
  if (!first) return;
  const { id: _, ...changing } = first;
  const columns = Object.keys(changing) as (keyof typeof changing)[];
  await tx
    .insertInto('findings')
    .values(findings)
    .onConflict((conflict) =>
      conflict
        .columns(['check_name', 'person', 'account', 'row_name'])
        .doUpdateSet((eb) => Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]))),
    )
    .execute();
}
