import {
  type Action,
  AdaptiveCard,
  ExecuteAction,
  GlobalSettings,
  OpenUrlAction,
  SerializableObject,
  SerializationContext,
  Table,
  Versions,
} from 'adaptivecards';
import { el } from '../../../addon/el.ts';
import { cardStyle } from './card-style.ts';
import { toHtml } from './markdown.ts';

/** A press of an Action.Execute: what the button carries, with the card's inputs if it sends them. */
export interface Pressed {
  verb: string;
  data: unknown;
  title: string | undefined;
}

// Teams draws cards of version 1.5: what is newer falls back or is missing, here as there.
SerializableObject.defaultMaxVersion = Versions.v1_5;
GlobalSettings.setTabIndexAtCardRoot = false;
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = toHtml(text);
  result.didProcess = true;
};
// Tables register themselves when their module is loaded; naming one keeps the bundler from leaving it out.
void Table;

/** Draws a card with the Adaptive Cards renderer. Inputs are checked by it before `press` is called. */
export function drawCard(json: unknown, press: (pressed: Pressed) => void): HTMLElement {
  const card = new AdaptiveCard();
  card.hostConfig = cardStyle;
  card.onExecuteAction = (action: Action) => {
    if (action instanceof ExecuteAction) press({ verb: action.verb, data: action.data ?? {}, title: action.title });
    else if (action instanceof OpenUrlAction && action.url) window.open(action.url, '_blank', 'noopener,noreferrer');
  };
  card.parse(json, new SerializationContext(Versions.v1_5));
  const drawn = card.render();
  const title = drawn ? firstLine(drawn) : null;
  return el(
    'div',
    { class: 'card', role: 'group', 'aria-label': title, tabindex: -1 },
    drawn ?? el('p', {}, "This card can't be shown here."),
  );
}

/** Words that stand for a card when it is announced: its first line. */
export function firstLine(element: HTMLElement): string {
  const line = element.querySelector('.ac-textBlock, .ac-richTextBlock') ?? element;
  return (line.textContent ?? '').trim().slice(0, 160);
}
