import * as z from 'zod';
import { deliverAll, refreshMessages } from '../../deliveries/index.ts';
import type { ClosingStep, Directory, StepOutcome } from '../../directories/index.ts';
import { type JobContext, job } from '../../feature.ts';
import { count, t } from '../../language/words.ts';
import { record } from '../../ledger/index.ts';
import type { Account, Tx } from '../../ports.ts';
import { requestDone } from '../../requests/index.ts';
import { lookAgain } from '../leavers/run.ts';
import type { CheckTables } from '../tables.ts';
import { type Closing, closingOf, subjectOf } from './closing.ts';
import { whyKept, whyOpen } from './guard.ts';
import { directoryOf } from './read.ts';
import { type StepRow, words } from './steps.ts';

/**
 * Does what two people have approved: each step once, in order. After a crash it goes on at the step at which it died, and
 * changes nothing that it had changed. Every rule is looked at again before a step, and the list must still be the one
 * that was approved. Afterwards the accounts are looked at anew.
 */
export const close = job({
  id: 'checks.close',
  input: z.strictObject({ closing: z.string() }),
  slow: true,
  async run({ closing: id }, context): Promise<void> {
    const { store, stopping } = context;
    const closing = await closingOf(store.db, id);
    if (closing.state !== 'approved') return;
    for (const row of closing.rows)
      if (row.state === 'waiting' || row.state === 'trying') {
        stopping.throwIfAborted();
        await takeStep(closing, row, context);
      }
    await lookAgain(closing.person, context);
    await finish(closing, context);
  },
});

const accountOf = ({ provider, tenant, object_id }: StepRow): Account => ({ provider, tenant, objectId: object_id });

async function takeStep(closing: Closing, row: StepRow, context: JobContext): Promise<void> {
  const { store, school, directories, clock } = context;
  const account = accountOf(row);
  const refused =
    (closing.purpose === 'close' ? await whyOpen(store.db, closing.person, { now: clock.now(), school }) : null) ??
    (await whyKept(store.db, account, school));
  if (refused !== null) return note(closing, row, { because: refused }, context);
  const step = directoryOf(account, directories)?.closing[row.step as ClosingStep];
  if (!step) return note(closing, row, { because: t`This step is no longer switched on.` }, context);
  if (closing.purpose === 'undo') return giveBack(closing, row, step, context);

  const preview = await step.preview(row.object_id);
  if (!preview.possible) return note(closing, row, { because: preview.because.words }, context);
  const more = without(preview.will, words(row.will));
  if (more.length)
    return note(
      closing,
      row,
      { because: t`There is more now than was approved: ${more.join(', ')}. Ask for it anew.` },
      context,
    );
  // What is needed to undo it is known before anything is changed, whatever happens to us meanwhile.
  await begun(row, context);
  const before = row.state === 'trying' ? without(words(row.will), preview.will) : [];
  const outcome: StepOutcome = preview.will.length
    ? await step.take(row.object_id)
    : { done: true, changed: [], undo: {} };
  if (!outcome.done && !before.length)
    return note(closing, row, { because: outcome.because.words, ...(outcome.undo && { undo: outcome.undo }) }, context);
  const {
    changed,
    undo,
    left = [],
  } = outcome.done ? outcome : { changed: [], undo: outcome.undo ?? {}, left: [outcome.because.words] };
  await note(
    closing,
    row,
    {
      changed: [...before, ...changed],
      // Of what was done before a crash, only the list that was written beforehand knows how to undo it.
      undo: before.length ? (JSON.parse(row.undo) as Record<string, unknown>) : undo,
      ...(left.length && { because: left.join(' ') }),
    },
    context,
  );
}

type Step = NonNullable<Directory['closing'][ClosingStep]>;

