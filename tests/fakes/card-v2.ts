import { discoveryContract, haveContracts } from '../contracts/google-discovery.ts';

/** A Card v2 as it stands on a screen, read back from its JSON alone. */
export interface DrawnCard {
  /** Every word one sees, in its order, line breaks as spaces. */
  words: string;
  buttons: DrawnButton[];
  links: { label: string; url: string }[];
  inputs: DrawnInput[];
  /** Widgets and bytes, as Google counts them. */
  widgets: number;
  bytes: number;
  /** Elements that a browser would make of its words, by name; those that the card meant to have among them. */
  elements: string[];
  /** What Google sends for a press, with what was typed: the `commonEventObject`. */
  press(label: string, typed?: Record<string, unknown>): Record<string, unknown>;
}

export interface DrawnButton {
  label: string;
  url: string;
  parameters: Record<string, string>;
  required: string[];
}

export interface DrawnInput {
  name: string;
  label: string;
  kind: 'line' | 'paragraph' | 'choice' | 'toggle' | 'date';
  value: string;
  choices: { label: string; value: string }[];
}

type Json = Record<string, any>;

/** Reads a card as the most trusting client would: every field as HTML. */
export function drawnCard(card: Json): DrawnCard {
  const said: string[] = [];
  const elements = new Set<string>();
  const buttons: DrawnButton[] = [];
  const links: DrawnCard['links'] = [];
  const inputs: DrawnInput[] = [];
  const say = (html: string | undefined): string => {
    if (!html) return '';
    for (const [, name] of html.matchAll(TAG)) elements.add((name as string).toLowerCase());
    const words = plainly(read(html));
    said.push(words);
    return words;
  };
  const button = ({ text, onClick }: Json) => {
    const label = say(text);
    if (onClick.openLink) return links.push({ label, url: onClick.openLink.url });
    const { function: url, parameters, requiredWidgets = [] } = onClick.action;
    return buttons.push({
      label,
      url,
      parameters: Object.fromEntries(parameters.map(({ key, value }: Json) => [key, value])),
      required: requiredWidgets,
    });
  };

  say(card.header.title);
  let widgets = 0;
  for (const section of card.sections) {
    say(section.header);
    for (const widget of section.widgets as Json[]) {
      widgets++;
      const { textParagraph, decoratedText, buttonList, textInput, selectionInput, dateTimePicker } = widget;
      if (textParagraph) say(textParagraph.text);
      if (decoratedText) {
        say(decoratedText.text);
        say(decoratedText.bottomLabel);
        if (decoratedText.button) button(decoratedText.button);
      }
      for (const each of buttonList?.buttons ?? []) button(each);
      if (textInput) {
        const kind = textInput.type === 'SINGLE_LINE' ? 'line' : 'paragraph';
        inputs.push({
          name: textInput.name,
          label: say(textInput.label),
          kind,
          value: textInput.value ?? '',
          choices: [],
        });
      }
      if (dateTimePicker) {
        const { name, label, valueMsEpoch } = dateTimePicker;
        const value = valueMsEpoch ? new Date(Number(valueMsEpoch)).toISOString().slice(0, 10) : '';
        inputs.push({ name, label: say(label), kind: 'date', value, choices: [] });
      }
      if (selectionInput) inputs.push(selectionOf(selectionInput, say));
    }
  }

  return {
    words: said.join(' '),
    buttons,
    links,
    inputs,
    widgets,
    bytes: Buffer.byteLength(JSON.stringify(card)),
    elements: [...elements],
    press(label, typed = {}) {
      const found =
        buttons.find((each) => each.label === label) ??
        (card.cardActions ?? [])
          .map(({ actionLabel, onClick }: Json) => ({ label: actionLabel, parameters: parametersOf(onClick) }))
          .find((each: { label: string }) => each.label === label);
      if (!found) throw new Error(`no button "${label}" among ${buttons.map((each) => `"${each.label}"`).join(', ')}`);
      return { parameters: found.parameters, formInputs: formInputsOf(inputs, typed) };
    },
  };
}

const parametersOf = ({ action }: Json) =>
  Object.fromEntries(action.parameters.map(({ key, value }: Json) => [key, value]));

function selectionOf({ name, label, type, items }: Json, say: (html: string) => string): DrawnInput {
  const selected = items.find((item: Json) => item.selected)?.value ?? '';
  if (type === 'CHECK_BOX')
    return { name, label: say(items[0].text), kind: 'toggle', value: String(selected === 'true'), choices: [] };
  return {
    name,
    label: say(label),
    kind: 'choice',
    value: selected,
    choices: items
      .map((item: Json) => ({ label: plainly(item.text), value: item.value }))
      .filter((item: Json) => item.value !== ''),
  };
}

/** As Google sends what stands in a card's inputs: all of them with every press, and of a tick only that it is there. */
function formInputsOf(inputs: DrawnInput[], typed: Record<string, unknown>): Json {
  return Object.fromEntries(
    inputs.flatMap(({ name, kind, value }): [string, Json][] => {
      const given = String(typed[name] ?? value);
      if (kind === 'date') return given ? [[name, { dateInput: { msSinceEpoch: String(Date.parse(given)) } }]] : [];
      if (kind === 'toggle') return given === 'true' ? [[name, { stringInputs: { value: ['true'] } }]] : [];
      return [[name, { stringInputs: { value: [given] } }]];
    }),
  );
}

/** Where a browser's parser begins an element: "<" and a letter, or what closes one, comments or declares. */
const TAG = /<\/?([a-z!?][^\s>/]*)[^>]*>?/gi;

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** What one reads of a little HTML: the text between its elements, with the entities that we write. */
const read = (html: string): string =>
  html
    .replaceAll(/<br>/g, ' ')
    .replaceAll(TAG, '')
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? '');

/** Without what nobody sees. */
const plainly = (text: string): string => text.replaceAll('\u2060', '').replaceAll(/\s+/g, ' ').trim();

/** What is wrong with a card by Google's own description of it (../shared/contracts); nothing where that is absent. */
export const cardProblems = byContract('GoogleAppsCardV1Card');
/** The same for a message of Google Chat. */
export const messageProblems = byContract('Message');

/** Read when the first card is held against it: most tests never do. */
function byContract(schema: string): (value: unknown) => string[] {
  let problems: ((value: unknown) => string[]) | null = haveContracts ? null : () => [];
  return (value) => {
    problems ??= discoveryContract('google.chat.v1.json').schema(schema);
    return problems(value);
  };
}
