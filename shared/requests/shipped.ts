import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

const FOLDER = join(import.meta.dirname, 'kinds');

let known: Record<string, Record<string, unknown>> | undefined;

/** The kinds that come with the product, by id, as they are written: one file each, read once. */
export function shippedKinds(): Record<string, Record<string, unknown>> {
  known ??= Object.fromEntries(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) => [basename(file, '.yaml'), parse(readFileSync(join(FOLDER, file), 'utf8'))]),
  );
  return known;
}
