import { Choice, ChoiceSetInput, DateInput, TextInput, ToggleInput } from '@microsoft/teams.cards';
import { t } from '../../shared/language/words.ts';
import type { Input } from '../../shared/view/view.ts';
import { oneLine } from '../../shared/view/words.ts';

/** An input with its label. Every value comes back as a string; a toggle's is "true" or "false". */
export function inputOf({ id, label, input, value, required, maxLength, choices }: Input) {
  const asked = (errorMessage: string) => ({
    id,
    // As in `words`, a label's "{{" is kept apart, here by a character that joins two words without a width.
    label: oneLine(label).replaceAll(/(?<=\{)(?=\{)/g, '\u2060'),
    ...(value !== undefined && { value }),
    ...(required && { isRequired: true, errorMessage }),
  });
  switch (input) {
    case 'line':
    case 'paragraph':
      return new TextInput({
        ...asked(t`Please write this.`),
        ...(maxLength && { maxLength }),
        isMultiline: input === 'paragraph',
      });
    case 'choice':
      return new ChoiceSetInput(
        ...(choices ?? []).map((choice) => new Choice({ title: oneLine(choice.label), value: choice.value })),
      )
        .withOptions(asked(t`Please choose one.`))
        .withStyle('compact');
    case 'toggle':
      // The words stand in the label, which is no Markdown anywhere and which a required input needs.
      return new ToggleInput(t`Yes`, asked(t`Please tick this to go on.`));
    case 'date':
      return new DateInput(asked(t`Please choose a date.`));
    default:
      return input satisfies never;
  }
}
