import {
  type Action,
  AdaptiveCard,
  type CardElement,
  Column,
  ColumnSet,
  Container,
  TeamsCardProperties,
} from '@microsoft/teams.cards';
import { t } from '../shared/language/words.ts';
import type { Facts, Node, Rows, Text, View } from '../shared/view/view.ts';
import { actionOf, actionSets, linkOf } from './card/actions.ts';
import { inputOf } from './card/inputs.ts';
import { progressOf } from './card/progress.ts';
import { heading, words } from './card/words.ts';

/** The content type of an Adaptive Card, as an attachment and as the answer to a press. */
export const CARD = 'application/vnd.microsoft.card.adaptive';

/** Teams takes messages of about 28 KB; a card may fill 25 of them. */
export const MAX_CARD_BYTES = 25_000;

/**
 * Draws a view as an Adaptive Card 1.5, the version that Teams shows on every device. Colours are the client's own.
 * @throws Error when the card is larger than Teams takes: a bug of the feature, which should have paged.
 */
export function toCard(view: View): Record<string, unknown> {
  const card = new AdaptiveCard(...heading(view.title, 'Large'), ...body(view.nodes))
    .withVersion('1.5')
    .withFallbackText(t`Please update Teams to see this card.`)
    .withMsteams(new TeamsCardProperties({ width: 'full' }));
  const json = JSON.stringify(card);
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_CARD_BYTES) throw new Error(`a card of ${bytes} bytes is more than Teams takes: page the view`);
  return JSON.parse(json) as Record<string, unknown>;
}

/** The nodes one under the other; buttons and links that follow each other share a row. */
function body(nodes: Node[]): CardElement[] {
  const drawn: CardElement[] = [];
  let row: Action[] = [];
  for (const part of nodes.flatMap<CardElement | Action>(draw)) {
    if (isAction(part)) {
      row.push(part);
    } else {
      drawn.push(...actionSets(row), part);
      row = [];
    }
  }
  return [...drawn, ...actionSets(row)];
}

const isAction = (part: CardElement | Action): part is Action => part.type.startsWith('Action.');

function draw(node: Node): (CardElement | Action)[] {
  switch (node.kind) {
    case 'text':
      return textOf(node);
    case 'list':
      return node.items.map((item, i) => beside('•', item, i > 0));
    case 'facts':
      return factsOf(node);
    case 'rows':
      return node.rows.map(rowOf);
    case 'progress':
      return progressOf(node);
    case 'input':
      return [inputOf(node)];
    case 'buttons':
      return node.buttons.map(actionOf);
    case 'link':
      return [linkOf(node)];
    default:
      return node satisfies never;
  }
}

function textOf({ text, style }: Text): CardElement[] {
  switch (style) {
    case undefined:
      return words(text);
    case 'heading':
      return heading(text, 'Medium', { spacing: 'Large' });
    case 'quiet':
      return words(text, { isSubtle: true, size: 'Small' });
    case 'quote':
      return [new Container(...words(text)).withStyle('emphasis')];
    case 'good':
      return [new Container(beside('✓', text)).withStyle('good')];
    case 'warning':
      return [new Container(beside('⚠', text)).withStyle('warning')];
    default:
      return style satisfies never;
  }
}

/** A mark with the text hanging beside it. */
const beside = (mark: string, text: string, close = false): ColumnSet =>
  new ColumnSet({
    ...(close && { spacing: 'Small' }),
    columns: [
      new Column(...words(mark)).withWidth('auto'),
      new Column(...words(text)).withWidth('stretch').withSpacing('Small'),
    ],
  });

/** Labels and values in two columns; the first as narrow as its longest label lets it be on a phone. */
function factsOf({ facts }: Facts): ColumnSet[] {
  const longest = Math.max(...facts.map(({ label }) => label.length));
  return facts.map(
    ({ label, value }, i) =>
      new ColumnSet({
        ...(i > 0 && { spacing: 'Small' }),
        columns: [
          new Column(...words(label, { weight: 'Bolder' })).withWidth(Math.min(longest, 14) + 2),
          new Column(...words(value)).withWidth(26),
        ],
      }),
  );
}

const rowOf = ({ title, detail, button }: Rows['rows'][number]): ColumnSet =>
  new ColumnSet({
    separator: true,
    spacing: 'Small',
    columns: [
      new Column(...words(title), ...words(detail ?? '', { isSubtle: true, size: 'Small' }, { spacing: 'None' }))
        .withWidth('stretch')
        .withVerticalContentAlignment('Center'),
      ...(button ? [new Column(...actionSets([actionOf(button)])).withWidth('auto')] : []),
    ],
  });
