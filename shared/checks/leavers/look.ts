import { type Because, type Directory, DirectoryTrouble, type Reading } from '../../directories/index.ts';
import type { JobContext } from '../../feature.ts';
import { t } from '../../language/words.ts';
import type { Account } from '../../ports.ts';
import { addDays, sayDay } from '../../time.ts';
import type { Seen, Why } from '../findings.ts';
import type { LeavingDates } from './dates.ts';
import type { OwnReading } from './own.ts';
import { DIRECTORY_ROWS, ROWS, type Row } from './rows.ts';

/** What one directory says about one account, row by row. */
export interface AccountReadings {
  account: Account;
  readings: Pick<Reading, 'row' | 'ok' | 'items' | 'since'>[];
}

/**
 * Asks the directories about somebody's accounts. Whatever goes wrong, every row of every account has an answer: a row that
 * nobody could look at is unknown, with the reason.
 */
export async function lookAt(
  accounts: Account[],
  { end }: LeavingDates,
  { directories, log }: Pick<JobContext, 'directories' | 'log'>,
): Promise<AccountReadings[]> {
  return Promise.all(
    accounts.map(async (account) => {
      const directory = directories.find(
        ({ provider, tenant }) => provider === account.provider && tenant === account.tenant,
      );
      if (!directory)
        return unanswered(account, { kind: 'permission', words: t`We aren't connected to that directory.` });
      try {
        return whole(account, await directory.leaver(account.objectId, end));
      } catch (error) {
        const because = becauseOf(error);
        log.warn(
          { provider: directory.provider, because: because.kind, err: error },
          'an account could not be looked at',
        );
        return unanswered(account, because);
      }
    }),
  );
}

const SILENT: Because = { kind: 'unreadable', words: t`The directory said nothing about this.` };

const becauseOf = (error: unknown): Because =>
  error instanceof DirectoryTrouble
    ? error.because
    : { kind: 'no-answer', words: t`It could not be looked at this time: it will be tried again.` };

/** For an account of which nothing is due yet. Were it due after all, it would be unknown. */
export const notAsked = (account: Account): AccountReadings =>
  unanswered(account, { kind: 'no-answer', words: t`It will be looked at next time.` });

const unanswered = (account: Account, because: Because): AccountReadings => whole(account, [], because);

/** Every row of the check list once: what was left out is unknown, and of two answers the worse one counts. */
function whole(account: Account, answers: Awaited<ReturnType<Directory['leaver']>>, silence = SILENT): AccountReadings {
  return {
    account,
    readings: DIRECTORY_ROWS.map((row) => {
      const [first, ...others] = answers.filter((answer) => answer.row === row);
      if (!first) return { row, ok: { known: false, because: silence }, items: [] };
      return others.reduce((worst, other) => (badness(other) > badness(worst) ? other : worst), first);
    }),
  };
}

const badness = ({ ok }: Pick<Reading, 'ok'>): number => (ok.known ? (ok.value ? 0 : 2) : 1);

/** The check list of one leaver on a day, from what was read. A row before its day is not due, whatever was read. */
export function checkList(
  person: string,
  dates: LeavingDates,
  { read, own, today }: { read: AccountReadings[]; own: OwnReading[]; today: string },
): Seen[] {
  const seen = (
    account: Account | null,
    row: Row,
    state: Seen['state'],
    because: Why | null,
    items: string[],
  ): Seen => {
    const { severity, owner, from, days } = ROWS[row];
    const day = from === 'last-day' ? dates.lastDay : dates.end;
    const base = { person, account, row, severity, owner, dueOn: addDays(day, days) };
    return today < day
      ? { ...base, state: 'not-due', because: { kind: 'later', words: t`From ${sayDay(day)}.` }, items: [] }
      : { ...base, state, because, items };
  };
  return [
    ...own.map(({ row, state, because, items }) => seen(null, row, state, because, items)),
    ...read.flatMap(({ account, readings }) =>
      readings.map(({ row, ok, items, since }) => {
        if (!ok.known) return seen(account, row, 'unknown', ok.because, []);
        if (!ok.value) return seen(account, row, 'fail', null, items);
        return { ...seen(account, row, 'pass', null, []), ...(since && { since }) };
      }),
    ),
  ];
}
