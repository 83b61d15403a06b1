/**
 * The particulars of a document: the lines on its front page that say who approved it and when, and are no rule that
 * anyone agrees to. "Approved by: Governors", "Next review due by 1 July 2027", "Version | 2.1".
 */

/** What such a line begins with. */
const LABEL =
  '(?:(?:policy|document|school)\\s+)?(?:' +
  [
    'approved(?:\\s+(?:by|on|date))?',
    'approval(?:\\s+date)?',
    'ratified(?:\\s+(?:by|on))?',
    'adopted(?:\\s+(?:by|on))?',
    'agreed(?:\\s+(?:by|on))',
    '(?:last\\s+)?(?:reviewed|updated|revised)(?:\\s+(?:by|on|date))?',
    '(?:last|next)\\s+(?:review|update|revision)(?:\\s+(?:date|due))*(?:\\s+(?:by|on))?',
    'review(?:ed)?\\s+(?:date|due|cycle|period|frequency)(?:\\s+(?:by|on))?',
    'review',
    'date\\s+(?:of|for|approved|adopted|ratified|agreed|reviewed|published|created|written|issued)(?:\\s+[a-z]+){0,4}',
    'frequency(?:\\s+of\\s+review)?',
    'to\\s+be\\s+reviewed(?:\\s+(?:by|on))?',
    'effective(?:\\s+(?:date|from))?',
    '(?:valid|applies|in\\s+force)\\s+from',
    'date',
    'version(?:\\s+(?:number|no\\.?|date))?',
    'issue(?:\\s+(?:number|no\\.?|date))?',
    'status',
    'author',
    'owner',
    '(?:written|prepared|produced|published|issued|signed|created)\\s+by',
    'lead',
    'reference(?:\\s+(?:number|no\\.?))?',
    'number',
    'chair(?:\\s+of\\s+governors)?',
    'headteacher',
    'committee(?:\\s+responsible)?',
    "governors?[’']?\\s+committee",
    'responsible\\s+(?:person|officer|committee)',
    'statutory',
    'audience',
  ].join('|') +
  ')';

const LABELLED = new RegExp(`^${LABEL}\\s*(?::|\\||[-–]\\s)`, 'i');
const LABELLED_DATE = new RegExp(`^${LABEL}\\s+[-–]?\\s*(?:in\\s+)?(?:\\d|[a-z]{3,9}\\.?\\s+\\d)`, 'i');
const LONGEST = 160;

/** Whether a line is one of a document's particulars. */
export function isParticular(text: string): boolean {
  return text.length <= LONGEST && (LABELLED.test(text) || LABELLED_DATE.test(text));
}
