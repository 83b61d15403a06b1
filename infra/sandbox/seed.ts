import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DateTime } from 'luxon';
import { parseDocument } from '../../shared/adapters/documents/parse.ts';
import { readPolicy } from '../../shared/agreements/import.ts';
import { type AgreementText, publishEdition } from '../../shared/agreements/index.ts';
import { isSendable, startCampaign } from '../../shared/campaigns/index.ts';
import { importPeople, listPeople } from '../../shared/people/import.ts';
import { bindByAddress } from '../../shared/people/index.ts';
import type { Store, Tx } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import { addDays, dayOf } from '../../shared/time.ts';
import { directoryOf, type Member } from './directory.ts';
import { GOOGLE_CUSTOMER, googleAddress, googleId, isInTeams } from './google-people.ts';
import { borrow, signOutPhone, stock } from './lending.ts';
import { closedInGoogleOnce, lastDayTold, lookedAtByHand } from './looked-at.ts';
import { createPast, type PastPorts } from './past.ts';
import { readScenario } from './scenario.ts';

const SCHOOL = join(import.meta.dirname, 'school');
const SAMPLES = join(import.meta.dirname, '..', '..', 'shared', 'agreements', 'samples');

const LAST_YEARS = join(SCHOOL, 'staff-2025.md');
const THIS_YEARS = join(SAMPLES, 'staff.md');
const GOVERNORS = join(SAMPLES, 'governors-volunteers-visitors.md');
const SUPPLY = join(SAMPLES, 'supply.md');
const LOANS = join(SAMPLES, 'equipment-loan.md');

/** From the first card to the due date, in days. */
const TO_ANSWER = 17;

/** Recurring work that reads directories, or goes by what they say. */
const OF_DIRECTORIES = ['directories.sync', 'equipment.sync', 'checks.mfa', 'checks.leavers', 'checks.access'];

/** Something that happened, and when. */
type Happening = [at: Date, what: () => Promise<unknown>];

/**
 * Gives the school a year behind it, through the product's own functions: people imported, last year's agreement signed by
 * most, this year's sent three weeks ago and signed by most, with the usual exceptions. The days count back from today, what
 * each person did is in scenario.yaml, so that everyone finds the same school.
 */
export async function seed(ports: PastPorts & { today: Date }): Promise<void> {
  const texts = await textsOf(LAST_YEARS, THIS_YEARS, GOVERNORS, SUPPLY, LOANS);
  ports.standIn.chats.clear();
  ports.standIn.googleChats.clear();
  await ports.store.transaction((tx) => live({ ...ports, store: within(tx, ports.store) }, texts));
}

/**
 * A store whose transactions, one after the other, are parts of one: the past is there as a whole or, if the power goes
 * meanwhile, not at all, and the disk has to be waited for once instead of a thousand times.
 */
function within(tx: Tx, { engine, tend, close }: Store): Store {
  let last: Promise<unknown> = Promise.resolve();
  return {
    engine,
    tend,
    close,
    db: tx,
    snapshot: (work) => work(tx),
    transaction(work) {
      const mine = last.then(() => work(tx));
      last = mine.catch(() => {});
      return mine;
    },
  };
}

