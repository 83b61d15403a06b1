import { t } from '../../../shared/language/words.ts';
import type { Button, Rows, Text, View, Node as ViewNode } from '../../../shared/view/view.ts';
import { el } from '../../el.ts';
import { type Field, makeField } from './field.ts';

/** A button was pressed. `typed` is what the view's inputs hold, for a button that sends them. */
export type OnPress = (button: Button, typed: Record<string, string>) => void;

/** What the nodes of one view share while it is drawn. */
interface Drawing {
  fields: Field[];
  press(button: Button): void;
  /** The id of the heading above, which a button's name is told with. */
  heading: string;
  id(): string;
}

let drawn = 0;

/**
 * Draws a view as a part of a page, its heading first. Every string becomes text: nothing in a view can make an element,
 * an attribute other than a value, or an address of anything but a link.
 */
export function renderView(view: View, onPress: OnPress): HTMLElement {
  const prefix = `view-${++drawn}`;
  let ids = 0;
  const drawing: Drawing = {
    fields: [],
    heading: `${prefix}-title`,
    id: () => `${prefix}-${++ids}`,
    press(button) {
      const sent = button.sendsInputs ? drawing.fields : [];
      const wrong = sent.filter((field) => !field.check());
      if (wrong[0]) return wrong[0].focus();
      const typed = sent.flatMap(({ id, value }) => {
        const held = value();
        return held === undefined ? [] : [[id, held] as const];
      });
      onPress(button, Object.fromEntries(typed));
    },
  };
  return el(
    'article',
    { class: 'view', 'aria-labelledby': drawing.heading },
    el('h1', { id: drawing.heading, tabindex: -1 }, view.title),
    ...view.nodes.map((node) => renderNode(node, drawing)),
  );
}

function renderNode(node: ViewNode, drawing: Drawing): HTMLElement {
  switch (node.kind) {
    case 'text':
      return renderText(node, drawing);
    case 'list':
      return el('ul', {}, ...node.items.map((item) => el('li', {}, item)));
    case 'facts':
      return el(
        'dl',
        {},
        ...node.facts.map(({ label, value }) => el('div', {}, el('dt', {}, label), el('dd', {}, value))),
      );
    case 'rows':
      return el('ul', { class: 'rows' }, ...node.rows.map((row) => renderRow(row, drawing)));
    case 'progress': {
      const id = drawing.id();
      const { label, done, total } = node;
      return el(
        'div',
        { class: 'progress' },
        el('span', { id }, label),
        el('span', { class: 'figures' }, t`${done} of ${total}`),
        el('progress', { 'aria-labelledby': id, value: done, max: Math.max(total, 1) }),
      );
    }
    case 'input': {
      const field = makeField(node, drawing.id());
      drawing.fields.push(field);
      return field.element;
    }
    case 'buttons':
      return el(
        'div',
        { class: 'buttons' },
        ...node.buttons.map((button) => renderButton(button, drawing, { 'aria-describedby': drawing.heading })),
      );
    case 'link':
      return el('p', {}, safeLink(node.label, node.url));
    default:
      return node satisfies never;
  }
}

function renderText({ text, style }: Text, drawing: Drawing): HTMLElement {
  switch (style) {
    case undefined:
      return el('p', {}, text);
    case 'heading':
      drawing.heading = drawing.id();
      return el('h2', { id: drawing.heading }, text);
    case 'quote':
      return el('blockquote', {}, text);
    case 'quiet':
    case 'good':
    case 'warning':
      return el('p', { class: style }, text);
    default:
      return style satisfies never;
  }
}

function renderRow({ title, detail, button }: Rows['rows'][number], drawing: Drawing): HTMLElement {
  const id = drawing.id();
  return el(
    'li',
    {},
    el('div', {}, el('p', { id, class: 'title' }, title), detail ? el('p', { class: 'quiet' }, detail) : null),
    button && renderButton(button, drawing, { 'aria-describedby': id }),
  );
}

const renderButton = (button: Button, drawing: Drawing, attributes: Record<string, string>): HTMLElement =>
  el(
    'button',
    // Never a submit button: signing is a press of the button itself, not an Enter in the field above it.
    { type: 'button', class: button.style ?? 'plain', ...attributes, click: () => drawing.press(button) },
    button.label,
  );

/** A link opens beside the tab. An address that isn't the web's stays words. */
function safeLink(label: string, url: string): HTMLElement {
  const address = URL.parse(url);
  return address?.protocol === 'https:' || address?.protocol === 'http:'
    ? el('a', { href: address.href, target: '_blank', rel: 'noopener noreferrer' }, label)
    : el('span', {}, t`${label}: ${url}`);
}
