import { at, bodyOf, type LintFinding, listed, type Rule } from './finding.ts';
import { GIVEN_NAMES } from './given-names.ts';

/** "Ms A. Gray", "Katie Knight". */
const NAME =
  /\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+(?:[A-Z]\.?\s+)?[A-Z][\p{L}’'-]+|(?<given>[A-Z]\p{Ll}+)(?:-[A-Z]\p{Ll}+)?\s+(?<surname>(?:Mac|Mc|O[’'])?[A-Z]\p{Ll}+(?:-[A-Z]\p{Ll}+)?))\b/gu;
/** "Victoria Park School", "Douglas Academy", "St Mary Primary": places and bodies named after people. */
const NO_SURNAME =
  /^(?:School|Primary|Academy|College|Infant|Junior|High|Nursery|Park|Street|Road|Lane|House|Hall|Trust|Foundation|Centre|Center|Library|Act|Award|Day|Week|Education|Test|Report|Review|Policy|Room|Site|Building|Wing|Class|Group|Council|Hospital|Grammar|Church|Community|Learning|Catholic|Secondary)$/;
const PLACE_FOLLOWS =
  /^\s+(?:Primary|School|Academy|College|Infant|Junior|High|Nursery|Trust|Foundation|Centre|Street|Road|Community|Catholic|Grammar|Secondary)\b/;

/** "The safeguarding lead is …", "Network manager: …": that a text says once who holds a post is as it should be. */
const AS_HOLDER =
  /\b(?:manager|officer|lead|co-?ordinator|head(?:teacher)?|principal|governors?|teacher|technician|administrator|chair|DSL|DDSL|DPO|SENDCo|SENCO)\)?\s*(?:is|are|:|–|-|\(|,)\s*$/i;

/** People named in the text. They leave, and the policy goes on saying that they are in charge. */
export const personalNames: Rule = ({ passages }) =>
  bodyOf(passages).flatMap((passage): LintFinding[] => {
    const found = [...passage.text.matchAll(NAME)].filter(isPerson);
    const [first] = found;
    if (!first) return [];
    const names = [...new Set(found.map(([name]) => name))];
    return [
      {
        rule: 'personal-names',
        severity: 'warning',
        place: at(passage, first.index, first.index + first[0].length),
        message: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} named here. Name the post instead, so that the policy stays true when people leave.`,
      },
    ];
  });

function isPerson({ 0: name, groups, index, input }: RegExpExecArray): boolean {
  const before = input.slice(Math.max(0, index - 40), index);
  if (AS_HOLDER.test(before) || input.length < name.length + 10) return false;
  const { given, surname } = groups ?? {};
  if (given === undefined || surname === undefined) return true;
  return (
    GIVEN_NAMES.has(given) &&
    !NO_SURNAME.test(surname) &&
    !PLACE_FOLLOWS.test(input.slice(index + name.length)) &&
    !/\b(?:St|Saint|Sir|Lord|Lady|King|Queen|Prince|Princess)\.?\s+$/.test(before)
  );
}
