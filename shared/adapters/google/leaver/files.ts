import { DateTime } from 'luxon';
import type { Reading } from '../../../directories/port.ts';
import type { Session } from '../session.ts';
import { given } from '../user.ts';
import { entries, listed } from '../wire/listing.ts';
import { answered, notKnown } from './reading.ts';

const ROW = 'files-handed-over';

/** "Drive and Docs" in every customer. https://developers.google.com/workspace/admin/data-transfer/v1/parameters */
const DRIVE = '55656082996';
/** Usage reports are complete after some days. https://support.google.com/a/answer/7061566 */
const REPORT_AFTER_DAYS = 5;

/** The newest day (yyyy-mm-dd) of which there surely is a usage report. */
export const reportDay = (now: Date): string =>
  DateTime.fromJSDate(now, { zone: 'utc' }).minus({ days: REPORT_AFTER_DAYS }).toISODate() as string;

/**
 * Whether a leaver's files in Drive went to someone else. A finished data transfer proves it. Without one the usage
 * report may prove that something is left; that nothing is left, nothing can prove from outside.
 */
export async function filesRow(session: Session, objectId: string, deleted = false): Promise<Reading> {
  try {
    const newest = await newestTransfer(session, objectId);
    if (newest?.status === 'completed') return answered(ROW, true, [], newest.time);
    if (newest)
      return answered(ROW, false, [`a hand-over asked for on ${newest.time.slice(0, 10)} is ${newest.status}`]);
  } catch (error) {
    return notKnown(ROW, session.because(error, 'admin.datatransfer.readonly'));
  }
  if (deleted) {
    return notKnown(ROW, {
      kind: 'not-offered',
      words:
        'The account was deleted without a hand-over in Google; whether files went to someone before, Google does not tell.',
    });
  }
  try {
    const megabytes = await driveUsage(session, objectId);
    if (megabytes !== null && megabytes > 0) return answered(ROW, false, [`${megabytes} MB in Drive`]);
  } catch (error) {
    return notKnown(ROW, session.because(error, 'admin.reports.usage.readonly'));
  }
  return notKnown(ROW, {
    kind: 'not-offered',
    words: 'There was no hand-over in Google, and its report is too coarse to show that no files are left.',
  });
}

async function newestTransfer(
  session: Session,
  objectId: string,
): Promise<{ status: string; time: string } | undefined> {
  const { transfers } = await session.clients();
  const answer = await transfers.transfers.list(
    { customerId: session.settings.customer, oldOwnerUserId: objectId, maxResults: 500 },
    session.looking.alone,
  );
  return entries(answer, ({ dataTransfers }) => dataTransfers)
    .flatMap(({ applicationDataTransfers, requestTime, overallTransferStatusCode }) =>
      (applicationDataTransfers ?? [])
        .filter(({ applicationId }) => applicationId === DRIVE)
        .map(({ applicationTransferStatus }) => ({
          status: applicationTransferStatus ?? given(overallTransferStatusCode),
          time: given(requestTime),
        })),
    )
    .sort((a, b) => b.time.localeCompare(a.time))[0];
}

async function driveUsage(session: Session, objectId: string): Promise<number | null> {
  const { reports } = await session.clients();
  const answer = await reports.userUsageReport.get(
    {
      userKey: objectId,
      customerId: session.settings.customer,
      date: reportDay(session.now()),
      parameters: 'accounts:drive_used_quota_in_mb',
    },
    session.looking.alone,
  );
  const figure = listed(answer).usageReports?.[0]?.parameters?.find(
    ({ name }) => name === 'accounts:drive_used_quota_in_mb',
  );
  return figure?.intValue == null ? null : Number(figure.intValue);
}
