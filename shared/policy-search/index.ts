import type { Feature } from '../feature.ts';
import { ask } from './ask.ts';
import { commands } from './commands.ts';

/** Answers from the school's own policy: the passage, quoted, or that it doesn't say. */
export const policySearch: Feature = { actions: [ask], commands, jobs: [] };

export { answer, type Passage } from './answer.ts';
export { prepare, type Searched } from './passages.ts';
