import { type Intent, KINDS } from './intents.ts';

/** How each kind of incident is called by people who look for some. */
const INCIDENTS: [string, RegExp][] = [
  ['phishing', /\b(?:phish\w*|scams?|spam|suspicious e-?mails?|fake e-?mails?|dodgy e-?mails?)\b/i],
  ['malware', /\b(?:malware|virus(?:es)?|ransomware|trojans?|spyware|infect\w*)\b/i],
  [
    'lost-device',
    /\b(?:lost|stolen|missing|theft|mislaid)\b.*\b(?:devices?|laptops?|ipads?|phones?|tablets?|equipment|chromebooks?|cameras?|kit|usb|memory)\b|\b(?:devices?|laptops?|ipads?|phones?|tablets?|equipment|chromebooks?|kit)\b.*\b(?:lost|stolen|missing|theft|thefts)\b/i,
  ],
  ['unsuitable-content', /\b(?:unsuitable|inappropriate|harmful|offensive|adult|explicit)\b|\bfilter(?:ing)?\b/i],
  ['password', /\b(?:passwords?|logins?|credentials?|hack\w*|compromised accounts?)\b/i],
  ['data-breach', /\b(?:breach(?:es)?|data (?:loss|leaks?)|leak(?:s|ed)?|gdpr)\b/i],
];

/** The kind of a request or an incident that a sentence speaks of; null when it speaks of none. `learnt` is the class it was put in. */
export function kindOf(intent: Intent, text: string, learnt: string | undefined): string | null {
  if (intent === 'incident.list') return INCIDENTS.find(([, said]) => said.test(text))?.[0] ?? null;
  if (!Object.hasOwn(KINDS, intent)) return null;
  return learnt?.split(' ')[1] ?? null;
}
