import { t } from '../../../shared/language/words.ts';
import type { Input } from '../../../shared/view/view.ts';
import { el } from '../../el.ts';

/** An input on the screen. */
export interface Field {
  id: string;
  element: HTMLElement;
  /** What was typed or chosen; undefined when it was left empty. A toggle is "true" or "false", a date yyyy-mm-dd. */
  value(): string | undefined;
  /** Whether it may be sent; if not, it says why beside it. */
  check(): boolean;
  focus(): void;
}

/** Draws an input with its label. `key` makes its ids unique on the page. */
export function makeField(input: Input, key: string): Field {
  const control = controlOf(input, key);
  const why = el('p', { class: 'why', id: `${key}-why`, hidden: true });
  const label = el('label', { for: key }, input.label);
  if (!input.required && input.input !== 'toggle') label.append(el('span', { class: 'quiet' }, t` (if you like)`));
  const toggle = control instanceof HTMLInputElement && control.type === 'checkbox' ? control : null;

  const value = () => (toggle ? String(toggle.checked) : control.value || undefined);
  function check() {
    const missing = Boolean(input.required) && (toggle ? !toggle.checked : !control.value.trim());
    why.hidden = !missing;
    why.textContent = missing ? (toggle ? t`Please tick this first.` : t`Please fill this in.`) : '';
    if (missing) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
    return !missing;
  }
  control.addEventListener('input', () => control.hasAttribute('aria-invalid') && check());
  return {
    id: input.id,
    element: el('div', { class: `field ${input.input}` }, ...(toggle ? [control, label] : [label, control]), why),
    value,
    check,
    focus: () => control.focus(),
  };
}

function controlOf(input: Input, id: string): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  const common = {
    id,
    name: input.id,
    'aria-required': input.required ? 'true' : null,
    'aria-describedby': `${id}-why`,
  };
  switch (input.input) {
    case 'line':
      return filled(el('input', { ...common, type: 'text', maxlength: input.maxLength, autocomplete: 'off' }), input);
    case 'paragraph':
      return filled(el('textarea', { ...common, rows: 4, maxlength: input.maxLength }), input);
    case 'date':
      return filled(el('input', { ...common, type: 'date' }), input);
    case 'toggle':
      return el('input', { ...common, type: 'checkbox', checked: input.value === 'true' });
    case 'choice':
      return filled(
        el(
          'select',
          common,
          !input.value && el('option', { value: '' }, t`Please choose`),
          ...(input.choices ?? []).map(({ label, value }) => el('option', { value }, label)),
        ),
        input,
      );
    default:
      return input.input satisfies never;
  }
}

function filled<C extends { value: string }>(control: C, { value }: Input): C {
  if (value !== undefined) control.value = value;
  return control;
}
