import { isSafe } from '../../../shared/loopback.ts';
import type { Input, Link, Button as ViewButton } from '../../../shared/view/view.ts';
import type { Button } from './schema.ts';
import { plain } from './words.ts';

/** Keys of the parameters that a press brings back. Every parameter is text. */
export const PARAMETERS = {
  /** The action's id. */
  action: 'action',
  /** Its fixed input, as JSON. */
  input: 'input',
  /**
   * The kinds of the inputs that are sent with it, by name, as JSON. Google sends every input of a card with every press,
   * and leaves out a toggle that is not ticked.
   */
  fields: 'fields',
  /** For a view longer than a card may be: which page of it. */
  page: 'page',
} as const;

/** A red that white letters can be read on. */
const DANGER = { red: 0.7, green: 0.15, blue: 0.12 };

/** Where presses go, and what the card holds that they send. */
export interface Form {
  /** The add-on's address. */
  endpoint: string;
  inputs: Input[];
}

/** A press on it comes back to the endpoint with the button's input, and what was typed if it sends that. */
export function buttonOf(
  { label, action, input, style, sendsInputs }: ViewButton,
  { endpoint, inputs }: Form,
  { about, page }: { about?: string; page?: number } = {},
): Button {
  const required = inputs.filter((each) => each.required).map(({ id }) => id);
  const fields = Object.fromEntries(inputs.map((each) => [each.id, each.input]));
  const parameters = {
    [PARAMETERS.action]: action,
    [PARAMETERS.input]: JSON.stringify(input),
    ...(sendsInputs && { [PARAMETERS.fields]: JSON.stringify(fields) }),
    ...(page && { [PARAMETERS.page]: String(page) }),
  };
  return {
    text: plain(label),
    ...(about && { altText: plain(`${label}: ${about}`) }),
    type: style ? 'FILLED' : 'OUTLINED',
    ...(style === 'danger' && { color: DANGER }),
    onClick: {
      action: {
        function: endpoint,
        parameters: Object.entries(parameters).map(([key, value]) => ({ key, value })),
        ...(sendsInputs && required.length && { requiredWidgets: required }),
        persistValues: true,
      },
    },
  };
}

/** @throws Error for anything but an https address, or http on this machine: a bug of the view. */
export function linkOf({ label, url }: Link): Button {
  if (!isSafe(url)) throw new Error('a link of a view must be https');
  return { text: plain(label), type: 'OUTLINED', onClick: { openLink: { url } } };
}
