import { clean, misfit, type Problem, readCsv } from '../csv.ts';
import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';
import type { School } from '../school.ts';
import { type Cell, columnsOf } from './headings.ts';
import { type Column, type ListedPerson, readRow } from './row.ts';

/** A list of people as its file says it. */
export interface PeopleFile {
  people: ListedPerson[];
  /** Rows that were left out, in as far as they tell whom they are about: these people are in the list. */
  unread: Partial<Record<Column, string>>[];
  problems: Problem[];
}

/**
 * Reads a list of people from a CSV as a school's management system exports it (see `readCsv`), headings in any case and
 * order. What it has besides our columns is not read.
 * @param columns what the school calls the columns that it doesn't call as we do
 * @throws Refusal in one sentence when the file as a whole is no list of people.
 */
export function readPeople(file: Uint8Array | string, columns: School['people']['columns']): PeopleFile {
  const { headings, records } = readCsv(file, t`people`);
  const order = columnsOf(headings, columns);
  const result: PeopleFile = { people: [], unread: [], problems: [] };
  for (const record of records) {
    const { line, cells } = record;
    const row = rowOf(cells, order);
    const read = misfit(record, order.length) ?? readRow(row, line);
    if (typeof read !== 'string') result.people.push(read);
    else {
      result.unread.push(row);
      result.problems.push({ line, words: read });
    }
  }
  if (!records.length) throw new Refusal(t`There is nobody in this list. Please export it again.`);
  return result;
}

function rowOf(cells: string[], order: (Cell | null)[]): Partial<Record<Column, string>> {
  const said: Partial<Record<Cell, string>> = {};
  order.forEach((cell, i) => {
    if (cell) said[cell] = clean(cells[i] ?? '');
  });
  const { forename, surname, ...row } = said;
  return surname === undefined ? row : { ...row, name: [forename, surname].filter(Boolean).join(' ') };
}
