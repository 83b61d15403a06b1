import type { Tx } from '../../ports.ts';
import { canBeConfirmed, type Finding } from '../findings.ts';
import type { Standing } from '../tables.ts';
import { ORDER, type Row } from './rows.ts';

/**
 * How somebody's leaving stands: `open` as soon as one thing is known to be open; else `blind` when something can't be
 * looked at that could be, `by-hand` when only a person can still look or say; `closed` when all that is due is known to
 * be done and all is due, and nothing less.
 */
export function standingOf(findings: Pick<Finding, 'state' | 'because_kind'>[]): Standing {
  const due = findings.filter(({ state }) => state !== 'not-due');
  if (!due.length) return 'not-due';
  if (due.some(({ state }) => state === 'fail')) return 'open';
  const unknown = due.filter(({ state }) => state === 'unknown');
  if (unknown.some((finding) => !canBeConfirmed(finding))) return 'blind';
  if (unknown.length) return 'by-hand';
  return due.length < findings.length ? 'not-due' : 'closed';
}

/** Works out how each of some people stands, from their findings. */
export async function noteStandings(tx: Tx, people: string[], now: Date): Promise<void> {
  const rows = await tx
    .selectFrom('findings')
    .select(['person', 'row_name', 'state', 'because_kind'])
    .where('check_name', '=', 'leavers')
    .where('person', 'in', people)
    .execute();
  const findings = Map.groupBy(rows, ({ person }) => person);
  for (const person of people) {
    const theirs = findings.get(person) ?? [];
    const open = theirs.filter(({ state }) => state === 'fail').map(({ row_name }) => ORDER.indexOf(row_name as Row));
    const standing = {
      standing: standingOf(theirs),
      worst: open.length ? Math.min(...open) : null,
      checked_at: now.toISOString(),
    };
    await tx
      .insertInto('leavers')
      .values({ person, ...standing })
      .onConflict((conflict) => conflict.column('person').doUpdateSet(standing))
      .execute();
  }
}
