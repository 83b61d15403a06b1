import { randomUUID } from 'node:crypto';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import * as z from 'zod';
import { askView } from '../acknowledgements/index.ts';
import { currentEdition, type Edition } from '../agreements/index.ts';
import { sayAudience } from '../audiences/index.ts';
import { isSendable, nextSendable } from '../calendar.ts';
import { channelTo } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { findGroup, vocabularyOf } from '../language/index.ts';
import { count, listed, t } from '../language/words.ts';
import type { Tables, Tx } from '../ports.ts';
import { Audience, type School } from '../school.ts';
import { dayOf, sayDay, sayMoment } from '../time.ts';
import { buttons, facts, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { type Campaign, withinReach } from './campaign.ts';
import { compose } from './compose.ts';
import { meant, unasked } from './enrolment.ts';
import { start } from './start.ts';
import { supersededBy } from './start-campaign.ts';

/** Before anything is sent: to how many, how they are reached, when, what it replaces, and the card itself. */
export const preview = action({
  id: 'campaigns.preview',
  who: 'campaign',
  input: z.strictObject({
    agreement: z.string(),
    /** An audience, the same as JSON from a card's choice, or words for one. */
    audience: z.union([Audience, z.string()]),
    dueOn: z.iso.date('Please choose by when they sign.'),
  }),
  async run({ agreement, audience: said, dueOn }, context) {
    const { tx, actor, school, now } = context;
    const edition = await currentEdition(tx, agreement);
    if (!edition) throw new Refusal(t`There is no such agreement. Please choose one.`);
    const audience = withinReach(await audienceMeant(said, context), actor, school);
    const planned = { id: randomUUID(), agreement, edition: edition.number, audience };
    const replaced = await supersededBy(tx, planned, school, now);
    const reach = await reachOf(tx, planned, dayOf(now, school), school);
    const inHours = isSendable(now, school);
    const first = nextSendable(now, school);
    const fixed = { campaign: planned.id, agreement, edition: edition.number, audience, dueOn };
    return view(
      t`Preview: ${edition.title}`,
      facts({
        [t`To`]: t`${sayAudience(audience, school)}, ${count(reach.meant, t`person`, t`people`)}`,
        [t`First card`]: inHours ? t`now` : sayMoment(first.toISOString(), school),
        [t`Due`]: sayDay(dueOn),
        [t`Reminders`]: sayLadder(school),
      }),
      ...reachNodes(reach),
      replaced.length > 0 && text(await sayReplaced(tx, planned, replaced, dayOf(now, school)), 'warning'),
      text(t`This is the card, as you would get it:`, 'heading'),
      ...(await cardNodes(edition, dueOn, context)),
      buttons(
        start.button(inHours ? t`Send it` : t`Send it then`, fixed, { style: 'primary' }),
        !inHours && start.button(t`Send it now, out of hours`, { ...fixed, now: true }),
        compose.button(t`Change`, { agreement, group: JSON.stringify(audience) }),
      ),
    );
  },
});

/** @throws Refusal when the words mean no group, or several. */
export async function audienceMeant(said: Audience | string, context: Context): Promise<Audience> {
  if (typeof said !== 'string') return said;
  if (said.startsWith('{')) {
    const chosen = z.string().transform(parsed).pipe(Audience).safeParse(said);
    if (chosen.success) return chosen.data;
  }
  const found = findGroup(await vocabularyOf(context), said);
  if (found.kind === 'one') return found.found.value;
  throw new Refusal(
    found.kind === 'several'
      ? t`Which group do you mean: ${listed(found.among.map(({ name }) => name))}?`
      : t`I don't know a group called "${said}". Please choose one.`,
  );
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

interface Reach {
  meant: number;
  /** Signed lately, or asked by another campaign. */
  settled: number;
  /** Have written to the bot or got a message. */
  known: number;
  /** In a chat; this is the first message to them. */
  firstTime: number;
  byMail: number;
  /** Nothing leads to them. */
  none: number;
}

type Planned = Pick<Campaign, 'id' | 'agreement' | 'edition' | 'audience'>;

async function reachOf(tx: Tx, planned: Planned, today: string, school: School): Promise<Reach> {
  const number = async (...conditions: ((eb: ExpressionBuilder<Tables, 'people'>) => Expression<SqlBool>)[]) => {
    const { people } = await conditions
      .reduce(
        (query, condition) => query.where(condition),
        tx.selectFrom('people').select(({ fn }) => fn.countAll<number | string>().as('people')),
      )
      .executeTakeFirstOrThrow();
    return Number(people);
  };
  const all = meant(planned, today);
  const asked = unasked(planned, today);
  const way = channelTo(school.channels.order);
  const inChat = (eb: ExpressionBuilder<Tables, 'people'>) => eb(way(eb), 'in', ['teams', 'chat']);
  const talks = (eb: ExpressionBuilder<Tables, 'people'>) =>
    eb.exists(
      eb
        .selectFrom('conversations')
        .select('door')
        .whereRef('conversations.person', '=', 'people.id')
        .where('reference', '!=', '{}'),
    );
  const [everyone, toAsk, chatting, known, byMail] = [
    await number(all),
    await number(all, asked),
    await number(all, asked, inChat),
    await number(all, asked, inChat, talks),
    await number(all, asked, (eb) => eb(way(eb), '=', 'mail')),
  ];
  return {
    meant: everyone,
    settled: everyone - toAsk,
    known,
    firstTime: chatting - known,
    byMail,
    none: toAsk - chatting - byMail,
  };
}

const reachNodes = ({ meant: everyone, settled, known, firstTime, byMail, none }: Reach): Node[] => {
  const people = (n: number) => count(n, t`person`, t`people`);
  if (!everyone) return [text(t`Nobody is in this group at the moment.`, 'warning')];
  return [
    ...(settled ? [text(t`${people(settled)} won't be asked: they have signed these words, or are being asked.`)] : []),
    ...(known ? [text(t`${people(known)} in their chat with me.`)] : []),
    ...(firstTime ? [text(t`${people(firstTime)} in a new chat: I haven't written to them before.`)] : []),
    ...(byMail ? [text(t`${people(byMail)} by e-mail.`)] : []),
    ...(none
      ? [
          text(
            t`${people(none)} can't be reached. Once it is sent, ask me who is not reached: I'll say why.`,
            'warning',
          ),
        ]
      : []),
  ];
};

/** What the campaigns that end by this one were, and who is then asked by none. */
async function sayReplaced(tx: Tx, planned: Planned, replaced: Campaign[], today: string): Promise<string> {
  const { open } = await tx
    .selectFrom('assignments')
    .innerJoin('people', 'people.id', 'assignments.person')
    .select(({ fn }) => fn.count<number | string>('assignments.person').distinct().as('open'))
    .where(
      'campaign',
      'in',
      replaced.map(({ id }) => id),
    )
    .where('state', '=', 'open')
    .where((eb) => eb.not(meant(planned, today)(eb)))
    .executeTakeFirstOrThrow();
  const ends = t`This ends ${count(replaced.length, t`earlier campaign`, t`earlier campaigns`)} for this agreement.`;
  const left = Number(open);
  return left
    ? `${ends} ${t`${count(left, t`person`, t`people`)} asked there, and not in this group, will no longer be asked.`}`
    : ends;
}

function sayLadder({ reminders: { before, after, then_every } }: School): string {
  const days = (some: number[]) => listed(some.map((n) => count(n, t`day`, t`days`)));
  const parts = [
    ...(before.length ? [t`${days(before)} before`] : []),
    ...(after.length ? [t`${days(after)} after`] : []),
    ...(then_every ? [t`then every ${count(then_every, t`day`, t`days`)}`] : []),
  ];
  return parts.length ? parts.join(', ') : t`none`;
}

/** The card without what only its own person can press. */
async function cardNodes({ agreement, number }: Edition, dueOn: string, context: Context): Promise<Node[]> {
  const card = await askView(
    {
      id: 'preview',
      campaign: 'preview',
      agreement,
      edition: number,
      person: context.actor.person.id,
      due_on: dueOn,
      state: 'open',
      created_at: context.now.toISOString(),
      closed_at: null,
      remind_at: null,
      reminded: 0,
    },
    context,
  );
  return card.nodes.filter(({ kind }) => kind !== 'input' && kind !== 'buttons');
}
