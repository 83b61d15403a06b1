/** Kinds of people that a policy speaks of. Who asks is none of them unless they say so. */
export type Kind = 'pupil' | 'parent' | 'visitor' | 'supply' | 'governor';

const SAID: [Kind, RegExp][] = [
  ['pupil', /\b(?:pupils?|child(?:ren)?s?|kids?|students?|learners?|youngsters?)\b/i],
  ['parent', /\b(?:parents?|carers?|mums?|dads?|mother|father|guardians?|families|family)\b/i],
  ['visitor', /\b(?:visitors?|guests?|speakers?|contractors?|nurse|agency|author|visiting)\b/i],
  ['supply', /\b(?:supply|temporary|cover teachers?)\b/i],
  ['governor', /\bgovern(?:ors?|ing)\b/i],
];

/** Everyone that a text names. */
export const peopleIn = (text: string): Set<Kind> =>
  new Set(SAID.flatMap(([kind, said]) => (said.test(text) ? [kind] : [])));

/** "can visitors …", "what if a pupil …", "I'm a parent". */
const SUBJECT =
  /\b(?:can|could|may|do|does|are|is|should|must|will|if|when|what|which|let|for)\s+(?:(?:a|an|the|our|my|your|any|all|some|should|do|are|can|if|must|other|visiting|older|younger|new)\s+)*(\p{L}+)/giu;
const ASKER = /\bi(?:'?m| am|'ve been)? (?:(?:only|just|also) )*(?:an?|one of the|on|the) ([^,.?]{3,30})/i;

/** Whom a question is about, when that isn't the one who asks, or when they say what they are. */
export function subjectOf(question: string): Set<Kind> {
  const subjects = [...question.toLowerCase().matchAll(SUBJECT)].map(([, word = '']) => word);
  return peopleIn([...subjects, ASKER.exec(question)?.[1] ?? ''].join(' '));
}

const VERB =
  /\b(?:will|must|should|may|can|cannot|could|are|is|have|has|do|does|agree|understand|use|undertake|who|to)\b/i;
const STAFF = /\bI\b|\bstaff\b|\bteachers?\b/i;
/** A subject longer than this is none: the verb came late. */
const LONGEST_SUBJECT = 60;

/** Whom a sentence binds, as it begins: "Visitors will not …", "I will …". Nobody when it is a bare point of a list. */
export function doersIn(sentence: string): Set<Kind | 'staff'> {
  const end = sentence.search(VERB);
  if (end < 0 || end > LONGEST_SUBJECT) return new Set();
  const subject = sentence.slice(0, end);
  return new Set([...peopleIn(subject), ...(STAFF.test(subject) ? (['staff'] as const) : [])]);
}
