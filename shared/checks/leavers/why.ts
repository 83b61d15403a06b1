import type { Kysely } from 'kysely';
import { count, listed, t } from '../../language/words.ts';
import type { Tables } from '../../ports.ts';
import { canBeConfirmed, type Finding } from '../findings.ts';
import { providerName } from '../mfa/judge.ts';
import type { Standing } from '../tables.ts';
import { ORDER, ROWS, type Row } from './rows.ts';

/** What keeps somebody's leaving from being closed. */
type Reason = Pick<Finding, 'person' | 'account' | 'row_name' | 'state' | 'because_kind' | 'because_words' | 'items'>;

/** For each of some people, what is open or unknown, the worst first. */
export async function whyOf(db: Kysely<Tables>, people: string[]): Promise<Map<string, Reason[]>> {
  if (!people.length) return new Map();
  const rows = await db
    .selectFrom('findings')
    .select(['person', 'account', 'row_name', 'state', 'because_kind', 'because_words', 'items'])
    .where('check_name', '=', 'leavers')
    .where('person', 'in', people)
    .where('state', 'in', ['fail', 'unknown'])
    .execute();
  return Map.groupBy(
    rows.toSorted((a, b) => ORDER.indexOf(a.row_name as Row) - ORDER.indexOf(b.row_name as Row)),
    ({ person }) => person,
  );
}

/**
 * Why somebody stands as they do, in words that follow the name: "can still sign in at Google and is still in groups or
 * teams at Microsoft".
 * @param most how many things are said; of more, their number
 */
export function sayWhy(standing: Standing | null, reasons: Reason[], most = 2): string {
  switch (standing) {
    case 'open': {
      const words = sayOpen(reasons.filter(({ state }) => state === 'fail'));
      const rest = words.length - most;
      return listed(rest > 0 ? [...words.slice(0, most), count(rest, t`more thing`, t`more things`)] : words);
    }
    case 'blind':
      return reasons.find((reason) => reason.state === 'unknown' && !canBeConfirmed(reason))?.because_words ?? '';
    case 'by-hand':
      return t`to look at by hand: ${new Set(reasons.map(({ row_name }) => row_name)).size}`;
    case 'closed':
      return t`closed everywhere`;
    case 'not-due':
    case null:
      return '';
    default:
      return standing satisfies never;
  }
}

/** What is open, each once, with where: "can still sign in at Microsoft and Google". Of several things, how many. */
const sayOpen = (open: Reason[]): string[] =>
  [...Map.groupBy(open, ({ row_name }) => row_name)].map(([row, alike]) => {
    const places = alike.flatMap(({ account }) =>
      account ? providerName(account.split(' ')[0] as 'entra' | 'google') : [],
    );
    const things = alike.reduce((sum, { items }) => sum + (JSON.parse(items) as string[]).length, 0);
    const words = places.length
      ? t`${ROWS[row as Row].open} at ${listed([...new Set(places)])}`
      : ROWS[row as Row].open;
    return things > alike.length ? `${words} (${things})` : words;
  });
