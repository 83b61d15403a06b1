/** What a slot of a sentence can be filled with: a span as typed, or a word or date found in it. */
export type SlotName = 'agreement' | 'group' | 'person' | 'device' | 'area' | 'status' | 'kind' | 'from' | 'to';

/** Something that people want, which a sentence can be about. */
interface Wanted {
  /** What may be said besides. */
  slots: SlotName[];
  /** A day without its year is meant to come (requests, deadlines) or to be over (records). */
  days?: 'past';
}

const wants = (said = '', days?: 'past'): Wanted => ({
  slots: said.split(' ').filter(Boolean) as SlotName[],
  ...(days && { days }),
});

/**
 * Everything that a sentence can be about, whoever answers it. A command says by `intent` which of these it serves.
 * `none` is what isn't for us.
 */
export const INTENTS = {
  greeting: wants(),
  help: wants(),
  'agreements.mine': wants('agreement status'),
  'agreements.read': wants('agreement'),
  'agreements.sign': wants('agreement'),
  'agreements.receipt': wants('agreement'),
  'agreements.outstanding': wants('agreement group status to'),
  'agreements.signed': wants('agreement group from to', 'past'),
  'agreements.progress': wants('agreement group status from to', 'past'),
  'agreements.person': wants('person agreement status'),
  'agreements.remind': wants('person group agreement status to'),
  'agreements.publish': wants('agreement group person from to'),
  'agreements.export': wants('agreement group person status from to', 'past'),
  'policy.ask': wants(),
  'mfa.mine': wants(),
  'mfa.missing': wants('group'),
  'mfa.person': wants('person'),
  'loan.request': wants('device from to'),
  'loan.mine': wants('device status'),
  'loan.return': wants('device from'),
  'loan.problem': wants('device'),
  'loan.list': wants('group person device from to', 'past'),
  'loan.overdue': wants('group person device from to', 'past'),
  'loan.find': wants('device'),
  'incident.report': wants('kind device'),
  'incident.list': wants('kind group device from to', 'past'),
  'permission.request': wants('kind device area agreement from to'),
  'training.mine': wants('status'),
  'training.missing': wants('group person status'),
  'leavers.check': wants('person group'),
  'leavers.findings': wants('person group from to', 'past'),
  'access.person': wants('person'),
  'access.area': wants('area group'),
  'approvals.mine': wants('status'),
  'visitors.today': wants(),
  'review.due': wants('agreement status from to'),
  none: wants(),
} satisfies Record<string, Wanted>;

export type Intent = keyof typeof INTENTS;

export const isIntent = (id: string): id is Intent => Object.hasOwn(INTENTS, id);

/** What only somebody asks who looks after others: about their signatures, accounts, loans and training. */
export const LOOKING_AFTER: ReadonlySet<Intent> = new Set<Intent>([
  'agreements.outstanding',
  'agreements.signed',
  'agreements.progress',
  'agreements.person',
  'agreements.remind',
  'agreements.publish',
  'agreements.export',
  'mfa.missing',
  'mfa.person',
  'loan.list',
  'loan.overdue',
  'loan.find',
  'incident.list',
  'training.missing',
  'leavers.check',
  'leavers.findings',
  'access.person',
  'access.area',
  'approvals.mine',
  'visitors.today',
  'review.due',
]);

/** What a request or an incident can be of: the values of the slot `kind`. */
export const KINDS = {
  'permission.request': [
    'personal-device',
    'guest-wifi',
    'photography',
    'recording',
    'exception',
    'access',
    'software',
  ],
  'incident.report': ['phishing', 'lost-device', 'data-breach', 'unsuitable-content', 'malware', 'password', 'other'],
} as const;
