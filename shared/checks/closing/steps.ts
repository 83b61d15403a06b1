import type { ClosingStep } from '../../directories/index.ts';
import { t } from '../../language/words.ts';
import { providerName } from '../mfa/judge.ts';
import type { CheckTables } from '../tables.ts';

/** A step as it is kept, with the address of the account as it is now. */
export type StepRow = CheckTables['closing_steps'] & { address: string | null };

type Purpose = CheckTables['closings']['purpose'];

/** What a step is called when it closes, and when it is given back. Without the latter it can't be. */
const STEPS: Record<ClosingStep, { close: string; undo: string | null }> = {
  'block-sign-in': { close: t`block sign-in`, undo: t`allow sign-in again` },
  'revoke-sessions': { close: t`sign out everywhere`, undo: null },
  'revoke-tokens': { close: t`stop apps that act in their name`, undo: null },
  'remove-app-passwords': { close: t`remove app passwords`, undo: null },
  'remove-from-groups': { close: t`take out of groups and teams`, undo: t`put back into groups and teams` },
  'remove-licences': { close: t`take back licences`, undo: t`give licences again` },
};

/** Steps whose things have names: the others are said by the step alone. */
const NAMED: readonly string[] = ['revoke-tokens', 'remove-app-passwords', 'remove-from-groups', 'remove-licences'];

export const isUndoable = (step: string): boolean => STEPS[step as ClosingStep].undo !== null;

/** "Microsoft (a@b.example): take out of groups and teams: Choir, Languages team". One exact line for what is to happen. */
export const sayStep = (row: StepRow, purpose: Purpose, things: string[] = words(row.will)): string =>
  [whereOf(row), titleOf(row, purpose), NAMED.includes(row.step) && things.join(', ')].filter(Boolean).join(': ');

export const titleOf = ({ step }: Pick<StepRow, 'step'>, purpose: Purpose): string =>
  STEPS[step as ClosingStep][purpose] ?? STEPS[step as ClosingStep].close;

export const whereOf = ({ provider, address, object_id }: StepRow): string =>
  `${providerName(provider)} (${address ?? object_id})`;

/** The words of one of a step's JSON columns. */
export const words = (json: string): string[] => JSON.parse(json) as string[];
