import type { AccountKind } from '../directories/tables.ts';

/** Accounts that belong to nobody in particular: they are kept apart, visibly, and never taken for a person's own. */
export const APART = ['break-glass', 'service', 'shared', 'room'] as const satisfies AccountKind[];

/** Whether an account is nobody's own. */
export const isApart = (kind: AccountKind | null | undefined): boolean => APART.some((one) => one === kind);
