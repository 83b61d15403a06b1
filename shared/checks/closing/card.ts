import * as z from 'zod';
import { action, type Context } from '../../feature.ts';
import { count, t } from '../../language/words.ts';
import { showRequest } from '../../requests/index.ts';
import { sayMoment } from '../../time.ts';
import { buttons, list, rows, text, view } from '../../view/build.ts';
import type { Node, View } from '../../view/view.ts';
import { askToClose, drop, undo } from './ask.ts';
import { type Closing, closingSeen } from './closing.ts';
import { isUndoable, type StepRow, sayStep, titleOf, whereOf, words } from './steps.ts';

/** Steps on one page: a card stays short enough to read on a phone. */
const PAGE = 8;

const Asked = z.strictObject({ closing: z.string().max(100), page: z.int().min(1).max(100).default(1) });

/** What is to happen to somebody's accounts, exactly; later what happened, and how to undo it. */
export const closing = action({
  id: 'checks.closing',
  who: 'checks',
  input: Asked,
  run: async ({ closing: id, page }, context) => closingView(await closingSeen(id, context), page, context),
});

export function closingView(shown: Closing, page: number, context: Context): View {
  const { id, name, purpose, state, request, because } = shown;
  const again = closing.button(t`How far is it?`, { closing: id });
  switch (state) {
    case 'reading':
      return view(
        t`Reading what there is to close`,
        text(t`I'm asking the directories about ${name}, and write to you when the list is there.`),
        buttons(again),
      );
    case 'listed':
      return view(
        purpose === 'close' ? t`This would be done to ${name}'s accounts` : t`This would be given back to ${name}`,
        ...planned(shown),
        text(t`Nothing has happened yet. Somebody else must approve this list.`),
        buttons(
          askToClose.button(t`Ask for approval`, { closing: id }, { style: 'primary' }),
          drop.button(t`Leave it`, { closing: id }),
        ),
      );
    case 'asked':
      return view(
        purpose === 'close' ? t`Closing ${name}'s accounts waits for approval` : t`Giving back waits for approval`,
        ...planned(shown),
        buttons(request !== null && showRequest.button(t`The request`, { request })),
      );
    case 'approved':
      return view(t`${name}'s accounts: it is being done`, ...outcomes(shown, page), buttons(again));
    case 'done':
      return view(
        purpose === 'close' ? t`${name}'s accounts: done` : t`Given back to ${name}`,
        ...outcomes(shown, page),
        ...undoing(shown),
        shown.ended_at !== null &&
          text(
            t`Done and looked at again on ${sayMoment(shown.ended_at, context.school)}. It is in the ledger.`,
            'quiet',
          ),
      );
    case 'dropped':
      return view(t`${name}'s accounts: nothing was changed`, text(because ?? ''));
    default:
      return state satisfies never;
  }
}

/** The exact list: one line for each step at each account, and what can't be done. */
function planned({ rows: all, purpose }: Closing): Node[] {
  const will = all.filter(({ state }) => state === 'waiting');
  const wont = all.flatMap((row) => [
    ...(row.because ? [`${whereOf(row)}: ${titleOf(row, purpose)}: ${row.because}`] : []),
    ...words(row.wont).map((why) => `${whereOf(row)}: ${why}`),
  ]);
  return [
    list(will.map((row) => sayStep(row, purpose))),
    ...(wont.length ? [text(t`What stays as it is`, 'heading'), list(wont.slice(0, 2 * PAGE))] : []),
  ];
}

/** What became of each step. */
function outcomes({ id, rows: all, purpose }: Closing, page: number): Node[] {
  const shown = all.slice((page - 1) * PAGE, page * PAGE);
  return [
    rows(
      shown.map((row) => ({
        title: `${capital(titleOf(row, purpose))}: ${STATES[row.state]}`,
        detail: [whereOf(row), row.state === 'done' && words(row.changed).join(', '), row.because]
          .filter(Boolean)
          .join(' · '),
      })),
    ),
    buttons(
      page > 1 && closing.button(t`Previous`, { closing: id, page: page - 1 }),
      all.length > page * PAGE && closing.button(t`Next`, { closing: id, page: page + 1 }),
    ),
  ];
}

const STATES: Record<StepRow['state'], string> = {
  waiting: t`waits`,
  trying: t`being done`,
  done: t`done`,
  'not-done': t`not done`,
};

/** How to undo it: what can be given back by a press, and what can't. */
function undoing({ id, rows: all, purpose }: Closing): Node[] {
  if (purpose === 'undo') return [];
  const done = all.filter(({ state, changed }) => state === 'done' && words(changed).length > 0);
  const back = done.filter(({ step, undo: needed }) => isUndoable(step) && needed !== '{}');
  const gone = done.filter(({ step }) => !isUndoable(step));
  if (!done.length) return [];
  return [
    text(t`To undo it`, 'heading'),
    ...(back.length
      ? [list([...new Set(back.map((row) => capital(titleOf(row, 'undo'))))])]
      : [text(t`Nothing of this has to be given back.`)]),
    ...(gone.length
      ? [
          text(
            t`${count(gone.length, t`thing`, t`things`)} can't be given back: people sign in, and allow apps, anew.`,
            'quiet',
          ),
        ]
      : []),
    buttons(back.length > 0 && undo.button(t`Give it back`, { closing: id })),
  ];
}

const capital = (said: string): string => said.charAt(0).toUpperCase() + said.slice(1);
