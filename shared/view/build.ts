import type { Button, Buttons, Facts, Input, Link, List, Node, Progress, Rows, Text, View } from './view.ts';

/** A view from its heading and nodes; absent and empty ones are left out, so callers can write conditions inline. */
export const view = (title: string, ...nodes: (Node | false | null | undefined)[]): View => ({
  title,
  nodes: nodes.filter((node): node is Node => Boolean(node) && !isEmpty(node as Node)),
});

const isEmpty = (node: Node): boolean =>
  (node.kind === 'buttons' && !node.buttons.length) || (node.kind === 'rows' && !node.rows.length);

export const text = (words: string, style?: Text['style']): Text => ({
  kind: 'text',
  text: words,
  ...(style && { style }),
});

export const list = (items: string[]): List => ({ kind: 'list', items });

/** Labelled values in the order given; empty values are left out. */
export const facts = (values: Record<string, string | null | undefined>): Facts => ({
  kind: 'facts',
  facts: Object.entries(values).flatMap(([label, value]) => (value ? [{ label, value }] : [])),
});

export const rows = (items: Rows['rows']): Rows => ({ kind: 'rows', rows: items });

export const progress = (label: string, done: number, total: number): Progress => ({
  kind: 'progress',
  label,
  done,
  total,
});

/** Buttons side by side; absent ones are left out. */
export const buttons = (...items: (Button | false | null | undefined)[]): Buttons => ({
  kind: 'buttons',
  buttons: items.filter((button): button is Button => Boolean(button)),
});

export const link = (label: string, url: string): Link => ({ kind: 'link', label, url });

export type { Input };
