import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import type { Because } from './fact.ts';
import type { Hold } from './hold.ts';
import { judge } from './kind.ts';
import type { AccountPage, Directory, GroupPage } from './port.ts';

/** Rows that one statement writes: within the values that either engine takes. */
const CHUNK = 1_000;

/** A kind of groups that could not be read. */
export type Unread = { name: string; because: Because };

/**
 * Reads accounts into the staging table, page by page: the picture that everyone works with stays as it was. Gives the
 * cursor for next time.
 * @throws CursorExpired, DirectoryTrouble when it could not be read to the end.
 */
export async function stageAccounts(
  hold: Hold,
  directory: Directory,
  { run, from, school }: { run: string; from: string | null; school: School },
): Promise<string | null> {
  const { counts } = judge(school);
  let cursor: string | null = null;
  let done = 0;
  for await (const page of directory.accounts(from)) {
    done += page.accounts.length + (from === null ? 0 : page.removed.length);
    await hold.step(async (tx) => {
      await stage(tx, run, page, counts);
      await hold.note(tx, { done });
    });
    cursor = page.cursor ?? null;
  }
  return cursor;
}

async function stage(
  tx: Tx,
  run: string,
  page: AccountPage,
  counts: (account: AccountPage['accounts'][number]) => boolean,
): Promise<void> {
  const rows = [
    ...page.removed.map((objectId) => ({ run, object_id: objectId, account: null, counts: 0 })),
    ...page.accounts.map((account) => ({
      run,
      object_id: account.objectId,
      account: JSON.stringify(account),
      counts: Number(counts(account)),
    })),
  ];
  // One statement can't write a row twice; an account that comes twice counts as it came last.
  const last = [...new Map(rows.map((row) => [row.object_id, row])).values()];
  for (const some of chunks(last))
    await tx
      .insertInto('directory_staging')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['run', 'object_id'])
          .doUpdateSet((eb) => ({ account: eb.ref('excluded.account'), counts: eb.ref('excluded.counts') })),
      )
      .execute();
}

/** Reads groups and who is in them into the staging tables. Gives the kinds of groups that couldn't be read at all. */
export async function stageGroups(hold: Hold, directory: Directory, run: string): Promise<Unread[]> {
  const unread: Unread[] = [];
  let done = 0;
  for await (const page of directory.groups()) {
    done += page.groups.length;
    await hold.step(async (tx) => {
      await stageGroupPage(tx, run, page);
      await hold.note(tx, { done });
    });
    for (const { id, name, because } of page.unread ?? []) if (id === null) unread.push({ name, because });
  }
  return unread;
}

async function stageGroupPage(tx: Tx, run: string, { groups, unread = [] }: GroupPage): Promise<void> {
  const rows = [
    ...groups.map(({ id, name, address, kind }) => ({ run, id, name, address, kind, unread: null })),
    ...unread.flatMap(({ id, name, kind = 'security', because }) =>
      id === null ? [] : [{ run, id, name, address: null, kind, unread: JSON.stringify(because) }],
    ),
  ];
  for (const some of chunks(rows))
    await tx
      .insertInto('directory_staged_groups')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  for (const { id, members, owners } of groups) {
    const isOwner = new Set(owners);
    const isMember = new Set(members);
    const all = [...new Set([...members, ...owners])].map((object_id) => ({
      run,
      group_id: id,
      object_id,
      member: Number(isMember.has(object_id)),
      owner: Number(isOwner.has(object_id)),
    }));
    for (const some of chunks(all))
      await tx
        .insertInto('directory_staged_members')
        .values(some)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  }
}

/** Drops a reading: it was applied, isn't believed, or was never finished. */
export async function forget(tx: Tx, run: string): Promise<void> {
  await tx.deleteFrom('directory_staging').where('run', '=', run).execute();
  await forgetGroups(tx, run);
}

export async function forgetGroups(tx: Tx, run: string): Promise<void> {
  await tx.deleteFrom('directory_staged_groups').where('run', '=', run).execute();
  await tx.deleteFrom('directory_staged_members').where('run', '=', run).execute();
}

export function* chunks<T>(items: T[], size = CHUNK): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
