import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { JSDOM } from 'jsdom';
import markdownIt from 'markdown-it';

const require = createRequire(import.meta.url);

/** Adaptive Cards' own renderer finds its document in the globals. */
const { window } = new JSDOM();
const { document, HTMLElement } = window;
for (const name of Object.getOwnPropertyNames(window))
  if (/^(HTML\w*Element|Node|\w*Event|window|document)$/.test(name) && !(name in globalThis))
    Object.defineProperty(globalThis, name, { value: window[name as keyof typeof window], configurable: true });
Object.defineProperty(HTMLElement.prototype, 'innerText', {
  get() {
    return this.textContent;
  },
  set(text: string) {
    this.textContent = text;
  },
});
const adaptivecards: typeof AdaptiveCards = require('adaptivecards/dist/adaptivecards.js');

/** The most trusting client there could be: all of Markdown, HTML in it, and bare addresses made into links. */
const markdown = markdownIt({ html: true, linkify: true });
adaptivecards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

/** A card on a screen. */
export interface RenderedCard {
  element: HTMLElement;
  /** What the parser and the renderer found wrong. */
  problems: string[];
  /** The words that one sees, line breaks as spaces. */
  words: string;
  inputs: AdaptiveCards.Input[];
  /** Presses the button with that label, and returns what the client would send; null when it finds an input wanting. */
  press(label: string): { verb: string; data: unknown } | null;
}

export function renderCard(json: unknown): RenderedCard {
  const card = new adaptivecards.AdaptiveCard();
  card.version = adaptivecards.Versions.v1_5;
  const context = new adaptivecards.SerializationContext(adaptivecards.Versions.v1_5);
  card.parse(structuredClone(json), context);
  const problems = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  for (const { errors } of card.validateProperties().validationEvents.map((event) => ({ errors: event.message })))
    problems.push(errors);
  let executed: AdaptiveCards.ExecuteAction | null = null;
  card.onExecuteAction = (action) => {
    if (action instanceof adaptivecards.ExecuteAction) executed = action;
  };
  const element = card.render();
  if (!element) throw new Error('nothing was rendered');
  document.body.replaceChildren(element);
  return {
    element,
    problems,
    words: seen(element.textContent ?? ''),
    inputs: card.getAllInputs(),
    press(label) {
      executed = null;
      const button = [...element.querySelectorAll('button')].find(({ textContent }) => textContent === label);
      if (!button) throw new Error(`no button "${label}"`);
      button.click();
      return (
        executed && {
          verb: (executed as AdaptiveCards.ExecuteAction).verb,
          data: (executed as AdaptiveCards.ExecuteAction).data,
        }
      );
    },
  };
}

/** A text as one sees it: white space of any kind is one space. */
export const seen = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
