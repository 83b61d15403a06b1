import type { Context, Slots } from '../feature.ts';
import { findDay, KINDS, slips, wordsOf } from '../language/index.ts';
import type { View } from '../view/view.ts';
import { formView, menuView } from './form.ts';
import type { Kind } from './kind.ts';
import { kindsFor } from './kinds.ts';

/** What the language knows by itself; of an effect's kind its feature hears. */
const LEARNT: readonly string[] = KINDS['permission.request'];

/**
 * The form that somebody means by what they wrote, filled in with what they said; where that isn't clear, what there is.
 * What a sentence is about is learnt for the kinds that are asked for most; the school's own, and the rarer ones, go by
 * their words.
 */
export async function formSaid(slots: Slots, context: Context, said: string): Promise<View> {
  const kinds = await kindsFor(context);
  const byWords = kinds.filter(([id, { effect }]) => !LEARNT.includes(id) && effect === undefined);
  const meant = kindMeant(said, byWords) ?? kinds.find(([id]) => id === slots.kind) ?? kindMeant(said, kinds);
  if (!meant) return menuView(context);
  const [id, kind] = meant;
  const from = slots.from ?? findDay(slots.day ?? '', context.now, context.school, 'future') ?? undefined;
  return formView({ kind: id, filled: filledBy({ ...slots, ...(from && { from }) }, kind) }, context);
}

/** The kind whose title or one of whose words stand in a sentence; of several the one of which most is said. */
function kindMeant(typed: string, kinds: [string, Kind][]): [string, Kind] | undefined {
  const said = wordsOf(typed).map(({ folded }) => folded);
  let best: { kind: [string, Kind]; words: number } | undefined;
  for (const kind of kinds)
    for (const name of [kind[1].title, ...kind[1].words]) {
      const words = wordsOf(name).map(({ folded }) => folded);
      const stands = (at: number) => words.every((word, i) => slips(said[at + i] ?? '', word) !== null);
      if (words.length > 0 && said.some((_, at) => stands(at)) && words.length > (best?.words ?? 0))
        best = { kind, words: words.length };
    }
  return best?.kind;
}

/** What the message said, by field. */
const filledBy = (slots: Slots, { fields }: Kind): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap(({ id, fill }) => {
      const value = fill && slots[fill];
      return value ? [[id, value]] : [];
    }),
  );
