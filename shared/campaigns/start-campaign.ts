import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { currentEdition, type Edition } from '../agreements/index.ts';
import { hereOn, inAudience, sayAudience } from '../audiences/index.ts';
import { nextSendable } from '../calendar.ts';
import { Refusal } from '../errors.ts';
import { enqueue } from '../jobs/index.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import type { Audience, School } from '../school.ts';
import { addDays, dayOf, sayDay } from '../time.ts';
import { ALIVE, type Campaign, campaignFrom } from './campaign.ts';
import { closeCampaign } from './close.ts';
import { enrol } from './enrol.ts';
import { LAST_YEARS_AFTER_DAYS } from './enrolment.ts';

/** A due date further away is a slip of the pen. Days. */
const FURTHEST_DUE = 366;

/** What is sent to whom. */
export interface Start {
  /** The agreement's id. */
  agreement: string;
  /** The newest unless given; an older one can't be asked for any more. */
  edition?: number | undefined;
  audience: Audience;
  /** yyyy-mm-dd, after today. */
  dueOn: string;
  /** How many days whoever joins later has at least; as the school file says unless given. */
  joinerDays?: number | undefined;
  /** The last day (yyyy-mm-dd) on which anyone is asked or reminded; none unless given. */
  endsOn?: string | undefined;
  /** A person id, or null from the command line. */
  by: string | null;
  /** Write to people at once, whatever the hour. Otherwise at once in school hours, else on the next school morning. */
  now?: boolean | undefined;
  /** The same id starts a campaign once. */
  id?: string | undefined;
}

/**
 * Starts a campaign. Assignments and messages follow in a job. Running campaigns of an older edition to an audience that
 * overlaps end by it.
 * @throws Refusal when there is nothing to send, nobody to send it to, or no time to answer.
 */
export async function startCampaign(tx: Tx, start: Start, now: Date, school: School): Promise<Campaign> {
  const { agreement, audience, dueOn, endsOn = null, by, id = randomUUID() } = start;
  const started = await tx.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst();
  if (started) return campaignFrom(started);
  const edition = await newestEdition(tx, agreement, start.edition);
  const startsAt = start.now ? now : nextSendable(now, school);
  checkDays({ dueOn, endsOn, startsOn: dayOf(startsAt, school) }, dayOf(now, school));
  await checkAudience(tx, audience, school, dayOf(now, school));

  const row = {
    id,
    agreement,
    edition: edition.number,
    audience: JSON.stringify(audience),
    starts_at: startsAt.toISOString(),
    due_on: dueOn,
    joiner_days: start.joinerDays ?? school.joiners.due_after,
    ends_on: endsOn,
    state: 'running' as const,
    created_at: now.toISOString(),
    created_by: by,
  };
  const superseded = await supersededBy(tx, { ...row, audience }, school, now);
  for (const campaign of superseded) await closeCampaign(tx, campaign.id, 'superseded', now);
  await tx.insertInto('campaigns').values(row).execute();
  await enqueue(tx, enrol, { campaign: id }, { now, key: `${enrol.id} ${id}` });
  const { people, ...rule } = audience;
  await record(tx, now, {
    kind: 'campaign-started',
    facts: {
      campaign: id,
      agreement,
      edition: edition.number,
      hash: edition.hash,
      audience: { ...rule, ...(people && { people: people.length }) },
      startsAt: row.starts_at,
      dueOn,
      endsOn,
      supersedes: superseded.map((campaign) => campaign.id),
      by,
    },
    ...(people && { personal: { people } }),
  });
  return { ...row, audience };
}

async function newestEdition(tx: Tx, agreement: string, wanted: number | undefined): Promise<Edition> {
  const newest = await currentEdition(tx, agreement);
  if (!newest) throw new Refusal(t`There is no agreement "${agreement}" yet. Please import and publish it first.`);
  if (wanted !== undefined && wanted !== newest.number)
    throw new Refusal(
      t`Edition ${wanted} of ${newest.title} isn't the newest: only edition ${newest.number} can be sent.`,
    );
  return newest;
}

function checkDays(
  { dueOn, endsOn, startsOn }: { dueOn: string; endsOn: string | null; startsOn: string },
  today: string,
): void {
  for (const day of [dueOn, endsOn])
    if (day !== null && !(/^\d{4}-\d\d-\d\d$/.test(day) && DateTime.fromISO(day).isValid))
      throw new Refusal(t`"${day}" isn't a date. Please write it as ${addDays(today, 14)}.`);
  if (dueOn <= today) throw new Refusal(t`The due date must be after today. Please choose a later day.`);
  if (dueOn <= startsOn)
    throw new Refusal(t`People are written to on ${sayDay(startsOn)}. Please choose a due date after that.`);
  if (dueOn > addDays(today, FURTHEST_DUE))
    throw new Refusal(t`That due date is more than a year away. Please choose an earlier day.`);
  if (endsOn && endsOn < dueOn)
    throw new Refusal(t`The end can't come before the due date. Please choose a later end.`);
}

async function checkAudience(tx: Tx, audience: Audience, school: School, today: string): Promise<void> {
  const someone = await tx
    .selectFrom('people')
    .select('id')
    .where(inAudience(audience))
    .where(hereOn(today))
    .executeTakeFirst();
  if (!someone) throw new Refusal(t`Nobody is in this group at the moment: ${sayAudience(audience, school)}.`);
}

/**
 * The campaigns that a new one takes the place of: of the same agreement, to some of the same people, with an older
 * edition or, when an agreement is renewed, the same one in an earlier year.
 */
export async function supersededBy(
  tx: Tx,
  { id, agreement, edition, audience }: Pick<Campaign, 'id' | 'agreement' | 'edition' | 'audience'>,
  school: School,
  now: Date,
): Promise<Campaign[]> {
  const lastYear = addDays(dayOf(now, school), -LAST_YEARS_AFTER_DAYS);
  const rows = await tx
    .selectFrom('campaigns')
    .selectAll()
    .where('agreement', '=', agreement)
    .where('state', 'in', [...ALIVE, 'ended'])
    .where('id', '!=', id)
    .where((eb) =>
      eb.or([eb('edition', '<', edition), eb.and([eb('edition', '=', edition), eb('due_on', '<=', lastYear)])]),
    )
    .execute();
  const overlapping: Campaign[] = [];
  for (const older of rows.map(campaignFrom)) {
    const shared = await tx
      .selectFrom('people')
      .select('id')
      .where(inAudience(older.audience))
      .where(inAudience(audience))
      .where((eb) => eb.or([eb('leave_date', 'is', null), eb('leave_date', '>=', dayOf(now, school))]))
      .executeTakeFirst();
    if (shared) overlapping.push(older);
  }
  return overlapping;
}
