import type { Kysely } from 'kysely';
import type { Tables } from '../ports.ts';
import type { Kind } from './kind.ts';

/** Something that was granted to somebody, and how it stands. */
export interface Grant {
  request: string;
  reference: string;
  /** The kind's id, and what it is called. */
  kind: string;
  title: string;
  /** Who holds it, and at which school. */
  person: string;
  school: string;
  answers: Record<string, string>;
  /** The field whose answer says best what it is: the kind's first. */
  what: string;
  /** ISO-8601. */
  grantedAt: string;
  from: string | null;
  /** Last day; null: without an end. */
  until: string | null;
  /**
   * `held`: still granted. `removing`: over, and nobody has confirmed yet that it was taken away. `removed`: over, and
   * confirmed. `ended`: over, and nothing had to be taken away.
   */
  state: 'held' | 'removing' | 'removed' | 'ended';
  /** Since when it is over (ISO-8601); null while it is held. */
  overSince: string | null;
  confirmedBy: string | null;
  confirmedAt: string | null;
}

/**
 * What is granted to whom, until when, and what should be gone by now but isn't confirmed: for the access review. What is
 * held, and what is being removed, unless `over` asks for what is done with as well.
 */
export async function grantedAccess(
  db: Kysely<Tables>,
  { person, school, kind, over = false }: { person?: string; school?: string; kind?: string; over?: boolean } = {},
): Promise<Grant[]> {
  const found = await db
    .selectFrom('requests')
    .leftJoin('removals', 'removals.request', 'requests.id')
    .selectAll('requests')
    .select(['removals.request as removal', 'due_since', 'confirmed_by', 'confirmed_at'])
    .where('requests.state', 'in', ['granted', 'ended'])
    .$if(!over, (query) =>
      query.where((eb) =>
        eb.or([
          eb('requests.state', '=', 'granted'),
          eb.and([eb('due_since', 'is not', null), eb('confirmed_at', 'is', null)]),
        ]),
      ),
    )
    .$if(person !== undefined, (query) => query.where('requests.person', '=', person as string))
    .$if(school !== undefined, (query) => query.where('requests.school', '=', school as string))
    .$if(kind !== undefined, (query) => query.where('requests.kind', '=', kind as string))
    .orderBy('until_on')
    .orderBy('requests.id')
    .execute();
  return found.map((row) => {
    const rules = JSON.parse(row.rules) as Kind;
    const answers = JSON.parse(row.answers) as Record<string, string>;
    return {
      request: row.id,
      reference: row.reference,
      kind: row.kind,
      title: rules.title,
      person: row.person,
      school: row.school,
      answers,
      what: answers[rules.fields[0]?.id ?? ''] ?? rules.title,
      grantedAt: row.granted_at as string,
      from: row.from_on,
      until: row.until_on,
      state: row.state === 'granted' ? 'held' : !row.removal ? 'ended' : row.confirmed_at ? 'removed' : 'removing',
      overSince: row.state === 'granted' ? null : row.closed_at,
      confirmedBy: row.confirmed_by,
      confirmedAt: row.confirmed_at,
    };
  });
}
