import { t } from '../language/words.ts';
import { facts, list, text } from '../view/build.ts';
import type { Node } from '../view/view.ts';
import type { Change } from './changes.ts';
import type { Section } from './text.ts';

/** The sections of a page in the author's own words: numbers and titles, paragraphs, bullets. */
export function pageNodes(sections: Section[]): Node[] {
  return sections.flatMap(({ number, title, statements }) => {
    const nodes: Node[] = [text(number ? t`${number} ${title}` : title, 'heading')];
    for (const statement of statements) {
      const last = nodes.at(-1);
      if (statement.kind === 'paragraph') nodes.push(text(statement.text));
      else if (last?.kind === 'list') last.items.push(statement.text);
      else nodes.push(list([statement.text]));
    }
    return nodes;
  });
}

/** Changes under the headings of their sections, which neighbours share. */
export function changeNodes(changes: Change[]): Node[] {
  return changes.flatMap((change, i) => [
    ...(change.section === changes[i - 1]?.section ? [] : [text(change.section, 'heading')]),
    facts(wordsOf(change)),
  ]);
}

function wordsOf(change: Change): Record<string, string> {
  switch (change.kind) {
    case 'added':
      return { [t`New`]: change.text };
    case 'reworded':
      return { [t`Now`]: change.after, [t`Before`]: change.before };
    case 'removed':
      return { [t`Gone`]: change.text };
    default:
      return change satisfies never;
  }
}
