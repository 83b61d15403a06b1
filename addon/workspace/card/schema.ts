/**
 * The part of a Card v2 that we draw, in the words of google.apps.card.v1 (GoogleAppsCardV1Card of the Chat API). Kept
 * small on purpose: what isn't here, no card of ours has.
 */
export interface Card {
  header: { title: string };
  sections: Section[];
  /** In the menu of the card. */
  cardActions?: { actionLabel: string; onClick: Button['onClick'] }[];
}

export interface Section {
  /** Simple HTML. */
  header?: string;
  /** At least one. */
  widgets: Widget[];
}

export type Widget =
  | { textParagraph: { text: string } }
  | { decoratedText: DecoratedText }
  | { buttonList: { buttons: Button[] } }
  | { textInput: TextInput }
  | { selectionInput: SelectionInput }
  | { dateTimePicker: { name: string; label: string; type: 'DATE_ONLY'; valueMsEpoch?: string } };

export interface DecoratedText {
  /** Simple HTML. */
  text: string;
  /** Under the text, quieter. */
  bottomLabel?: string;
  wrapText: true;
  button?: Button;
}

export interface Button {
  text: string;
  /** What a screen reader says instead of the text. */
  altText?: string;
  type: 'FILLED' | 'OUTLINED';
  /** Each from 0 to 1; only for what can't be taken back. */
  color?: { red: number; green: number; blue: number };
  onClick: { action: Action } | { openLink: { url: string } };
}

export interface Action {
  /** For an add-on over HTTP, the address that the press is sent to. */
  function: string;
  parameters: { key: string; value: string }[];
  /** Names of inputs without which the press isn't sent. */
  requiredWidgets?: string[];
  /** What was typed stays while the press is answered. */
  persistValues: true;
}

export interface TextInput {
  name: string;
  label: string;
  type: 'SINGLE_LINE' | 'MULTIPLE_LINE';
  value?: string;
  validation?: { characterLimit: number };
}

export interface SelectionInput {
  name: string;
  label?: string;
  type: 'CHECK_BOX' | 'RADIO_BUTTON' | 'DROPDOWN';
  items: { text: string; value: string; selected?: true }[];
}
