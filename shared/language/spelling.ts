import distance from 'damerau-levenshtein';

/** Slips of the finger that a word of this length may have and still be recognised. Short words differ by one letter as it is. */
const allowed = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** How many letters are wrong, missing, too many or swapped; null when it is another word. Both folded. */
export function slips(typed: string, meant: string): number | null {
  if (typed === meant) return 0;
  const most = Math.min(allowed(typed.length), allowed(meant.length));
  if (Math.abs(typed.length - meant.length) > most) return null;
  // Numbers and first letters are hardly ever slips: Year 4 is not Year 5, and Park is not Mark.
  if (typed[0] !== meant[0] || /\d/.test(typed + meant)) return null;
  const { steps } = distance(typed, meant);
  return steps <= most ? steps : null;
}
