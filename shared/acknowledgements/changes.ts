import * as z from 'zod';
import { changeNodes, changesBetween, editionOf } from '../agreements/index.ts';
import { markSeen } from '../deliveries/index.ts';
import { action, type Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { type Assignment, ownAssignment } from './assignment.ts';
import { read } from './read.ts';
import { show } from './show.ts';

/** Changes shown at once: about what one reads on a phone before scrolling tires. */
const PAGE = 8;

/** What changed in a text: since the edition I signed before it, or else since the one that came before it. */
export const changes = action({
  id: 'acknowledgements.changes',
  who: 'person',
  input: z.strictObject({ assignment: z.string(), page: z.int().min(1) }),
  async run({ assignment: id, page }, context): Promise<View> {
    const { tx, actor, now, message } = context;
    const assignment = await ownAssignment(tx, id, actor);
    if (message) await markSeen(tx, id, now);
    const edition = await editionOf(tx, assignment.agreement, assignment.edition);
    const before = await comparedWith(assignment, context);
    const all = before
      ? changesBetween((await editionOf(tx, edition.agreement, before.edition)).text, edition.text)
      : [];
    const pages = Math.max(1, Math.ceil(all.length / PAGE));
    const at = Math.min(page, pages);
    const shown = all.slice((at - 1) * PAGE, at * PAGE);
    const turn = (to: number) => ({ assignment: id, page: to });
    return view(
      t`What changed: ${edition.title}`,
      text(before ? t`${said(all.length)} since ${before.words}.` : t`This is the first edition.`),
      ...changeNodes(shown),
      pages > 1 && text(t`Page ${at} of ${pages}`, 'quiet'),
      buttons(
        at > 1 && changes.button(t`Back a page`, turn(at - 1)),
        at < pages && changes.button(t`Next page`, turn(at + 1)),
        read.button(t`Read it all`, { assignment: id, edition: edition.number, page: 1 }),
        assignment.state === 'open' && show.button(t`Go to sign`, { assignment: id }, { style: 'primary' }),
      ),
    );
  },
});

const said = (changed: number): string =>
  changed ? t`${count(changed, t`thing`, t`things`)} changed` : t`Not a word changed`;

/** The edition that a text is compared with, and how to name it; null for a first edition. */
async function comparedWith({ person, agreement, edition }: Assignment, { tx, school }: Context) {
  const signed = await tx
    .selectFrom('acknowledgements')
    .select(['edition', 'at'])
    .where('person', '=', person)
    .where('agreement', '=', agreement)
    .where('edition', '<', edition)
    .orderBy('edition', 'desc')
    .orderBy('at', 'desc')
    .executeTakeFirst();
  if (signed) return { edition: signed.edition, words: t`you signed on ${sayDay(dayOf(new Date(signed.at), school))}` };
  return edition > 1 ? { edition: edition - 1, words: t`edition ${edition - 1}` } : null;
}
