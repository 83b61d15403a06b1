import { CsvError, parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import { Refusal } from './errors.ts';
import { t } from './language/words.ts';

/** Something in a list that can't be used, and where. */
export interface Problem {
  line: number;
  words: string;
}

/** One record of a list, with the line on which it begins. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** A list of a quarter of a million people has some 60 MB. */
const MOST_BYTES = 100_000_000;

/**
 * Reads a list from a CSV as a school's systems export it: in UTF-8, UTF-16 or Windows' own encoding; with commas,
 * semicolons or tabs.
 * @param of what it is a list of, for the sentences about it: "people"
 * @throws Refusal in one sentence when the file as a whole is no such list.
 */
export function readCsv(file: Uint8Array | string, of: string): { headings: string[]; records: CsvRecord[] } {
  const [headings, ...records] = recordsOf(decode(file, of), of);
  if (!headings) throw new Refusal(t`This file is empty. Please export the list of ${of} again, as CSV.`);
  return { headings: headings.cells, records };
}

/**
 * The text of a file whose encoding nobody noted: by its byte order mark, else UTF-16 if every other byte is zero, else
 * UTF-8 if it is valid as that, else Windows-1252, in which Excel writes.
 */
function decode(file: Uint8Array | string, of: string): string {
  if (typeof file === 'string') return plain(file, of);
  if (file.length > MOST_BYTES)
    throw new Refusal(t`This file is too large for a list of ${of}. Please check that it is the right one.`);
  const [a, b] = file;
  if (a === 0x50 && b === 0x4b)
    throw new Refusal(t`This is an Excel or Word file. Please save the list as CSV and import that.`);
  if (a === 0xff && b === 0xfe) return plain(new TextDecoder('utf-16le').decode(file), of);
  if (a === 0xfe && b === 0xff) return plain(new TextDecoder('utf-16be').decode(file), of);
  const zeros = [0, 1].map((rest) => file.subarray(0, 200).filter((byte, i) => i % 2 === rest && byte === 0).length);
  const half = Math.min(file.length, 200) / 2;
  if ((zeros[1] ?? 0) > half * 0.8) return plain(new TextDecoder('utf-16le').decode(file), of);
  if ((zeros[0] ?? 0) > half * 0.8) return plain(new TextDecoder('utf-16be').decode(file), of);
  try {
    return plain(new TextDecoder('utf-8', { fatal: true }).decode(file), of);
  } catch {
    return plain(new TextDecoder('windows-1252').decode(file), of);
  }
}

function plain(text: string, of: string): string {
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text))
    throw new Refusal(t`This isn't a CSV file. Please save the list of ${of} as CSV and import that.`);
  return text.replace(/^\ufeff/, '');
}

function recordsOf(text: string, of: string): CsvRecord[] {
  // The parser counts a line end of two characters within quotation marks twice.
  const lines = text.replace(/\r\n?/g, '\n');
  const records: CsvRecord[] = [];
  let last = 0;
  try {
    parse(lines, {
      delimiter: delimiterOf(lines),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      on_record(cells: string[], context: { lines: number }) {
        last = context.lines;
        const breaks = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
        records.push({ line: last - breaks, cells });
        return null;
      },
    });
    return records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Refusal(
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? t`A quotation mark on line ${last + 1} or after it is never closed, so the rest of the list can't be read. Please correct it.`
        : t`This file can't be read as CSV. Please export the list of ${of} again.`,
    );
  }
}

/** Whichever of the three parts the first line best. */
function delimiterOf(text: string): string {
  const [first = ''] = text.trimStart().split('\n', 1);
  const [best] = [',', ';', '\t'].sort((a, b) => first.split(b).length - first.split(a).length);
  return best as string;
}

/** The sentence about a record that has more or fewer cells than there are headings; null when it fits. */
export function misfit({ cells }: CsvRecord, headings: number): string | null {
  if (cells.length < headings || cells.slice(headings).some((cell) => cell.trim()))
    return t`This row has ${cells.length} cells where the headings are ${headings}: perhaps text with a comma in it lacks its quotation marks.`;
  return null;
}

/** A heading as it is compared: "Asset Tag" and "asset_tag" are one. */
export const heading = (name: string): string =>
  clean(name)
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');

/** Headings for a sentence: not more than a person reads. */
export const shownHeadings = (headings: string[]): string => headings.slice(0, 12).map(clean).join(', ').slice(0, 200);

/**
 * Fills in the columns that nobody named and that go by a usual name.
 * @param order our column for each heading, null where there is none yet; it is changed
 * @param alsoCalled usual names of each column; of several in one list the first named is read
 */
export function recognise<C extends string>(
  order: (C | null)[],
  headings: string[],
  alsoCalled: Partial<Record<C, string[]>>,
): void {
  const written = headings.map(heading);
  for (const [cell, names] of Object.entries(alsoCalled) as [C, string[]][]) {
    if (order.includes(cell)) continue;
    const found = names.map((name) => written.indexOf(heading(name))).find((at) => at >= 0 && order[at] === null);
    if (found !== undefined) order[found] = cell;
  }
}

/** As one reads it: no control characters, no doubled spaces, letters with their accents in one piece. */
export const clean = (cell: string): string =>
  cell
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();

const FORMATS = [
  'yyyy-MM-dd',
  'd/M/yyyy',
  'd.M.yyyy',
  'd-M-yyyy',
  'd/M/yy',
  'd.M.yy',
  'd-M-yy',
  'd MMM yyyy',
  'd MMMM yyyy',
].concat(['d MMM yy', 'd-MMM-yyyy', 'd-MMM-yy', 'yyyy/M/d']);

/** A date as people in Britain write it, the day first, as yyyy-mm-dd; null if it is none. A time after it is not read. */
export function writtenDay(written: string): string | null {
  const text = written
    .replace(/[ T]\d{1,2}:\d\d.*$/, '')
    .replace(/(\d)(st|nd|rd|th)\b/i, '$1')
    .replace(/\bsept\b/i, 'Sep');
  for (const format of FORMATS) {
    const date = DateTime.fromFormat(text, format, { zone: 'utc', locale: 'en-US' });
    if (date.isValid && date.year >= 1900 && date.year <= 2200) return date.toISODate();
  }
  return null;
}
