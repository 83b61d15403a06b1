import * as z from 'zod';
import { editionOf, pageNodes, pagesOf } from '../agreements/index.ts';
import { Refusal } from '../errors.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { Typed, typedOf } from './answers.ts';
import { show } from './card.ts';
import { ask } from './form.ts';
import { agreementsLater } from './signing.ts';

/** The text of an agreement that is signed with a request, a page at a time. What was typed into the form is kept. */
export const readText = action({
  id: 'requests.readText',
  who: 'person',
  input: z
    .object({
      /** The form, or the request, that one comes from. */
      kind: z.string().max(60).optional(),
      request: z.string().max(100).optional(),
      /** For whom the form is: as it knew, and as it was typed. */
      person: z.string().max(100).optional(),
      whom: z.string().max(200).nullish(),
      agreement: z.string().max(100),
      edition: z.int(),
      page: z.int().min(1),
    })
    .catchall(Typed),
  async run({ kind, request, person, whom, agreement, edition: number, page, ...typed }, context): Promise<View> {
    const { tx, school } = context;
    const goesWith = Object.values(school.requests.kinds).some(
      (one) => one.sign.with.includes(agreement) || agreementsLater(one, context).includes(agreement),
    );
    if (!goesWith) throw new Refusal(t`That text isn't signed with a request. Write “my agreements” for yours.`);
    const edition = await editionOf(tx, agreement, number);
    const pages = pagesOf(edition.text);
    const at = Math.min(page, pages.length);
    const turn = (to: number) => ({ ...typed, kind, request, person, whom, agreement, edition: number, page: to });
    return view(
      edition.title,
      ...pageNodes(pages[at - 1] ?? []),
      text(t`Page ${at} of ${pages.length}`, 'quiet'),
      buttons(
        at > 1 && readText.button(t`Back a page`, turn(at - 1)),
        at < pages.length && readText.button(t`Next page`, turn(at + 1)),
        request !== undefined
          ? show.button(t`Back to the request`, { request })
          : ask.button(t`Back to the form`, { kind, person, whom: whom ?? undefined, filled: typedOf(typed) }),
      ),
    );
  },
});
