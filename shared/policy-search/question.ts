import { type Kind, peopleIn, subjectOf } from './people.ts';

/** A question taken apart: its matter, and how one asks for it. */
export interface Question {
  /** Without the words that only ask. */
  matter: string;
  /** What an answer to this kind of question looks like, and how much that says (0 to 2). */
  looksLike: { pattern: RegExp; worth: number }[];
  /** Asks for what is what, not for what one may do. */
  asksWhat: boolean;
  /** An answer that lacks this is none: "how often" wants a time, "who is" a name. */
  needs: RegExp | null;
  people: Set<Kind>;
  subject: Set<Kind>;
}

export function readQuestion(said: string): Question {
  const text = said.replace(/[’‘ʼ`´]/g, "'").toLowerCase();
  const form = FORMS.find(({ asked }) => asked.test(text));
  return {
    matter: text.replace(FRAMES, ' '),
    looksLike: form?.answers ?? [],
    asksWhat: form === undefined || form.what === true,
    needs: NEEDS.find(({ asked, unless }) => asked.test(text) && !unless?.test(text))?.needs ?? null,
    people: peopleIn(text),
    subject: subjectOf(text),
  };
}

/** How one asks, which is no part of the matter. */
const FRAMES = new RegExp(
  [
    String.raw`who(?:m|s|'s)? (?:(?:do|should|must|shall|can|would|will|to|else|could) )*(?:(?:i|we|you|one|staff) )*(?:(?:need|have|has) to )?(?:be )?(?:tell|told|report(?:ed)?(?: (?:it|this|that))?(?: to)?|inform|ask|contact|notify|speak to|talk to|let know|go to|see|alert|ring|call|email)\b`,
    String.raw`what (?:happens|will happen|would happen|should i do|do i do|shall i do|do we do|should we do|must i do|to do)(?: if| when)?\b`,
    String.raw`(?:am i|are we|are staff|is (?:it|that|there)|would it be) (?:(?:ever|still|even|actually) )?(?:allowed|permitted|ok(?:ay)?|alright|all right|fine|legit|against the rules|compulsory|possible|illegal|a problem|wrong)(?: to| for| if)?\b`,
    String.raw`(?:against|within|in) the (?:rules|policy|law)\b`,
    String.raw`is it a problem\b`,
    String.raw`(?:does|do) (?:the|our|your) (?:school'?s? )?(?:policy|policies|rules?|agreement) (?:say|mention|cover|state)s?(?: anything| something)?(?: about| on)?\b`,
    String.raw`(?:are|is) there (?:any |a )?(?:rules?|polic(?:y|ies)|guidance|guidelines|restrictions?)(?: about| on| for| against)?\b`,
    String.raw`what(?:'?s| is| are| does)? (?:the|our) (?:school'?s? )?(?:policy|policies|rules?|position|stance|agreement|procedure|process)(?: say)?(?: about| on| for| with)\b`,
    String.raw`do (?:i|we|you) (?:have|need) (?:to\b)?`,
    String.raw`(?:is|are) (?:this|that|it) (?:covered|allowed)\b`,
    String.raw`what (?:do (?:you|we|they) mean by|counts as|is meant by|does)\b`,
    String.raw`acceptable use(?: policy)?\b`,
  ].join('|'),
  'g',
);

const ROLE =
  /\b(?:head ?teacher|head|manager|lead|slt|leader(?:ship)?|office|team|support|officer|governors?|ict4|police|technician|company)\b/i;

interface Form {
  asked: RegExp;
  answers: Question['looksLike'];
  what?: true;
}

/** Ways to ask, the more particular first, and what answers to them have. */
const FORMS: Form[] = [
  {
    asked: /\bwho\b.*\b(?:tell|report|inform|notify|contact|ask|speak|let know|alert|call|ring|see|go to)\b/,
    answers: [
      { pattern: /\b(?:tell|report(?:ed)?|inform(?:ed)?|notify|alert|contact|raise|ask)\b/i, worth: 1 },
      { pattern: ROLE, worth: 0.5 },
    ],
  },
  {
    asked:
      /\bwhat (?:happens|if|would happen|will happen|do i do|should i do|shall i do|next)|consequence|punish|in trouble|sacked|disciplin|penalt/,
    answers: [
      {
        pattern:
          /\b(?:disciplin\w+|sanction\w*|revoked|result in|expense|may face|dealt with|police|removed|terminated|proceedings|confiscate\w*|deleted?|inform\w*|report\w*|immediately|tell|cost)\b/i,
        worth: 1,
      },
    ],
  },
  { asked: /\bwhos?\b/, answers: [{ pattern: ROLE, worth: 0.5 }] },
  {
    asked: /\b(?:what (?:is|are|counts|does|do you mean)|define|definition|mean|whats|what's|counts? as|classed)\b/,
    answers: [
      { pattern: /^["“]/, worth: 1.5 },
      { pattern: /["“”:]|\b(?:includes?|means|refers to|any|encompass)\b/i, worth: 0.5 },
    ],
    what: true,
  },
  {
    asked: /\b(?:can|may|could|allowed|ok|okay|alright|permitted|should|must|do i have|need|am i|are we)\b/,
    answers: [
      {
        pattern:
          /\b(?:must|may|will|can|should|not|never|only|permitted|allowed|strictly|agree[ds]?|permission|authoris\w+|approv\w+|unless)\b/i,
        worth: 0.5,
      },
    ],
  },
];

/** Questions that only something particular answers, the more particular first: what is meant for something near won't do. */
const NEEDS: { asked: RegExp; unless?: RegExp; needs: RegExp }[] = [
  { asked: /\bransom/, needs: /\bransom|\bblackmail/i },
  {
    asked: /\bphishing|\bscams?\b|\bspam\b/,
    needs: /\bphish|\bscam|\bspam|\bsuspicious|\bsender|\bfraud|\bfake|\bunexpected/i,
  },
  {
    asked: /\bai\b|\bartificial intelligence\b|\b(?:chatgpt|copilot|chatbots?)\b/,
    needs: /\bAI\b|\bartificial intelligence\b|\bgenerative\b|\b(?:chatgpt|copilot|chatbots?)\b/i,
  },
  {
    asked: /\b(?:multi|two|2)[ -]?(?:factor|step)\b|\b[m2]fa\b|\bauthenticator\b/,
    needs: /\b(?:multi|two|2|second)[ -]?(?:factor|step)|\b[m2]fa\b|\bauthenticat/i,
  },
  {
    asked:
      /\b(?:former|ex|old|past)[ -](?:pupils?|students?)\b|\b(?:pupils?|students?|children) who(?:'ve| have)? left\b/,
    needs: /\b(?:former|ex|past|left)\b/i,
  },
  { asked: /\b(?:borrow|loan)\b/, needs: /\b(?:borrow|loan|lend|lent|take home|sign\w* out)/i },
  { asked: /\bdata protection officer\b|\bdpo\b/, needs: /\bofficer\b|\bDPO\b/i },
  { asked: /\bphotocopier\b/, needs: /\bphotocop|\bprint/i },
  { asked: /\btax\b|\btaxed\b|\bhmrc\b/, needs: /\btax|\brevenue\b|\bHMRC\b/i },
  { asked: /\binsur(?:e|ed|ance)\b/, needs: /\binsur/i },
  { asked: /\bhow fast\b|\bspeed\b/, needs: /\d|\bspeed/i },
  { asked: /\b(?:opening|closing|which|what) hours\b/, needs: /\d|\bhours\b/i },
  {
    asked: /\b(?:can|may|could) (?:i|we|staff) (?:buy|purchase)\b/,
    needs: /\b(?:buy|bought|purchas\w*|sold|sell\w*|sale)\b/i,
  },
  {
    asked: /\bhow (?:do|can|would) (?:i|we) (?:book|reserve|order|hire)\b/,
    needs: /\b(?:book|reserv|order|hire)|\bsigned? (?:in and )?out/i,
  },
  { asked: /\bhow (?:do|can) (?:i|we) reset\b/, needs: /\b(?:reset|forg[eo]t)/i },
  { asked: /\b(?:is|are|do|does|gets?)\b.*\bback(?:ed)? ?ups?\b/, needs: /\bback(?:ed|s|ing)?[ -]?ups?\b|\brestor/i },
  {
    asked: /^\W*who(?:'s|s| is| are)(?: the| our| your)\b|\bname of (?:the|our|your)\b/,
    unless: /\b(?:responsible|allowed|able|charge|for)\b/,
    needs: /\b(?:is|are|by|called|:)\s+[A-Z][\w'’]+/,
  },
  {
    asked:
      /\bhow (?:many|big|old|fast|heavy|far|large)\b|\b(?:what|which) (?:age|size|speed|limit)\b|\blimit (?:on|to|for)\b|\bhow long (?:does|do|must|should|can|may)\b.*\b(?:be|password)\b/,
    needs: /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|maximum|minimum|at least|at most)\b/i,
  },
  {
    asked:
      /\bhow much (?:do|does|is|are|will|would|did) (?!i |we )|\bhow much (?:do|will|must) (?:i|we) (?:pay|owe|get)\b|\b(?:price|fee|allowance|cost of)\b/,
    needs: /£|\d|\b(?:cost|charge|expense|pay|paid|price|free|replace)\w*\b/i,
  },
  {
    asked:
      /\bwhen (?:was|were|did)\b|\bwhen (?:is|will) (?:it|this|the (?:policy|document|next)).*\b(?:review|approved|revised|updated|due|looked)\b|\bwhat (?:date|year|month)\b/,
    needs:
      /\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b(?:every|annual\w*|each|yearly|years?)\b/,
  },
  {
    asked:
      /\bhow long\b.*\b(?:kept|keep|stored?|store|held|hold|last|before|have|saved?|take|takes|for)\b|\bfor how long\b/,
    needs:
      /\d|\b(?:days?|weeks?|months?|terms?|years?|hours?|immediately|at once|until|as soon as|no longer|end of|once)\b/i,
  },
  {
    asked: /\bhow (?:often|frequently|regularly)\b/,
    needs:
      /\d|\b(?:daily|week\w*|year\w*|annual\w*|terms?|termly|month\w*|regular\w*|days?|every|each|automatically|when\w*|once|continuous\w*|always)\b/i,
  },
  {
    asked: /\bhow (?:long|soon|quickly)\b|\bwhat time\b|\bwhen (?:is|are|do|does|will)\b/,
    unless: /allowed/,
    needs:
      /\d|\b(?:daily|week\w*|year\w*|annual\w*|terms?|month\w*|regular\w*|days?|hours?|immediately|at once|before|after|until|as soon as|when\w*|end of|no longer)\b/i,
  },
];