async function giveBack(closing: Closing, row: StepRow, step: Step, context: JobContext): Promise<void> {
  if (!step.undo) return note(closing, row, { because: t`This can't be given back.` }, context);
  await begun(row, context);
  const outcome = await step.undo(row.object_id, JSON.parse(row.undo) as Record<string, unknown>);
  await note(
    closing,
    row,
    outcome.done
      ? { changed: outcome.changed, ...(outcome.left?.length && { because: outcome.left.join(' ') }) }
      : { because: outcome.because.words },
    context,
  );
}

/** Those of some words that aren't among others, each as often as it is said. */
function without(some: string[], others: string[]): string[] {
  const rest = [...others];
  return some.filter((word) => {
    const at = rest.indexOf(word);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

const begun = ({ closing, place }: StepRow, { store }: JobContext): Promise<unknown> =>
  store.transaction((tx) =>
    tx
      .updateTable('closing_steps')
      .set({ state: 'trying' })
      .where('closing', '=', closing)
      .where('place', '=', place)
      .execute(),
  );

/** Keeps how a step ended, and puts it into the ledger with all that is needed to undo it. */
async function note(
  closing: Closing,
  row: StepRow,
  ended: { changed?: string[]; undo?: Record<string, unknown>; because?: string },
  { store, clock }: JobContext,
): Promise<void> {
  const { changed, undo, because } = ended;
  const set: Partial<CheckTables['closing_steps']> = {
    state: changed ? 'done' : 'not-done',
    changed: JSON.stringify(changed ?? []),
    because: because ?? null,
    ...(undo && { undo: JSON.stringify(undo) }),
  };
  await store.transaction(async (tx) => {
    const now = clock.now();
    const kept = await tx
      .updateTable('closing_steps')
      .set({ ...set, ended_at: now.toISOString() })
      .where('closing', '=', row.closing)
      .where('place', '=', row.place)
      .where('state', 'in', ['waiting', 'trying'])
      .returning('place')
      .executeTakeFirst();
    // Somebody else was quicker.
    if (!kept) return;
    await refreshMessages(tx, subjectOf(closing), now);
    await record(tx, now, {
      kind: closing.purpose === 'close' ? 'account-closing' : 'account-opening',
      facts: {
        closing: closing.id,
        request: closing.request,
        provider: row.provider,
        step: row.step,
        done: changed !== undefined,
      },
      personal: {
        person: closing.person,
        account: row.object_id,
        changed: changed ?? [],
        undo: undo ?? {},
        ...(because && { because }),
      },
    });
  });
}

/** All steps are taken: whoever asked and whoever approved see what came of it. */
async function finish(closing: Closing, { store, clock, school, effects }: JobContext): Promise<void> {
  await store.transaction(async (tx) => {
    const now = clock.now();
    const ended = await tx
      .updateTable('closings')
      .set({ state: 'done', ended_at: now.toISOString() })
      .where('id', '=', closing.id)
      .where('state', '=', 'approved')
      .returning(['asked_by', 'request'])
      .executeTakeFirst();
    if (!ended) return;
    const approved = await tx
      .selectFrom('request_decisions')
      .select('person')
      .where('request', '=', ended.request ?? '')
      .where('decision', '=', 'approved')
      .execute();
    await deliverAll(
      tx,
      [ended.asked_by, ...approved.map(({ person }) => person)].map((person) => ({
        key: `closing ${closing.id} done ${person}`,
        person,
        show: { action: 'checks.closing', input: { closing: closing.id, page: 1 } },
        subject: subjectOf(closing),
        purpose: 'tell' as const,
      })),
      now,
    );
    await refreshMessages(tx, subjectOf(closing), now);
    if (ended.request !== null)
      await requestDone(ended.request, await outcomeOf(closing, tx), { tx, now, school, effects });
  });
}

/** What came of it, for whoever looks at the request. */
async function outcomeOf({ id }: Closing, tx: Tx): Promise<string> {
  const { rows } = await closingOf(tx, id);
  const left = rows.filter(({ state, will }) => state === 'not-done' && words(will).length > 0).length;
  return left ? t`Done, except for ${count(left, t`step`, t`steps`)}: the list says why.` : t`Done.`;
}
