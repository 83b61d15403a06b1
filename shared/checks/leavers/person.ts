import * as z from 'zod';
import { action, type Context } from '../../feature.ts';
import { count, t } from '../../language/words.ts';
import { called, type Known, named, whichPerson } from '../../people/index.ts';
import type { School } from '../../school.ts';
import { dayOf, sayDay, sayMoment } from '../../time.ts';
import { list as bullets, buttons, facts, rows, text, view } from '../../view/build.ts';
import type { Rows, View } from '../../view/view.ts';
import { offers } from '../closing/offer.ts';
import { canBeConfirmed, type Finding } from '../findings.ts';
import { providerName } from '../mfa/judge.ts';
import { confirm } from './confirm.ts';
import { datesOf, type LeavingDates, leaving } from './dates.ts';
import { ORDER, ROWS, type Row } from './rows.ts';
import { standingOf } from './standing.ts';
import { staying } from './tell.ts';

/** Rows on one page: a card stays short enough to read on a phone. */
const PAGE = 8;

const Asked = z.strictObject({
  name: z.string().max(200).optional(),
  person: z.string().max(100).optional(),
  /** What is left to do, or everything that was looked at. */
  show: z.enum(['open', 'all']).default('open'),
  page: z.int().min(1).max(1_000).default(1),
});

/** "Has Sarah Patel's account been closed?" One leaver's check list: what is open first, then what nobody can tell, and why. */
export const person = action({
  id: 'checks.leaver',
  who: 'checks',
  input: Asked,
  async run({ name, person: id, show, page }, context): Promise<View> {
    const { tx, actor } = context;
    const visible = await tx
      .selectFrom('people')
      .select(['people.id', 'name', 'email', 'department'])
      .where(named(actor))
      .$if(id !== undefined, (query) => query.where('people.id', '=', id as string))
      .orderBy('name')
      .execute();
    const meant = id === undefined ? called(name ?? '', visible) : visible;
    const [only, ...others] = meant.length > 1 ? await leaversFirst(meant, context) : meant;
    if (!only)
      return view(
        t`I can't tell you about that person`,
        text(t`I know nobody of that name whose accounts your role lets you see. Please check the spelling.`),
      );
    if (others.length) return whichPerson([only, ...others], (label, one) => person.button(label, { person: one }));
    return personView(only, { show, page }, context);
  },
});

/** Of several people of one name those who leave, if there are any. */
async function leaversFirst(people: Known[], { tx }: Context): Promise<Known[]> {
  const ids = people.map(({ id }) => id);
  const leavers = await leaving(tx).where('people.id', 'in', ids).select('people.id').execute();
  const some = people.filter(({ id }) => leavers.some((leaver) => leaver.id === id));
  return some.length ? some : people;
}

export async function personView(
  { id, name, department }: Known,
  { show, page }: { show: 'open' | 'all'; page: number },
  context: Context,
  note?: string,
): Promise<View> {
  const { tx, now, school } = context;
  const dates = await datesOf(tx, id);
  if (!dates)
    return view(
      name,
      text(department ?? '', 'quiet'),
      text(t`Nobody has said that they leave. Tell me, as "${name} leaves on 31 August".`),
    );
  const today = dayOf(now, school);
  const findings = await findingsOf(id, context);
  const left = findings.filter(({ state }) => state === 'fail' || state === 'unknown');
  const shown = show === 'open' ? collapsed(left) : findings.map((finding) => [finding]);
  const lines = shown.map((group) => lineOf(group, today, school));
  const done = findings.filter(({ state }) => state === 'pass').length;
  const later = findings.length - done - left.length;
  const checked = findings.map(({ checked_at }) => checked_at).sort()[0];
  const told = await tx.selectFrom('leavers').select('told_at').where('person', '=', id).executeTakeFirst();
  return view(
    name,
    note !== undefined && text(note, 'good'),
    text(department ?? '', 'quiet'),
    facts(dated(dates, today)),
    text(...headline(findings, dates, today)),
    rows(lines.slice((page - 1) * PAGE, page * PAGE)),
    page === 1 && findings.length > 0 && bullets(summary(done, later)),
    checked !== undefined && text(t`Looked at on ${sayMoment(checked, school)}.`, 'quiet'),
    buttons(
      page > 1 && person.button(t`Previous`, { person: id, show, page: page - 1 }),
      lines.length > page * PAGE && person.button(t`Next`, { person: id, show, page: page + 1 }),
    ),
    buttons(
      show === 'open' && findings.length > left.length && person.button(t`Everything`, { person: id, show: 'all' }),
      show === 'all' && person.button(t`What is left`, { person: id, show: 'open' }),
      ...offers(id, left, context),
      Boolean(told?.told_at) && staying.button(t`They stay after all`, { person: id }),
    ),
  );
}

