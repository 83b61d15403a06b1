import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { openIncident } from './incident.ts';
import { type Lent, lentIn, loanOf } from './loan.ts';
import { mine, ownOut } from './mine.ts';
import { HOW_TO_SEND } from './photos/words.ts';
import { loanView, show } from './show.ts';
import { Happened } from './typed.ts';

/** "My Chromebook won't charge." Which of my things it is, and what is wrong with it. */
export const problem = action({
  id: 'loans.problem',
  who: 'person',
  input: z.strictObject({
    loan: z.string().max(100).optional(),
    item: z.string().max(100).optional(),
    words: z.string().max(300).optional(),
  }),
  async run({ loan, item, words }, context): Promise<View> {
    const all = (await ownOut(undefined, context)).flatMap(({ lent }) => lent);
    const meant = all.filter((one) => (!loan || one.loan === loan) && (!item || one.id === item));
    return problemView(meant, words, context);
  },
});

/** @param words what they said already */
export async function problemView(meant: Lent[], words: string | undefined, _: Context): Promise<View> {
  const [only, ...others] = meant;
  if (!only)
    return view(
      t`Nothing like that is on loan to you`,
      text(t`If it is the school's and not on loan to you, please tell ICT as usual.`),
      buttons(mine.button(t`What do I have on loan?`, {})),
    );
  if (others.length)
    return view(
      t`Which one is it?`,
      rows(
        meant.slice(0, 12).map(({ id, thing }) => ({
          title: thing.name,
          ...(thing.serial && { detail: thing.serial }),
          button: problem.button(t`This one`, { item: id, ...(words && { words }) }),
        })),
      ),
      meant.length > 12 &&
        text(t`There are more. Please write its name, as “${only.thing.name} won't charge”.`, 'quiet'),
    );
  return view(
    t`What is wrong with ${only.thing.name}?`,
    report.field('kind', {
      label: t`What is it?`,
      input: 'choice',
      value: 'problem',
      required: true,
      choices: [
        { label: t`It doesn't work`, value: 'problem' },
        { label: t`It is damaged`, value: 'damaged' },
        { label: t`I have lost it`, value: 'lost' },
        { label: t`It was stolen`, value: 'stolen' },
      ],
    }),
    report.field('words', {
      label: t`What happened?`,
      input: 'paragraph',
      value: words ?? '',
      required: true,
      maxLength: 1_000,
    }),
    text(HOW_TO_SEND, 'quiet'),
    buttons(
      report.button(t`Tell ICT`, { item: only.id, id: randomUUID() }, { style: 'primary', sendsInputs: true }),
      show.button(t`Go back`, { loan: only.loan }),
    ),
  );
}

/** Tells whoever lends. The loan goes on: only they sign a thing back in, or write it off. */
export const report = action({
  id: 'loans.report',
  who: 'person',
  input: z.strictObject({
    item: z.string().max(100),
    id: z.uuid(),
    kind: z.enum(['problem', 'damaged', 'lost', 'stolen'], 'Please choose what it is.'),
    words: Happened,
  }),
  async run({ item, id, kind, words }, context): Promise<View> {
    const { tx, actor, now } = context;
    const row = await tx.selectFrom('loan_items').select('loan').where('id', '=', item).executeTakeFirst();
    const loan = row && (await loanOf(tx, row.loan));
    const lent = loan && (await lentIn(tx, [loan.id], ['out'])).find((one) => one.id === item);
    if (!loan || !lent || loan.borrower !== actor.person.id)
      throw new Refusal(t`This isn't on loan to you any more. Nothing was sent.`);
    if (await openIncident({ id, loan, lent, kind, words, photo: null }, context))
      await record(tx, now, {
        kind: 'loan-problem',
        facts: { incident: id, loan: loan.id, item: lent.item, what: kind },
        personal: { borrower: loan.borrower, words },
      });
    return loanView(
      loan,
      context,
      kind === 'stolen'
        ? t`Whoever lends equipment knows. Please report it to the police as well, and keep the crime number.`
        : t`Whoever lends equipment knows, and will talk to you.`,
    );
  },
});
