import type { Because } from '../../../directories/fact.ts';
import type { LeaverRow, Reading } from '../../../directories/port.ts';
import type { Session } from '../session.ts';
import { GoogleTrouble, isWithoutMail, unreadable } from '../trouble.ts';
import { given, type User } from '../user.ts';
import { answered, nothingLeft, notKnown } from './reading.ts';

type MailboxRow = Extract<LeaverRow, 'forwarding-off' | 'filters-removed' | 'delegates-removed' | 'auto-reply-set'>;

const SCOPE = 'gmail.settings.basic';

/** Mail to a suspended account is sent back, so nothing is forwarded while it stays so (https://knowledge.workspace.google.com/kb/how-to-route-emails-sent-to-a-suspended-user-000005596). */
const CLOSED: Because = {
  kind: 'not-offered',
  words:
    "Google doesn't open the mail settings of a suspended or archived account. No mail arrives there while it stays so.",
};

/** The settings of a leaver's mailbox, read as the person: four calls in one request. */
export async function mailboxRows(session: Session, user: User): Promise<Record<MailboxRow, Reading>> {
  if (user.suspended === true || user.archived === true) return each((row) => notKnown(row, CLOSED));
  if (user.isMailboxSetup === false) return each((row) => answered(row, true));
  const { gmail } = await session.clients();
  const together = session.mailboxOf(given(user.primaryEmail)).together();
  const settings = gmail.users.settings;
  const me = { userId: 'me' };
  const look = (row: MailboxRow, find: () => Promise<string[]>) =>
    nothingLeft(session, row, [{ scope: SCOPE, find: () => find().catch(wordedFor) }]);

  const [forwarding, filters, delegates, reply] = await Promise.all([
    look('forwarding-off', async () => {
      const { data } = await settings.getAutoForwarding(me, together);
      if (typeof data.enabled !== 'boolean') throw unreadable();
      return data.enabled ? [`all mail goes on to ${data.emailAddress}`] : [];
    }),
    look('filters-removed', async () => {
      const { data } = await settings.filters.list(me, together);
      return (objectIn(data).filter ?? []).flatMap(({ action }) => [
        ...(action?.forward ? [`a filter sends mail on to ${action.forward}`] : []),
        ...(action?.addLabelIds?.includes('TRASH') ? ['a filter deletes mail'] : []),
      ]);
    }),
    look('delegates-removed', async () => {
      const { data } = await settings.delegates.list(me, together);
      return (objectIn(data).delegates ?? []).map(({ delegateEmail }) => given(delegateEmail));
    }),
    look('auto-reply-set', async () => {
      const { data } = await settings.getVacation(me, together);
      if (typeof data.enableAutoReply !== 'boolean') throw unreadable();
      const over = data.endTime != null && Number(data.endTime) < session.now().getTime();
      return data.enableAutoReply && !over ? [] : ['no auto-reply'];
    }),
  ]);
  return {
    'forwarding-off': forwarding,
    'filters-removed': filters,
    'delegates-removed': delegates,
    'auto-reply-set': reply,
  };
}

/** Gmail leaves an empty list out altogether; anything but an object is no answer. */
function objectIn<T>(data: T): T {
  if (typeof data !== 'object' || data === null) throw unreadable();
  return data;
}

function wordedFor(error: unknown): never {
  if (isWithoutMail(error)) throw new GoogleTrouble('licence', 'Gmail is switched off for this account.');
  throw error;
}

const each = (make: (row: MailboxRow) => Reading): Record<MailboxRow, Reading> => ({
  'forwarding-off': make('forwarding-off'),
  'filters-removed': make('filters-removed'),
  'delegates-removed': make('delegates-removed'),
  'auto-reply-set': make('auto-reply-set'),
});
