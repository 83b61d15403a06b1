import type { Kysely } from 'kysely';
import { hereOn, inAudience } from '../../audiences/index.ts';
import type { Tables } from '../../ports.ts';
import { type Grant, grantedAccess } from '../../requests/index.ts';
import { areasCalled } from './areas.ts';
import type { Area } from './rules.ts';

/** Who ought to be in an area, and why. Keys are people's ids. */
export interface Entitled {
  /** By their work: school.yaml's `for`. */
  byWork: Set<string>;
  /** It was granted to them, and is still, or is over. */
  grants: Map<string, Grant[]>;
  /** The area's owner said in the last review that they stay. */
  kept: Set<string>;
}

/** Reads what was said about an area: by the school file, by requests that were granted, by its last review. */
export async function entitledTo(
  db: Kysely<Tables>,
  area: Area,
  { areas, today, grants }: { areas: readonly Area[]; today: string; grants: Grant[] },
): Promise<Entitled> {
  const byWork = area.for
    ? await db.selectFrom('people').select('people.id').where(inAudience(area.for)).where(hereOn(today)).execute()
    : [];
  const kept = await db
    .selectFrom('access_review_items')
    .select('who')
    .where('decision', '=', 'keep')
    .where('review', '=', (eb) =>
      eb
        .selectFrom('access_reviews')
        .select('id')
        .where('area', '=', area.id)
        .where('state', '=', 'done')
        .orderBy('ended_at', 'desc')
        .limit(1),
    )
    .execute();
  return {
    byWork: new Set(byWork.map(({ id }) => id)),
    grants: Map.groupBy(
      grants.filter((grant) => isFor(grant, area, areas)),
      ({ person }) => person,
    ),
    kept: new Set(kept.map(({ who }) => who)),
  };
}

/** Everything that was granted of the kind of request that gives access to areas. */
export const accessGrants = (db: Kysely<Tables>): Promise<Grant[]> => grantedAccess(db, { kind: 'access', over: true });

/** Whether a grant names this area and no other. */
function isFor({ answers }: Grant, area: Area, areas: readonly Area[]): boolean {
  const meant = Object.values(answers).flatMap((answer) => (answer.length <= 120 ? areasCalled(answer, areas) : []));
  return meant.some(({ id }) => id === area.id) && new Set(meant.map(({ id }) => id)).size === 1;
}
