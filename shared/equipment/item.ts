import { wordsOf } from '../language/index.ts';
import type { Tx } from '../ports.ts';
import { comparable, kindOf } from './kind.ts';
import { keyOf } from './row.ts';
import type { EquipmentTables } from './tables.ts';

/** A thing the school owns. */
export type Item = EquipmentTables['equipment'];

/** Rows that one statement writes. */
const CHUNK = 500;

type Worked = 'name' | 'name_key' | 'kind' | 'words' | 'place' | 'serial_key' | 'tag_key' | 'bundle_key';

/** A thing with all that is worked out from what is said of it: its name if it has none, and how it is compared. */
export function named(said: Omit<Item, Worked> & { name: string | null }): Item {
  const { type, make, model, serial, asset_tag, bundle } = said;
  const name = said.name ?? [type, asset_tag ?? serial].filter(Boolean).join(' ');
  const words = new Set([...comparable([type, make, model].filter(Boolean).join(' ')), kindOf(type, model)]);
  return {
    ...said,
    name,
    name_key: keyOf(name),
    kind: kindOf(type, model),
    words: ` ${[...words].join(' ')} `,
    place: `${bundle ? `1 ${bundleKey(bundle)}` : 0} ${name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(8, '0'))}`,
    serial_key: serial && keyOf(serial),
    tag_key: asset_tag && keyOf(asset_tag),
    bundle_key: bundle && bundleKey(bundle),
  };
}

/** "The Y4 iPad trolley" and "Y4 ipad trolley" are one. */
export const bundleKey = (written: string): string =>
  wordsOf(written)
    .map(({ folded }) => folded)
    .filter((word) => !['the', 'a', 'our'].includes(word))
    .join('');

/** Writes things as they are now, new ones and known ones. */
export async function keep(tx: Tx, items: Item[]): Promise<void> {
  for (let from = 0; from < items.length; from += CHUNK) {
    const some = items.slice(from, from + CHUNK);
    const columns = Object.keys(some[0] ?? {}).filter((column) => column !== 'id') as (keyof Item)[];
    await tx
      .insertInto('equipment')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]))),
      )
      .execute();
  }
}

/** "Laptop 22, Dell Latitude 5440, serial 7XK2J93": a thing as an agreement and a record name it. */
export const sayItem = ({ name, make, model, serial, asset_tag }: Item): string =>
  [name, [make, model].filter(Boolean).join(' '), serial ? `serial ${serial}` : asset_tag && `tag ${asset_tag}`]
    .filter(Boolean)
    .join(', ');
