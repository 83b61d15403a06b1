import { read, TODAY } from './reader.ts';

/** What a rule says about a text: its quotes, and nothing when it has nothing to say. */
async function quotes(
  rule: string,
  body: string,
  { title = 'Staff ICT agreement', today = TODAY } = {},
): Promise<string[]> {
  const { findings } = await read(`# ${title}\n\n${body}\n`, 'policy.md', today);
  return findings.filter((finding) => finding.rule === rule).map(({ place }) => place.quote);
}

async function messages(rule: string, body: string): Promise<string[]> {
  const { findings } = await read(`# Staff ICT agreement\n\n${body}\n`);
  return findings.filter((finding) => finding.rule === rule).map(({ message }) => message);
}

const clean = `# Staff ICT policy

Approved by: Governors, 2 September 2026

Next review due by: 1 September 2027

## 1. Access

Larkenmere Primary School gives each member of staff a log-in. The network manager is Fennbridge IT Ltd (help@fennbridge.example).

- Ask the Network Manager before you connect a device of your own, as section 2 says.
- Tell the Designated Safeguarding Lead (DSL) at once. The DSL is the deputy headteacher.

## 2. Rules

This policy follows Keeping Children Safe in Education 2026, the UK GDPR and the Data Protection Act 2018, which replaced the Data Protection Act 1998. See Annex C of Keeping Children Safe in Education, section 175 of the Education Act 2002 and appendix 1.

Staff at Larkenmere Primary School use Microsoft Teams, and pupils in KS2 will use it too. The policy is reviewed every year. We [sic] read appendix 2 of our safeguarding policy.

## Appendix 1: Words we use

Phishing is fishing for passwords.
`;

test('a clean policy has no findings', async () => {
  expect((await read(clean)).findings).toEqual([]);
});

test('every finding names its rule, its place with the words, and what to do in a sentence or two', async () => {
  const { findings } = await read(
    '# Policy\n\n## 1. Rules\n\nInsert your protocol here. See appendix 3.\n\n## 3. Access\n\nAsk Katie Knight, and use the [software](#). KCSIE 2020 applies. It is TBC,\n\n| Signature | ______ |\n|---|---|\n',
  );
  expect(findings.length).toBeGreaterThan(5);
  for (const { rule, severity, place, message } of findings) {
    expect(rule).toMatch(/^[a-z-]+$/);
    expect(['error', 'warning']).toContain(severity);
    expect(place.section).not.toBe('');
    expect(place.quote.length).toBeLessThanOrEqual(130);
    expect(message).toMatch(/^\p{Lu}?[^]*[.)]$/u);
  }
  const severities = findings.map(({ severity }) => severity);
  expect(severities).toEqual(severities.toSorted());
});

describe('template text', () => {
  test.each([
    ['an instruction', 'Set out your protocol for approving requests here.'],
    ['a condition for the author', 'If your governing board has a role in reviewing the policy, add:'],
    ['a gap', 'Contact the office on XXXX for help.'],
    ['something to be confirmed', 'The network manager will be TBC.'],
    ['a placeholder', 'Call [insert name] at once.'],
    ['a choice in brackets', 'Ask the [headteacher/principal] first.'],
    ['a bracket that opens', 'The [headteacher will decide.'],
    ['a bracket that closes', 'The headteacher] will decide.'],
    ['an angle-bracket placeholder', 'Welcome to <insert name of school>.'],
  ])('is found: %s', async (_, text) => {
    expect(await quotes('template-text', text)).toEqual([text]);
  });

  test.each([
    'Click here to report a concern.',
    'We quote them [sic] and cut […] a little [1].',
    'Sign in here, and add your name to the list.',
    'You may, for instance, use a tablet.',
    'If your school bag is lost, tell the office.',
  ])('is not found in "%s"', async (text) => {
    expect(await quotes('template-text', text)).toEqual([]);
  });
});

describe('dead links and bookmarks', () => {
  test('are found, one finding a section', async () => {
    const body =
      '## 1. Law\n\n[One Act](#) and [Another Act]().\n\n[A file](file:///C:/policy.doc)\n\n## 2. More\n\nSee Error! Reference source not found. for more.';
    expect(await quotes('dead-links', body)).toEqual(['One Act']);
    expect((await messages('dead-links', body))[0]).toContain('3 links');
    expect(await quotes('dead-bookmarks', body)).toEqual(['See Error! Reference source not found. for more.']);
  });

  test('are not found where links lead somewhere', async () => {
    expect(
      await quotes(
        'dead-links',
        '## 1. Our rules\n\n[Web](https://school.example), [mail](mailto:a@school.example), [here](#1-our-rules).',
      ),
    ).toEqual([]);
  });
});

