import type { Store } from '../../../ports.ts';
import type { Where } from '../store.ts';
import { dump } from './dump.ts';
import { readLines, writeLines } from './file.ts';
import type { Counts, Line } from './format.ts';
import { load } from './load.ts';

export type { Counts } from './format.ts';

/** Writes all that is in the database at one moment into a file; the school goes on working. The file must not be there yet. */
export const backUp = (store: Store, file: string, now: Date): Promise<Counts> =>
  writeLines(file, (take) => dump(store, now, take));

/** Fills an empty folder or database from a backup. `at` is when that was made. */
export const restore = (where: Where, file: string): Promise<{ store: Store; counts: Counts; at: string }> =>
  load(where, readLines(file));

/** Copies all that is in a database into an empty one, of the same or the other engine. */
export async function copy(from: Store, to: Where, now: Date): Promise<{ store: Store; counts: Counts }> {
  const { readable, writable } = new TransformStream<Line>();
  const writer = writable.getWriter();
  const reading = dump(from, now, async (line) => {
    await writer.ready;
    await writer.write(line);
  }).then(
    () => writer.close(),
    (error) => writer.abort(error),
  );
  const [loaded] = await Promise.all([load(to, readable), reading.catch(() => {})]);
  return loaded;
}
