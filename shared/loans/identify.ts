import { type Item, identified } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { listed, t } from '../language/words.ts';
import type { Tx } from '../ports.ts';

/** More lines than these are more than one hands over or counts at a time. */
const MOST_LINES = 500;

/** What a scanner or a person put on one line, and what it is; of several things with one number, all. */
export interface Scanned {
  line: string;
  found: Item[];
}

/** Splits what was scanned: one a line, or with commas or semicolons between. The same twice is once. */
function linesIn(typed: string): string[] {
  const lines = typed
    .split(/[\n,;\t]+/)
    .map((line) => line.replace(/[\p{Cc}\u200B-\u200F\uFEFF]/gu, '').trim())
    .filter(Boolean);
  if (lines.length > MOST_LINES)
    throw new Refusal(t`That is more than ${MOST_LINES} lines. Please send them in parts; nothing was noted.`);
  return [...new Set(lines)];
}

export async function scan(tx: Tx, typed: string, school: string): Promise<Scanned[]> {
  const scanned: Scanned[] = [];
  for (const line of linesIn(typed)) scanned.push({ line, found: await identified(tx, line, school) });
  return scanned;
}

/**
 * The things on some lines, each exactly one.
 * @throws Refusal naming the first line that is no thing, or could be several.
 */
export async function exactly(tx: Tx, typed: string, school: string): Promise<Item[]> {
  const scanned = await scan(tx, typed, school);
  const things = scanned.map(({ line, found: [one, ...others] }) => {
    if (!one) throw new Refusal(t`I don't know “${line.slice(0, 60)}”. Please check the number; nothing was noted.`);
    if (others.length)
      throw new Refusal(
        t`“${line.slice(0, 60)}” could be ${listed([one, ...others].map(({ name }) => name))}. Please write its name or asset tag; nothing was noted.`,
      );
    return one;
  });
  return [...new Map(things.map((thing) => [thing.id, thing])).values()];
}

/** Lines like "T-07 cracked corner": which thing, and what is to be said of it. @throws Refusal as `exactly`. */
export async function remarks(tx: Tx, typed: string, among: Item[]): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  for (const line of typed.split('\n').map((one) => one.trim())) {
    if (!line) continue;
    const thing = among.find(({ name, asset_tag, serial }) =>
      [name, asset_tag, serial].some((own) => own && startsWith(line, own)),
    );
    const own = thing && [thing.name, thing.asset_tag, thing.serial].find((name) => name && startsWith(line, name));
    const words = line.slice(own?.length ?? 0).replace(/^[\s:,–-]+/, '');
    if (!thing || !words)
      throw new Refusal(
        t`I can't tell what “${line.slice(0, 60)}” is about. Please begin each line with the name or asset tag, as “${among[0]?.asset_tag ?? among[0]?.name ?? 'T-07'}: scratched”.`,
      );
    said.set(thing.id, words.slice(0, 200));
  }
  return said;
}

const startsWith = (line: string, own: string): boolean =>
  line.toLowerCase().startsWith(own.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(line.slice(own.length));
