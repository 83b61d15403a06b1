import type { Passage } from '../passages.ts';
import { at, bodyOf, placesOf, type Rule } from './finding.ts';

/** Names of things one signs, fills in or is handed, as written with capitals: "Supply Staff ICT Security Agreement". */
const FORM =
  /\b((?:[A-Z][\w’'/-]*|ICT)(?:\s+(?:[A-Z][\w’'/-]*|and|of|for|the|to|&)){0,8}?\s+(?:Agreement(?: Form)?|Form|Information Sheet|Sheet|Slip|Checklist|Declaration|Loan Record))\b(?!\s+(?:Policy|Form))/g;

/** Forms that the text names and that are neither in the document nor said to be elsewhere. */
export const missingForms: Rule = ({ reading, passages }) => {
  const headings = [reading.text.title, ...reading.text.sections.map(({ title }) => title)].map((title) => ({
    title,
    words: wordsOf(title),
  }));
  const wanted = new Map<string, { name: string; passages: Passage[]; start: number }>();
  for (const passage of bodyOf(passages)) {
    if (passage.kind === 'heading') continue;
    for (const found of passage.text.matchAll(FORM)) {
      const name = properName(found[1]!);
      if (!name || headings.some(({ words }) => wordsOf(name).every((word) => words.includes(word)))) continue;
      const key = wordsOf(name).join(' ');
      const known = wanted.get(key);
      if (known) known.passages.push(passage);
      else wanted.set(key, { name, passages: [passage], start: found.index + found[0].length - name.length });
    }
  }
  return [...wanted.values()].map(({ name, passages: where, start }) => {
    const alike = mostAlike(wordsOf(name), headings);
    const hint = alike
      ? `If "${alike}" is meant, use one name for it; if not, add the form`
      : 'Add it as an agreement of its own';
    return {
      rule: 'missing-forms',
      severity: 'warning',
      place: at(where[0]!, start, start + name.length),
      message: `"${name}" is not in this document, but the text speaks of it in ${placesOf(where)}. ${hint}, or say where it is.`,
    };
  });
};

/** Cuts "ICT Security Policy and Staff Agreement" down to "Staff Agreement", and a sentence's first word off. */
function properName(found: string): string | undefined {
  const name = found
    .replace(/^.*\b(?:Policy|Policies|Act|Regulations?)\b[,\s]*(?:and\s+)?(?:the\s+)?/, '')
    .replace(/^.*\b(?:[Tt]he|[Oo]ur|[Yy]our|[Tt]his|[Aa]n?)\s+(?=[A-Z])/, '')
    .replace(/^(?:(?:Any|Each|Every|All|Please|See|Sign|Complete|Read|Return|In|On|Using|By|I|If)\s+)+/, '');
  const words = name.split(/\s+/);
  return words.length >= 2 && wordsOf(name).length >= 2 && /^[A-Z]/.test(name) ? name : undefined;
}

/** The words that tell one form from another: "Loans Agreement" and "loan agreement form" are one. */
function wordsOf(name: string): string[] {
  const all = (name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(/(?<=\p{L}{3})s$/u, ''));
  return all.filter((word) => !/^(?:and|of|for|the|to|a|an|form|our)$/.test(word));
}

/** The form in the document whose name shares most words with this one, if it shares most of them. */
function mostAlike(name: string[], headings: { title: string; words: string[] }[]): string | undefined {
  const shared = (words: string[]) => name.filter((word) => words.includes(word)).length;
  const forms = headings.filter(
    ({ title, words }) => /(?:agreement|form|sheet|slip|declaration)$/i.test(title) && shared(words) > name.length / 2,
  );
  return forms.toSorted((a, b) => shared(b.words) - shared(a.words))[0]?.title;
}