const dated = ({ lastDay, end }: LeavingDates, today: string): Record<string, string> =>
  lastDay === end
    ? { [end < today ? t`Left on` : t`Leaves on`]: sayDay(end) }
    : { [t`Last working day`]: sayDay(lastDay), [t`Contract ends`]: sayDay(end) };

function headline(
  findings: Finding[],
  { lastDay, end }: LeavingDates,
  today: string,
): [string, 'good' | 'warning' | undefined] {
  if (!findings.length)
    return lastDay > today && end > today
      ? [t`Nothing is due before then.`, undefined]
      : [t`Their accounts haven't been looked at yet.`, undefined];
  const standing = standingOf(findings);
  switch (standing) {
    case 'open':
      return [
        t`${count(findings.filter(({ state }) => state === 'fail').length, t`thing is`, t`things are`)} still open.`,
        'warning',
      ];
    case 'blind':
      return [t`Something can't be checked, so nobody can say that all is closed.`, 'warning'];
    case 'by-hand':
      return [t`Closed as far as a directory shows. The rest somebody must look at by hand.`, undefined];
    case 'closed':
      return [t`Closed everywhere.`, 'good'];
    case 'not-due':
      return [t`All that is due is done. The rest is due later.`, undefined];
    default:
      return standing satisfies never;
  }
}

const summary = (done: number, later: number): string[] => [
  t`${count(done, t`thing is as it should be`, t`things are as they should be`)}`,
  ...(later ? [t`${count(later, t`thing is`, t`things are`)} not due yet`] : []),
];

async function findingsOf(person: string, { tx }: Context): Promise<Finding[]> {
  const findings = await tx
    .selectFrom('findings')
    .selectAll()
    .where('check_name', '=', 'leavers')
    .where('person', '=', person)
    .execute();
  const states = ['fail', 'unknown', 'not-due', 'pass'];
  const rank = ({ state, row_name }: Finding) => states.indexOf(state) * 100 + ORDER.indexOf(row_name as Row);
  return findings.sort((a, b) => rank(a) - rank(b) || a.account.localeCompare(b.account));
}

/** What is unknown at one account for one and the same reason is one line; what somebody may confirm is one each. */
function collapsed(findings: Finding[]): Finding[][] {
  const alike = (finding: Finding) =>
    finding.state === 'unknown' && !canBeConfirmed(finding)
      ? `${finding.account} ${finding.because_words}`
      : finding.id;
  return [...Map.groupBy(findings, alike).values()];
}

/** What a line doesn't say by its title. */
const STATES: Record<Finding['state'], string | null> = {
  fail: null,
  unknown: t`Can't be checked`,
  'not-due': t`Not due yet`,
  pass: t`Done`,
};

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function lineOf(group: Finding[], today: string, school: School): Rows['rows'][number] {
  const [first] = group as [Finding];
  const { title, open } = ROWS[first.row_name as Row];
  const [provider] = first.account.split(' ') as ['entra' | 'google' | ''];
  const where = provider ? providerName(provider) : null;
  const overdue = first.state !== 'pass' && first.due_on !== null && first.due_on < today;
  return {
    title:
      group.length > 1
        ? t`${count(group.length, t`thing`, t`things`)} that can't be checked`
        : first.state === 'fail'
          ? capital(open)
          : title,
    detail: [
      where,
      group.length > 1 ? group.map(({ row_name }) => ROWS[row_name as Row].title).join(', ') : STATES[first.state],
      (JSON.parse(first.items) as string[]).slice(0, 5).join(', '),
      first.because_words,
      first.since && t`since ${sayMoment(first.since, school)}`,
      first.confirmed_at && t`somebody looked on ${sayDay(first.confirmed_at.slice(0, 10))}`,
      first.reopened > 0 && first.state === 'fail' && t`it was done before, and came back`,
      overdue && group.length === 1 && t`was due on ${sayDay(first.due_on ?? today)}`,
    ]
      .filter(Boolean)
      .join(' · '),
    ...(canBeConfirmed(first) && { button: confirm.button(t`It's done`, { finding: first.id, from: 'person' }) }),
  };
}
