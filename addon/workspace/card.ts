import type { Call } from '../../shared/feature.ts';
import { t } from '../../shared/language/words.ts';
import type { Buttons, Input, Link, Node, Progress, Rows, Text, View } from '../../shared/view/view.ts';
import { oneLine, percentOf } from '../../shared/view/words.ts';
import { buttonOf, type Form, linkOf } from './card/actions.ts';
import { inputOf } from './card/inputs.ts';
import { type Part, paged } from './card/pages.ts';
import type { Button, Card, Widget } from './card/schema.ts';
import { html, pieces, plain } from './card/words.ts';

export type { Card } from './card/schema.ts';

/** What a card, and a message with its cards, may fill: 32 KB by the Chat API's reference of CardWithId, 32,000 bytes by its guide to messages. */
export const MAX_CARD_BYTES = 32_000;

/** Letters of one paragraph; more of them stand in several, so that a page can end between two. */
const LONGEST_PARAGRAPH = 2_000;
/** Letters that certainly fit the two lines of a card's header. */
const LONGEST_TITLE = 60;

/** Where the presses of a card go, and what it was that gave the view, so that more of a long one can be asked for. */
export interface Drawing {
  /** The add-on's own address. */
  endpoint: string;
  /** Without it, a view longer than a card can't be drawn. */
  from?: Call;
  /** From 1. */
  page?: number;
}

/**
 * Draws a view as a Card v2, for the sidebar and for Google Chat. A view with more than a card holds is shown in pages,
 * with buttons that ask for its others.
 * @throws Error when it can't be paged: a bug of the feature.
 */
export function toCard(view: View, { endpoint, from, page: wanted = 1 }: Drawing): Card {
  const pages = pagesOf(view, endpoint);
  const page = Math.min(Math.max(wanted, 1), pages.length);
  const card = pages[page - 1] as Card;
  if (pages.length === 1) return held(card);
  if (!from) throw new Error(`a view of ${pages.length} cards is more than one card holds: page the view`);
  const turn = (label: string, to: number) =>
    buttonOf({ label, ...from, sendsInputs: false }, { endpoint, inputs: [] }, { page: to });
  const widgets: Widget[] = [
    { textParagraph: { text: html(t`Page ${page} of ${pages.length}`) } },
    {
      buttonList: {
        buttons: [
          ...(page > 1 ? [turn(t`Previous page`, page - 1)] : []),
          ...(page < pages.length ? [turn(t`Next page`, page + 1)] : []),
        ],
      },
    },
  ];
  return held({ ...card, sections: [...card.sections, { widgets }] });
}

/** A message of Google Chat that holds cards. */
export interface ChatMessage {
  cardsV2: { cardId: string; card: Card }[];
  /** For notifications, and where cards can't be shown. */
  fallbackText: string;
}

/**
 * Draws a view as a message of Google Chat. Where nobody can say what gave the view, a long one becomes several cards.
 * @throws Error when that is more than a message holds: a bug of the feature.
 */
export function toMessage(view: View, drawing: Drawing): ChatMessage {
  const cards = drawing.from ? [toCard(view, drawing)] : pagesOf(view, drawing.endpoint);
  const message = {
    cardsV2: cards.map((card, i) => ({ cardId: `card-${i + 1}`, card })),
    fallbackText: oneLine(view.title),
  };
  if (bytesOf(message) > MAX_CARD_BYTES) throw new Error('a message is more than Google Chat takes: page the view');
  return message;
}

const bytesOf = (drawn: unknown): number => Buffer.byteLength(JSON.stringify(drawn));

function held(card: Card): Card {
  const bytes = bytesOf(card);
  if (bytes > MAX_CARD_BYTES) throw new Error(`a card of ${bytes} bytes is more than Google takes: page the view`);
  return card;
}

function pagesOf({ title, nodes }: View, endpoint: string): Card[] {
  const words = plain(title);
  const short =
    words.length > LONGEST_TITLE ? `${words.slice(0, words.lastIndexOf(' ', LONGEST_TITLE) >>> 0)} …` : words;
  // A title that the header may cut stands below it as well; and no card is without a section.
  const whole: Part[] = short === words && nodes.length ? [] : [{ widget: paragraph(`<b>${html(title)}</b>`) }];
  return paged([...whole, ...partsOf(nodes, endpoint)]).map((sections) => ({ header: { title: short }, sections }));
}

