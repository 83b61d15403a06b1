import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { refreshMessages } from '../../deliveries/index.ts';
import { Refusal } from '../../errors.ts';
import { action, type Context, type Picture } from '../../feature.ts';
import { topicOf } from '../../language/index.ts';
import { count, t } from '../../language/words.ts';
import { record } from '../../ledger/index.ts';
import { addDays } from '../../time.ts';
import { buttons, rows, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { type Loan, lendsAt, lentIn, loanOf, nameOf, sayThings } from '../loan.ts';
import { show } from '../show.ts';
import { holdLending } from '../taken.ts';
import { photos } from './look.ts';
import { MOMENTS, type Photo, photosOf } from './of.ts';

/** Photos that one loan can have: each thing of a trolley from two sides. */
const MOST = 40;

/** Pictures of one person of which it isn't said yet what they are of. */
const MOST_UNSAID = 20;

/** Loans that are offered to choose from; of any other, its own card leads here. */
const MOST_CHOICES = 6;

/** What has just been handed over is still being photographed. */
const JUST_NOW_MS = 30 * 60_000;

/** A photo of one's own can be taken back for so long. */
const SECOND_THOUGHTS_MS = 3_600_000;

/** Whoever has one of these before them and sends a picture means its loan. */
const ABOUT_A_LOAN = new Set(['loans.handOver', 'loans.takeBack']);

/**
 * Keeps pictures that somebody sent, with the loan that they are of: the one whose card they opened last, or the only one
 * there is; else they are asked which.
 * @throws Refusal when there is nothing that they could be of.
 */
export async function takePictures(pictures: Picture[], context: Context): Promise<View> {
  const { tx, actor, now } = context;
  const [only, ...others] = await candidates(context);
  if (!only)
    throw new Refusal(
      t`I keep pictures of equipment that is lent, and there is nothing that this could be of. Nothing was kept.`,
    );
  const { unsaid } = await tx
    .selectFrom('loan_photos')
    .select((eb) => eb.fn.countAll<number | string>().as('unsaid'))
    .where('taken_by', '=', actor.person.id)
    .where('loan', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(unsaid) + pictures.length > MOST_UNSAID)
    throw new Refusal(t`Please say first which loan your other pictures are of. This one wasn't kept.`);
  const ids = pictures.map(() => randomUUID());
  await tx
    .insertInto('loan_photos')
    .values(
      pictures.map(({ type, bytes }, i) => ({
        id: ids[i] as string,
        taken_by: actor.person.id,
        at: now.toISOString(),
        loan: null,
        moment: null,
        type,
        hash: createHash('sha256').update(bytes).digest('hex'),
        bytes,
      })),
    )
    .execute();
  const opened = await openedLast(context);
  const meant = [only, ...others].find(({ id }) => id === opened) ?? (others.length ? undefined : only);
  if (meant) return attach(ids, meant, context);
  return view(
    pictures.length > 1 ? t`Which loan are these pictures of?` : t`Which loan is this picture of?`,
    rows(
      await Promise.all(
        [only, ...others].slice(0, MOST_CHOICES).map(async (loan) => ({
          title: t`${await nameOf(tx, loan.borrower)}: ${await thingsOf(loan, context)}`,
          detail: MOMENTS[await momentOf(loan, context)],
          button: photoOf.button(t`This one`, { photos: ids, loan: loan.id }),
        })),
      ),
    ),
    text(
      t`Not among these? Open its hand-over or its return, and send the picture again. Without an answer it is deleted.`,
      'quiet',
    ),
  );
}

/** "This one." */
export const photoOf = action({
  id: 'loans.photoOf',
  who: 'person',
  input: z.strictObject({ photos: z.array(z.uuid()).min(1).max(20), loan: z.string().max(100) }),
  async run({ photos: ids, loan: id }, context): Promise<View> {
    const loan = (await candidates(context, id))[0];
    if (!loan) throw new Refusal(t`Pictures can't be added to that loan any more. Nothing was kept.`);
    return attach(ids, loan, context);
  },
});

/** Takes photos away that one has just sent, if nobody has signed for what they show. */
export const removePhotos = action({
  id: 'loans.removePhotos',
  who: 'person',
  input: z.strictObject({ photos: z.array(z.uuid()).min(1).max(20), loan: z.string().max(100) }),
  async run({ photos: ids, loan: id }, context): Promise<View> {
    const { tx, actor, now } = context;
    await holdLending(tx, (await loanOf(tx, id)).school);
    const loan = await loanOf(tx, id);
    const own = (await photosOf(tx, id)).filter(
      (photo) =>
        ids.includes(photo.id) &&
        photo.taken_by === actor.person.id &&
        photo.at > new Date(now.getTime() - SECOND_THOUGHTS_MS).toISOString() &&
        !(photo.moment === 'out' && loan.state === 'out'),
    );
    if (!own.length)
      throw new Refusal(t`These stay: they were signed for, or it was too long ago. Nothing has changed.`);
    await tx
      .deleteFrom('loan_photos')
      .where(
        'id',
        'in',
        own.map((photo) => photo.id),
      )
      .execute();
    await refreshMessages(tx, id, now);
    await record(tx, now, {
      kind: 'loan-photos-removed',
      facts: { loan: id, hashes: own.map(({ hash }) => hash), by: actor.person.id },
    });
    return view(
      t`${count(own.length, t`photo`, t`photos`)} removed`,
      text(t`Nothing of it is left. To send it for another loan, open that one's hand-over or return first.`),
      buttons(show.button(t`The loan`, { loan: id })),
    );
  },
});

async function attach(ids: string[], chosen: Loan, context: Context): Promise<View> {
  const { tx, actor, now } = context;
  // Whoever signs at this moment signs with it or before it.
  await holdLending(tx, chosen.school);
  const loan = await loanOf(tx, chosen.id);
  const moment = await momentOf(loan, context);
  if ((await photosOf(tx, loan.id)).length + ids.length > MOST)
    throw new Refusal(t`This loan has ${MOST} photos already. Nothing was kept.`);
  const added = await tx
    .updateTable('loan_photos')
    .set({ loan: loan.id, moment })
    .where('id', 'in', ids)
    .where('taken_by', '=', actor.person.id)
    .where('loan', 'is', null)
    .returning('hash')
    .execute();
  if (!added.length) return photos.run({ loan: loan.id }, context);
  await refreshMessages(tx, loan.id, now);
  await record(tx, now, {
    kind: 'loan-photos',
    facts: { loan: loan.id, moment, hashes: added.map(({ hash }) => hash), by: actor.person.id },
  });
  const borrower = await nameOf(tx, loan.borrower);
  return view(
    t`${count(added.length, t`photo`, t`photos`)} kept`,
    text(t`${MOMENTS[moment]}, with the loan of ${borrower}: ${await thingsOf(loan, context)}.`, 'good'),
    moment === 'out' && loan.state === 'signing' && text(t`${borrower} has the list with it before them.`, 'quiet'),
    buttons(
      show.button(t`The loan`, { loan: loan.id }, { style: 'primary' }),
      photos.button(t`Photos`, { loan: loan.id }),
      removePhotos.button(t`Remove it again`, { photos: ids, loan: loan.id }),
    ),
  );
}

/**
 * What somebody's picture can be of: what they borrowed and sign for or have, and what they hand over, took back or lend,
 * lately changed first. With an id, that one alone.
 */
const candidates = async ({ tx, actor, now }: Context, id?: string): Promise<Loan[]> => {
  const since = `${addDays(now.toISOString().slice(0, 10), -1)}T00:00:00.000Z`;
  const found = await tx
    .selectFrom('loans')
    .selectAll()
    .$if(id !== undefined, (query) => query.where('id', '=', id as string))
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['approved', 'signing', 'out']),
        eb.and([eb('state', '=', 'closed'), eb('closed_at', '>', since)]),
      ]),
    )
    .$if(!actor.may.has('lend'), (query) => query.where('borrower', '=', actor.person.id))
    .$if(actor.may.has('lend') && actor.sees !== 'trust', (query) =>
      query.where((eb) => eb.or([eb('school', '=', actor.person.school), eb('borrower', '=', actor.person.id)])),
    )
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(CONSIDERED)
    .execute();
  return found.filter((loan) => lendsAt(actor, loan.school) || loan.state === 'signing' || loan.state === 'out');
};

/** Far more than anybody hands over in a day. */
const CONSIDERED = 200;

/** The loan whose card they opened last. */
async function openedLast(context: Context): Promise<string | undefined> {
  const topic = await topicOf(context);
  const { loan } = topic?.input ?? {};
  return topic && ABOUT_A_LOAN.has(topic.action) && typeof loan === 'string' ? loan : undefined;
}

async function momentOf(loan: Loan, { tx, actor, now }: Context): Promise<NonNullable<Photo['moment']>> {
  if (loan.state === 'approved' || loan.state === 'signing') return 'out';
  if (!lendsAt(actor, loan.school)) return 'report';
  const [first] = await lentIn(tx, [loan.id], ['out']);
  return first && (first.out_at ?? '') > new Date(now.getTime() - JUST_NOW_MS).toISOString() ? 'out' : 'back';
}

const thingsOf = async ({ id }: Loan, { tx }: Context): Promise<string> =>
  sayThings((await lentIn(tx, [id])).map(({ thing }) => thing));
