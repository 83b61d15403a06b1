import type { Feature } from '../feature.ts';
import { syncDevices } from './sync.ts';

/** What the school owns: from its own register, and from the directories that manage devices. */
export const equipment: Feature = { actions: [], commands: [], jobs: [syncDevices] };

export { bundleNamed, hasEquipment, identified, isLent, kindsLent, MOST_FOUND } from './find.ts';
export { type Item, sayItem } from './item.ts';
export { comparable, kindOf, type Wanted, wantedOf } from './kind.ts';
export { keyOf, penceIn } from './row.ts';
export type { ItemState } from './tables.ts';
