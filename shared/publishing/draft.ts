import * as z from 'zod';
import { changeNodes, changesBetween, currentEdition, draftOf, pageNodes, pagesOf } from '../agreements/index.ts';
import { action } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { dayOf } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { drafts } from './drafts.ts';
import { publish } from './publish.ts';

/** Remarks shown at once. */
const REMARKS = 6;

/** A draft before it is published: what should be looked at, what is new in it, and the text itself. */
export const draft = action({
  id: 'publishing.draft',
  who: 'publish',
  input: z.strictObject({ draft: z.string() }),
  async run({ draft: id }, { tx, now, school }): Promise<View> {
    const { agreement, title, text: words, findings, dates } = await draftOf(tx, id);
    const current = await currentEdition(tx, agreement);
    return view(
      t`Draft: ${title}`,
      text(
        current
          ? t`It would become edition ${current.number + 1}. Everyone asked to sign the edition before would be asked again.`
          : t`It would become the first edition.`,
      ),
      ...(current ? changeNodes(changesBetween(current.text, words)) : []),
      findings.length > 0 &&
        text(
          t`${count(findings.length, t`remark`, t`remarks`)} on the text. It can be published as it is; people sign what it says.`,
          'warning',
        ),
      buttons(
        readDraft.button(t`Read it all`, { draft: id, page: 1 }),
        findings.length > 0 && remarks.button(t`See the remarks`, { draft: id, page: 1 }),
      ),
      publish.field('from', {
        label: t`It applies from`,
        input: 'date',
        required: true,
        value: dates.effective ?? dayOf(now, school),
      }),
      buttons(
        publish.button(t`Publish`, { draft: id }, { style: 'primary', sendsInputs: true }),
        drafts.button(t`All drafts`, {}),
      ),
    );
  },
});

/** What the text should be checked for, with the place. */
export const remarks = action({
  id: 'publishing.remarks',
  who: 'publish',
  input: z.strictObject({ draft: z.string(), page: z.int().min(1) }),
  async run({ draft: id, page }, { tx }): Promise<View> {
    const { title, findings } = await draftOf(tx, id);
    const pages = Math.max(1, Math.ceil(findings.length / REMARKS));
    const at = Math.min(page, pages);
    return view(
      t`Remarks: ${title}`,
      rows(
        findings
          .slice((at - 1) * REMARKS, at * REMARKS)
          .map(({ place, message }) => ({ title: place, detail: message })),
      ),
      text(t`Page ${at} of ${pages}`, 'quiet'),
      buttons(
        at > 1 && remarks.button(t`Back a page`, { draft: id, page: at - 1 }),
        at < pages && remarks.button(t`Next page`, { draft: id, page: at + 1 }),
        draft.button(t`Back to the draft`, { draft: id }),
      ),
    );
  },
});

/** The draft's text, a page at a time, as its readers will see it. */
export const readDraft = action({
  id: 'publishing.read',
  who: 'publish',
  input: z.strictObject({ draft: z.string(), page: z.int().min(1) }),
  async run({ draft: id, page }, { tx }): Promise<View> {
    const { title, text: words } = await draftOf(tx, id);
    const pages = pagesOf(words);
    const at = Math.min(page, pages.length);
    return view(
      t`Draft: ${title}`,
      ...pageNodes(pages[at - 1] ?? []),
      text(t`Page ${at} of ${pages.length}`, 'quiet'),
      buttons(
        at > 1 && readDraft.button(t`Back a page`, { draft: id, page: at - 1 }),
        at < pages.length && readDraft.button(t`Next page`, { draft: id, page: at + 1 }),
        draft.button(t`Back to the draft`, { draft: id }),
      ),
    );
  },
});
