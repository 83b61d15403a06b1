import type { Command } from 'commander';
import { ORDER, ROWS, type Row } from '../../shared/checks/leavers/rows.ts';
import { lookAtLeavers } from '../../shared/checks/leavers/run.ts';
import { exemptOn } from '../../shared/checks/mfa/exempt.ts';
import { lookAtSecondFactors } from '../../shared/checks/mfa/run.ts';
import { latestRun, sayRunning } from '../../shared/checks/runs.ts';
import type { CheckName } from '../../shared/checks/tables.ts';
import { count } from '../../shared/language/words.ts';
import { dayOf } from '../../shared/time.ts';
import { createLog } from '../log.ts';
import { type DirectoryProduct, type Product, print, printJson, withDirectories } from './product.ts';
import { watched } from './watched.ts';

/** `check mfa`, `check leavers`: looks at everybody now, and says what was found. */
export function checkCommands(program: Command): void {
  const check = program.command('check').description('looks into the directories now, and says what was found');
  check
    .command('mfa')
    .description('who signs in without a second factor, and of whom it can’t be told')
    .option('--json', 'for programs')
    .action(({ json = false }: { json?: boolean }) =>
      withDirectories(async (product) => {
        const run = (context: Parameters<typeof lookAtSecondFactors>[0]) => lookAtSecondFactors(context);
        if (await looked('mfa', run, product)) await (json ? mfaJson(product) : sayMfa(product));
      }),
    );
  check
    .command('leavers')
    .description('whose accounts are still open after they left')
    .option('--json', 'for programs')
    .action(({ json = false }: { json?: boolean }) =>
      withDirectories(async (product) => {
        const run = (context: Parameters<typeof lookAtLeavers>[0]) => lookAtLeavers(context, { all: true });
        if (await looked('leavers', run, product)) await (json ? leaversJson(product) : sayLeavers(product));
      }),
    );
}

type Look = Parameters<typeof lookAtSecondFactors>[0];

/** Looks, and shows how far it is; false when the server, or another command, is at it. */
async function looked(check: CheckName, look: (context: Look) => Promise<boolean>, product: DirectoryProduct) {
  const progress = async () => sayRunning(await latestRun(product.store.db, check));
  const context = { ...product, log: createLog('silent'), stopping: new AbortController().signal };
  if (await watched(look(context), progress)) return true;
  process.exitCode = 1;
  print(`The server is at it: ${(await progress()) ?? 'just finished'}. Try again in a few minutes.`);
  return false;
}

const troublesOf = async ({ store }: Product, check: CheckName): Promise<string[]> =>
  (await latestRun(store.db, check)).last?.troubles ?? [];

/** How everybody stands, by name. */
async function secondFactors({ store, school, now }: Product) {
  const exempt = await exemptOn(store.db, school, dayOf(now, school));
  const found = await store.db
    .selectFrom('findings')
    .innerJoin('people', 'people.id', 'findings.person')
    .select(['people.id', 'name', 'email', 'people.school', 'state', 'because_kind', 'because_words', 'items'])
    .where('check_name', '=', 'mfa')
    .orderBy('name')
    .execute();
  return found.map(({ id, because_kind, because_words, items, ...person }) => ({
    ...person,
    without: JSON.parse(items) as string[],
    because: because_kind ? { kind: because_kind, words: because_words } : null,
    exempt: exempt.get(id) ?? null,
  }));
}

async function mfaJson(product: Product): Promise<void> {
  printJson({ people: await secondFactors(product), troubles: await troublesOf(product, 'mfa') });
}

async function sayMfa(product: Product): Promise<void> {
  const people = await secondFactors(product);
  const asked = people.filter(({ state }) => state !== 'not-due');
  const among = (state: string) => asked.filter((one) => one.state === state && !one.exempt);
  const [has, without, unknown] = [among('pass'), among('fail'), among('unknown')];
  const exempt = asked.flatMap((one) => (one.exempt ? [{ ...one, exempt: one.exempt }] : []));
  print(
    `${has.length} of ${count(asked.length, 'person', 'people')} with two-step sign-in, ${without.length} without, ${unknown.length} unknown, ${exempt.length} exempt.`,
    ...without.map(({ name, without }) => `  without  ${name} (${without.join(', ')})`),
    ...unknown.map(({ name, because }) => `  unknown  ${name}: ${because?.words}`),
    ...exempt.map(({ name, exempt: { reason, until } }) => `  exempt   ${name}: ${reason} (until ${until})`),
    ...(await troublesOf(product, 'mfa')),
  );
}

/** Everybody who left, with what is left to do, by name. */
async function leavers({ store }: Product) {
  const people = await store.db
    .selectFrom('leavers')
    .innerJoin('people', 'people.id', 'leavers.person')
    .select(['people.id', 'name', 'email', 'people.school', 'leave_date', 'last_working_day', 'standing'])
    .where('checked_at', 'is not', null)
    .orderBy('name')
    .execute();
  const findings = await store.db
    .selectFrom('findings')
    .selectAll()
    .where('check_name', '=', 'leavers')
    .orderBy('account')
    .execute();
  const rows = Map.groupBy(
    findings.toSorted((a, b) => ORDER.indexOf(a.row_name as Row) - ORDER.indexOf(b.row_name as Row)),
    ({ person }) => person,
  );
  return people.map(({ id, leave_date, last_working_day, ...person }) => ({
    ...person,
    lastWorkingDay: last_working_day ?? leave_date,
    contractEnd: leave_date,
    rows: (rows.get(id) ?? []).map(({ account, row_name, state, because_kind, because_words, items, ...row }) => ({
      row: row_name as Row,
      account: account ? account.split(' ')[0] : null,
      state,
      because: because_kind ? { kind: because_kind, words: because_words } : null,
      items: JSON.parse(items) as string[],
      since: row.since,
      severity: row.severity,
      owner: row.owner,
      due: row.due_on,
      reopened: row.reopened,
    })),
  }));
}

async function leaversJson(product: Product): Promise<void> {
  printJson({ people: await leavers(product), troubles: await troublesOf(product, 'leavers') });
}

async function sayLeavers(product: Product): Promise<void> {
  const people = await leavers(product);
  const STANDINGS = {
    open: 'OPEN',
    blind: "CAN'T BE CHECKED",
    'by-hand': 'TO LOOK AT BY HAND',
    closed: 'closed everywhere',
    'not-due': 'not due yet',
  };
  print(`${count(people.length, 'person', 'people')} who left.`);
  for (const { name, contractEnd, standing, rows } of people) {
    print(`  ${name}, ${contractEnd}: ${STANDINGS[standing]}`);
    for (const { row, account, state, because, items } of rows)
      if (state === 'fail' || state === 'unknown')
        print(
          `    ${state === 'fail' ? 'open    ' : 'unknown '} ${[account, state === 'fail' ? ROWS[row].open : ROWS[row].title].filter(Boolean).join(': ')}${
            items.length ? ` (${items.join(', ')})` : ''
          }${because ? `: ${because.words}` : ''}`,
        );
  }
  print(...(await troublesOf(product, 'leavers')));
}
