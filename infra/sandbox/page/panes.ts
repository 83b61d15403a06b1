import type { ChatApp, ChatEvent, Face } from '../shapes.ts';
import { chatPane, googleChatPane } from './chat-pane.ts';
import { sidebarPane } from './sidebar-pane.ts';
import { tabPane } from './tab-pane.ts';

/** One tab of the app, as Teams shows them side by side above the chat. */
export interface Pane {
  /** Its part of the address: #/person/id. The first pane's is empty. */
  id: string;
  label: string;
  /** The chat that one looks at in it. */
  app?: ChatApp;
  /** Who has it; everybody, unless it says. */
  isFor?(face: Face): boolean;
  /** Shows the pane for a person; `into` is empty and its own. */
  show(face: Face, into: HTMLElement): Shown;
}

export interface Shown {
  /** Something happened in this person's chat. */
  hear?(event: ChatEvent): void;
  /** Events may have been missed: look again. */
  again?(): void;
}

/** Every pane, in the order of its tabs. */
const all: Pane[] = [chatPane, tabPane, googleChatPane, sidebarPane];

/** The panes of one person. */
export const panesOf = (face: Face): Pane[] => all.filter(({ isFor }) => isFor?.(face) ?? true);
