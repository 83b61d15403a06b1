import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { hereOn, inAudience } from '../../audiences/index.ts';
import type { Tables } from '../../ports.ts';
import type { Audience } from '../../school.ts';
import { APART } from '../kinds.ts';
import type { Exemption } from './exempt.ts';

type OnPeople = (eb: ExpressionBuilder<Tables, 'people'>) => Expression<SqlBool>;

/** One question about second factors: of which people, on which day; exempt ones are counted for themselves. */
export interface Question {
  visible: OnPeople;
  among: Audience | undefined;
  today: string;
  exempt: Map<string, Exemption>;
}

export interface Figures {
  /** Whoever is asked for one, exempt or not; without those whose sign-in is blocked. */
  asked: number;
  has: number;
  without: number;
  unknown: number;
  exempt: number;
  /** The reasons for `unknown`, most frequent first, with how many people each concerns. */
  reasons: { words: string; people: number }[];
}

/** The findings of a question's people, as a query. */
const findingsOf = (db: Kysely<Tables>, { visible, among, today }: Question) =>
  db
    .selectFrom('people')
    .innerJoin('findings', 'findings.person', 'people.id')
    .where('check_name', '=', 'mfa')
    .where('findings.state', '!=', 'not-due')
    .where(hereOn(today))
    .where(visible)
    .$if(among !== undefined, (query) => query.where(inAudience(among as Audience)));

export async function figuresOf(db: Kysely<Tables>, question: Question): Promise<Figures> {
  const exempt = [...question.exempt.keys()];
  const all = findingsOf(db, question);
  const counting = exempt.length ? all.where('people.id', 'not in', exempt) : all;
  const count = sql<number | string>`count(*)`.as('people');
  const states = await counting.select(['findings.state', count]).groupBy('findings.state').execute();
  const reasons = await counting
    .where('findings.state', '=', 'unknown')
    .select(['because_words as words', count])
    .groupBy('because_words')
    .orderBy('people', 'desc')
    .orderBy('words')
    .limit(4)
    .execute();
  const left = exempt.length
    ? await all.where('people.id', 'in', exempt).select(count).executeTakeFirstOrThrow()
    : { people: 0 };
  const of = (state: string) => Number(states.find((row) => row.state === state)?.people ?? 0);
  const [has, without, unknown] = [of('pass'), of('fail'), of('unknown')];
  return {
    has,
    without,
    unknown,
    exempt: Number(left.people),
    asked: has + without + unknown + Number(left.people),
    reasons: reasons.map(({ words, people }) => ({ words: words ?? '', people: Number(people) })),
  };
}

export interface Listed {
  id: string;
  name: string;
  department: string | null;
  school: string;
  /** JSON array: where they lack one. */
  items: string;
  because_words: string | null;
  changed_at: string;
  reminded: number;
}

/** A page of the people who lack one, or of whom it isn't known, or who are exempt; by name, and one more if there is. */
export function listOf(
  db: Kysely<Tables>,
  question: Question,
  which: 'without' | 'unknown' | 'exempt',
  { offset, limit }: { offset: number; limit: number },
): Promise<Listed[]> {
  const exempt = [...question.exempt.keys()];
  if (which === 'exempt' && !exempt.length) return Promise.resolve([]);
  return findingsOf(db, question)
    .select([
      'people.id',
      'people.name',
      'department',
      'people.school',
      'items',
      'because_words',
      'findings.changed_at',
      'reminded',
    ])
    .$if(which === 'exempt', (query) => query.where('people.id', 'in', exempt))
    .$if(which !== 'exempt', (query) =>
      query
        .where('findings.state', '=', which === 'without' ? 'fail' : 'unknown')
        .$if(exempt.length > 0, (some) => some.where('people.id', 'not in', exempt)),
    )
    .orderBy('people.name')
    .orderBy('people.id')
    .offset(offset)
    .limit(limit + 1)
    .execute();
}

/** Why an account is nobody's to secure, or nobody's at all. */
export type ApartKind = (typeof APART)[number] | 'blocked' | 'unowned';

/** Accounts that nobody is asked about, with why, by kind and address: they are never simply missing. */
export async function accountsApart(
  db: Kysely<Tables>,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ kind: ApartKind; address: string; provider: 'entra' | 'google' }[]> {
  const rows = await apartAccounts(db)
    .select(['kept', 'address', 'provider'])
    .orderBy('kept')
    .orderBy('address')
    .offset(offset)
    .limit(limit + 1)
    .execute();
  return rows.map(({ kept, ...row }) => ({ kind: kept, ...row }));
}

export async function countApart(db: Kysely<Tables>): Promise<{ kind: ApartKind; accounts: number }[]> {
  const rows = await apartAccounts(db)
    .select(['kept', sql<number | string>`count(*)`.as('accounts')])
    .groupBy('kept')
    .orderBy('kept')
    .execute();
  return rows.map(({ kept, accounts }) => ({ kind: kept, accounts: Number(accounts) }));
}

const apartAccounts = (db: Kysely<Tables>) =>
  db.selectFrom(
    db
      .selectFrom('directory_accounts')
      .leftJoin('accounts', (join) =>
        join
          .onRef('accounts.provider', '=', 'directory_accounts.provider')
          .onRef('accounts.tenant', '=', 'directory_accounts.tenant')
          .onRef('accounts.object_id', '=', 'directory_accounts.object_id'),
      )
      .select([
        'directory_accounts.address',
        'directory_accounts.provider',
        sql<ApartKind>`case when kind in (${sql.join(APART.map((kind) => sql.lit(kind)))}) then kind
          when enabled = 0 then 'blocked' else 'unowned' end`.as('kept'),
      ])
      .where('removed_at', 'is', null)
      .where((eb) =>
        eb.or([
          eb('kind', 'in', APART),
          eb.and([eb('kind', '=', 'person'), eb.or([eb('enabled', '=', 0), eb('accounts.person', 'is', null)])]),
        ]),
      )
      .as('apart'),
  );
