import * as z from 'zod';
import { publishDraft } from '../agreements/index.ts';
import { compose } from '../campaigns/index.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { sayDay } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';

/** Makes a draft an edition. Nobody is asked by it alone: that is the next button. */
export const publish = action({
  id: 'publishing.publish',
  who: 'publish',
  input: z.strictObject({ draft: z.string(), from: z.iso.date('Please choose the day from which it applies.') }),
  async run({ draft, from }, { tx, actor, now }) {
    const edition = await publishDraft(tx, draft, { effectiveFrom: from, by: actor.person.id }, now);
    return view(
      t`Published: ${edition.title}`,
      text(
        t`This is edition ${edition.number}, in force from ${sayDay(edition.effective_from)}. Its words can never be changed.`,
        'good',
      ),
      actor.may.has('campaign')
        ? text(t`Nobody has been asked yet. Choose who signs it, and by when.`)
        : text(t`Nobody has been asked yet: someone who may start campaigns does that.`),
      actor.may.has('campaign') &&
        buttons(compose.button(t`Ask people to sign`, { agreement: edition.agreement }, { style: 'primary' })),
    );
  },
});
