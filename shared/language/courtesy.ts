import { text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { wordsOf } from './normalise.ts';
import { t } from './words.ts';

const said = (ways: string) => new Set(ways.split(', '));
const whenever = () => text(t`Write to me whenever you need something.`);

/** What is said by itself after an answer, and what one answers to it: it is no request, so nothing is done and nothing offered. */
const ANSWERS: [ReadonlySet<string>, () => View][] = [
  [
    said(
      'no, nope, nah, no no, no thanks, no thank you, not now, not really, never mind, nevermind, forget it, leave it, cancel, stop',
    ),
    () => view(t`All right, I have done nothing`, whenever()),
  ],
  [
    said('yes, yes please, yep, yeah, yup, sure, do it, go on then'),
    () => view(t`Which one, please?`, text(t`Press the button that you mean, or write what you need.`)),
  ],
  [
    said(
      'thanks, thank you, thx, ta, cheers, many thanks, thanks a lot, thank you very much, thank you so much, thanks for your help, ok thanks, great thanks',
    ),
    () => view(t`You're welcome`, whenever()),
  ],
  [said('ok, okay, k, fine, good, great, all right, alright'), () => view(t`All right`, whenever())],
  [said('bye, bye bye, goodbye, see you, see you later, good night'), () => view(t`Goodbye`, whenever())],
];

/** The short answer to a bare "no", "thanks" or "ok"; null for everything else. */
export function courtesy(typed: string): View | null {
  const words = wordsOf(typed)
    .map(({ folded }) => folded)
    .join(' ');
  return ANSWERS.find(([ways]) => ways.has(words))?.[1]() ?? null;
}
