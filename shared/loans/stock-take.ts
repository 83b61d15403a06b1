import { type SqlBool, sql } from 'kysely';
import * as z from 'zod';
import type { Item } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { buttons, list, rows, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { type Scanned, scan } from './identify.ts';
import { takeBack } from './take-back.ts';
import { Lines } from './typed.ts';

/** Things that are named; of more, their number. */
const MOST_NAMED = 12;

/** What hasn't been in anybody's hands for so many days is asked about after a stock-take. */
const STALE_DAYS = 30;

/** A stock-take begins: the field for the scanner. */
export const stockTake = action({
  id: 'loans.stockTake',
  who: 'lend',
  input: z.strictObject({}),
  run: async () =>
    view(
      t`Stock-take`,
      text(t`Scan or paste serial numbers or asset tags, one a line. You can also send me such lines in the chat.`),
      counted.field('things', { label: t`What is there`, input: 'paragraph', required: true, maxLength: 5_000 }),
      buttons(counted.button(t`Count`, {}, { style: 'primary', sendsInputs: true })),
    ),
});

/** Notes what is there, and says what doesn't fit: what should be out, what was lost, what nobody knows. */
export const counted = action({
  id: 'loans.counted',
  who: 'lend',
  input: z.strictObject({ things: Lines }),
  async run({ things: typed }, context): Promise<View> {
    const { tx, actor, now } = context;
    const at = actor.person.school;
    const scanned = await scan(tx, typed, at);
    const there = one(scanned);
    const unknown = scanned.filter(({ found }) => !found.length).map(({ line }) => line);
    const unclear = scanned.filter(({ found }) => found.length > 1).map(({ line }) => line);
    const ids = there.map(({ id }) => id);
    const seen = now.toISOString();
    for (let from = 0; from < ids.length; from += MOST_IN_ONE)
      await tx
        .updateTable('equipment')
        .set({ seen_at: seen, state: sql`case when state = 'lost' then 'repair' else state end` })
        .where('id', 'in', ids.slice(from, from + MOST_IN_ONE))
        .execute();
    const missing = await notSeen(there, context);
    const result = view(
      t`${count(there.length, t`thing is`, t`things are`)} here`,
      ...(await shouldBeOut(ids, context)),
      said(
        t`Found again (noted as lost, now to be looked at)`,
        there.filter(({ state }) => state === 'lost').map(({ name }) => name),
      ),
      said(t`Not on the list`, unknown),
      said(t`Could be several: write the name or asset tag`, unclear),
      said(t`Of the same kinds, not seen for ${STALE_DAYS} days`, missing),
      buttons(stockTake.button(t`Count more`, {})),
    );
    if (ids.length)
      await record(tx, now, {
        kind: 'stock-take',
        facts: { by: actor.person.id, school: at, items: ids, unknown: unknown.length, unclear: unclear.length },
      });
    return result;
  },
});

const MOST_IN_ONE = 500;

/** The things that were clearly meant, each once. */
const one = (scanned: Scanned[]): Item[] => [
  ...new Map(
    scanned.flatMap(({ found: [only, ...others] }) => (only && !others.length ? [[only.id, only] as const] : [])),
  ).values(),
];

function said(words: string, names: string[]): Node | null {
  if (!names.length) return null;
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).map((name) => name.slice(0, 60));
  return list([`${words}: ${[...shown, ...(more > 0 ? [t`and ${more} more`] : [])].join(', ')}`]);
}

/** Here, and yet signed out to somebody: they may be signed in. */
async function shouldBeOut(ids: string[], { tx }: Context): Promise<Node[]> {
  if (!ids.length) return [];
  const out = await tx
    .selectFrom('loan_items')
    .innerJoin('equipment', 'equipment.id', 'loan_items.item')
    .innerJoin('loans', 'loans.id', 'loan_items.loan')
    .innerJoin('people', 'people.id', 'loans.borrower')
    .select(['equipment.name', 'people.name as borrower', 'loans.id as loan'])
    .where('loan_items.item', 'in', ids)
    .where('loan_items.state', '=', 'out')
    .orderBy('equipment.name')
    .limit(MOST_NAMED)
    .execute();
  if (!out.length) return [];
  return [
    text(t`These are here, and not signed in:`, 'warning'),
    rows(
      out.map(({ name, borrower, loan }) => ({
        title: name,
        detail: t`out with ${borrower}`,
        button: takeBack.button(t`Take it back`, { loan }),
      })),
    ),
  ];
}

/** What should be in, is of a kind that was counted, and wasn't seen lately. */
async function notSeen(there: Item[], { tx, actor, now }: Context): Promise<string[]> {
  const kinds = [...new Set(there.map(({ kind }) => kind))];
  if (!kinds.length) return [];
  const since = new Date(now.getTime() - STALE_DAYS * 86_400_000).toISOString();
  const missing = await tx
    .selectFrom('equipment')
    .select('name')
    .where('school', '=', actor.person.school)
    .where('kind', 'in', kinds)
    .where('state', '=', 'lendable')
    .where(sql<SqlBool>`coalesce(seen_at, '') < ${since}`)
    .where(
      sql<SqlBool>`not exists (select 1 from loan_items where loan_items.item = equipment.id and loan_items.state = 'out')`,
    )
    .orderBy(sql`length(name)`)
    .orderBy('name')
    .limit(500)
    .execute();
  return missing.map(({ name }) => name);
}

/** Counts what somebody scanned into the chat. @throws Refusal when it is more than one counts at a time. */
export function countScan(said: string, context: Context): Promise<View> {
  const things = Lines.safeParse(said);
  if (!things.success) throw new Refusal(things.error.issues[0]?.message ?? t`Please send fewer lines at a time.`);
  return counted.run({ things: things.data }, context);
}

/** Lines by which it is told that somebody scans. */
const LOOKED_AT = 50;

/** Several lines that are numbers and not sentences: somebody scans into the chat. */
export function isScan(said: string): boolean {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  // The last may be cut off: that it is too much is said by whoever counts.
  const first = lines.slice(0, LOOKED_AT);
  return (
    lines.length > 1 && first.every((line) => /\d/.test(line) && line.length <= 40 && line.split(/\s+/).length <= 4)
  );
}
