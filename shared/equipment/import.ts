import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Problem } from '../csv.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import type { Tables, Tx } from '../ports.ts';
import { type School, schoolNamed } from '../school.ts';
import { readEquipment } from './csv.ts';
import { type Item, keep, named } from './item.ts';
import { keyOf, type ListedItem } from './row.ts';

/** What an import did. `problems` name rows that were left out. */
export interface EquipmentReport {
  added: number;
  changed: number;
  unchanged: number;
  problems: Problem[];
}

/**
 * Makes the inventory as a list says. A row is the thing with its serial number, of several with one number the one of
 * its make; else the thing with its asset tag. The same list a second time changes nothing; what a list no longer has stays
 * as it is, until a row says that it is lost or disposed of.
 * @throws Refusal when the file is no list of equipment; nothing is changed then.
 */
export async function importEquipment(
  tx: Tx,
  file: Uint8Array | string,
  { school, now }: { school: School; now: Date },
): Promise<EquipmentReport> {
  const list = readEquipment(file, school.loans.columns);
  const problems = [...list.problems];
  const known = indexOf(await tx.selectFrom('equipment').selectAll().execute());
  const taken = new Map<string, number>();
  const [added, changed]: [Item[], Item[]] = [[], []];
  let unchanged = 0;
  for (const row of list.items) {
    const trouble = (words: string) => void problems.push({ line: row.line, words });
    const at = schoolNamed(row.school, school);
    if (at === undefined) {
      trouble(t`"${row.school ?? ''}" isn't a school of the school file.`);
      continue;
    }
    const found = known.find(row, at);
    if (typeof found === 'string') {
      trouble(found);
      continue;
    }
    const keys = keysOf(row, at, found);
    const twice = keys.flatMap((key) => taken.get(key) ?? [])[0];
    if (twice !== undefined) {
      trouble(t`This device is on line ${twice} already.`);
      continue;
    }
    for (const key of keys) taken.set(key, row.line);
    const after = merged(row, found, at, now);
    if (!found) added.push(after);
    else if (same(found, after)) unchanged++;
    else changed.push(after);
  }
  await keep(tx, [...added, ...changed]);
  const counts = { added: added.length, changed: changed.length };
  problems.sort((a, b) => a.line - b.line);
  if (counts.added || counts.changed)
    await record(tx, now, { kind: 'equipment-imported', facts: { ...counts, unchanged, problems: problems.length } });
  return { ...counts, unchanged, problems };
}

/** What makes a row one thing's and no other row's. */
const keysOf = ({ serial, make, asset_tag }: ListedItem, at: string, found: Item | undefined): string[] => [
  ...(found ? [`id ${found.id}`] : []),
  ...(serial ? [`serial ${keyOf(serial)} ${keyOf(make ?? '')}`] : []),
  ...(asset_tag ? [`tag ${at} ${keyOf(asset_tag)}`] : []),
];

function indexOf(items: Item[]) {
  const bySerial = Map.groupBy(
    items.filter(({ serial_key }) => serial_key !== null),
    ({ serial_key }) => serial_key as string,
  );
  const byTag = new Map(items.flatMap((item) => (item.tag_key ? [[`${item.school} ${item.tag_key}`, item]] : [])));
  return {
    /** The thing that a row is about; undefined for a new one; a sentence when it can't be told. */
    find({ serial, make, asset_tag }: ListedItem, at: string): Item | undefined | string {
      const alike = serial ? (bySerial.get(keyOf(serial)) ?? []) : [];
      const ofMake = alike.filter((item) => !make || !item.make || keyOf(item.make) === keyOf(make));
      if (ofMake.length > 1) return t`${ofMake.length} devices have this serial number: write the make beside it.`;
      const tagged = asset_tag ? byTag.get(`${at} ${keyOf(asset_tag)}`) : undefined;
      const [one] = ofMake;
      if (one && tagged && one !== tagged)
        return t`The serial number is that of ${one.name}, the asset tag that of ${tagged.name}.`;
      if (!one && tagged?.serial_key && serial)
        return t`The asset tag is that of ${tagged.name}, which has another serial number.`;
      return one ?? tagged;
    },
  };
}

/** The thing as the row says; where the list has no such column, as it was. */
function merged(row: ListedItem, before: Item | undefined, at: string, now: Date): Item {
  const said = <C extends 'make' | 'model' | 'serial' | 'asset_tag' | 'condition' | 'bundle' | 'purchased_on'>(
    column: C,
  ): string | null => (row[column] === undefined ? (before?.[column] ?? null) : (row[column] ?? null));
  return named({
    id: before?.id ?? randomUUID(),
    school: at,
    name: row.name ?? before?.name ?? null,
    type: row.type,
    make: said('make'),
    model: said('model'),
    serial: said('serial'),
    asset_tag: said('asset_tag'),
    condition: said('condition'),
    value: row.value === undefined ? (before?.value ?? null) : row.value,
    purchased_on: said('purchased_on'),
    bundle: said('bundle'),
    state: row.state ?? (before?.source === 'list' ? before.state : 'lendable'),
    at_office: row.at_office ?? before?.at_office ?? 0,
    source: 'list',
    created_at: before?.created_at ?? now.toISOString(),
    changed_at: now.toISOString(),
    seen_at: before?.seen_at ?? null,
  });
}

function same(before: Item, after: Item): boolean {
  const told = ({ changed_at: _, ...item }: Item) =>
    JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  return told(before) === told(after);
}

/** The inventory, for the command line and whoever keeps the register. */
export const listEquipment = (db: Kysely<Tables>) =>
  db
    .selectFrom('equipment')
    .select([
      'name',
      'type',
      'make',
      'model',
      'serial',
      'asset_tag',
      'school',
      'condition',
      'value',
      'purchased_on',
      'bundle',
      'state',
      'source',
    ])
    .orderBy('name')
    .orderBy('id')
    .execute();
