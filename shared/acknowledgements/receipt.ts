import * as z from 'zod';
import { type EditionHead, editionOf, pageNodes, pagesOf } from '../agreements/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { sayDay, sayMoment } from '../time.ts';
import { buttons, facts, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import type { Acknowledgement } from './assignment.ts';

/** What the card becomes after signing. */
export function receiptView(signed: Acknowledgement, edition: EditionHead, { school }: Context): View {
  return view(
    edition.title,
    text(t`Signed. Thank you.`, 'good'),
    facts({
      [t`Signed by`]: t`${signed.typed_name}, ${signed.job_title}`,
      [t`On`]: sayMoment(signed.at, school),
      [t`Edition`]: t`${edition.number}, in force from ${sayDay(edition.effective_from)}`,
      [t`Reference`]: signed.reference,
    }),
    buttons(copy.button(t`Read my signed copy`, { acknowledgement: signed.id, page: 1 })),
  );
}

/** The signed copy: who, when, which words, and the full text as it was signed. */
export const copy = action({
  id: 'acknowledgements.copy',
  who: 'person',
  input: z.strictObject({ acknowledgement: z.string(), page: z.int().min(1) }),
  async run({ acknowledgement, page }, { tx, actor, school }): Promise<View> {
    const signed = await tx
      .selectFrom('acknowledgements')
      .selectAll()
      .where('id', '=', acknowledgement)
      .executeTakeFirst();
    if (!signed || signed.person !== actor.person.id)
      throw new Refusal(t`That copy isn't yours, so I can't show it. Write "my receipts" for your own.`);
    const edition = await editionOf(tx, signed.agreement, signed.edition);
    const pages = pagesOf(edition.text);
    const at = Math.min(page, pages.length);
    const turn = (to: number) => ({ acknowledgement, page: to });
    return view(
      t`Signed copy: ${edition.title}`,
      at === 1 &&
        facts({
          [t`Signed by`]: t`${signed.typed_name}, ${signed.job_title}`,
          [t`On`]: sayMoment(signed.at, school),
          [t`Words`]: t`“${signed.words}”`,
          [t`Reference`]: signed.reference,
          [t`Text fingerprint`]: signed.edition_hash.slice(0, 16),
        }),
      ...pageNodes(pages[at - 1] ?? []),
      text(t`Page ${at} of ${pages.length}`, 'quiet'),
      buttons(
        at > 1 && copy.button(t`Back a page`, turn(at - 1)),
        at < pages.length && copy.button(t`Next page`, turn(at + 1)),
      ),
    );
  },
});
