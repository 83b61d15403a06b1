import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { buttons, facts, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { openIncident } from './incident.ts';
import { type Lent, type Loan, lentBy, lentIn, NO_LOAN, nameOf } from './loan.ts';
import { photoFrom } from './photo.ts';
import { HOW_TO_SEND, PHOTO_LINK } from './photos/words.ts';
import { close, takeBack, takeBackView } from './take-back.ts';
import { holdLending } from './taken.ts';
import { Happened, Photo } from './typed.ts';

/** One thing that isn't as it was, or isn't there. */
export const inspect = action({
  id: 'loans.inspect',
  who: 'lend',
  input: z.strictObject({ item: z.string().max(100) }),
  async run({ item: id }, context): Promise<View> {
    const { loan, lent } = await outIn(id, context);
    if (!lent) return takeBackView(loan, { page: 1 }, context);
    return view(
      t`${lent.thing.name} isn't as it was`,
      facts({
        [t`Borrowed by`]: await nameOf(context.tx, loan.borrower),
        [t`Went out`]: lent.out_condition,
        [t`Serial number`]: lent.thing.serial,
      }),
      text(t`Only this one stays open. The borrower is told, with what they signed about loss and damage.`, 'quiet'),
      writeDown.field('kind', {
        label: t`What happened?`,
        input: 'choice',
        value: 'damaged',
        required: true,
        choices: [
          { label: t`It came back damaged`, value: 'damaged' },
          { label: t`It is lost`, value: 'lost' },
          { label: t`It was stolen`, value: 'stolen' },
        ],
      }),
      writeDown.field('words', { label: t`Describe it`, input: 'paragraph', required: true, maxLength: 1_000 }),
      writeDown.field('photo', { label: PHOTO_LINK, input: 'line', maxLength: 500 }),
      text(HOW_TO_SEND, 'quiet'),
      buttons(
        writeDown.button(t`Write it down`, { item: id, id: randomUUID() }, { style: 'primary', sendsInputs: true }),
        takeBack.button(t`Go back`, { loan: loan.id }),
      ),
    );
  },
});

/** Notes what happened to one thing: an incident opens, and it is no longer out. */
export const writeDown = action({
  id: 'loans.writeDown',
  who: 'lend',
  input: z.strictObject({
    item: z.string().max(100),
    id: z.uuid(),
    kind: z.enum(['damaged', 'lost', 'stolen'], 'Please choose what happened.'),
    words: Happened,
    photo: Photo,
  }),
  async run({ item, id, kind, words, photo }, context): Promise<View> {
    const { tx, actor, now } = context;
    const picture = photoFrom(photo);
    const { loan } = await outIn(item, context);
    await holdLending(tx, loan.school);
    const { lent } = await outIn(item, context);
    if (!lent) return takeBackView(loan, { page: 1 }, context);
    const at = now.toISOString();
    const gone = kind !== 'damaged';
    await tx
      .updateTable('loan_items')
      .set({
        state: gone ? 'lost' : 'damaged',
        back_at: gone ? null : at,
        back_by: actor.person.id,
        back_condition: words.slice(0, 200),
        back_photo: picture,
      })
      .where('id', '=', item)
      .execute();
    await tx
      .updateTable('equipment')
      .set({
        state: gone ? 'lost' : 'repair',
        condition: words.slice(0, 200),
        changed_at: at,
        ...(!gone && { seen_at: at }),
      })
      .where('id', '=', lent.item)
      .execute();
    await openIncident({ id, loan, lent, kind, words, photo: picture }, context);
    const rest = await lentIn(tx, [loan.id], ['out']);
    if (!rest.length) await close(loan, context);
    await record(tx, now, {
      kind: 'loan-incident',
      facts: { incident: id, loan: loan.id, item: lent.item, what: kind, by: actor.person.id, left: rest.length },
      personal: { borrower: loan.borrower, words, photo: picture },
    });
    return takeBackView(loan, { page: 1 }, context, t`Written down: ${lent.thing.name}. The borrower is told.`);
  },
});

/** @throws Refusal unless it is a thing of a loan that the actor looks after. `lent` is null once it is out no more. */
async function outIn(id: string, { tx, actor }: Context): Promise<{ loan: Loan; lent: Lent | null }> {
  const row = await tx.selectFrom('loan_items').select('loan').where('id', '=', id).executeTakeFirst();
  if (!row) throw new Refusal(NO_LOAN);
  const loan = await lentBy(tx, row.loan, actor);
  return { loan, lent: (await lentIn(tx, [loan.id], ['out'])).find((one) => one.id === id) ?? null };
}