async function live({ today, ...ports }: PastPorts & { today: Date }, texts: Texts): Promise<void> {
  const { store, school, standIn } = ports;
  const { tenant } = standIn;
  const scenario = readScenario();
  const { seed: story } = scenario;

  const lastYear = morning(today, 420, school);
  const governors = morning(today, 35, school);
  const thisYear = morning(today, 21, school);
  const refused = morning(today, 15, school);
  const supply = morning(today, 14, school);

  const list = await readFile(join(SCHOOL, 'people.csv'));
  await store.transaction((tx) => importPeople(tx, list, { school, tenant, now: plus(lastYear, -1) }));
  const people = await listPeople(store.db);
  /** Somebody was in Google, so their account there is known. */
  const beenInGoogle = async (email: string, at: Date) => {
    const person = people.find((one) => one.email === email);
    if (!person || googleAddress(person) !== email) return;
    const account = { provider: 'google' as const, tenant: GOOGLE_CUSTOMER, objectId: googleId(person.name, email) };
    await store.transaction((tx) => bindByAddress(tx, account, email, at));
  };
  for (const { email } of people.filter((person) => !isInTeams(person))) await beenInGoogle(email ?? '', lastYear);
  const directory = directoryOf(async () => people, scenario);
  const past = createPast({ ...ports, standIn: { ...standIn, directory } });
  // Leaders answer first, who is in Google alone last; the others in the order of their object ids, as good as by chance.
  const members = (await directory.all()).sort(
    (a, b) =>
      Number(leads(b)) - Number(leads(a)) ||
      Number(b.hasTeams) - Number(a.hasTeams) ||
      a.objectId.localeCompare(b.objectId),
  );
  const member = (address: string) => members.find(({ email }) => email === address) as Member;
  const everyone = (role: string, except: string[]) =>
    members.filter(({ roles, email }) => roles.includes(role) && !(email && except.includes(email)));

  /** Publishes a text and asks an audience for it. */
  const ask = (agreement: string, file: string, audience: string, closesAfter?: number) => () =>
    store.transaction(async (tx) => {
      const now = past.now();
      const day = dayOf(now, school);
      const manager = await tx
        .selectFrom('people')
        .select('id')
        .where('email', '=', story.business_manager)
        .executeTakeFirstOrThrow();
      await publishEdition(tx, { agreement, text: texts(file), effectiveFrom: day, by: manager.id }, now);
      const to = school.audiences[audience] ?? {};
      const dueOn = addDays(day, TO_ANSWER);
      const endsOn = closesAfter ? addDays(day, closesAfter) : undefined;
      await startCampaign(tx, { agreement, audience: to, dueOn, endsOn, by: manager.id }, now, school);
    });

  /** Everyone signs at a time of their own: half of them in the first days. Whoever was not asked can't. */
  const sign = (people: Member[], from: Date): Happening[] =>
    people.map((person, i) => [
      plus(from, Math.floor((TO_ANSWER - 1) * (i / people.length) ** 1.6), 20 + ((i * 37) % 480)),
      () => past.press(person, 'I have read and accept'),
    ]);

  const lending = { store, school, past, story, member };

  const happenings: Happening[] = [
    [lastYear, () => stock(lending, texts(LOANS))],
    ...story.loans.map(
      (loan): Happening => [plus(morning(today, loan.ago, school), 0, 75), () => borrow(lending, loan)],
    ),
    [morning(today, 1, school), () => signOutPhone(lending)],
    [lastYear, ask('staff', LAST_YEARS, 'all-staff', 40)],
    ...sign(everyone('staff', story.unsigned_last_year), lastYear),
    [plus(lastYear, 41), () => past.app.worker.schedule()],
    [plus(lastYear, 42), async () => members.forEach(past.markRead)],

    [governors, ask('governors', GOVERNORS, 'governors-and-volunteers')],
    ...sign(everyone('governor', story.unsigned), governors),

    [supply, ask('supply', SUPPLY, 'supply-staff')],
    ...sign(everyone('supply', story.unsigned), supply),

    [thisYear, ask('staff', THIS_YEARS, 'all-staff')],
    ...sign(everyone('staff', [...story.unsigned, story.refused.person]), thisYear),
    [plus(refused, 0, 200), () => past.press(member(story.refused.person), "I can't accept")],
    [
      plus(refused, 0, 203),
      () => past.press(member(story.refused.person), 'Send to the headteacher', { reason: story.refused.reason }),
    ],
    [supply, () => lookedAtByHand(story.closed.map(member), { ...ports, past, members })],
    [supply, () => closedInGoogleOnce(member(story.opened_again), { ...ports, past })],
    [morning(today, 2, school), () => lastDayTold(member(story.worked_last), { ...ports, past, members })],
    [morning(today, 1, school), () => past.say(member(story.business_manager), "who hasn't signed")],
  ];
  for (let day = governors; day < today; day = plus(day, 1)) happenings.push([day, async () => {}]);

  for (const [at, what] of happenings.sort(([a], [b]) => a.getTime() - b.getTime())) {
    if (at > today) break;
    past.goTo(at);
    await what();
    await past.settle();
  }
  past.goTo(today);
  await past.settle();
  // The past had no directory to read. Today's start begins with that, instead of waiting for the night.
  await store.db.deleteFrom('jobs').where('kind', 'in', OF_DIRECTORIES).execute();
  // Whom Teams doesn't reach can be asked in Google from now on.
  for (const email of [...scenario.blocked, ...scenario.not_installed]) await beenInGoogle(email, today);
}

const leads = ({ department }: Member): boolean => department === 'Leadership';

/** Nine o'clock on the school day nearest to so many days ago, as people were written to. */
function morning(today: Date, daysAgo: number, school: School): Date {
  const wanted = DateTime.fromJSDate(today, { zone: school.school.timezone })
    .minus({ days: daysAgo })
    .set({ hour: 9, minute: 0, second: 0, millisecond: 0 });
  for (let off = 0; ; off++)
    for (const day of [wanted.plus({ days: off }), wanted.minus({ days: off })])
      if (day.toJSDate() < today && isSendable(day.toJSDate(), school)) return day.toJSDate();
}

const plus = (moment: Date, days: number, minutes = 0): Date =>
  new Date(moment.getTime() + (days * 24 * 60 + minutes) * 60_000);

/** The text of each file. */
type Texts = (file: string) => AgreementText;

/** The texts of documents, as `countersign import` reads them; these are our own, so no thread has to hold them in. */
async function textsOf(...files: string[]): Promise<Texts> {
  const reader = { read: (bytes: Uint8Array) => parseDocument(bytes, 'markdown') };
  const texts = new Map<string, AgreementText>();
  for (const file of files)
    texts.set(file, (await readPolicy(await readFile(file), basename(file), reader, '2000-01-01')).text);
  return (file) => texts.get(file) as AgreementText;
}
