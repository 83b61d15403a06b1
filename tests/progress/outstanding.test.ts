import { viewOf } from '../fakes/app.ts';
import { eachStore } from '../fakes/store.ts';
import { barsIn, type Larkenmere, labelsIn, larkenmere, namesIn } from './larkenmere.ts';

const MANAGER = 'Helen Tidswell';
const SCIENCE = [
  'Angharad Llewelyn',
  'Denise Holroyd',
  'Emre Yıldız',
  'Kwabena Ofori',
  'Nasreen Choudhury',
  'Stephen Garbutt',
];

const ask = async (l: Larkenmere, text: string) => viewOf(await l.as(MANAGER).say(text));
const detailOf = (view: Awaited<ReturnType<typeof ask>>, name: string) =>
  view.nodes.flatMap((node) => (node.kind === 'rows' ? node.rows : [])).find(({ title }) => title === name)?.detail;
const wordsIn = (view: Awaited<ReturnType<typeof ask>>) =>
  view.nodes.flatMap((node) => (node.kind === 'text' ? [node.text] : []));

eachStore((fresh) => {
  let l: Larkenmere;
  beforeEach(async () => {
    l = await larkenmere(await (await fresh()).open());
  });

  test('counts people with an open, a signed or a refused agreement, and nobody else', async () => {
    const [one, two, three, four, five, six] = SCIENCE as [string, string, string, string, string, string];
    await l.signing('staff', 'Staff ICT agreement', [
      one,
      { person: two, state: 'acknowledged' },
      { person: three, state: 'refused' },
      { person: four, state: 'excused' },
      { person: five, state: 'cancelled' },
      { person: six, state: 'superseded' },
      // Left in July; the job that notices it may not have run yet.
      'Graham Stubley',
      // Starts in January.
      'Nkechi Umeh',
    ]);
    const view = await ask(l, "who hasn't signed");
    expect(view.title).toBe('1 of 3 still to sign');
    expect(barsIn(view)).toEqual(['Signed 1/3']);
    expect(namesIn(view)).toEqual([one]);
    expect(wordsIn(view)).toContain("1 person can't accept.");
    expect(labelsIn(view)).toEqual(['Remind this person', "Who can't accept", 'Export CSV']);
  });

  test('only what runs now counts', async () => {
    await l.signing('staff', 'Staff ICT agreement', SCIENCE, { state: 'ended' });
    expect((await ask(l, "who hasn't signed")).title).toBe('Nothing to sign at the moment');
    await l.signing('supply', 'Supply staff agreement', ['Victoria Mbatha']);
    expect(namesIn(await ask(l, "who hasn't signed"))).toEqual(['Victoria Mbatha']);
    expect(wordsIn(await ask(l, "who hasn't signed the staff ict agreement"))).toEqual([
      "That agreement isn't being signed now.",
    ]);
  });

  test('somebody with two agreements is one person, and has signed when both are signed', async () => {
    const [one, two, three] = SCIENCE as [string, string, string];
    await l.signing('staff', 'Staff ICT agreement', [
      one,
      { person: two, state: 'acknowledged' },
      { person: three, state: 'acknowledged' },
    ]);
    await l.signing('loan', 'Equipment loan agreement', [one, two, { person: three, state: 'acknowledged' }], {
      due: '2026-11-20',
    });
    const view = await ask(l, "who hasn't signed");
    expect(view.title).toBe('2 of 3 still to sign');
    expect(detailOf(view, one)).toBe('Science · 2 agreements, overdue since 20 November · not sent yet');
    expect(detailOf(view, two)).toBe('Science · Equipment loan agreement, overdue since 20 November · not sent yet');
    expect(namesIn(await ask(l, 'who has signed'))).toEqual([three]);
    expect(namesIn(await ask(l, "who hasn't signed the staff agreement"))).toEqual([one]);
  });

  test('somebody asked by two campaigns of one agreement counts once', async () => {
    await l.signing('staff', 'Staff ICT agreement', SCIENCE);
    await l.signing('staff', 'Staff ICT agreement', SCIENCE, { due: '2026-12-11', round: ' again' });
    const view = await ask(l, "who hasn't signed");
    expect(view.title).toBe('6 of 6 still to sign');
    expect(namesIn(view)).toEqual(SCIENCE);
  });

  test('says of each person how they were last reached', async () => {
    const people = l.here
      .filter(({ department }) => ['Science', 'Maths', 'SEND'].includes(department))
      .map(({ name }) => name);
    await l.signing('staff', 'Staff ICT agreement', people);
    const how = {
      'Nasreen Choudhury': ['sent', '2026-11-23T07:30:00Z', 'sent today'],
      'Emre Yıldız': ['sent', '2026-11-19T07:30:00Z', 'sent Thursday'],
      'Denise Holroyd': ['seen', '2026-11-02T07:30:00Z', 'seen 2 November'],
      'Kwabena Ofori': ['blocked', '2026-11-19T07:30:00Z', 'has blocked the bot in Teams'],
      'Angharad Llewelyn': ['not-installed', '2026-11-19T07:30:00Z', 'has no Countersign in Teams'],
      'Stephen Garbutt': ['unconfirmed', '2026-11-22T07:30:00Z', 'may have arrived yesterday'],
      'Meera Patel': ['failed', '2026-11-19T07:30:00Z', "couldn't be sent Thursday"],
      'Kiran Patel': ['retrying', '2026-11-23T07:30:00Z', 'waiting to be sent'],
      // No account of his is known, so whatever was tried failed.
      'Peter Wainscott': ['no-account', '2026-11-19T07:30:00Z', 'no Microsoft account known'],
      'Ruth Featherstone': ['cancelled', '2026-11-19T07:30:00Z', 'not sent yet'],
    } as const;
    for (const [person, [state, at]] of Object.entries(how)) await l.delivered('staff', person, state, at);
    // Shut the bot out once, and wrote to it afterwards.
    await l.delivered('staff', 'Agnieszka Wójcik', 'blocked', '2026-11-18T07:30:00.000Z');
    await l.as('Agnieszka Wójcik').say('hello');
    for (const department of ['science', 'maths', 'send']) {
      const view = await ask(l, `who hasn't signed in ${department}`);
      for (const name of namesIn(view)) {
        const words =
          how[name as keyof typeof how]?.[2] ??
          (name === 'Agnieszka Wójcik' ? "couldn't be reached Wednesday" : 'not sent yet');
        expect(`${name}: ${detailOf(view, name)?.split(' · ').at(-1)}`).toBe(`${name}: ${words}`);
      }
    }
    expect(namesIn(await ask(l, 'who is not reached'))).toEqual([
      'Angharad Llewelyn',
      'Kwabena Ofori',
      'Peter Wainscott',
    ]);
  });

  test('ten names a page, in order, and the pages meet without gap or repeat', async () => {
    const staff = l.here.filter(({ roles }) => roles.includes('staff')).map(({ name }) => name);
    await l.signing('staff', 'Staff ICT agreement', staff);
    const pages = [await ask(l, "who hasn't signed")];
    while (labelsIn(pages.at(-1) as (typeof pages)[0]).includes('Next')) pages.push(await ask(l, 'next'));
    expect(pages.map((page) => namesIn(page).length)).toEqual([10, 10, 10, 10, 10, 7]);
    expect(pages.flatMap(namesIn)).toEqual(staff.toSorted());
    expect(namesIn(await ask(l, 'back'))).toEqual(namesIn(pages[4] as (typeof pages)[0]));
    // Figures and bars stand on the first page only.
    expect(pages.map((page) => barsIn(page).length)).toEqual([5, 0, 0, 0, 0, 0]);
    expect(
      wordsIn(viewOf(await l.as(MANAGER).press({ action: 'progress.outstanding', input: { page: 99 } }))),
    ).toContain('There are no more names.');
  });

  test('bars begin with the department that has most left, and the others are a press away', async () => {
    const staff = l.here
      .filter(({ roles }) => roles.includes('staff'))
      .map(({ name, department }) => ({
        person: name,
        state: department === 'PE' || department === 'Science' ? ('open' as const) : ('acknowledged' as const),
      }));
    await l.signing('staff', 'Staff ICT agreement', staff);
    const view = await ask(l, "who hasn't signed");
    expect(barsIn(view).slice(0, 3)).toEqual(['Signed 48/57', 'Science 0/6', 'PE 0/3']);
    expect(labelsIn(view)).toContain('All departments');
    const all = viewOf(await l.as(MANAGER).press({ action: 'progress.breakdown', input: {} }));
    expect(barsIn(all)).toHaveLength(12);
    expect(labelsIn(all)).toEqual(['Next']);
  });

  test('names are text, whatever stands in them', async () => {
    const names = ['[click](http://evil.example)', '**Bold** <b>&', '=cmd()', '‮Reversed', '王小明', 'Zoë 🎓 O’Brien'];
    await l.add(names);
    await l.signing('staff', 'Staff ICT agreement', names);
    expect(namesIn(await ask(l, "who hasn't signed")).toSorted()).toEqual(names.toSorted());
    expect((await ask(l, 'has 王小明 signed')).title).toBe('王小明');
    expect((await ask(l, 'has Zoe OBrien signed')).title).toBe('Zoë 🎓 O’Brien');
  });

  test('how we are doing: each agreement with its bar, due date and what is in the way', async () => {
    await l.signing('staff', 'Staff ICT agreement', [
      ...SCIENCE.slice(0, 3),
      { person: 'Stephen Garbutt', state: 'refused' },
      { person: 'Nasreen Choudhury', state: 'acknowledged' },
      { person: 'Peter Wainscott', due: '2026-11-13' },
    ]);
    await l.signing('loan', 'Equipment loan agreement', [{ person: 'Emre Yıldız', state: 'acknowledged' }], {
      due: '2026-12-18',
    });
    const view = await ask(l, 'how are we doing?');
    expect(barsIn(view)).toEqual(['Signed 1/1', 'Signed 1/6']);
    expect(wordsIn(view)).toEqual([
      'Equipment loan agreement',
      'Due 18 December, 0 still to sign.',
      'Staff ICT agreement',
      "Due 4 December, 4 still to sign, 1 overdue, 1 person can't accept, 1 not reached.",
    ]);
    expect(barsIn(await ask(l, 'how is science doing'))).toEqual(['Signed 1/1', 'Signed 1/5']);
    expect(barsIn(await ask(l, 'how many people have signed the staff agreement in Science?'))).toEqual(['Signed 1/5']);
  });
});
