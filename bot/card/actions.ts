import { type Action, ActionSet, ExecuteAction, OpenUrlAction, SubmitAction } from '@microsoft/teams.cards';
import { isSafe } from '../../shared/loopback.ts';
import type { Button, Link } from '../../shared/view/view.ts';
import { oneLine } from '../../shared/view/words.ts';

/** In the data of a press that arrives as a message, from a client without Universal Actions: the action's id. */
export const ACTION_KEY = '$action';

/** Renderers drop what goes beyond five buttons in one row. */
const BUTTONS_A_ROW = 5;

const STYLES = { primary: 'positive', danger: 'destructive' } as const;

/** A press on it comes back as an invoke, or from older clients as a message, with the same input. */
export function actionOf({ label, action, input, style, sendsInputs }: Button): ExecuteAction {
  const shown = {
    title: oneLine(label),
    ...(style && { style: STYLES[style] }),
    associatedInputs: sendsInputs ? ('auto' as const) : ('none' as const),
  };
  return new ExecuteAction({
    ...shown,
    verb: action,
    data: input,
    fallback: new SubmitAction({ ...shown, data: { ...input, [ACTION_KEY]: action } }),
  });
}

/** @throws Error for anything but an https address, or http on this machine: a bug of the view. */
export function linkOf({ label, url }: Link): OpenUrlAction {
  if (!isSafe(url)) throw new Error('a link of a view must be https');
  return new OpenUrlAction(url, { title: oneLine(label) });
}

/** Buttons in as many rows as they need. */
export function actionSets(actions: Action[]): ActionSet[] {
  const rows = Math.ceil(actions.length / BUTTONS_A_ROW);
  return Array.from(
    { length: rows },
    (_, i) => new ActionSet(...actions.slice(i * BUTTONS_A_ROW, (i + 1) * BUTTONS_A_ROW)),
  );
}
