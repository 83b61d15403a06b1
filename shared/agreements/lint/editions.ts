/**
 * Laws, guidance and bodies that school policies in England cite and that are no longer what they were. The table stands as
 * of November 2026; each entry names where to check it. A new edition is a new entry with its date: entries are never
 * changed, so that a policy is judged by what applied on the day.
 */

/** Guidance that comes out again under the same name, with the years of its editions. */
export interface Guidance {
  name: string;
  /** Finds the name; a year that stands close after it is the edition cited. */
  pattern: RegExp;
  /** An edition, and the date (ISO) from which it is the current one. */
  edition: string;
  since: string;
  source: string;
}

/** Something that ended, was replaced or is called otherwise. */
export interface Replaced {
  name: string;
  pattern: RegExp;
  /** A whole sentence: what happened to it. */
  now: string;
  /** ISO date from which the sentence is true. */
  since: string;
  source: string;
  /** Whether it is law or guidance, or only a name. */
  kind: 'law' | 'name';
}

export const GUIDANCE: Guidance[] = [
  // A new edition each September; that of 2026 by the date its consultation announced.
  ...[
    '2018-09-03',
    '2019-09-02',
    '2020-09-01',
    '2021-09-01',
    '2022-09-01',
    '2023-09-01',
    '2024-09-02',
    '2025-09-01',
    '2026-09-01',
  ].map(
    (since): Guidance => ({
      name: 'Keeping Children Safe in Education',
      pattern: /\b(?:keeping children safe in education|kcsie)\b/gi,
      edition: since.slice(0, 4),
      since,
      source: 'https://www.gov.uk/government/publications/keeping-children-safe-in-education--2',
    }),
  ),
  // The edition of 2026 came out in March 2026.
  ...['2018-07-04', '2023-12-15', '2026-04-01'].map(
    (since): Guidance => ({
      name: 'Working Together to Safeguard Children',
      pattern: /\bworking together to safeguard children\b/gi,
      edition: since.slice(0, 4),
      since,
      source: 'https://www.gov.uk/government/publications/working-together-to-safeguard-children--2',
    }),
  ),
  {
    name: 'the Prevent duty guidance',
    pattern: /\bprevent duty guidance\b/gi,
    edition: '2023',
    since: '2023-12-31',
    source: 'https://www.gov.uk/government/publications/prevent-duty-guidance',
  },
];

export const REPLACED: Replaced[] = [
  {
    name: 'Data Protection Act 1998',
    pattern: /\bdata protection act,? \(?(?:1984|1998)\)?/i,
    now: 'The Data Protection Act 2018 replaced it.',
    since: '2018-05-25',
    source: 'https://www.legislation.gov.uk/ukpga/2018/12/contents',
    kind: 'law',
  },
  {
    name: 'Telecommunications (Lawful Business Practice) (Interception of Communications) Regulations 2000',
    pattern:
      /\btelecommunications \(lawful business practice\)[^.]{0,60}regulations 2000|\blawful business practice regulations\b/i,
    now: 'The Investigatory Powers (Interception by Businesses etc. for Monitoring and Record-keeping Purposes) Regulations 2018 took their place.',
    since: '2018-06-27',
    source: 'https://www.legislation.gov.uk/uksi/2018/356/contents',
    kind: 'law',
  },
  {
    name: 'Disability, race and sex discrimination Acts',
    pattern: /\b(?:disability discrimination act|race relations act|sex discrimination act),? (?:19|20)\d\d/i,
    now: 'The Equality Act 2010 replaced it.',
    since: '2010-10-01',
    source: 'https://www.legislation.gov.uk/ukpga/2010/15/contents',
    kind: 'law',
  },
  {
    name: 'Education and Training (Welfare of Children) Act 2021',
    pattern: /\beducation and training \(welfare of children act\) 2021/i,
    now: 'Its name is the Education and Training (Welfare of Children) Act 2021: one bracket is in the wrong place.',
    since: '2021-04-29',
    source: 'https://www.legislation.gov.uk/ukpga/2021/16/contents',
    kind: 'law',
  },
  {
    name: 'GDP Regulations',
    pattern: /\bGDP Regulations?\b/,
    now: 'There is no such law. If the data protection regulation is meant, it is the UK GDPR.',
    since: '2021-01-01',
    source: 'https://www.legislation.gov.uk/eur/2016/679/contents',
    kind: 'law',
  },
  {
    name: 'Becta',
    pattern: /\bBecta\b|\bBECTA\b/,
    now: 'Becta closed in 2011, and its advice went with it.',
    since: '2011-04-01',
    source: 'https://www.gov.uk/government/organisations/british-educational-communications-and-technology-agency',
    kind: 'name',
  },
  {
    name: 'Criminal Records Bureau',
    pattern: /\bcriminal records bureau\b|\bCRB\b/i,
    now: 'The Disclosure and Barring Service (DBS) took its place in 2012.',
    since: '2012-12-01',
    source: 'https://www.gov.uk/government/organisations/disclosure-and-barring-service',
    kind: 'name',
  },
  {
    name: 'Department for Children, Schools and Families',
    pattern: /\b(?:department for children, schools and families|DCSF|department for education and skills|DfES)\b/i,
    now: 'It has been the Department for Education since 2010.',
    since: '2010-05-12',
    source: 'https://www.gov.uk/government/organisations/department-for-education',
    kind: 'name',
  },
  {
    name: 'UK Council for Child Internet Safety',
    pattern: /\bUKCCIS\b|\bUK council for child internet safety\b/i,
    now: 'It became the UK Council for Internet Safety (UKCIS) in 2018.',
    since: '2018-10-01',
    source: 'https://www.gov.uk/government/organisations/uk-council-for-internet-safety',
    kind: 'name',
  },
  {
    name: 'Local Safeguarding Children Board',
    pattern: /\blocal safeguarding children(?:'s|’s|s)? board\b|\bLSCB\b/i,
    now: 'Safeguarding partners took the place of these boards in 2019.',
    since: '2019-09-29',
    source: 'https://www.gov.uk/government/publications/working-together-to-safeguard-children--2',
    kind: 'name',
  },
  {
    name: 'Twitter',
    pattern: /(?<!formerly |called |X\/|X \()\bTwitter\b(?!\s*(?:\/\s*X|\(now|, now))/,
    now: 'Twitter has been called X since July 2023.',
    since: '2023-07-24',
    source: 'https://about.x.com/en',
    kind: 'name',
  },
  {
    name: 'G Suite',
    pattern: /\bG Suite\b|\bGSuite\b/,
    now: 'It has been called Google Workspace for Education since 2021.',
    since: '2021-02-17',
    source: 'https://blog.google/outreach-initiatives/education/google-workspace-for-education/',
    kind: 'name',
  },
];
