import type { Passage } from '../passages.ts';
import { at, type LintFinding, type Rule } from './finding.ts';

/** Words by which a template speaks to the school that fills it in, not to the people who will read the policy. */
const INSTRUCTIONS = [
  /\bset out your\b.{0,200}\bhere\b/i,
  /\b(?:insert|add|enter|write|include|describe|state)\s+(?:your|the\s+school|the\s+name\s+of\s+(?:your|the)\s+school|school|details)\b[^.]{0,100}\bhere\b/i,
  /\binsert\s+(?:name|school|date|details|logo|text|job\s+title|role|number)\b/i,
  /\bif your (?:school|governing (?:board|body)|trust|academy|setting)\b.{0,200}\b(?:add|insert|delete|include|remove|amend)\b/i,
  /\b(?:amend|adapt|edit|tailor|customise|personalise|delete|remove)\s+(?:this|the\s+following|these)?\s*(?:text|section|paragraph|bullets?|as)\s*(?:necessary|needed|appropriate|applicable|required|to\s+(?:suit|fit|reflect))/i,
  /\bthis (?:is a )?(?:model|template|sample) (?:policy|agreement|document)\b/i,
  /\bnote to (?:schools?|author|self|editor)\b/i,
  /\bfor instance, you may\b/i,
  /\blorem ipsum\b/i,
];

/** Gaps that were never filled in. Case counts: "TBC" is a gap, "tbc" in a word is not. */
const GAPS = [
  /\bTB[CA]\b/,
  /\bX{3,}\b/,
  /\bX{2}[./]X{2}[./]X{2,4}\b/i,
  /<{1,2}\s*(?:insert|name|school|enter|date|add)[^<>]{0,60}>{1,2}/i,
];

/** Brackets that authors mean: "[sic]", "[…]", and numbers. */
const MEANT = /^(?:sic|…|\.{3}|[\d\s.,]+|\s*)$/i;

/** Beyond this a passage is one big mistake, not many. */
const MOST_A_PASSAGE = 3;

/** Text of a template that was left in: instructions, square brackets, gaps. */
export const templateText: Rule = ({ passages }) =>
  passages.flatMap((passage) => {
    const told = instruction(passage);
    // "[insert name]" is one mistake, not two.
    return told.length > 0 ? told : brackets(passage);
  });

function instruction(passage: Passage): LintFinding[] {
  for (const pattern of INSTRUCTIONS) {
    const found = pattern.exec(passage.text);
    if (!found) continue;
    return [
      finding(
        passage,
        found.index,
        found[0].length,
        'This speaks to whoever fills in the template. Write what your school does instead, or take it out.',
      ),
    ];
  }
  for (const pattern of GAPS) {
    const found = pattern.exec(passage.text);
    if (found)
      return [
        finding(passage, found.index, found[0].length, 'This gap was never filled in. Write what belongs there.'),
      ];
  }
  return [];
}

function brackets(passage: Passage): LintFinding[] {
  const found: LintFinding[] = [];
  let open = -1;
  for (const { 0: sign, index } of passage.text.matchAll(/[[\]]/g)) {
    if (sign === '[' && open < 0) {
      open = index;
    } else if (sign === ']' && open >= 0) {
      const inside = passage.text.slice(open + 1, index);
      if (!MEANT.test(inside) && /\p{L}/u.test(inside)) {
        found.push(
          finding(
            passage,
            open,
            index + 1 - open,
            'Square brackets mark what a template leaves to the school. Choose the words, and take the brackets out.',
          ),
        );
      }
      open = -1;
    } else {
      found.push(lone(passage, sign, index));
    }
  }
  if (open >= 0) found.push(lone(passage, '[', open));
  return found.slice(0, MOST_A_PASSAGE);
}

function lone(passage: Passage, sign: string, index: number): LintFinding {
  return finding(
    passage,
    index,
    1,
    `A "${sign}" of the template was left in. Check that the sentence says what you mean, and take it out.`,
  );
}

function finding(passage: Passage, index: number, length: number, message: string): LintFinding {
  return { rule: 'template-text', severity: 'error', place: at(passage, index, index + length), message };
}
