import { t } from '../../../shared/language/words.ts';
import type { Input } from '../../../shared/view/view.ts';
import { oneLine } from '../../../shared/view/words.ts';
import type { Widget } from './schema.ts';
import { plain } from './words.ts';

/** As many choices as can be taken in without a menu. Nothing is chosen in them at first; a menu would show its first. */
const MOST_RADIO_BUTTONS = 5;
/** "Supports up to 100 items", the Chat API's SelectionInput. */
const MOST_CHOICES = 100;

/** An input with its label. A required one is checked by Google before the press is sent, and by us after. */
export function inputOf(input: Input): Widget {
  const { id: name, value, maxLength } = input;
  const label = plain(input.required || input.input === 'toggle' ? input.label : t`${input.label} (if you like)`);
  switch (input.input) {
    case 'line':
    case 'paragraph':
      return {
        textInput: {
          name,
          label,
          type: input.input === 'line' ? 'SINGLE_LINE' : 'MULTIPLE_LINE',
          ...(value && { value: input.input === 'line' ? oneLine(value) : value }),
          ...(maxLength && { validation: { characterLimit: maxLength } }),
        },
      };
    case 'choice':
      return choiceOf(input, label);
    case 'toggle':
      return {
        selectionInput: {
          name,
          type: 'CHECK_BOX',
          items: [{ text: label, value: 'true', ...(value === 'true' && { selected: true }) }],
        },
      };
    case 'date': {
      const at = value ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
      return {
        dateTimePicker: {
          name,
          label,
          type: 'DATE_ONLY',
          ...(!Number.isNaN(at) && { valueMsEpoch: String(at) }),
        },
      };
    }
    default:
      return input.input satisfies never;
  }
}

/** @throws Error for more choices than Google shows: a bug of the view. */
function choiceOf({ id: name, value, choices = [] }: Input, label: string): Widget {
  const items = choices.map((choice) => ({
    text: plain(choice.label),
    value: choice.value,
    ...(choice.value === value && { selected: true as const }),
  }));
  if (items.length <= MOST_RADIO_BUTTONS) return { selectionInput: { name, label, type: 'RADIO_BUTTON', items } };
  if (!items.some(({ selected }) => selected))
    items.unshift({ text: plain(t`Please choose`), value: '', selected: true });
  if (items.length > MOST_CHOICES) throw new Error(`${items.length} choices are more than Google shows`);
  return { selectionInput: { name, label, type: 'DROPDOWN', items } };
}
