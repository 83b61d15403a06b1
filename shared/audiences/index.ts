/** Rules that say which people: who is in them, what they are called, how to say them. */
export { hereOn, inAudience } from './condition.ts';
export { audienceNamed, groupsOf } from './find.ts';
export { sayAudience } from './say.ts';
