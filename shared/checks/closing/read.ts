import * as z from 'zod';
import { deliver } from '../../deliveries/index.ts';
import { CLOSING_STEPS, type ClosingStep, type Directory } from '../../directories/index.ts';
import { type JobContext, job } from '../../feature.ts';
import { t } from '../../language/words.ts';
import type { Account } from '../../ports.ts';
import { accountsOf } from '../leavers/accounts.ts';
import type { CheckTables } from '../tables.ts';
import { subjectOf } from './closing.ts';
import { whyKept } from './guard.ts';

type Row = Omit<CheckTables['closing_steps'], 'closing' | 'place'>;

/** Reads what closing somebody's accounts would change, step by step, and puts the list before whoever asked. */
export const readClosing = job({
  id: 'checks.readClosing',
  input: z.strictObject({ closing: z.string() }),
  async run({ closing: id }, context): Promise<void> {
    const { store, clock } = context;
    const asked = await store.db.selectFrom('closings').selectAll().where('id', '=', id).executeTakeFirst();
    if (asked?.state !== 'reading') return;
    const accounts = (await accountsOf(store.db, [asked.person])).get(asked.person) ?? [];
    const steps = CLOSING_STEPS.filter((step) => (JSON.parse(asked.steps) as string[]).includes(step));
    const rows: Row[] = [];
    for (const step of steps)
      for (const account of accounts) {
        const row = await previewed(account, step, context);
        if (row) rows.push(row);
      }
    const someThing = rows.some(({ state }) => state === 'waiting');
    await store.transaction(async (tx) => {
      const now = clock.now();
      const listed = await tx
        .updateTable('closings')
        .set(
          someThing
            ? { state: 'listed', created_at: now.toISOString() }
            : {
                state: 'dropped',
                ended_at: now.toISOString(),
                because: rows.find(({ because }) => because)?.because ?? t`There is nothing left to close.`,
              },
        )
        .where('id', '=', id)
        .where('state', '=', 'reading')
        .returning('id')
        .executeTakeFirst();
      if (!listed) return;
      if (rows.length)
        await tx
          .insertInto('closing_steps')
          .values(rows.map((row, place) => ({ ...row, closing: id, place })))
          .execute();
      await deliver(
        tx,
        {
          key: `closing ${id} listed`,
          person: asked.asked_by,
          show: { action: 'checks.closing', input: { closing: id, page: 1 } },
          subject: subjectOf(asked),
          purpose: 'tell',
        },
        now,
      );
    });
  },
});

/** One step at one account as it would go; null when there is nothing to change and nothing to say. */
async function previewed(
  account: Account,
  step: ClosingStep,
  { store, school, directories }: JobContext,
): Promise<Row | null> {
  const row = (more: Partial<Row>): Row => ({
    provider: account.provider,
    tenant: account.tenant,
    object_id: account.objectId,
    step,
    state: 'waiting',
    will: '[]',
    wont: '[]',
    undo: '{}',
    changed: '[]',
    because: null,
    ended_at: null,
    ...more,
  });
  const kept = await whyKept(store.db, account, school);
  if (kept !== null) return row({ state: 'not-done', because: kept });
  const directory = directoryOf(account, directories);
  if (!directory) return row({ state: 'not-done', because: t`We aren't connected to that directory.` });
  const closing = directory.closing[step];
  // Not every directory has every step.
  if (!closing) return null;
  const preview = await closing.preview(account.objectId);
  if (!preview.possible) return row({ state: 'not-done', because: preview.because.words });
  const { will, wont, undo } = preview;
  if (!will.length && !wont.length) return null;
  return row({
    ...(!will.length && { state: 'not-done' as const }),
    will: JSON.stringify(will),
    wont: JSON.stringify(wont),
    undo: JSON.stringify(undo),
  });
}

export const directoryOf = ({ provider, tenant }: Account, directories: Directory[]): Directory | undefined =>
  directories.find((directory) => directory.provider === provider && directory.tenant === tenant);
