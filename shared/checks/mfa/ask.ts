import { hereOn } from '../../audiences/index.ts';
import { nextReminder } from '../../campaigns/index.ts';
import { cancelDeliveries, deliverAll, refreshMessages } from '../../deliveries/index.ts';
import type { Tx } from '../../ports.ts';
import type { School } from '../../school.ts';
import { dayOf } from '../../time.ts';
import type { Change } from '../findings.ts';
import type { Exemption } from './exempt.ts';
import { mine } from './mine.ts';

/** Cards that one transaction writes. */
export const CARDS = 300;

/**
 * After some people were judged: whoever lacks a second factor is asked for one, and from the first card on; whoever has
 * one now isn't asked again, and their card says so. Whoever is exempt is left in peace.
 */
export async function reminding(
  tx: Tx,
  { people, changes, exempt, now }: { people: string[]; changes: Change[]; exempt: Map<string, Exemption>; now: Date },
): Promise<void> {
  if (!people.length) return;
  const ids = (some: Change[]) => some.map(({ finding }) => finding.id);
  const failed = ids(changes.filter(({ to }) => to === 'fail'));
  const mended = ids(changes.filter(({ from, to }) => from === 'fail' && to !== 'fail'));
  const update = (set: { remind_at: string | null; reminded?: number }) =>
    tx.updateTable('findings').set(set).where('check_name', '=', 'mfa');
  if (mended.length) await update({ remind_at: null }).where('id', 'in', mended).execute();
  for (const id of mended) {
    await cancelDeliveries(tx, id, now);
    await refreshMessages(tx, id, now);
  }
  // Reopened: the ladder begins anew.
  if (failed.length) await update({ remind_at: null, reminded: 0 }).where('id', 'in', failed).execute();
  const left = people.filter((id) => exempt.has(id));
  if (left.length) await update({ remind_at: null, reminded: 0 }).where('person', 'in', left).execute();
  await update({ remind_at: now.toISOString() })
    .where('person', 'in', people)
    .where('state', '=', 'fail')
    .where('remind_at', 'is', null)
    .where('reminded', '=', 0)
    .$if(left.length > 0, (query) => query.where('person', 'not in', left))
    .execute();
}

/**
 * Puts the cards that are due into the outbox; to be called in school hours only. Gives how many, so that the caller goes on
 * until there are none. Rungs of the ladder that were missed in a holiday are one reminder.
 */
export async function askSome(tx: Tx, school: School, now: Date): Promise<number> {
  const today = dayOf(now, school);
  const due = await tx
    .selectFrom('findings')
    .innerJoin('people', 'people.id', 'findings.person')
    .select(['findings.id', 'person', 'reminded', 'changed_at'])
    .where('check_name', '=', 'mfa')
    .where(hereOn(today))
    .where('state', '=', 'fail')
    .where('remind_at', '<=', now.toISOString())
    .orderBy('remind_at')
    .limit(CARDS)
    .execute();
  await deliverAll(
    tx,
    due.map(({ id, person, reminded }) => ({
      key: `mfa ${id} ${today}`,
      person,
      show: mine.call({}),
      subject: id,
      purpose: reminded ? 'remind' : 'ask',
    })),
    now,
  );
  const ladder = { ...school, reminders: { before: [], ...school.checks.mfa.remind } };
  for (const { id, reminded, changed_at } of due) {
    const first = reminded ? dayOf(new Date(changed_at), school) : today;
    await tx
      .updateTable('findings')
      .set({ reminded: reminded + 1, remind_at: nextReminder(first, today, ladder, null)?.toISOString() ?? null })
      .where('id', '=', id)
      .execute();
  }
  return due.length;
}
