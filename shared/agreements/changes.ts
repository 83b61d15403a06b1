import { diffArrays } from 'diff';
import type { AgreementText } from './text.ts';

/** One difference between two editions, in the words of both. */
export type Change =
  | { kind: 'added'; section: string; text: string }
  | { kind: 'removed'; section: string; text: string }
  | { kind: 'reworded'; section: string; before: string; after: string };

interface Line {
  section: string;
  text: string;
}

/**
 * What changed from one edition to a newer one, statement by statement, in the order of the newer. A statement that moved
 * to another place word for word has not changed; a removed one followed by an added one in its place was reworded.
 */
export function changesBetween(before: AgreementText, after: AgreementText): Change[] {
  const older = lines(before);
  const newer = lines(after);
  const kept = new Set(newer.map(({ text }) => text));
  const had = new Set(older.map(({ text }) => text));
  const parts = diffArrays(older, newer, { comparator: (a, b) => a.text === b.text });

  return parts.flatMap((part, i): Change[] => {
    const next = parts[i + 1];
    if (part.removed) {
      const gone = part.value.filter(({ text }) => !kept.has(text));
      const come = next?.added ? next.value.filter(({ text }) => !had.has(text)) : [];
      return replaced(gone, come);
    }
    if (part.added && !parts[i - 1]?.removed)
      return part.value
        .filter(({ text }) => !had.has(text))
        .map(({ section, text }) => ({ kind: 'added', section, text }));
    return [];
  });
}

/** Pairs what went with what came in its place; what has no partner was added or removed. */
function replaced(gone: Line[], come: Line[]): Change[] {
  const pairs = Math.min(gone.length, come.length);
  return [
    ...come.map((line, i): Change => {
      const old = gone[i];
      return i < pairs && old
        ? { kind: 'reworded', section: line.section, before: old.text, after: line.text }
        : { kind: 'added', section: line.section, text: line.text };
    }),
    ...gone.slice(pairs).map((line): Change => ({ kind: 'removed', section: line.section, text: line.text })),
  ];
}

const lines = (text: AgreementText): Line[] =>
  text.sections.flatMap(({ number, title, statements }) =>
    statements.map((statement) => ({ section: number ? `${number} ${title}` : title, text: statement.text })),
  );
