import { type Because, known } from '../../../directories/fact.ts';
import type { LeaverRow, Reading } from '../../../directories/port.ts';
import type { Scope } from '../scopes.ts';
import type { Session } from '../session.ts';

/** One place to look for what may be left, and the permission it takes. Gives what is there, as a person would name it. */
export interface Look {
  scope: Scope;
  find: () => Promise<string[]>;
}

/** A row that Google has answered. */
export const answered = (row: LeaverRow, ok: boolean, items: string[] = [], since?: string): Reading => ({
  row,
  ok: known(ok),
  items: ok ? [] : items,
  ...(since !== undefined && { since }),
});

export const notKnown = (row: LeaverRow, because: Because): Reading => ({
  row,
  ok: { known: false, because },
  items: [],
});

/** Open when anything is found in any place, closed only when every place was looked into and nothing was found. */
export async function nothingLeft(session: Session, row: LeaverRow, looks: Look[]): Promise<Reading> {
  const found = await Promise.allSettled(looks.map(({ find }) => find()));
  const items = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  if (items.length > 0) return answered(row, false, items);
  const failed = found.findIndex(({ status }) => status === 'rejected');
  if (failed < 0) return answered(row, true);
  const { reason } = found[failed] as PromiseRejectedResult;
  return notKnown(row, session.because(reason, (looks[failed] as Look).scope));
}

/** Every row of the check list, each made the same way. */
export const everyRow = (make: (row: LeaverRow) => Reading): Record<LeaverRow, Reading> => ({
  'sign-in-blocked': make('sign-in-blocked'),
  'sign-in-blocked-at-source': make('sign-in-blocked-at-source'),
  'no-sign-in-since': make('no-sign-in-since'),
  'sessions-revoked': make('sessions-revoked'),
  'no-admin-roles': make('no-admin-roles'),
  'no-eligible-roles': make('no-eligible-roles'),
  'mfa-methods-removed': make('mfa-methods-removed'),
  'app-passwords-removed': make('app-passwords-removed'),
  'oauth-grants-removed': make('oauth-grants-removed'),
  'app-assignments-removed': make('app-assignments-removed'),
  'groups-left': make('groups-left'),
  'ownership-handed-over': make('ownership-handed-over'),
  'files-handed-over': make('files-handed-over'),
  'forwarding-off': make('forwarding-off'),
  'filters-removed': make('filters-removed'),
  'delegates-removed': make('delegates-removed'),
  'auto-reply-set': make('auto-reply-set'),
  'licences-removed': make('licences-removed'),
  'devices-returned': make('devices-returned'),
  'recovery-contacts-removed': make('recovery-contacts-removed'),
  'address-list-hidden': make('address-list-hidden'),
});
