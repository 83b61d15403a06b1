/**
 * What a person is shown, before it is a card of some platform. A closed set: a kind of node exists only when every door
 * can show it, and each door's renderer is one exhaustive switch over it.
 *
 * Every string in a View is plain text. Nothing in it is ever markup: renderers escape whatever their platform would
 * interpret, so a name that looks like a link stays a name.
 */
export interface View {
  /** The card's heading, and the line of the notification. */
  title: string;
  nodes: Node[];
  /** What it shows goes on by itself: where a press has shown it, it is shown anew, for as long as it says so. */
  live?: Live;
}

/** The action that shows a view anew, and after how long (ms). */
export interface Live {
  action: string;
  input: Record<string, unknown>;
  afterMs: number;
}

export type Node = Text | List | Facts | Rows | Progress | Input | Buttons | Link;

/** A paragraph. `quote` is the school's own wording; `good` and `warning` are never told by colour alone. */
export interface Text {
  kind: 'text';
  text: string;
  style?: 'heading' | 'quiet' | 'quote' | 'good' | 'warning';
}

/** Bullets: statements of an agreement, steps to take. */
export interface List {
  kind: 'list';
  items: string[];
}

/** Labelled values: "Reference: CS-…". */
export interface Facts {
  kind: 'facts';
  facts: { label: string; value: string }[];
}

/** People or things, one line each with a quieter second line and at most one button. Callers page; renderers never cut. */
export interface Rows {
  kind: 'rows';
  rows: { title: string; detail?: string; button?: Button }[];
}

/** A bar: `done` of `total`, both counts. Renderers show the figures as words too. */
export interface Progress {
  kind: 'progress';
  label: string;
  done: number;
  total: number;
}

/** Something typed or chosen. Made by `Action.field`, so that its id is a field of the action that the card submits. */
export interface Input {
  kind: 'input';
  id: string;
  label: string;
  input: 'line' | 'paragraph' | 'choice' | 'toggle' | 'date';
  value?: string;
  required?: boolean;
  maxLength?: number;
  /** For `choice` only. */
  choices?: { label: string; value: string }[];
}

export interface Buttons {
  kind: 'buttons';
  buttons: Button[];
}

/** Made by `Action.button`, so it can't carry a wrong id or shape. */
export interface Button {
  label: string;
  action: string;
  /** What the press carries besides the card's inputs. */
  input: Record<string, unknown>;
  style?: 'primary' | 'danger';
  /** Whether the card's inputs are checked and sent with this press. */
  sendsInputs: boolean;
}

/** An https address to open outside the chat. */
export interface Link {
  kind: 'link';
  label: string;
  url: string;
}