describe('missing parts', () => {
  test('are found: an appendix, several at once, a section', async () => {
    const body =
      '## 1. Rules\n\nSee appendix 1, appendices 2 and 3, and section 4.2.\n\n## 2. More\n\nSign the form in Appendix 2.\n\n## Appendix 1: Rules for pupils\n\nBe kind.';
    expect(
      (await messages('missing-parts', body)).map((message) => message.split(' is not')[0]!.split(' in this')[0]),
    ).toEqual(['Appendix 2', 'Appendix 3', 'There is no section 4.2']);
  });

  test.each([
    'See Annex C of Keeping Children Safe in Education.',
    'Section 175 of the Education Act 2002 applies.',
    'See appendix 3 of our safeguarding policy.',
    'As section 2 says, and section 1.',
  ])('are not found in "%s"', async (text) => {
    expect(await quotes('missing-parts', `## 1. Rules\n\n${text}\n\n## 2. More\n\nBe kind.`)).toEqual([]);
  });
});

describe('school names', () => {
  test('are found when there are two', async () => {
    const body =
      'Welcome to Larkenmere Primary School. The laptop belongs to Larkenmere Primary School.\n\nAt Fennbridge Church of England Primary School we are kind.';
    expect(await quotes('school-names', body)).toEqual(['At Fennbridge Church of England Primary School we are kind.']);
    expect((await messages('school-names', body))[0]).toContain('"Larkenmere Primary School"');
  });

  test.each([
    'Our school is Larkenmere Primary School. At Larkenmere Primary School the School Council meets in the School Hall.',
    'Larkenmere Academy and its Sixth Form College rooms are part of the Larkenmere Academy Trust.',
    'St. Mary’s Primary School and St Mary’s Primary School are one.',
    'Larkenmere School, or in full Larkenmere Church of England Primary School.',
    'Every Primary School and each Secondary School in England follows the College of Policing. The National College helps.',
    'Larkenmere Primary School has a School Nurse. Staff of the School Office help.',
  ])('are not found in "%s"', async (text) => {
    expect(await quotes('school-names', text)).toEqual([]);
  });
});

describe('review dates', () => {
  const said = async (front: string, body = 'Be kind to everyone.', today = TODAY) =>
    (await read(`# Staff ICT policy\n\n${front}\n\n## 1. Rules\n\n${body}\n`, 'policy.md', today)).findings
      .filter(({ rule }) => rule === 'review-dates')
      .map(({ message }) => message.split('. ')[0]);

  test('that are past', async () => {
    expect(await said('Next review due by: 01.07.23')).toEqual([
      'The review was due by 1 July 2023 and that has passed',
    ]);
    expect(await said('Last reviewed: September 2024', 'This policy is reviewed annually.')).toEqual([
      '"reviewed annually" and last reviewed in September 2024: the next review is overdue',
    ]);
  });

  test('that contradict each other', async () => {
    expect(await said('Next review: July 2027', 'This policy will be reviewed again on 1 September 2028.')).toEqual([
      'The next review is given as "July 2027" under "Front page", and as "1 September 2028" here',
    ]);
    expect(
      await said(
        'Last reviewed: 1 July 2026\n\nNext review: 1 July 2027',
        'This policy will be reviewed every three years.',
      ),
    ).toEqual(['"reviewed every three years" does not fit the dates: last on 1 July 2026, next on 1 July 2027']);
  });

  test('that run backwards or ahead', async () => {
    expect(await said('Approved: July 2027\n\nNext review: January 2027')).toEqual([
      'The policy was approved in July 2027, and its next review is in January 2027, which is no later',
      'This says it happened in July 2027, which is still to come',
    ]);
  });

  test('that a policy lacks', async () => {
    expect(await said('')).toEqual(['The policy does not say when it was approved or when it is due for review']);
    expect(await quotes('review-dates', 'Be kind.', { title: 'Pupil agreement' })).toEqual([]);
  });

  test('that are right say nothing', async () => {
    expect(
      await said(
        'Last reviewed: 1 July 2026\n\nNext review: July 2027',
        'This policy is reviewed yearly, next in July 2027.',
      ),
    ).toEqual([]);
    expect(await said('Next review: 23 November 2026')).toEqual([]);
    expect(await said('Next review: November 2026')).toEqual([]);
    expect(
      await said(
        'Next review: 1 July 2027',
        'Access rights are reviewed every term. Guidance was updated in May 2019 and passwords will be reviewed in March 2020.',
      ),
    ).toEqual([]);
  });
});

