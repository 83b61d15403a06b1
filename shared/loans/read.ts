import * as z from 'zod';
import { type AgreementText, pageNodes, pagesOf } from '../agreements/index.ts';
import { Refusal } from '../errors.ts';
import { type Action, action } from '../feature.ts';
import { t } from '../language/words.ts';
import { sayMoment } from '../time.ts';
import { buttons, facts, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { lendsAt, loanOf } from './loan.ts';
import { show } from './show.ts';
import { toSign } from './sign.ts';

const Page = z.strictObject({ loan: z.string().max(100), page: z.int().min(1).max(1_000) });

/** The agreement that waits for a signature, with its list, a page at a time. */
export const read = action({
  id: 'loans.read',
  who: 'person',
  input: Page,
  async run({ loan: id, page }, context): Promise<View> {
    const { tx, actor } = context;
    const loan = await loanOf(tx, id);
    if (loan.borrower !== actor.person.id && !lendsAt(actor, loan.school)) throw new Refusal(NOT_YOURS);
    return pagesView({ loan: id, page }, (await toSign(loan, context)).document, read);
  },
});

const NOT_YOURS = t`This isn't yours to read. Write "what do I have on loan" for your own.`;

/** The signed copy: who, when, which words, and the whole text with its list as it was signed. */
export const copy = action({
  id: 'loans.copy',
  who: 'person',
  input: Page,
  async run({ loan: id, page }, context): Promise<View> {
    const { tx, actor, school } = context;
    const loan = await loanOf(tx, id);
    const signed = await tx.selectFrom('loan_signatures').selectAll().where('loan', '=', id).executeTakeFirst();
    if (!signed || (loan.borrower !== actor.person.id && !lendsAt(actor, loan.school))) throw new Refusal(NOT_YOURS);
    return pagesView(
      { loan: id, page },
      JSON.parse(signed.text) as AgreementText,
      copy,
      facts({
        [t`Signed by`]: signed.typed_name,
        [t`On`]: sayMoment(signed.at, school),
        [t`Words`]: t`“${signed.words}”`,
        [t`Reference`]: signed.reference,
        [t`Text fingerprint`]: signed.hash.slice(0, 16),
      }),
    );
  },
});

function pagesView(
  { loan, page }: z.output<typeof Page>,
  document: AgreementText,
  turn: Action<typeof Page>,
  first?: Node,
): View {
  const pages = pagesOf(document);
  const at = Math.min(page, pages.length);
  return view(
    document.title,
    at === 1 && first,
    ...pageNodes(pages[at - 1] ?? []),
    text(t`Page ${at} of ${pages.length}`, 'quiet'),
    buttons(
      at > 1 && turn.button(t`Back a page`, { loan, page: at - 1 }),
      at < pages.length && turn.button(t`Next page`, { loan, page: at + 1 }),
      show.button(t`Close`, { loan }),
    ),
  );
}
