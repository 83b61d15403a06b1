import type { Feature } from '../feature.ts';
import { alarm, believe } from './alarm.ts';
import { commands } from './commands.ts';
import { decide, doubtful } from './doubtful.ts';
import { read, show } from './show.ts';
import { sync } from './sync.ts';

/** What the directories say: who works here, by which accounts, and how sure that is. */
export const directories: Feature = {
  actions: [show, read, alarm, believe, doubtful, decide],
  commands,
  jobs: [sync],
};

export type { Because, Fact } from './fact.ts';
export { glob, judge } from './kind.ts';
export { kindNow } from './kind-now.ts';
export { memberships } from './membership.ts';
export {
  CLOSING_STEPS,
  type ClosingStep,
  type Directory,
  DirectoryTrouble,
  type LeaverRow,
  type ManagedDevice,
  type MfaState,
  type Reading,
  type StepOutcome,
} from './port.ts';
export { progressOf } from './progress.ts';
export type { Outcome } from './run.ts';
export { sync, syncDirectory } from './sync.ts';
export type { AccountKind } from './tables.ts';
