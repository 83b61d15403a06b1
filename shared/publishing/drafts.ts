import * as z from 'zod';
import { drafts as waiting } from '../agreements/index.ts';
import { action } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { dayOf, sayDay } from '../time.ts';
import { rows, text, view } from '../view/build.ts';
import { draft } from './draft.ts';

/** The texts that were read from files and wait to be published. */
export const drafts = action({
  id: 'publishing.drafts',
  who: 'publish',
  input: z.strictObject({}),
  async run(_, { tx, school }) {
    const kept = await waiting(tx);
    if (!kept.length)
      return view(
        t`No drafts`,
        text(
          t`Ask whoever runs Countersign to read your document in: "countersign import FILE". It then appears here.`,
        ),
      );
    return view(
      t`Drafts`,
      rows(
        kept.map(({ id, title, imported_at, findings }) => ({
          title,
          detail: t`Read on ${sayDay(dayOf(new Date(imported_at), school))} · ${count(findings.length, t`remark`, t`remarks`)}`,
          button: draft.button(t`Open`, { draft: id }),
        })),
      ),
    );
  },
});
