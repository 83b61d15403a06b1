import { stringify } from 'csv-stringify/sync';

/**
 * A table as a spreadsheet opens it: UTF-8 with its mark, lines as Excel has them. A cell that a spreadsheet would run as
 * a formula (it begins with = + - @, a tab …) gets an apostrophe before it and stays text.
 */
export const csvOf = (columns: string[], records: (string | number)[][]): string =>
  stringify([columns, ...records], { bom: true, escape_formulas: true, record_delimiter: 'windows' });
