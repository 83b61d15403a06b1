import { randomInt } from 'node:crypto';

/** Letters and digits that nobody confuses when reading them out over a telephone. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

const some = (count: number): string =>
  Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** What people can quote: "L-7K3F92QDX", and in groups "CS-7K3F9-2QDX4". So many of thirty letters at random. */
export const newReference = (prefix: string, ...groups: number[]): string => [prefix, ...groups.map(some)].join('-');
