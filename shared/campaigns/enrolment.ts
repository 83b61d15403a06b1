import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { hereOn, inAudience } from '../audiences/index.ts';
import { isSendable, nextSendable } from '../calendar.ts';
import type { Tables } from '../ports.ts';
import type { School } from '../school.ts';
import { addDays, dayOf } from '../time.ts';
import { ALIVE, type Campaign } from './campaign.ts';
import { nextReminder } from './ladder.ts';

/**
 * A signature older than this, or a campaign due longer ago, is last year's: the same words are asked for again. Someone
 * who signed them more recently, for a campaign that was cancelled or another group, isn't asked twice. Days.
 */
export const LAST_YEARS_AFTER_DAYS = 180;

type PeopleExpression = ExpressionBuilder<Tables, 'people'>;
type OnPeople = (eb: PeopleExpression) => Expression<SqlBool>;

/** The people whom a campaign is for on a day, as a condition on `people`. */
export const meant =
  ({ audience }: Pick<Campaign, 'audience'>, today: string): OnPeople =>
  (eb) =>
    eb.and([inAudience(audience)(eb), hereOn(today)(eb)]);

/** The people who have no assignment of a campaign yet, as a condition on `people`. */
export const unassigned =
  ({ id }: Pick<Campaign, 'id'>): OnPeople =>
  (eb) =>
    eb.not(
      eb.exists(
        eb
          .selectFrom('assignments')
          .select('assignments.id')
          .whereRef('assignments.person', '=', 'people.id')
          .where('assignments.campaign', '=', id),
      ),
    );

/** The people whom no other campaign asks for the same words, and who haven't signed them lately, as a condition on `people`. */
export const unasked =
  ({ id, agreement, edition }: Pick<Campaign, 'id' | 'agreement' | 'edition'>, today: string): OnPeople =>
  (eb) => {
    const elsewhere = eb
      .selectFrom('assignments')
      .innerJoin('campaigns', 'campaigns.id', 'assignments.campaign')
      .select('assignments.id')
      .whereRef('assignments.person', '=', 'people.id')
      .where('assignments.agreement', '=', agreement)
      .where('assignments.edition', '=', edition)
      .where('assignments.campaign', '!=', id)
      .where('assignments.state', '=', 'open')
      .where('campaigns.state', 'in', ALIVE);
    const lately = eb
      .selectFrom('acknowledgements')
      .select('acknowledgements.id')
      .whereRef('acknowledgements.person', '=', 'people.id')
      .where('acknowledgements.agreement', '=', agreement)
      .where('acknowledgements.edition', '=', edition)
      .where('acknowledgements.at', '>=', addDays(today, -LAST_YEARS_AFTER_DAYS));
    return eb.not(eb.or([eb.exists(elsewhere), eb.exists(lately)]));
  };

/** When someone whom a campaign takes in now is asked, by when they sign, and when they are first reminded. */
export interface Timing {
  askAt: Date;
  dueOn: string;
  remindAt: string | null;
}

/**
 * Whoever is taken in by the day on which a campaign starts has its due date; whoever joins later has at least the
 * joiners' days from the morning on which they are asked.
 */
export function timingOf({ starts_at, due_on, joiner_days, ends_on }: Campaign, school: School, now: Date): Timing {
  const startsAt = new Date(starts_at);
  const joins = dayOf(now, school) > dayOf(startsAt, school);
  // A start that isn't at an allowed moment was wanted at once.
  const wanted =
    joins || isSendable(startsAt, school) ? nextSendable(now > startsAt ? now : startsAt, school) : startsAt;
  const askedOn = dayOf(wanted, school);
  const theirs = addDays(askedOn, joiner_days);
  const dueOn = joins && theirs > due_on ? theirs : due_on;
  return { askAt: wanted, dueOn, remindAt: nextReminder(dueOn, askedOn, school, ends_on)?.toISOString() ?? null };
}
