import type { Passage } from '../passages.ts';
import { at, bodyOf, type LintFinding, placesOf, type Rule } from './finding.ts';

/** Posts by the last word of their title. What every school has (the headteacher, governors, class teachers) needs no word. */
const POST =
  /\b((?:[A-Z][A-Za-z’'&-]*\s+){1,4}(?:Manager|Officer|Co-?ordinator|Lead|Technicians?|Administrator|Consultants?|Team|Services?|Department|Advis[eo]r|Champion))\b/g;
/** "Services" and "teams" are people only if the words before say what they do for the school. */
const COLLECTIVE = /(?:Team|Services?|Department)$/;
const OF_PEOPLE =
  /^(?:IT|ICT|Technical|Support|Network|Computing|Data|Safeguarding|Pastoral|Management|Admin|Site|Inclusion|HR|Human)\b|\b(?:Management|Support|Safeguarding|IT|ICT) (?:Team|Services?|Department)$/;
/** Posts that need no introduction, and offices that are not the school's. */
const KNOWN =
  /^(?:senior leadership team|school business manager|business manager|office manager|line manager|head of \w+|local authority designated officer|police officer|emergency services|social services|children's services)$/i;
/** Words that begin a sentence and belong to no title. */
const LEADING =
  /^(?:The|Our|A|An|All|Any|This|Each|Every|Only|Both|Your|Their|His|Her|If|When|Where|And|Or|Contact|Ask|Tell|Inform|Please|School|Staff|By|For|To|With|From)\s+/;

/** A firm or unit that hides behind letters and digits: "ICT4". Well-known codes are none. */
const CODE = /\b[A-Z]{2,6}\d{1,2}\b/g;
const KNOWN_CODE =
  /^(?:KS\d|MP[34]|WPA\d|IPV\d|PS\d|USB\d|HTTP\d|HTML\d|SHA\d+|COVID\d*|AES\d*|RC\d|XP\d|GB\d|TLS\d|CO2|YR?\d+)$/;
const ACTS =
  /^\s+(?:and\s+\w+\s+)?(?:manages?|will|must|should|may|can|is responsible|are responsible|provides?|monitors?|approves?|authorises?|installs?|configures?|controls?|holds?|has|have)\b/;
const ACTED_ON = /\b(?:by|contact|with|from|through|tell|ask|inform|notify|and|or)\s+(?:the\s+)?$/i;

/** Posts that are mostly written as letters, and what the letters stand for. */
const ABBREVIATED: [RegExp, string][] = [
  [/\bSLT\b/, 'senior leadership team'],
  [/\bSMT\b/, 'senior management team'],
  [/\bELT\b/, 'executive leadership team'],
  [/\bDSL\b/, 'designated safeguarding lead'],
  [/\bDDSL\b/, 'deputy designated safeguarding lead'],
  [/\bDPO\b/, 'data protection officer'],
  [/\bSBM\b/, 'school business manager'],
  [/\bSIRO\b/, 'senior information risk owner'],
  [/\bIAO\b/, 'information asset owner'],
];

/** Each name is looked up in the whole text; nobody reads a longer list. */
const MOST = 30;

interface Mentioned {
  name: string;
  passages: Passage[];
  start: number;
}

/** People, firms and teams that are given a duty or a decision, and of whom the document never says who they are. */
export const undefinedRoles: Rule = ({ passages }) => {
  const body = bodyOf(passages);
  const text = passages.map((passage) => passage.text).join('\n');
  const titles = passages.filter(({ kind }) => kind === 'heading').map((passage) => passage.text.toLowerCase());
  const unknown = (pattern: RegExp, nameOf: (found: RegExpExecArray) => string | undefined) =>
    collect(body, pattern, nameOf)
      .slice(0, MOST)
      .filter(({ name }) => !titles.some((title) => title.includes(name.toLowerCase())) && !isIntroduced(name, text));
  return [
    ...unknown(CODE, codeThatActs).map((code) =>
      finding(
        code,
        `The document never says what "${code.name}" is. Say who that is (a firm, a team, a person), and how to reach them`,
      ),
    ),
    ...unknown(/\b(?:IT|ICT) department\b/g, (found) => found[0]).map((department) =>
      finding(department, `The document never says who "the ${department.name}" is. Name the post or the firm`),
    ),
    ...unknown(POST, nameOfPost).map((post) =>
      finding(
        post,
        `The document never says who the ${post.name} is. Say once who that is and how to reach them, or use a post that everyone knows${hint(post.name, text)}`,
      ),
    ),
    ...abbreviations(body, text),
  ];
};

/** What a pattern finds, by name, with the passages; `nameOf` may reject or trim a match. */
function collect(
  body: Passage[],
  pattern: RegExp,
  nameOf: (found: RegExpExecArray) => string | undefined,
): Mentioned[] {
  const byKey = new Map<string, Mentioned>();
  for (const passage of body) {
    if (passage.kind === 'heading') continue;
    for (const found of passage.text.matchAll(pattern)) {
      const name = nameOf(found);
      // A post that stands alone is a line of a list ("Key staff"), and gives nobody a duty.
      if (!name || passage.text.length < name.length + 10) continue;
      const key = keyOf(name);
      const known = byKey.get(key);
      if (known) known.passages.push(passage);
      else byKey.set(key, { name, passages: [passage], start: found.index + found[0].length - name.length });
    }
  }
  return [...byKey.values()];
}

function nameOfPost(found: RegExpExecArray): string | undefined {
  let name = found[1]!;
  while (LEADING.test(name)) name = name.replace(LEADING, '');
  if (!name.includes(' ') || KNOWN.test(name)) return undefined;
  return COLLECTIVE.test(name) && !OF_PEOPLE.test(name) ? undefined : name;
}

function codeThatActs({ 0: code, index, input }: RegExpExecArray): string | undefined {
  if (KNOWN_CODE.test(code)) return undefined;
  const acts = ACTS.test(input.slice(index + code.length, index + code.length + 40));
  return acts || ACTED_ON.test(input.slice(Math.max(0, index - 20), index)) ? code : undefined;
}

/** "ICT Security Manager is Levett Consultancy", "ICT Security Manager (Ms A Gray, …)", "our ICT provider, ICT4". */
function isIntroduced(name: string, text: string): boolean {
  const short = new RegExp(`${anyCase(name)}\\s*\\(([A-Z]{2,6})\\)`, 'u').exec(text)?.[1];
  return isSaid(name, text) || (short !== undefined && isSaid(short, text));
}

function isSaid(name: string, text: string): boolean {
  const loose = anyCase(name.replace(/s$/, ''));
  const said = [
    `\\((?!${loose})[^()]{0,80}\\p{Ll}[^()]{0,80}\\)`,
    '(?:is|are)\\s+(?:currently\\s+)?(?:\\p{Lu}|our\\b|the\\b|an?\\s)',
    '[:=]\\s*\\p{Lu}',
    '[–-]\\s\\p{Lu}',
    ',\\s*(?:Mr|Mrs|Ms|Miss|Mx|Dr|our|an?)\\b',
    '(?:means|refers|stands)\\b',
  ];
  const after = `${loose}s?(?:\\s*\\([A-Z]{2,6}\\))?\\s*(?:${said.join('|')})`;
  const called = `\\b(?:is|are|as|appointed|called|named)\\s+(?:our|the\\s+school['’]s|its|an?)\\s+${loose}`;
  const firm = `\\b(?:provider|firm|company|supplier|contractor|partner)\\s*[,(:]?\\s*(?:called\\s+|is\\s+)?${loose}`;
  return new RegExp(`${after}|${called}|${firm}`, 'u').test(text);
}

function abbreviations(body: Passage[], text: string): LintFinding[] {
  return ABBREVIATED.flatMap(([pattern, words]): LintFinding[] => {
    const where = body.filter((passage) => pattern.test(passage.text));
    const first = where[0];
    if (!first || text.toLowerCase().includes(words)) return [];
    const { 0: letters, index } = pattern.exec(first.text)!;
    const mentioned = { name: letters, passages: where, start: index };
    return [
      finding(
        mentioned,
        `"${letters}" is never spelled out. Write "${words} (${letters})" at its first mention, and say who that is`,
      ),
    ];
  });
}

function hint(name: string, text: string): string {
  if (/^senior management team$/i.test(name) && /senior leadership team/i.test(text)) {
    return ' (elsewhere it says Senior Leadership Team: are these the same people?)';
  }
  return /^designated safeguard lead$/i.test(name) ? ' (its usual name is Designated Safeguarding Lead)' : '';
}

function finding({ name, passages, start }: Mentioned, advice: string): LintFinding {
  const also = passages.length > 1 ? ` It stands in ${placesOf(passages)}.` : '';
  return {
    rule: 'undefined-roles',
    severity: 'warning',
    place: at(passages[0]!, start, start + name.length),
    message: `${advice}.${also}`,
  };
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/-/g, '').replace(/s$/, '');
}

/** A pattern for a name in capitals or not, with "Co-ordinator" and "Coordinator" alike. */
function anyCase(name: string): string {
  return name
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/co-?ordinator/i, 'Co-?ordinator')
    .replace(/\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
