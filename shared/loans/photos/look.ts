import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import * as z from 'zod';
import { Refusal } from '../../errors.ts';
import { action } from '../../feature.ts';
import { count, t } from '../../language/words.ts';
import { actorFor, isHere } from '../../people/index.ts';
import type { Tables, Tx } from '../../ports.ts';
import type { School } from '../../school.ts';
import { dayOf, sayMoment } from '../../time.ts';
import { buttons, link, list, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { type Loan, lentIn, loanOf, mayRead, nameOf, sayThings } from '../loan.ts';
import { show } from '../show.ts';
import { MOMENTS, type Photo, photosOf } from './of.ts';

/** How long a link works: it shows the photos to whoever has it. */
const MINUTES = 10;

/** Photos of a loan: when and by whom each was taken, and a link at which they can be seen. */
export const photos = action({
  id: 'loans.photos',
  who: 'person',
  input: z.strictObject({ loan: z.string().max(100) }),
  async run({ loan: id }, { tx, actor, now, school, publicUrl }): Promise<View> {
    const loan = await loanOf(tx, id);
    if (!(await mayRead(tx, loan, actor))) throw new Refusal(t`These photos aren't yours to see.`);
    const taken = await photosOf(tx, id);
    const about = await sayAbout(tx, loan);
    if (!taken.length)
      return view(t`No photos`, text(t`There is none of ${about}.`), buttons(show.button(t`The loan`, { loan: id })));
    const token = randomBytes(32).toString('base64url');
    await tx
      .insertInto('photo_links')
      .values({
        token_hash: hashOf(token),
        person: actor.person.id,
        loan: id,
        expires_at: new Date(now.getTime() + MINUTES * 60_000).toISOString(),
      })
      .execute();
    const lines = taken.map(
      async (photo) => t`${captionOf(photo)}: ${await nameOf(tx, photo.taken_by)}, ${sayMoment(photo.at, school)}`,
    );
    return view(
      t`${count(taken.length, t`photo`, t`photos`)} of ${about}`,
      list(await Promise.all(lines)),
      text(t`The link works for ${MINUTES} minutes and is for you alone.`, 'quiet'),
      link(t`Look at them`, `${publicUrl}/photos/${token}`),
      buttons(show.button(t`The loan`, { loan: id })),
    );
  },
});

const sayAbout = async (db: Kysely<Tables>, loan: Loan): Promise<string> =>
  t`${sayThings((await lentIn(db, [loan.id])).map(({ thing }) => thing))}, ${await nameOf(db, loan.borrower)}`;

const captionOf = ({ moment }: Photo): string => (moment === null ? '' : MOMENTS[moment]);

/** What is stored of a token: who reads the database can't make a working link of it. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What a link to photos shows: whose loan it is, and each photo by its number, from 1. */
interface Behind {
  title: string;
  captions: string[];
}

/** Null when the link doesn't exist, is too old, or its person may see the loan no more. */
export async function photosBehind(tx: Tx, token: string, now: Date, school: School): Promise<Behind | null> {
  const loan = await loanBehind(tx, token, now, school);
  if (!loan) return null;
  const taken = await photosOf(tx, loan.id);
  return {
    title: await sayAbout(tx, loan),
    captions: taken.map((photo) => `${captionOf(photo)}, ${sayMoment(photo.at, school)}`),
  };
}

/** One of them, by its number. Null as for `photosBehind`, or when there is none. */
export async function photoBehind(
  tx: Tx,
  { token, number }: { token: string; number: number },
  now: Date,
  school: School,
): Promise<{ type: string; bytes: Buffer } | null> {
  const loan = await loanBehind(tx, token, now, school);
  const wanted = loan && (await photosOf(tx, loan.id))[number - 1];
  if (!wanted) return null;
  return tx.selectFrom('loan_photos').select(['type', 'bytes']).where('id', '=', wanted.id).executeTakeFirstOrThrow();
}

async function loanBehind(tx: Tx, token: string, now: Date, school: School): Promise<Loan | null> {
  const found = await tx
    .selectFrom('photo_links')
    .innerJoin('people', 'people.id', 'photo_links.person')
    .selectAll('people')
    .select('loan')
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst();
  if (!found) return null;
  const { loan: id, ...person } = found;
  if (!isHere(person, dayOf(now, school))) return null;
  const loan = await loanOf(tx, id);
  return (await mayRead(tx, loan, await actorFor(tx, person, null, school))) ? loan : null;
}
