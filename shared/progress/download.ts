import type { Kysely } from 'kysely';
import type { Actor } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { actorFor, isHere } from '../people/index.ts';
import type { Tables, Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { dayOf } from '../time.ts';
import { csvOf } from './csv.ts';
import { namingQuestion } from './duty.ts';
import { tokenHash } from './export.ts';
import { OutstandingFilter, type Running, running } from './filter.ts';
import { departmentFigures } from './governor.ts';
import { type Duty, type Signer, signers } from './names.ts';
import { reachedOf } from './reach.ts';

/** People read at a time. */
const BATCH = 500;

type Moment = { tx: Tx; actor: Actor; now: Date; school: School };

interface Download {
  fileName: string;
  csv: string;
}

/**
 * The list behind a link, as it is now and as far as its person may see now; the ledger says that it was taken. Null when
 * the link doesn't exist, is too old, or its person may no longer have it.
 */
export async function downloadCsv(tx: Tx, token: string, now: Date, school: School): Promise<Download | null> {
  const person = await personOfDownload(tx, token, now);
  if (!person || !isHere(person, dayOf(now, school))) return null;
  const actor = await actorFor(tx, person, null, school);
  if (!actor.may.has('export')) return null;
  const filter = OutstandingFilter.parse(JSON.parse(person.filter));
  const moment = { tx, actor, now, school };
  const signing = await running(tx, filter, actor);
  const table =
    actor.sees === 'counts' ? await figuresTable(signing, moment) : await namesTable(filter, signing, moment);
  await record(tx, now, {
    kind: 'download',
    facts: { by: person.id, lines: table.records.length },
    personal: { filter },
  });
  return { fileName: `signatures-${dayOf(now, school)}.csv`, csv: csvOf(table.columns, table.records) };
}

/** Whether a link would give a list now. It takes nothing, so it isn't recorded. */
export const isDownloadable = async (db: Kysely<Tables>, token: string, now: Date): Promise<boolean> =>
  Boolean(await personOfDownload(db, token, now));

const personOfDownload = (db: Kysely<Tables>, token: string, now: Date) =>
  db
    .selectFrom('downloads')
    .innerJoin('people', 'people.id', 'downloads.person')
    .selectAll('people')
    .select('filter')
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst();

interface Table {
  columns: string[];
  records: (string | number)[][];
}

/** One line for each person and agreement. */
async function namesTable(filter: OutstandingFilter, { campaigns, titles }: Running, moment: Moment): Promise<Table> {
  const { tx, actor, now, school } = moment;
  const today = dayOf(now, school);
  const question = namingQuestion(actor, { campaigns, filter, today, school });
  const records: string[][] = [];
  for (let offset = 0, more = true; more; offset += BATCH) {
    const page = await signers(tx, question, filter.status ?? 'all', { offset, limit: BATCH });
    records.push(...(await linesOf(page.people, filter, titles, today, moment)));
    more = page.more;
  }
  return {
    columns: [
      t`Name`,
      t`Address`,
      t`Department`,
      t`School`,
      t`Agreement`,
      t`State`,
      t`Due`,
      t`Answered`,
      t`Last reached`,
    ],
    records,
  };
}

async function linesOf(
  people: Signer[],
  { status }: OutstandingFilter,
  titles: Map<string, string>,
  today: string,
  { tx, now, school }: Moment,
): Promise<string[][]> {
  const reached = await reachedOf(
    tx,
    people.map(({ id, duties }) => ({ person: id, assignments: duties.map(({ assignment }) => assignment) })),
    { now, school },
  );
  const schoolName = (id: string) => school.schools.find((one) => one.id === id)?.name ?? school.school.name;
  return people.flatMap(({ id, name, email, department, school: at, duties }) =>
    duties
      .filter((duty) => belongs(duty, status, today))
      .map((duty) => [
        name,
        email ?? '',
        department ?? '',
        schoolName(at),
        titles.get(duty.agreement) ?? '',
        sayState(duty, today),
        duty.due_on,
        duty.closed_at ? dayOf(new Date(duty.closed_at), school) : '',
        duty.state === 'open' ? (reached.get(id)?.words ?? '') : '',
      ]),
  );
}

/** Whether one of the agreements of a person in the list is what the list is about. */
function belongs({ state, due_on }: Duty, status: OutstandingFilter['status'], today: string): boolean {
  switch (status) {
    case undefined:
      return true;
    case 'open':
    case 'unreached':
      return state === 'open';
    case 'overdue':
      return state === 'open' && due_on < today;
    case 'refused':
      return state === 'refused';
    case 'signed':
      return state === 'acknowledged';
    default:
      return status satisfies never;
  }
}

const sayState = ({ state, due_on }: Duty, today: string): string =>
  state === 'acknowledged'
    ? t`signed`
    : state === 'refused'
      ? t`can't accept`
      : due_on < today
        ? t`overdue`
        : t`still to sign`;

/** For somebody who may see no names: each agreement by department, small departments together. */
async function figuresTable(all: Running, moment: Moment): Promise<Table> {
  const records: (string | number)[][] = [];
  for (const [agreement, title] of all.titles) {
    const { shown, rest } = await departmentFigures(
      await running(moment.tx, { agreement }, moment.actor),
      agreement,
      moment,
    );
    const lines = shown.map((one) => ({ ...one, group: one.group ?? t`No department` }));
    if (rest) lines.push({ ...rest, group: shown.length ? t`Smaller departments together` : t`All` });
    for (const { group, asked, signed, open, overdue, refused } of lines)
      records.push([title, group, asked, signed, open, overdue, refused]);
  }
  return {
    columns: [t`Agreement`, t`Department`, t`Asked`, t`Signed`, t`Still to sign`, t`Overdue`, t`Can't accept`],
    records,
  };
}
