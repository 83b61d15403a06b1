import { clean, heading, misfit, type Problem, readCsv, recognise, shownHeadings } from '../csv.ts';
import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';
import type { School } from '../school.ts';
import { type Column, type ListedItem, readItem } from './row.ts';

/** What asset registers call our columns where the school file says nothing. Of several the first named here is read. */
const ALSO_CALLED: Record<Column, string[]> = {
  type: ['device type', 'equipment type', 'item type', 'category', 'equipment', 'item', 'description'],
  make: ['manufacturer', 'brand'],
  model: ['model name', 'model number', 'model no'],
  serial: ['serial number', 'serial no', 'serial no.', 's/n', 'sn'],
  asset_tag: ['asset number', 'asset no', 'asset id', 'asset', 'tag', 'barcode', 'inventory number'],
  name: ['device name', 'label', 'computer name', 'hostname'],
  school: ['school name', 'site', 'location'],
  condition: [],
  value: ['value (£)', 'cost', 'cost (£)', 'price', 'price (£)', 'purchase price', 'purchase cost'],
  purchase_date: ['purchased', 'date purchased', 'date of purchase', 'purchased on', 'bought', 'date acquired'],
  bundle: ['set', 'kit', 'trolley', 'class set'],
  state: ['status', 'for loan', 'lendable', 'loanable'],
  office: ['at the office', 'at office', 'office device', 'sign out at the office'],
};

const COLUMNS = Object.keys(ALSO_CALLED) as Column[];

/** A list of equipment as its file says it. */
export interface EquipmentFile {
  items: ListedItem[];
  problems: Problem[];
}

/**
 * Reads a list of equipment from a CSV (see `readCsv`), headings in any case and order. What it has besides our columns is
 * not read.
 * @param columns what the school calls the columns that it doesn't call as we do
 * @throws Refusal in one sentence when the file as a whole is no list of equipment.
 */
export function readEquipment(file: Uint8Array | string, columns: School['loans']['columns']): EquipmentFile {
  const { headings, records } = readCsv(file, t`equipment`);
  const order = columnsOf(headings, columns);
  if (!records.length) throw new Refusal(t`There is nothing in this list. Please export it again.`);
  const result: EquipmentFile = { items: [], problems: [] };
  for (const record of records) {
    const row: Partial<Record<Column, string>> = {};
    order.forEach((column, i) => {
      if (column) row[column] = clean(record.cells[i] ?? '');
    });
    const read = misfit(record, order.length) ?? readItem(row, record.line);
    if (typeof read === 'string') result.problems.push({ line: record.line, words: read });
    else result.items.push(read);
  }
  return result;
}

function columnsOf(headings: string[], columns: School['loans']['columns']): (Column | null)[] {
  const called = new Map(COLUMNS.map((column) => [heading(columns[column] ?? column), column]));
  const order = headings.map((name) => called.get(heading(name)) ?? null);
  const renamed = COLUMNS.find((column) => columns[column] && !order.includes(column));
  if (renamed)
    throw new Refusal(
      t`The school file says that "${renamed}" is called "${columns[renamed] ?? ''}", but the list has no such column. It has: ${shownHeadings(headings)}.`,
    );
  const twice = COLUMNS.find((column) => order.filter((other) => other === column).length > 1);
  if (twice) throw new Refusal(t`This list has two columns for "${twice}". Please take one out.`);
  recognise(order, headings, ALSO_CALLED);
  for (const needed of ['type', 'serial'] as const)
    if (!order.includes(needed) && !(needed === 'serial' && order.includes('asset_tag')))
      throw new Refusal(
        t`This list has no column "${needed}". It has: ${shownHeadings(headings)}. If it goes by one of these, write it at loans: columns: in the school file.`,
      );
  return order;
}
