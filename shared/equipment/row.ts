import { writtenDay } from '../csv.ts';
import { t } from '../language/words.ts';
import type { School } from '../school.ts';
import type { ItemState } from './tables.ts';

/** Our name of a column. */
export type Column = keyof School['loans']['columns'];

/** A thing as a row says it. What the list has no column for is undefined; what the row leaves empty is null. */
export interface ListedItem {
  line: number;
  type: string;
  name: string | null | undefined;
  make: string | null | undefined;
  model: string | null | undefined;
  serial: string | null | undefined;
  asset_tag: string | null | undefined;
  /** As written: a school's id or name. */
  school: string | null | undefined;
  condition: string | null | undefined;
  /** In pence. */
  value: number | null | undefined;
  purchased_on: string | null | undefined;
  bundle: string | null | undefined;
  state: ItemState | undefined;
  at_office: number | undefined;
}

const LONGEST = 200;

/** Reads one row, or says in a sentence why it can't be used. */
export function readItem(row: Partial<Record<Column, string>>, line: number): ListedItem | string {
  const cell = (column: Column) => (row[column] === undefined ? undefined : row[column] || null);
  const type = cell('type');
  if (!type) return t`This row doesn't say what it is: write a type, as "tablet".`;
  const long = Object.values(row).find((text) => text.length > LONGEST);
  if (long) return t`"${long.slice(0, 30)}…" is too long: please check the row.`;
  const [serial, tag] = [cell('serial'), cell('asset_tag')];
  if (!serial && !tag)
    return t`This row has neither a serial number nor an asset tag, so nobody could tell it from another.`;
  if (serial && /[;,|&]|\s\/\s/.test(serial))
    return t`"${serial}" looks like two serial numbers. Please give each device a row of its own.`;
  if (serial && !keyOf(serial)) return t`"${serial}" isn't a serial number.`;
  const [written, worth] = [cell('purchase_date'), cell('value')];
  const bought = written && writtenDay(written);
  if (written && !bought) return t`"${written}" isn't a date, as 01/09/2026 or 2026-09-01.`;
  const value = worth && penceIn(worth);
  if (worth && value === null) return t`"${worth}" isn't a value in pounds, as 349.00.`;
  const state = stateOf(cell('state'));
  if (state === null) return t`"${row.state ?? ''}" isn't a state. Write lendable, kept, repair, lost or disposed.`;
  const office = cell('office');
  return {
    line,
    type,
    name: cell('name'),
    make: cell('make'),
    model: cell('model'),
    serial,
    asset_tag: tag,
    school: cell('school'),
    condition: cell('condition'),
    value: value || (worth === undefined ? undefined : null),
    purchased_on: bought || (written === undefined ? undefined : null),
    bundle: cell('bundle'),
    state,
    at_office: office === undefined ? undefined : Number(YES.has((office ?? '').toLowerCase())),
  };
}

const YES = new Set(['yes', 'y', 'true', '1', 'office', 'x']);

const STATES: [ItemState, string[]][] = [
  ['lendable', ['lendable', 'loan', 'for loan', 'available', 'in stock', 'yes', 'y', 'active', 'in use']],
  ['kept', ['kept', 'not for loan', 'no', 'n', 'assigned', 'classroom']],
  ['repair', ['repair', 'in repair', 'broken', 'faulty']],
  ['lost', ['lost', 'stolen', 'missing']],
  ['disposed', ['disposed', 'disposed of', 'written off', 'retired', 'sold', 'scrapped']],
];

/** @returns undefined when nothing is said, null when it is no state. */
function stateOf(written: string | null | undefined): ItemState | undefined | null {
  if (!written) return undefined;
  return STATES.find(([, names]) => names.includes(written.toLowerCase()))?.[0] ?? null;
}

/** "£1,299.00" is 129900. A figure beyond ten million pounds is a slip. */
export function penceIn(written: string): number | null {
  const text = written.replace(/^(£|GBP)\s*/i, '').replace(/(?<=\d),(?=\d{3}(\D|$))/g, '');
  if (!/^\d{1,8}(\.\d{1,2})?$/.test(text)) return null;
  return Math.round(Number(text) * 100);
}

/** A serial number or asset tag as it is compared: "SN-48 213" and "sn48213" are one. */
export const keyOf = (written: string): string =>
  written
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
