import * as z from 'zod';
import { cancelDeliveries, refreshMessages } from '../../deliveries/index.ts';
import { Refusal } from '../../errors.ts';
import { action, type Context } from '../../feature.ts';
import { count, listed, t } from '../../language/words.ts';
import { recordAll } from '../../ledger/index.ts';
import { dayOf, sayDay } from '../../time.ts';
import { buttons, list, progress, rows, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import type { CheckTables } from '../tables.ts';
import { owns } from './areas.ts';
import { openReview } from './open.ts';
import type { Area } from './rules.ts';
import { askIct } from './tasks.ts';

/** People on one page: a card stays short enough to read on a phone. */
const PAGE = 6;

/** Names that are said before "keep all the rest" is meant. */
const NAMES = 12;

type Review = CheckTables['access_reviews'];
type Item = CheckTables['access_review_items'];

/** "Who may stay in SEND?": the card of an area's owner, with those of whom nothing was said yet. */
export const review = action({
  id: 'checks.accessReview',
  who: 'person',
  input: z.strictObject({ review: z.string().max(100), page: z.int().min(1).max(10_000).default(1) }),
  run: async ({ review: id, page }, context) => reviewView(await reviewOf(id, context), page, context),
});

/** @throws Refusal unless the actor answers for its area. */
async function reviewOf(id: string, { tx, actor, school }: Context): Promise<Review & { about: Area }> {
  const found = await tx.selectFrom('access_reviews').selectAll().where('id', '=', id).executeTakeFirst();
  const about = school.areas.find((area) => area.id === found?.area);
  if (!found || !about || !owns(actor, about))
    throw new Refusal(t`This is for somebody else to say: each area's owner says who may stay in it.`);
  return { ...found, about };
}

const itemsOf = ({ tx }: Pick<Context, 'tx'>, review: string): Promise<Item[]> =>
  tx
    .selectFrom('access_review_items')
    .selectAll()
    .where('review', '=', review)
    .orderBy('name')
    .orderBy('who')
    .execute();

async function reviewView(
  shown: Review & { about: Area },
  page: number,
  context: Context,
  note?: string,
): Promise<View> {
  const { id, about, due_on, state } = shown;
  const items = await itemsOf(context, id);
  const left = items.filter(({ decision }) => decision === null);
  const of = (decision: Item['decision']) => items.filter((item) => item.decision === decision);
  const said = [
    of('keep').length > 0 && t`${of('keep').length} stay`,
    of('remove').length > 0 && t`to be taken out: ${listed(of('remove').map(({ name }) => name))}`,
    of('ended').length > 0 && t`${of('ended').length} could no longer get in`,
  ].filter((line) => line !== false);
  if (state === 'done' || !left.length)
    return view(
      t`Who may stay in ${about.title}: all said`,
      note !== undefined && text(note, 'good'),
      list(said.length ? said : [t`Nobody could get in.`]),
      text(t`It is in the ledger. Whoever is to be taken out, ICT sees to.`, 'quiet'),
    );
  const today = dayOf(context.now, context.school);
  return view(
    t`Who may stay in ${about.title}?`,
    note !== undefined && text(note, 'good'),
    text(
      due_on < today ? t`This was wanted by ${sayDay(due_on)}.` : t`Please look through by ${sayDay(due_on)}.`,
      due_on < today ? 'warning' : undefined,
    ),
    progress(t`Said`, items.length - left.length, items.length),
    said.length > 0 && list(said),
    rows(
      left.slice((page - 1) * PAGE, page * PAGE).map((item) => ({
        title: item.name,
        detail: t`through ${listed(JSON.parse(item.through) as string[])}`,
        button: one.button(t`Decide`, { review: id, person: item.who }),
      })),
    ),
    buttons(
      page > 1 && review.button(t`Previous`, { review: id, page: page - 1 }),
      left.length > page * PAGE && review.button(t`Next`, { review: id, page: page + 1 }),
      keepRest.button(left.length < items.length ? t`Keep all the rest` : t`Keep them all`, { review: id }),
    ),
  );
}

/** One of them: keep or remove, with the reason if there is one to give. */
export const one = action({
  id: 'checks.accessReviewOne',
  who: 'person',
  input: z.strictObject({ review: z.string().max(100), person: z.string().max(300) }),
  async run({ review: id, person }, context): Promise<View> {
    const shown = await reviewOf(id, context);
    const item = (await itemsOf(context, id)).find(({ who, decision }) => who === person && decision === null);
    if (!item || shown.state === 'done') return reviewView(shown, 1, context);
    const to = { review: id, person };
    return view(
      t`${item.name} in ${shown.about.title}`,
      text(t`Gets in through ${listed(JSON.parse(item.through) as string[])}.`),
      decide.field('reason', { label: t`Reason (if you like)`, input: 'line', maxLength: 300 }),
      buttons(
        decide.button(t`Keep`, { ...to, decision: 'keep' }, { style: 'primary', sendsInputs: true }),
        decide.button(t`Remove`, { ...to, decision: 'remove' }, { style: 'danger', sendsInputs: true }),
        review.button(t`Back`, { review: id }),
      ),
    );
  },
});

/** "Keep", "Remove". What was said stays said: who shouldn't have been kept is removed in the next review, or by ICT. */
export const decide = action({
  id: 'checks.accessDecide',
  who: 'person',
  input: z.strictObject({
    review: z.string().max(100),
    person: z.string().max(300),
    decision: z.enum(['keep', 'remove']),
    reason: z.string().trim().max(300).default(''),
  }),
  async run({ review: id, person, decision, reason }, context): Promise<View> {
    const shown = await reviewOf(id, context);
    const decided = await say(shown, [person], { decision, reason: reason || null }, context);
    const [name] = decided.map((item) => item.name);
    return reviewView(
      await reviewOf(id, context),
      1,
      context,
      name === undefined ? undefined : decision === 'keep' ? t`${name} stays.` : t`${name} is to be taken out.`,
    );
  },
});

/** "Keep all the rest": says first who that is, and takes a second press. */
export const keepRest = action({
  id: 'checks.accessKeepRest',
  who: 'person',
  input: z.strictObject({ review: z.string().max(100), sure: z.int().min(0).default(0) }),
  async run({ review: id, sure }, context): Promise<View> {
    const shown = await reviewOf(id, context);
    const left = (await itemsOf(context, id)).filter(({ decision }) => decision === null);
    if (!left.length || shown.state === 'done') return reviewView(shown, 1, context);
    // The press must be about as many as were named: none is kept whom its owner never saw.
    if (sure !== left.length)
      return view(
        t`Keep ${count(left.length, t`person`, t`people`)} in ${shown.about.title}?`,
        list([
          ...left.slice(0, NAMES).map(({ name }) => name),
          ...(left.length > NAMES ? [t`and ${left.length - NAMES} more`] : []),
        ]),
        text(t`With this press you say that each of them needs to get in. It stands in the ledger with your name.`),
        buttons(
          keepRest.button(t`Yes, keep them`, { review: id, sure: left.length }, { style: 'primary' }),
          review.button(t`Back`, { review: id }),
        ),
      );
    await say(
      shown,
      left.map(({ who }) => who),
      { decision: 'keep', reason: null },
      context,
    );
    return reviewView(await reviewOf(id, context), 1, context);
  },
});

/** Keeps what was said of some of them, once, with a line in the ledger each; ends the review with the last. */
async function say(
  { id, area, state, about }: Review & { about: Area },
  people: string[],
  said: { decision: 'keep' | 'remove'; reason: string | null },
  context: Context,
): Promise<Item[]> {
  const { tx, actor, now } = context;
  if (state === 'done') return [];
  const decided = await tx
    .updateTable('access_review_items')
    .set({
      ...said,
      decided_by: actor.person.id,
      decided_at: now.toISOString(),
      task: said.decision === 'remove' ? 'to-do' : null,
    })
    .where('review', '=', id)
    .where('who', 'in', people)
    .where('decision', 'is', null)
    .returningAll()
    .execute();
  if (!decided.length) return [];
  const ended = await endIfSaid(tx, id, now);
  if (said.decision === 'remove') await askIct(tx, context, { key: `${id} ${people[0]}`, area: about });
  await refreshMessages(tx, `access ${id}`, now);
  await recordAll(tx, now, [
    ...decided.map(({ who, name, through, reason }) => ({
      kind: 'access-decision',
      facts: { review: id, area, decision: said.decision, by: actor.person.id },
      personal: { who, name, through: JSON.parse(through) as string[], ...(reason && { reason }) },
    })),
    ...(ended ? [{ kind: 'access-review', facts: { review: id, area, by: actor.person.id } }] : []),
  ]);
  return decided;
}

/** Ends a review of whom everybody was said something; gives whether it just did. */
async function endIfSaid(tx: Context['tx'], id: string, now: Date): Promise<boolean> {
  const ended = await tx
    .updateTable('access_reviews')
    .set({ state: 'done', ended_at: now.toISOString(), remind_at: null })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('access_review_items')
            .select('who')
            .whereRef('review', '=', 'access_reviews.id')
            .where('decision', 'is', null),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst();
  if (ended) await cancelDeliveries(tx, `access ${id}`, now);
  return ended !== undefined;
}

/** "Say who may stay": the review that is open, or one that its owner begins now. */
export const openNow = action({
  id: 'checks.accessReviewNow',
  who: 'person',
  input: z.strictObject({ area: z.string().max(100).optional() }),
  async run({ area }, context): Promise<View> {
    const { tx, actor, school, now } = context;
    const mine = school.areas.filter((one) => owns(actor, one) && (area === undefined || one.id === area));
    const [only, ...others] = mine;
    if (!only) throw new Refusal(t`Each area's owner says who may stay in it, and you aren't named as one.`);
    if (others.length)
      return view(
        t`Which area?`,
        rows(mine.map(({ id, title }) => ({ title, button: openNow.button(t`Look`, { area: id }) }))),
      );
    const open = await tx
      .selectFrom('access_reviews')
      .select('id')
      .where('area', '=', only.id)
      .where('state', '=', 'open')
      .executeTakeFirst();
    const id = open?.id ?? (await openReview(tx, only, { term: `asked ${now.toISOString()}`, now, school }));
    return reviewView(await reviewOf(id, context), 1, context);
  },
});
