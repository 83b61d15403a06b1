import type { Kysely } from 'kysely';
import * as z from 'zod';
import { sayAudience } from '../audiences/index.ts';
import type { Actor } from '../feature.ts';
import type { Status } from '../language/index.ts';
import { t } from '../language/words.ts';
import type { Tables } from '../ports.ts';
import { Audience, type School } from '../school.ts';
import { text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';

const STATUSES = ['open', 'overdue', 'unreached', 'refused', 'signed'] as const satisfies Status[];

/** Which signatures a question is about. Everything may be left out: then it is about all that is being signed now. */
export const OutstandingFilter = z.strictObject({
  /** An agreement's id. */
  agreement: z.string().max(100).optional(),
  /** Of these people only. */
  among: Audience.optional(),
  /** Of this person only, by id. */
  person: z.string().max(100).optional(),
  status: z.enum(STATUSES).optional(),
});
export type OutstandingFilter = z.output<typeof OutstandingFilter>;

/** A filter and which page of the answer, from 1. */
export const Paged = OutstandingFilter.extend({ page: z.int().min(1).max(100_000).default(1) });

/** A filter as a button or a topic carries it: without what is left out. */
export function bare({ agreement, among, person, status }: OutstandingFilter): OutstandingFilter {
  return {
    ...(agreement !== undefined && { agreement }),
    ...(among && Object.keys(among).length > 0 && { among }),
    ...(person !== undefined && { person }),
    ...(status && { status }),
  };
}

/** What is being signed now: the running campaigns, of one agreement if the filter names it. */
export interface Running {
  campaigns: string[];
  /** Titles by agreement id, in the order of the titles. */
  titles: Map<string, string>;
  /** By agreement id, the day (yyyy-mm-dd) by which most should have signed. */
  due: Map<string, string>;
}

/** As far as it concerns whoever asks: to somebody who sees one school, what only others of a trust ask is nothing. */
export async function running(
  db: Kysely<Tables>,
  { agreement }: OutstandingFilter,
  { sees, person }: Actor,
): Promise<Running> {
  const all = await db
    .selectFrom('campaigns')
    .innerJoin('agreements', 'agreements.id', 'campaigns.agreement')
    .select(['campaigns.id', 'agreement', 'title', 'due_on', 'audience'])
    .where('campaigns.state', '=', 'running')
    .$if(agreement !== undefined, (query) => query.where('agreement', '=', agreement as string))
    .orderBy('title')
    .orderBy('due_on')
    .execute();
  const oneSchool = sees === 'school' || sees === 'counts';
  const campaigns = all.filter(({ audience }) => {
    const { schools } = JSON.parse(audience) as Audience;
    return !oneSchool || !schools || schools.includes(person.school);
  });
  return {
    campaigns: campaigns.map(({ id }) => id),
    titles: new Map(campaigns.map(({ agreement, title }) => [agreement, title])),
    due: new Map(campaigns.map(({ agreement, due_on }) => [agreement, due_on])),
  };
}

/** What a filter is about, as a line under a heading: "Staff ICT agreement, in Science". */
export function sayFilter({ agreement, among }: OutstandingFilter, { titles }: Running, school: School): string {
  const what = agreement !== undefined ? (titles.get(agreement) ?? t`Agreement`) : null;
  const whole = what ?? (titles.size === 1 ? [...titles.values()][0] : t`All that is being signed now`);
  return among && Object.keys(among).length ? t`${whole as string}: ${sayAudience(among, school)}` : (whole as string);
}

/** When no campaign runs, of anything or of what was asked about. */
export const nothingRunning = ({ agreement }: OutstandingFilter): View =>
  view(
    t`Nothing to sign at the moment`,
    text(agreement === undefined ? t`No agreement is being signed now.` : t`That agreement isn't being signed now.`),
  );