describe('law and guidance', () => {
  const old = (text: string, today = TODAY) => quotes('old-edition', text, { today });

  test.each([
    'Keeping Children Safe in Education 2021',
    'We follow KCSIE (September 2024) in full.',
    'See ‘Keeping Children Safe in Education’ (DfE, 2023).',
    'We keep to the Data Protection Act 1998.',
    'The Disability Discrimination Act 1995 applies.',
    'Working Together to Safeguard Children 2018',
    'The General Data Protection Regulation',
    'Data is deleted as the GDPR asks.',
    'Data is kept in line with GDP Regulations.',
  ])('is old in "%s"', async (text) => {
    expect(await old(text)).toEqual([text]);
  });

  test.each([
    'Keeping Children Safe in Education 2026',
    'Keeping Children Safe in Education, and Working Together to Safeguard Children 2026.',
    'Keeping Children Safe in Education (current edition) and the Computer Misuse Act 1990.',
    'The Data Protection Act 2018, which replaced the Data Protection Act 1998.',
    'The UK GDPR applies. The GDPR says why.',
    'See our GDPR and Data Protection Policy, and the Data Protection and GDPR Policy.',
  ])('is current in "%s"', async (text) => {
    expect(await old(text)).toEqual([]);
  });

  test('was current on an earlier day', async () => {
    expect(await old('Keeping Children Safe in Education 2021', '2022-08-31')).toEqual([]);
    expect(await old('Keeping Children Safe in Education 2021', '2022-09-01')).toHaveLength(1);
  });

  test('bodies and services have their names of today', async () => {
    expect(await quotes('old-name', 'We post on Twitter. Staff are CRB checked.')).toHaveLength(2);
    expect(await quotes('old-name', 'We post on X (formerly Twitter). Staff are DBS checked.')).toEqual([]);
  });
});

describe('undefined roles', () => {
  test.each([
    ['a firm in letters', 'NET4 manages the Wi-Fi, and staff contact NET4 for help.'],
    ['a post', 'Ask the ICT Co-ordinator for a laptop first.'],
    ['a team', 'Visitors need leave from the Senior Management Team.'],
    ['an abbreviation', 'Tell the DSL at once if you worry about a child.'],
    ['a department', 'The IT department will change it.'],
  ])('are found: %s', async (_, text) => {
    expect(await quotes('undefined-roles', `## 1. Rules\n\n${text}`)).toEqual([text]);
  });

  test.each([
    ['a firm that is introduced', 'Our ICT provider, NET4, manages the Wi-Fi. Contact NET4 for help.'],
    ['a post that is named', 'The ICT Co-ordinator is Fennbridge IT Ltd. Ask the ICT Coordinator for a laptop.'],
    ['a post with a contact', 'Ask the Data Protection Officer (dpo@school.example) for a copy.'],
    ['an abbreviation spelled out', 'Tell the designated safeguarding lead (DSL) at once. The DSL decides.'],
    [
      'posts everybody knows',
      'Ask the Headteacher, your Line Manager or the Chair of Governors. The School Business Manager signs.',
    ],
    ['codes everybody knows', 'KS2 pupils will use WPA3, and Y4 may use an MP3 player. MP3 will play.'],
    ['products', 'Use Microsoft Teams, Google Services or the Guest Internet Service only.'],
  ])('are not found: %s', async (_, text) => {
    expect(await quotes('undefined-roles', `## 1. Rules\n\n${text}`)).toEqual([]);
  });
});

describe('missing forms', () => {
  test('are found, with the nearest form in the document', async () => {
    const body =
      '## 1. Loans\n\nSign the Staff Laptop Loan Agreement first, and fill in the Visitor Sign-in Sheet.\n\n## 2. Staff Equipment Loan Agreement\n\nI will take care.';
    expect(await quotes('missing-forms', body)).toHaveLength(2);
    expect((await messages('missing-forms', body))[0]).toContain('If "Staff Equipment Loan Agreement" is meant');
  });

  test('are not found when the document has them, or names none', async () => {
    const body =
      '## 1. Loans\n\nSign the Staff Loans Agreement. The ICT Security Policy and Staff Loan Agreement apply. By Agreement with the head.\n\n## 2. School staff equipment loan agreement form\n\nI will take care.';
    expect(await quotes('missing-forms', body)).toEqual([]);
  });
});

