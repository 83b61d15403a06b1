import { Refusal } from '../errors.ts';
import { t } from '../language/words.ts';

/**
 * Where a photo of something's condition is, as a person gives it with a card: an https link, or none.
 * @throws Refusal when it is no link.
 */
export function photoFrom(typed: string | null | undefined): string | null {
  const words = (typed ?? '').trim();
  if (!words || /^no( photo)?$/i.test(words)) return null;
  if (!URL.canParse(words) || new URL(words).protocol !== 'https:')
    throw new Refusal(t`The photo must be a link that begins with https://, or leave it empty.`);
  return words;
}
