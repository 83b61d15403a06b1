import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { TypedName } from '../acknowledgements/index.ts';
import { textHash } from '../agreements/text.ts';
import { refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { newReference } from '../reference.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, list, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { ASSENT, documentOf, loanAgreement } from './document.ts';
import { giveUp } from './give-up.ts';
import { nextReminder } from './ladder.ts';
import { checkNotOver, type Loan, lentIn, loanOf, move, nameOf } from './loan.ts';
import { photos } from './photos/look.ts';
import { photosSigned } from './photos/of.ts';
import { read } from './read.ts';
import { loanView } from './show.ts';
import { holdLending } from './taken.ts';

/** What the borrower signs: exactly these things, in this condition, and the agreement one press away. */
export async function signView(loan: Loan, context: Context, note?: string): Promise<View> {
  const { tx, actor } = context;
  const { things, photos: taken, document, hash } = await toSign(loan, context);
  return view(
    t`Sign for ${count(things.length, t`thing`, t`things`)}`,
    note ? text(note, 'warning') : null,
    text(t`Check each of them before you take it away. Back by ${sayDay(loan.due_on)}.`),
    list(document.sections[0]?.statements.slice(1).map((statement) => statement.text) ?? []),
    text(t`You sign the “${document.title}” for these.`, 'quiet'),
    buttons(
      read.button(t`Read it all`, { loan: loan.id, page: 1 }),
      taken.length > 0 && photos.button(t`Photos`, { loan: loan.id }),
    ),
    sign.field('name', {
      label: t`Your full name`,
      input: 'line',
      value: actor.person.name,
      required: true,
      maxLength: 120,
    }),
    buttons(
      sign.button(ASSENT, { loan: loan.id, hash }, { style: 'primary', sendsInputs: true }),
      giveUp.button(t`I don't need it any more`, { loan: loan.id }),
    ),
  );
}

/** The text that stands before the borrower now, and its hash. */
export async function toSign(loan: Loan, { tx, school }: Pick<Context, 'tx' | 'school'>) {
  const edition = await loanAgreement(tx, school);
  const things = await lentIn(tx, [loan.id], ['reserved']);
  const lender = loan.handed_over_by ? await nameOf(tx, loan.handed_over_by) : '';
  const photos = await photosSigned(tx, loan.id);
  const document = documentOf(edition, loan, { things, photos, lender });
  return { edition, things, photos, document, hash: textHash(document) };
}

/** "I have checked the list and accept." From then on it is theirs to bring back. Pressing twice is pressing once. */
export const sign = action({
  id: 'loans.sign',
  who: 'person',
  input: z.strictObject({ loan: z.string().max(100), hash: z.string().max(100), name: TypedName }),
  async run({ loan: id, hash: shown, name }, context): Promise<View> {
    const { tx, actor, now, school, door } = context;
    const before = await loanOf(tx, id);
    if (before.borrower !== actor.person.id)
      throw new Refusal(t`This is for somebody else to sign. Nothing was recorded.`);
    if (before.state !== 'signing') return loanView(before, context);
    checkNotOver(before, context);
    await holdLending(tx, before.school);
    const { edition, things, document, hash } = await toSign(before, context);
    // The list may have been changed since: nobody signs for what they weren't shown.
    if (hash !== shown)
      return signView(before, context, t`The list has changed. Please look at it again; nothing was recorded.`);
    if (!actor.account) throw new Error('nobody signs without an account');
    const today = dayOf(now, school);
    const remind_at = nextReminder(before.due_on, today, school)?.toISOString() ?? null;
    if (!(await move(tx, before, ['signing'], 'out', { now, remind_at, reminded: 0 })))
      return loanView(await loanOf(tx, id), context);
    await tx
      .updateTable('loan_items')
      .set({ state: 'out', out_at: now.toISOString() })
      .where('loan', '=', id)
      .where('state', '=', 'reserved')
      .execute();
    const reference = newReference('L', 9);
    const { provider, tenant, objectId } = actor.account;
    const { agreement, number, hash: edition_hash } = edition;
    await tx
      .insertInto('loan_signatures')
      .values({
        id: randomUUID(),
        loan: id,
        agreement,
        edition: number,
        edition_hash,
        text: JSON.stringify(document),
        hash,
        words: ASSENT,
        typed_name: name,
        provider,
        tenant,
        object_id: objectId,
        door,
        at: now.toISOString(),
        reference,
      })
      .execute();
    await refreshMessages(tx, id, now);
    await record(tx, now, {
      kind: 'loan-signed',
      facts: {
        loan: id,
        request: before.request,
        agreement,
        edition: number,
        editionHash: edition_hash,
        hash,
        words: ASSENT,
        items: things.map(({ item }) => item),
        lender: before.handed_over_by,
        door,
        reference,
      },
      personal: { person: actor.person.id, ...actor.account, name, text: document },
    });
    return loanView(await loanOf(tx, id), context, t`Signed. Thank you. Reference ${reference}.`);
  },
});
