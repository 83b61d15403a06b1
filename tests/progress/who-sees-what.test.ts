import type { Reply } from '../../shared/inbound.ts';
import { viewOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { barsIn, type Larkenmere, larkenmere, school } from './larkenmere.ts';

const HEAD = 'Margaret Ashdown';
const BUSINESS_MANAGER = 'Helen Tidswell';
const LINE_MANAGER = 'Stephen Garbutt';
const TEACHER = 'Kiran Patel';
const SUPPLY = 'Victoria Mbatha';
const GOVERNOR = 'Patricia Enderby';
const TRUST_LEAD = 'Wendy Harbottle';
const AT_HILL = 'Ottoline Crake';

const SCIENCE = [
  LINE_MANAGER,
  'Nasreen Choudhury',
  'Angharad Llewelyn',
  'Emre Yıldız',
  'Kwabena Ofori',
  'Denise Holroyd',
];

/** Larkenmere's 57 staff and one person of Hill School are asked; two in Science have signed. */
async function twoSchools(l: Larkenmere) {
  await l.add(AT_HILL, { school: 'hill', department: 'Science' });
  await l.add(TRUST_LEAD, { school: 'hill', department: 'Trust office', roles: ['trust-lead'] });
  const staff = l.here.filter(({ roles }) => roles.includes('staff')).map(({ name }) => name);
  await l.signing('staff', 'Staff ICT agreement', [
    ...staff.map((person) =>
      ['Emre Yıldız', 'Denise Holroyd'].includes(person) ? { person, state: 'acknowledged' as const } : person,
    ),
    AT_HILL,
  ]);
  const everyone = [...l.here.map(({ name }) => name), AT_HILL, TRUST_LEAD, 'Graham Stubley', 'Nkechi Umeh'];
  return { everyone, staff };
}

const said = (reply: Reply): string => (reply.kind === 'view' ? JSON.stringify(reply.view) : reply.words);
const headline = (reply: Reply): string => (reply.kind === 'view' ? reply.view.title : `refused: ${reply.words}`);

const NOT_YOURS =
  "refused: Your role at school doesn't include this. If you think it should, please ask your headteacher.";
const UNKNOWN = "I can't tell you about that person";

const QUESTIONS = [
  "who hasn't signed",
  "who hasn't signed in Science",
  'who is overdue',
  'who has signed',
  'how are we doing',
  'has Kiran Patel signed',
  'has Ottoline Crake signed',
  "remind who hasn't signed",
  'export it',
] as const;

/** What each role's answer to each question, in the same order, is headed with. */
const ANSWERS: Record<string, string[]> = {
  [HEAD]: [
    '55 of 57 still to sign',
    '4 of 6 still to sign',
    'Nobody is overdue',
    '2 of 57 have signed',
    'How signing is going',
    'Kiran Patel',
    UNKNOWN,
    'Remind 51 people?',
    'Your list is ready',
  ],
  [LINE_MANAGER]: [
    '4 of 6 still to sign',
    '4 of 6 still to sign',
    'Nobody is overdue',
    '2 of 6 have signed',
    'How signing is going',
    UNKNOWN,
    UNKNOWN,
    'Remind 4 people?',
    NOT_YOURS,
  ],
  [TEACHER]: [
    'You have 1 to sign',
    'You have 1 to sign',
    'You have 1 to sign',
    'You have 1 to sign',
    'You have 1 to sign',
    'Kiran Patel',
    UNKNOWN,
    NOT_YOURS,
    NOT_YOURS,
  ],
  [GOVERNOR]: [
    '2 of 57 have signed',
    '2 of 6 have signed',
    '2 of 57 have signed',
    '2 of 57 have signed',
    '2 of 57 have signed',
    UNKNOWN,
    UNKNOWN,
    NOT_YOURS,
    NOT_YOURS,
  ],
  [TRUST_LEAD]: [
    '56 of 58 still to sign',
    '5 of 7 still to sign',
    'Nobody is overdue',
    '2 of 58 have signed',
    'How signing is going',
    'Kiran Patel',
    'Ottoline Crake',
    'Remind 52 people?',
    'Your list is ready',
  ],
};
ANSWERS[BUSINESS_MANAGER] = ANSWERS[HEAD] as string[];
ANSWERS[SUPPLY] = (ANSWERS[TEACHER] as string[]).with(5, UNKNOWN);

eachStore((fresh) => {
  for (const [asker, answers] of Object.entries(ANSWERS))
    test(`${asker} is told what the role may know, and of nobody else`, async () => {
      const l = await larkenmere(await (await fresh()).open());
      const { everyone, staff } = await twoSchools(l);
      const mayName: Record<string, string[]> = {
        [HEAD]: staff,
        [BUSINESS_MANAGER]: staff,
        [LINE_MANAGER]: SCIENCE,
        [TEACHER]: [TEACHER],
        [SUPPLY]: [SUPPLY],
        [GOVERNOR]: [],
        [TRUST_LEAD]: [...staff, AT_HILL],
      };
      const heard: string[] = [];
      for (const question of QUESTIONS) {
        const reply = await l.as(asker).say(question);
        heard.push(headline(reply));
        const named = everyone.filter((name) => said(reply).includes(name));
        expect(named.filter((name) => !mayName[asker]?.includes(name))).toEqual([]);
      }
      expect(heard).toEqual(answers);
    });

  test('every page of names stays within what one may see, and together they are all of it', async () => {
    const l = await larkenmere(await (await fresh()).open());
    const { staff } = await twoSchools(l);
    const asked = { action: 'progress.outstanding', input: { status: 'open' } };
    const named: string[] = [];
    for (let page = 1; page <= 6; page++) {
      const reply = await l.as(HEAD).press({ ...asked, input: { ...asked.input, page } });
      if (reply.kind === 'view')
        for (const node of reply.view.nodes)
          if (node.kind === 'rows') named.push(...node.rows.map(({ title }) => title));
    }
    expect(named.toSorted()).toEqual(
      staff.filter((name) => !['Emre Yıldız', 'Denise Holroyd'].includes(name)).toSorted(),
    );
  });

  test('of a trust, each school has its bar and each name its school', async () => {
    const schools = [
      { id: 'larkenmere', name: 'Larkenmere School' },
      { id: 'hill', name: 'Hill School' },
    ];
    const l = await larkenmere(await (await fresh()).open(), { ...school, schools });
    await twoSchools(l);
    const view = viewOf(await l.as(TRUST_LEAD).say("who hasn't signed"));
    expect(barsIn(view)).toEqual(['Signed 2/58', 'Larkenmere School 2/57', 'Hill School 0/1']);
    const hill = viewOf(await l.as(TRUST_LEAD).say('and at Hill School?'));
    expect(hill.title).toBe('1 of 1 still to sign');
    const first = view.nodes.flatMap((node) => (node.kind === 'rows' ? node.rows : []))[0];
    expect(first?.detail).toBe('Larkenmere School · Primary · due 4 December · no Microsoft account known');
  });

  test('a pressed button widens nothing, whatever it carries', async () => {
    const l = await larkenmere(await (await fresh()).open());
    const { everyone } = await twoSchools(l);
    const crafted = [
      { person: `id ${AT_HILL}` },
      { among: { schools: ['hill'] } },
      { among: { people: ['kiran.patel@larkenmere.example'] } },
      { among: { roles: ['supply'] }, agreement: 'staff' },
      { among: { departments: ['ICT'] }, agreement: 'staff' },
    ];
    const visible = { [HEAD]: everyone, [LINE_MANAGER]: SCIENCE, [TEACHER]: [TEACHER], [GOVERNOR]: [] as string[] };
    for (const asker of Object.keys(visible) as (keyof typeof visible)[])
      for (const input of crafted)
        for (const action of ['progress.outstanding', 'progress.breakdown', 'progress.summary', 'progress.remind']) {
          const reply = await l.as(asker).press({ action, input });
          const allowed = visible[asker] ?? [];
          expect(everyone.filter((name) => said(reply).includes(name) && !allowed.includes(name))).toEqual([]);
          expect(said(reply)).not.toContain(AT_HILL);
          // A governor's figures are never about fewer than five people.
          if (asker === GOVERNOR && reply.kind === 'view')
            for (const node of reply.view.nodes)
              if (node.kind === 'progress') expect(node.total).toBeGreaterThanOrEqual(5);
        }
  });
});
