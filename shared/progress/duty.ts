import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely';
import { hereOn, inAudience } from '../audiences/index.ts';
import { shutOut } from '../deliveries/index.ts';
import type { Actor } from '../feature.ts';
import type { Status } from '../language/index.ts';
import { counted, named } from '../people/index.ts';
import type { Tables } from '../ports.ts';
import type { Channel, School } from '../school.ts';
import type { OutstandingFilter } from './filter.ts';

type PeopleExpression = ExpressionBuilder<Tables, 'people'>;
type OnPeople = (eb: PeopleExpression) => Expression<SqlBool>;

/** The states of an assignment that count; the others were withdrawn, replaced, excused, or their person has left. */
export const COUNTED = ['open', 'acknowledged', 'refused'] as const;

/** One question about signatures: of which campaigns, which people, on which day (yyyy-mm-dd, the school's). */
export interface Question {
  campaigns: string[];
  filter: OutstandingFilter;
  today: string;
  /** Through which people are written to. */
  channels: readonly Channel[];
  /** Whom the asker may see: `named` for names, `counted` for figures. */
  visible: OnPeople;
  /** Whether that is everybody there is, and the filter leaves out nobody. */
  everyone: boolean;
  /** Leaves out what was assigned after this moment (ISO): what somebody confirms is what they were shown. */
  asOf?: string;
}

type About = Pick<Question, 'campaigns' | 'filter' | 'today'> & { school: School };

const question = (actor: Actor, { school, ...about }: About, visible: OnPeople): Question => ({
  ...about,
  channels: school.channels.order,
  visible,
  everyone: actor.sees === 'trust' && !about.filter.among && about.filter.person === undefined,
});

/** A question whose answer names people, so nobody beyond those that the actor may see by name. */
export const namingQuestion = (actor: Actor, about: About): Question => question(actor, about, named(actor));

/** A question whose answer is figures. */
export const countingQuestion = (actor: Actor, about: About): Question => question(actor, about, counted(actor));

/** The people a question is about, as a condition on `people`: here today, visible to the asker, in the group. */
export const peopleOf =
  ({ filter: { among, person }, today, visible }: Pick<Question, 'filter' | 'today' | 'visible'>): OnPeople =>
  (eb) =>
    eb.and([
      hereOn(today)(eb),
      visible(eb),
      ...(among ? [inAudience(among)(eb)] : []),
      ...(person !== undefined ? [eb('people.id', '=', person)] : []),
    ]);

/** The people whose signatures stand in this way, as a condition on `people`. */
export const standing =
  (status: Status, question: Question): OnPeople =>
  (eb) => {
    const of = (states: State[], due?: string) =>
      eb
        .selectFrom('assignments')
        .where(inState(...states))
        .where(isAbout(question))
        .$if(question.asOf !== undefined, (query) =>
          query.where('assignments.created_at', '<=', question.asOf as string),
        )
        .$if(due !== undefined, (query) => query.where('assignments.due_on', '<', due as string));
    const has = (states: State[], due?: string) =>
      eb.exists(of(states, due).select('assignments.id').whereRef('assignments.person', '=', 'people.id'));
    switch (status) {
      case 'open':
        return has(['open']);
      case 'overdue':
        return has(['open'], question.today);
      case 'unreached':
        // Begins with those who haven't signed: of everyone there is, whether they can be reached is asked of these few only.
        return eb.and([
          question.everyone ? eb('people.id', 'in', of(['open']).select('assignments.person')) : has(['open']),
          shutOut(question.channels)(eb),
        ]);
      case 'refused':
        return has(['refused']);
      case 'signed':
        return eb.and([has(['acknowledged']), eb.not(has(['open', 'refused']))]);
      default:
        return status satisfies never;
    }
  };

/**
 * The assignments of a question, as a condition on them. Their campaign stands out of sight of the index that begins with it:
 * what somebody has open is found through them. Through many campaigns it takes ten times as long, and both databases sometimes
 * take that way.
 */
export function isAbout({
  campaigns,
  filter: { agreement },
}: Pick<Question, 'campaigns' | 'filter'>): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'assignments'>();
  return eb.and([
    eb(sql<string>`assignments.campaign || ''`, 'in', campaigns),
    ...(agreement !== undefined ? [eb('assignments.agreement', '=', agreement)] : []),
  ]);
}

type State = (typeof COUNTED)[number];

/** The state as a word of the query, not as a parameter: only so can the partial indexes be used. */
export const inState = (...states: State[]) =>
  states.length === 1
    ? sql<SqlBool>`assignments.state = ${sql.lit(states[0])}`
    : sql<SqlBool>`assignments.state in (${sql.join(states.map((state) => sql.lit(state)))})`;
