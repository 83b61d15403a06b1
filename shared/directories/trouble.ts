import { nextSendable } from '../calendar.ts';
import { cancelDeliveries, deliverAll, refreshMessages } from '../deliveries/index.ts';
import type { Call } from '../feature.ts';
import { record } from '../ledger/index.ts';
import { holdersOf } from '../people/index.ts';
import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import type { Because } from './fact.ts';
import type { Hold } from './hold.ts';
import type { Directory } from './port.ts';

/** What keeps a directory from being read: what it said itself, or that it can't be believed. */
export interface Trouble {
  kind: Because['kind'] | 'breaker' | 'unexpected' | `groups-${Because['kind'] | 'breaker' | 'unexpected'}`;
  words: string;
  /** How many people would go, if a human may say that they have. */
  vanished?: number;
}

/** A platform that doesn't answer is asked again every hour; after this long somebody should know. */
const PATIENCE_MS = 24 * 3_600_000;

/** The subject under which cards about a directory are found again. */
const subjectOf = ({ provider, tenant }: Pick<Directory, 'provider' | 'tenant'>): string =>
  `directory ${provider} ${tenant}`;

/**
 * Notes what is wrong with a directory, and tells those who look after directories: once for as long as it lasts, in the
 * school's hours.
 */
export async function noteTrouble(
  tx: Tx,
  hold: Hold,
  { kind, words, vanished }: Trouble,
  { now, school, alarm }: { now: Date; school: School; alarm: Call },
): Promise<void> {
  const { provider, tenant, trouble_since } = hold.row;
  const since = trouble_since ?? now.toISOString();
  await hold.note(tx, { trouble: words, trouble_kind: kind, trouble_since: since, vanished: vanished ?? null });
  const isPatient = kind.endsWith('no-answer') && now.getTime() - Date.parse(since) < PATIENCE_MS;
  if (isPatient) return;
  const told = await deliverAll(
    tx,
    (await holdersOf(tx, 'directories', { now, school })).map((person) => ({
      key: `directory alarm ${provider} ${tenant} ${since} ${person}`,
      person,
      show: alarm,
      subject: subjectOf({ provider, tenant }),
      purpose: 'tell' as const,
    })),
    now,
    nextSendable(now, school),
  );
  await refreshMessages(tx, subjectOf({ provider, tenant }), now);
  if (told.size) await record(tx, now, { kind: 'directory-trouble', facts: { provider, trouble: kind } });
}

/** Nothing is wrong any more: cards that wait to be sent aren't, those that were say so. */
export async function endTrouble(tx: Tx, hold: Hold, now: Date): Promise<void> {
  if (hold.row.trouble === null) return;
  await hold.note(tx, { trouble: null, trouble_kind: null, trouble_since: null, vanished: null });
  await cancelDeliveries(tx, subjectOf(hold.row), now);
  await refreshMessages(tx, subjectOf(hold.row), now);
}
