import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { refreshMessages } from '../../deliveries/index.ts';
import { CLOSING_STEPS } from '../../directories/index.ts';
import { Refusal } from '../../errors.ts';
import { action, type Context } from '../../feature.ts';
import { enqueue } from '../../jobs/index.ts';
import { t } from '../../language/words.ts';
import { startRequest } from '../../requests/index.ts';
import type { View } from '../../view/view.ts';
import { theOne } from '../leavers/tell.ts';
import type { CheckTables } from '../tables.ts';
import { closingView } from './card.ts';
import { CLOSE_ACCOUNT, type Closing, closingOf, closingSeen, subjectOf } from './closing.ts';
import { whyOpen } from './guard.ts';
import { readClosing } from './read.ts';
import { isUndoable, sayStep, words } from './steps.ts';

/** A list that is older shows what was, not what is. */
const STALE_MS = 24 * 3_600_000;

const Which = z.strictObject({ closing: z.string().max(100) });

/** "Block sign-in", "Close the accounts": reads what exactly that would change. Nothing happens before two people say so. */
export const closeAccounts = action({
  id: 'checks.closeAccounts',
  who: 'checks',
  input: z.strictObject({ person: z.string().max(100), steps: z.enum(['sign-in', 'all']) }),
  async run({ person, steps }, context): Promise<View> {
    const { tx, now, school } = context;
    const { id: known } = await theOne(context, person);
    const wanted = CLOSING_STEPS.filter(
      (step) => school.checks.closing.includes(step) && (steps === 'all' || step === 'block-sign-in'),
    );
    if (!wanted.length)
      throw new Refusal(
        t`Closing accounts isn't switched on. Somebody who looks after the school file can do that: checks, closing.`,
      );
    const why = await whyOpen(tx, known, context);
    if (why !== null) throw new Refusal(why);
    const shown = await begin(context, { person: known, purpose: 'close', undoes: null, steps: wanted });
    if (shown.state === 'reading')
      await enqueue(tx, readClosing, { closing: shown.id }, { now, key: subjectOf(shown) });
    return closingView(shown, 1, context);
  },
});

/** The one that is under way for somebody, or a new one. */
async function begin(
  { tx, actor, now }: Context,
  closing: Pick<CheckTables['closings'], 'person' | 'purpose' | 'undoes'> & { steps: string[] },
): Promise<Closing> {
  // Whoever left a list lying about has it read anew.
  await tx
    .updateTable('closings')
    .set({ state: 'dropped', ended_at: now.toISOString(), because: t`It was read again.` })
    .where('person', '=', closing.person)
    .where('state', 'in', ['reading', 'listed'])
    .execute();
  const id = randomUUID();
  await tx
    .insertInto('closings')
    .values({
      ...closing,
      id,
      steps: JSON.stringify(closing.steps),
      state: 'reading',
      asked_by: actor.person.id,
      created_at: now.toISOString(),
      request: null,
      ended_at: null,
      because: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const open = await tx
    .selectFrom('closings')
    .select('id')
    .where('person', '=', closing.person)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return closingOf(tx, open.id);
}

/** "Ask for approval": the list as it stands goes to those who decide. */
export const askToClose = action({
  id: 'checks.askToClose',
  who: 'checks',
  input: Which,
  async run({ closing: id }, context): Promise<View> {
    const { tx, now } = context;
    const shown = await closingSeen(id, context);
    if (shown.state !== 'listed') return closingView(shown, 1, context);
    if (now.getTime() - Date.parse(shown.created_at) > STALE_MS)
      throw new Refusal(t`This list is from yesterday or before. Please ask for it anew: nothing was changed.`);
    const why = shown.purpose === 'close' ? await whyOpen(tx, shown.person, context) : null;
    if (why !== null) throw new Refusal(why);
    const waiting = shown.rows.filter(({ state }) => state === 'waiting');
    const request = await startRequest(context, {
      kind: CLOSE_ACCOUNT,
      details: [
        shown.purpose === 'close'
          ? t`For ${shown.name}, whose contract has ended.`
          : t`To be given back to ${shown.name}.`,
        ...waiting.map((row) => sayStep(row, shown.purpose)),
      ],
    });
    await tx
      .updateTable('closings')
      .set({ state: 'asked', request: request.id, asked_by: context.actor.person.id })
      .where('id', '=', id)
      .execute();
    await refreshMessages(tx, subjectOf(shown), now);
    return closingView(await closingOf(tx, id), 1, context);
  },
});

/** "Leave it." */
export const drop = action({
  id: 'checks.dropClosing',
  who: 'checks',
  input: Which,
  async run({ closing: id }, context): Promise<View> {
    const { tx, now } = context;
    const shown = await closingSeen(id, context);
    await tx
      .updateTable('closings')
      .set({ state: 'dropped', ended_at: now.toISOString(), because: t`Somebody decided to leave it.` })
      .where('id', '=', id)
      .where('state', 'in', ['reading', 'listed'])
      .execute();
    await refreshMessages(tx, subjectOf(shown), now);
    return closingView(await closingOf(tx, id), 1, context);
  },
});

/** "Give it back": what was taken is listed again, and two people decide on that as well. */
export const undo = action({
  id: 'checks.undoClosing',
  who: 'checks',
  input: Which,
  async run({ closing: id }, context): Promise<View> {
    const { tx } = context;
    const done = await closingSeen(id, context);
    const back = done.rows.filter(
      ({ step, undo, changed }) => isUndoable(step) && undo !== '{}' && words(changed).length > 0,
    );
    if (done.state !== 'done' || done.purpose !== 'close' || !back.length)
      throw new Refusal(t`There is nothing to give back here.`);
    const shown = await begin(context, {
      person: done.person,
      purpose: 'undo',
      undoes: id,
      steps: back.map(({ step }) => step),
    });
    // Another one is under way.
    if (shown.state !== 'reading' || shown.undoes !== id) return closingView(shown, 1, context);
    await tx
      .insertInto('closing_steps')
      .values(
        // What was taken last is given back first.
        back.toReversed().map(({ address: _, ...row }, place) => ({
          ...row,
          closing: shown.id,
          place,
          state: 'waiting' as const,
          will: row.changed,
          wont: '[]',
          changed: '[]',
          because: null,
          ended_at: null,
        })),
      )
      .execute();
    await tx.updateTable('closings').set({ state: 'listed' }).where('id', '=', shown.id).execute();
    return closingView(await closingOf(tx, shown.id), 1, context);
  },
});
