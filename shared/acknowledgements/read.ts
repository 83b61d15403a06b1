import * as z from 'zod';
import { editionOf, pageNodes, pagesOf } from '../agreements/index.ts';
import { markSeen } from '../deliveries/index.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { ownAssignment } from './assignment.ts';
import { show } from './show.ts';

/** The full text of what one is asked to sign, a page at a time. */
export const read = action({
  id: 'acknowledgements.read',
  who: 'person',
  input: z.strictObject({ assignment: z.string(), edition: z.int(), page: z.int().min(1) }),
  async run({ assignment: id, edition: number, page }, { tx, actor, now, message }): Promise<View> {
    const assignment = await ownAssignment(tx, id, actor);
    if (message) await markSeen(tx, id, now);
    const edition = await editionOf(tx, assignment.agreement, number);
    const pages = pagesOf(edition.text);
    const at = Math.min(page, pages.length);
    const turn = (to: number) => ({ assignment: id, edition: number, page: to });
    return view(
      edition.title,
      ...pageNodes(pages[at - 1] ?? []),
      text(t`Page ${at} of ${pages.length}`, 'quiet'),
      buttons(
        at > 1 && read.button(t`Back a page`, turn(at - 1)),
        at < pages.length && read.button(t`Next page`, turn(at + 1), { style: 'primary' }),
        at === pages.length && assignment.state === 'open'
          ? show.button(t`Go to sign`, { assignment: id }, { style: 'primary' })
          : show.button(t`Close`, { assignment: id }),
      ),
    );
  },
});
