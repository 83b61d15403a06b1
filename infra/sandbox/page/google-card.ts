import { el } from '../../../addon/el.ts';
import type { Action, Button, Card, Widget } from '../../../addon/workspace/card/schema.ts';

/** What Google sends of a press: the button's parameters, and every input of the card. */
export interface GooglePressed {
  pressed: { parameters: Record<string, string>; formInputs: Record<string, unknown> };
  title: string | undefined;
}

/** An input on the screen. */
interface Field {
  name: string;
  /** As Google sends it; undefined when there is nothing to send. */
  value(): unknown;
  /** Whether it holds something; says beside it when it must and doesn't. */
  check(): boolean;
}

let drawn = 0;

/** Draws a Card v2 from the JSON that Google would get, as Google draws it. Inputs that a button requires are checked first. */
export function drawGoogleCard(json: unknown, press: (pressed: GooglePressed) => void): HTMLElement {
  const { header, sections } = json as Card;
  const id = `google-card-${++drawn}`;
  const fields: Field[] = [];
  const send = ({ parameters, requiredWidgets = [] }: Action, title: string) => {
    const wanting = fields.filter((field) => requiredWidgets.includes(field.name) && !field.check());
    if (wanting.length) return;
    const inputs = fields.flatMap((field) => {
      const value = field.value();
      return value === undefined ? [] : [[field.name, value] as const];
    });
    press({
      pressed: {
        parameters: Object.fromEntries(parameters.map(({ key, value }) => [key, value])),
        formInputs: Object.fromEntries(inputs),
      },
      title,
    });
  };
  const button = (one: Button) => drawButton(one, send);
  return el(
    'div',
    { class: 'card google-card', role: 'group', 'aria-labelledby': id, tabindex: -1 },
    el('h3', { id }, header.title),
    ...sections.map(({ header: title, widgets }) =>
      el(
        'div',
        { class: 'section' },
        title ? el('h4', {}, ...words(title)) : null,
        ...widgets.map((widget, i) => drawWidget(widget, { id: `${id}-${i}-${fields.length}`, fields, button })),
      ),
    ),
  );
}

interface Drawing {
  id: string;
  fields: Field[];
  button(one: Button): HTMLElement;
}

function drawWidget(widget: Widget, { id, fields, button }: Drawing): HTMLElement {
  if ('textParagraph' in widget) return el('p', {}, ...words(widget.textParagraph.text));
  if ('decoratedText' in widget) {
    const { text, bottomLabel, button: beside } = widget.decoratedText;
    return el(
      'div',
      { class: 'decorated' },
      el('div', {}, el('p', {}, ...words(text)), bottomLabel ? el('p', { class: 'label' }, bottomLabel) : null),
      beside ? button(beside) : null,
    );
  }
  if ('buttonList' in widget) return el('div', { class: 'buttons' }, ...widget.buttonList.buttons.map(button));
  if ('textInput' in widget) {
    const { name, label, type, value, validation } = widget.textInput;
    const limits = { id, maxlength: validation?.characterLimit, autocomplete: 'off' };
    const box =
      type === 'SINGLE_LINE' ? el('input', { ...limits, type: 'text' }) : el('textarea', { ...limits, rows: 3 });
    box.value = value ?? '';
    return field(fields, { name, label, id }, box, () => ({ stringInputs: { value: [box.value] } }));
  }
  if ('dateTimePicker' in widget) {
    const { name, label, valueMsEpoch } = widget.dateTimePicker;
    const box = el('input', { id, type: 'date' });
    if (valueMsEpoch) box.value = new Date(Number(valueMsEpoch)).toISOString().slice(0, 10);
    return field(fields, { name, label, id }, box, () =>
      box.value ? { dateInput: { msSinceEpoch: String(Date.parse(box.value)) } } : undefined,
    );
  }
  return drawSelection(widget.selectionInput, { id, fields });
}

type Selection = Extract<Widget, { selectionInput: unknown }>['selectionInput'];

function drawSelection({ name, label, type, items }: Selection, { id, fields }: Pick<Drawing, 'id' | 'fields'>) {
  const chosen = (values: string[]) => (values.length ? { stringInputs: { value: values } } : undefined);
  if (type === 'DROPDOWN') {
    const box = el(
      'select',
      { id },
      ...items.map(({ text, value, selected }) => el('option', { value, selected: selected === true }, text)),
    );
    return field(fields, { name, label: label ?? '', id }, box, () => chosen([box.value]));
  }
  const boxes = items.map(({ value, selected }, i) =>
    el('input', {
      type: type === 'CHECK_BOX' ? 'checkbox' : 'radio',
      id: `${id}-${i}`,
      name: id,
      value,
      checked: selected === true,
    }),
  );
  const values = () => boxes.filter(({ checked }) => checked).map(({ value }) => value);
  const why = el('p', { class: 'why', hidden: true }, 'Please choose.');
  fields.push({ name, value: () => chosen(values()), check: () => !(why.hidden = values().length > 0) === false });
  return el(
    'fieldset',
    {},
    label ? el('legend', {}, label) : el('legend', { class: 'unseen' }, items[0]?.text ?? ''),
    ...items.map(({ text }, i) =>
      el('div', { class: 'choice' }, boxes[i] as HTMLElement, el('label', { for: `${id}-${i}` }, text)),
    ),
    why,
  );
}

/** A box under its label, which says when something is wanting in it. */
function field(
  fields: Field[],
  { name, label, id }: { name: string; label: string; id: string },
  box: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement,
  value: () => unknown,
): HTMLElement {
  const why = el('p', { class: 'why', id: `${id}-why`, hidden: true }, 'Required');
  box.setAttribute('aria-describedby', why.id);
  fields.push({
    name,
    value,
    check() {
      const wanting = !box.value.trim();
      why.hidden = !wanting;
      if (wanting) {
        box.setAttribute('aria-invalid', 'true');
        box.focus();
      } else box.removeAttribute('aria-invalid');
      return !wanting;
    },
  });
  return el('div', { class: 'field' }, el('label', { for: id }, label), box, why);
}

function drawButton({ text, altText, type, color, onClick }: Button, send: (action: Action, title: string) => void) {
  const look = color ? 'danger' : type === 'FILLED' ? 'filled' : 'outlined';
  // What a screen reader says begins with what one sees, or who speaks to the machine could not press it.
  const shown = { class: look, 'aria-label': altText ?? null };
  if ('openLink' in onClick)
    return el('a', { ...shown, href: onClick.openLink.url, target: '_blank', rel: 'noopener noreferrer' }, text);
  return el('button', { type: 'button', ...shown, click: () => send(onClick.action, text) }, text);
}

/** What Google shows of its little HTML; every other tag is left out, its words stay. */
const SHOWN = new Set(['B', 'I', 'BR', 'FONT']);

function words(html: string): Node[] {
  const copy = (node: Node): Node[] => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? '')];
    const inner = [...node.childNodes].flatMap(copy);
    const { tagName } = node as Element;
    if (!SHOWN.has(tagName)) return inner;
    // A colour of its own would need a style, which this page doesn't take: the bars' two colours are classes.
    const colour = tagName === 'FONT' && (node as Element).getAttribute('color') === '#1a73e8' ? 'full' : null;
    const made =
      tagName === 'FONT'
        ? el('span', { class: colour ?? 'empty', 'aria-hidden': 'true' })
        : document.createElement(tagName);
    made.append(...inner);
    return [made];
  };
  return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].flatMap(copy);
}
