import { type SqlBool, sql } from 'kysely';
import * as z from 'zod';
import { openingOf } from '../../calendar.ts';
import { deliverAll, refreshMessages } from '../../deliveries/index.ts';
import { type Actor, action, type Context } from '../../feature.ts';
import { t } from '../../language/words.ts';
import type { Tx } from '../../ports.ts';
import type { School } from '../../school.ts';
import { addDays, dayOf } from '../../time.ts';
import { text } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { BY_HAND } from '../findings.ts';
import { mondayOf } from '../nights.ts';
import { ownedBy, ownersOf } from '../owners.ts';
import { todo } from './confirm.ts';
import { endOf, hasBegun, isLookedAfter, leaving } from './dates.ts';
import { listView } from './list.ts';

/** What the cards about leavers are about, so that they are found again: one subject a day. */
const SUBJECT = 'leavers ';

/** How long a card in a chat goes on to show what is true now, in days. */
const REDRAWN_FOR = 28;

/** The card for whoever looks after accounts, on the day when contracts ended: closed, open, can't be checked. */
export const card = action({
  id: 'checks.leaversCard',
  who: 'checks',
  input: z.strictObject({ since: z.iso.date() }),
  run: ({ since }, context) => listView({ show: 'all', since, page: 1 }, context),
});

/** The same for the head, who needs to know and not to do. */
export const headCard = action({
  id: 'checks.leaversForHead',
  who: 'checks',
  input: z.strictObject({ since: z.iso.date() }),
  async run({ since }, context: Context): Promise<View> {
    const { title, nodes } = await listView({ show: 'all', since, page: 1 }, context);
    const told = nodes.filter(({ kind }) => kind === 'text' || kind === 'list');
    return {
      title,
      nodes: [...told, text(t`Whoever looks after ICT has this card too. Write "leavers" for the names.`, 'quiet')],
    };
  },
});

/**
 * Tells those who look after it, once, of everybody whose contract ended and who has been looked at since: on a weekday from
 * the time that `checks.cards_from` says, in the holidays too, because most contracts end in them. What is still open on a
 * Monday comes again.
 */
export async function announce(tx: Tx, school: School, now: Date): Promise<void> {
  const today = dayOf(now, school);
  const hours = { ...school.hours, from: school.checks.cards_from };
  if (now < openingOf(today, { ...school, hours }) || isWeekend(today)) return;
  const isMonday = today === mondayOf(today);
  const news = await leaving(tx)
    .select(['people.id', 'people.school'])
    .where(sql<SqlBool>`${endOf} <= ${today}`)
    .where(isLookedAfter(today))
    .where('leavers.checked_at', 'is not', null)
    .where(sql<SqlBool>`(leavers.announced_end is null or leavers.announced_end <> ${endOf})`)
    .execute();
  const open = await leaving(tx)
    .select(['people.id', 'people.school'])
    .where(hasBegun(today))
    .where('leavers.standing', 'in', ['open', 'blind'])
    .execute();
  for (const owner of ['ict', 'head'] as const)
    for (const actor of (await ownersOf(tx, owner, { now, school })).filter(({ may }) => may.has('checks'))) {
      const theirs = (some: typeof news) => some.filter((one) => sees(actor, one.school));
      const reminded = owner === 'ict' && isMonday && !(await hadOne(tx, actor, today));
      const [since] = [...theirs(news), ...(reminded ? theirs(open) : [])].map(({ end }) => end).sort();
      if (since === undefined) continue;
      const show = owner === 'head' ? headCard.call({ since }) : card.call({ since });
      await deliverAll(tx, [message(actor, show, `${today} ${since} ${owner}`, today)], now);
    }
  for (const { id, end } of news)
    await tx.updateTable('leavers').set({ announced_end: end }).where('person', '=', id).execute();
  if (isMonday || news.length) await tellOwners(tx, school, now);
}

const sees = (actor: Actor, school: string): boolean => actor.sees === 'trust' || school === actor.person.school;

const hadOne = async (tx: Tx, { person }: Actor, today: string): Promise<boolean> =>
  (await tx
    .selectFrom('deliveries')
    .select('id')
    .where('subject', '=', `${SUBJECT}${today}`)
    .where('person', '=', person.id)
    .executeTakeFirst()) !== undefined;

/** The office and the head: what only they can say, at most once a week. Whoever looks after ICT has it on their own card. */
async function tellOwners(tx: Tx, school: School, now: Date): Promise<void> {
  const today = dayOf(now, school);
  for (const owner of ['office', 'head'] as const)
    for (const actor of await ownersOf(tx, owner, { now, school }))
      if (await hasSomethingToSay(tx, actor, school))
        await deliverAll(tx, [message(actor, todo.call({ page: 1 }), `hand ${mondayOf(today)}`, today)], now);
}

const message = ({ person }: Actor, show: ReturnType<typeof card.call>, about: string, today: string) => ({
  key: `leavers ${person.id} ${about}`,
  person: person.id,
  show,
  subject: `${SUBJECT}${today}`,
  purpose: 'tell' as const,
});

async function hasSomethingToSay(tx: Tx, actor: Actor, school: School): Promise<boolean> {
  const found = await tx
    .selectFrom('findings')
    .innerJoin('people', 'people.id', 'findings.person')
    .select('findings.id')
    .where('check_name', '=', 'leavers')
    .where('findings.state', '=', 'unknown')
    .where('because_kind', 'in', BY_HAND)
    .where('owner', 'in', ownedBy(actor, school))
    .$if(actor.sees !== 'trust', (query) => query.where('people.school', '=', actor.person.school))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(day).getUTCDay());

/** Has the cards of the last weeks show what is true now, if anything about a leaver has changed since a moment (ISO). */
export async function redrawCards(tx: Tx, { since, now }: { since: string; now: Date }): Promise<void> {
  const changed = await tx
    .selectFrom('findings')
    .select('id')
    .where('check_name', '=', 'leavers')
    .where('changed_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  if (!changed) return;
  const cards = await tx
    .selectFrom('deliveries')
    .select('subject')
    .distinct()
    .where('subject', 'like', `${SUBJECT}%`)
    .where('created_at', '>=', new Date(now.getTime() - REDRAWN_FOR * 86_400_000).toISOString())
    .execute();
  for (const { subject } of cards) await refreshMessages(tx, subject, now);
}
