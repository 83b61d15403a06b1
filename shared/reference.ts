import { randomInt } from 'node:crypto';

/** Letters and digits that nobody confuses when reading them out over a telephone. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What people can quote: "L-7K3F92QDX". So many of thirty letters at random. */
export const newReference = (prefix: string, letters: number): string =>
  `${prefix}-${Array.from({ length: letters }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