describe('numbering and contents', () => {
  test('gaps, repetitions and steps back', async () => {
    const body = '## 1. A\n\nx\n\n### 1.2 B\n\nx\n\n### 1.2 C\n\nx\n\n## 4. D\n\nx\n\n## 3. E\n\nx';
    expect((await messages('numbering', body)).map((message) => message.split('. ')[0])).toEqual([
      'The numbers begin with 1.2: there is no 1.1',
      'The number 1.2 is given twice',
      'The numbers go from 1 to 4: there is no 2 to 3',
      'The number 3 comes after 4',
    ]);
  });

  test('an appendix may start again, and 3.4a may stand beside 3.4', async () => {
    expect(
      await quotes(
        'numbering',
        '## 1. A\n\nx\n\n### 1.1 B\n\nx\n\n### 1.1a C\n\nx\n\n## 2. D\n\nx\n\n## Appendix 1\n\n## 1. E\n\nx',
      ),
    ).toEqual([]);
  });

  test('contents whose pages go backwards, or that list what is not there', async () => {
    const text =
      'Online policy\n\nContents\n\n1. Aims\t4\n2. Rules\t2\n3. Gone\t5\n\n1. Aims\n\nBe kind.\n\n2. Rules\n\nBe safe.\n';
    const { findings } = await read(text, 'policy.txt');
    expect(findings.filter(({ rule }) => rule === 'contents').map(({ place }) => place.quote)).toEqual([
      '2. Rules 2',
      '3. Gone',
    ]);
  });
});

describe('the smaller rules', () => {
  test('unfinished sentences', async () => {
    const comma = 'Staff must not use the account unless this has been agreed,';
    expect(
      await quotes(
        'unfinished',
        `## 1. A\n\n${comma}\n\n## 2. B\n\nWhen you visit us you will need the following things:\n\n## 3. C\n\nStaff bring the following things with them:\n\n- a badge\n\nSigned:`,
      ),
    ).toEqual([comma, 'When you visit us you will need the following things:']);
  });

  test('two answers to one question', async () => {
    const body =
      '- I will report any accidental access to, or receipt of, unsuitable material to the headteacher.\n- I will report any accidental access to/receipt of unsuitable material to the ICT manager\n- I will report a lost laptop that the school lent me to the office.\n- I will report a lost laptop that the school lent me to the office';
    expect(await quotes('two-answers', body)).toHaveLength(1);
    expect((await messages('two-answers', body))[0]).toContain('"ICT manager"');
  });

  test('sections that stand twice', async () => {
    const section = (last: string) =>
      `## Loans\n\nWhoever borrows a laptop takes care of it and brings it back in time.\n\n${last}`;
    expect(await quotes('repeated-sections', `${section('One.')}\n\n${section('Two.')}`)).toHaveLength(1);
    expect(await quotes('repeated-sections', '## Loans\n\nTake care.\n\n## Loans\n\nBring it back.')).toEqual([]);
  });

  test('people by name, but no places, and not who holds a post', async () => {
    expect(await quotes('personal-names', 'The page is managed by Katie Knight, who may ask Mr Okafor.')).toHaveLength(
      1,
    );
    expect(
      await quotes(
        'personal-names',
        'Victoria Park and James Street are near St Paul Cathedral. Will Staff ask? Paula Academy Trust. The Network Manager is Sarah Lane, and Grace Period ends.',
      ),
    ).toEqual([]);
  });

  test('blanks of a paper form', async () => {
    expect(
      await quotes(
        'paper-forms',
        '## Sign here\n\nSignature _____ Date _____\n\n## Return\n\nSigned\n\nDate\n\n## No form\n\nDate\n\nThe date matters.',
      ),
    ).toEqual(['Signature _____ Date _____', 'Signed']);
  });
});

test('a text with ten thousand mistakes of a kind does not list them all', async () => {
  const { findings } = await read(`# Policy\n\n## 1. Rules\n\n${'The [headteacher decides.\n\n'.repeat(10_000)}`);
  expect(findings.filter(({ rule }) => rule === 'template-text')).toHaveLength(30);
});