/** The nodes one under the other. Buttons and links that follow each other share a row; what is typed stays on one page with what sends it. */
function partsOf(nodes: Node[], endpoint: string): Part[] {
  const form = { endpoint, inputs: nodes.filter((node): node is Input => node.kind === 'input') };
  const begins = nodes.findIndex(({ kind }) => kind === 'input');
  const ends = nodes.findLastIndex(
    (node) => node.kind === 'buttons' && node.buttons.some(({ sendsInputs }) => sendsInputs),
  );
  const parts: Part[] = [];
  let row: Button[] = [];
  for (const [i, node] of nodes.entries()) {
    const tied = begins >= 0 && i > begins && i <= ends;
    if (node.kind !== 'buttons' && node.kind !== 'link') {
      row = [];
      parts.push(...draw(node, form).map((part) => ({ ...part, tied })));
      continue;
    }
    const made = node.kind === 'link' ? [linkOf(node)] : node.buttons.map((button) => buttonOf(button, form));
    if (!row.length && made.length) parts.push({ widget: { buttonList: { buttons: row } }, tied });
    row.push(...made);
  }
  return parts;
}

const paragraph = (text: string): Widget => ({ textParagraph: { text } });

/** A text, and how its words are set apart where a mark before them isn't enough. */
const paragraphs = (text: string, set: 'plain' | 'b' | 'i' = 'plain'): Part[] =>
  pieces(text, LONGEST_PARAGRAPH).map((piece) => ({
    widget: paragraph(set === 'plain' ? html(piece) : `<${set}>${html(piece)}</${set}>`),
  }));

function draw(node: Exclude<Node, Buttons | Link>, form: Form): Part[] {
  switch (node.kind) {
    case 'text':
      return textOf(node);
    case 'list':
      return node.items.flatMap((item) => paragraphs(`• ${item}`));
    case 'facts':
      return node.facts.flatMap(({ label, value }) => {
        const [first = '', ...more] = pieces(value, LONGEST_PARAGRAPH);
        const labelled = paragraph(`<b>${html(label)}</b><br>${html(first)}`);
        return [labelled, ...more.map((piece) => paragraph(html(piece)))].map((widget) => ({ widget }));
      });
    case 'rows':
      return node.rows.map((row) => ({ widget: rowOf(row, form) }));
    case 'progress':
      return [{ widget: progressOf(node) }];
    case 'input':
      return [{ widget: inputOf(node) }];
    default:
      return node satisfies never;
  }
}

function textOf({ text, style }: Text): Part[] {
  switch (style) {
    case undefined:
      return paragraphs(text);
    case 'heading':
      return [{ header: text }];
    case 'quiet':
      return paragraphs(text, 'i');
    case 'quote':
      return paragraphs(`“${text}”`);
    case 'good':
      return paragraphs(`✓ ${text}`, 'b');
    case 'warning':
      return paragraphs(`⚠ ${text}`, 'b');
    default:
      return style satisfies never;
  }
}

const rowOf = ({ title, detail, button }: Rows['rows'][number], form: Form): Widget => ({
  decoratedText: {
    text: html(title),
    ...(detail && { bottomLabel: plain(detail) }),
    wrapText: true,
    ...(button && { button: buttonOf(button, form, { about: title }) }),
  },
});

/** How many pieces the bar of a progress has. */
const BAR = 20;

/** The figures as words, and under them a bar of two colours made of a line's pieces. The words alone tell all. */
function progressOf({ label, done, total }: Progress): Widget {
  const percent = percentOf({ done, total });
  const full = percent === 0 ? 0 : Math.max(Math.floor((percent * BAR) / 100), 1);
  const bar = (pieces: number, colour: string) =>
    pieces ? `<font color="${colour}">${'━'.repeat(pieces)}</font>` : '';
  const words = html(t`${done} of ${total} (${percent}%)`);
  return paragraph(`${html(label)}<br><b>${words}</b><br>${bar(full, '#1a73e8')}${bar(BAR - full, '#bdc1c6')}`);
}
