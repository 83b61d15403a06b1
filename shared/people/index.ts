/** Who there is, whose account is whose, and whom one may see. */
export { called, type Known, whichPerson } from './called.ts';
export { actorFor, actorWith, bindByAddress, isHere, personOf } from './person.ts';
export { counted, holdersOf, named, peopleWho } from './scope.ts';
export type { PersonRow } from './tables.ts';
