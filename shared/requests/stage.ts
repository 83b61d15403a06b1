import type { Tx } from '../ports.ts';
import type { School } from '../school.ts';
import { candidates } from './deciders.ts';
import { filled } from './matching.ts';
import type { Request } from './request.ts';
import type { RequestTables } from './tables.ts';

export type Decision = Omit<RequestTables['request_decisions'], 'fills'> & { fills: string[] };

/** How the stage that is being decided stands. */
export interface Standing {
  /** Everyone's decisions on this request, first to last, of all stages. */
  decisions: Decision[];
  /** Whose yes would bring this stage forward now, with the deciders they speak for (their places in the stage). */
  ask: Map<string, { fills: string[]; deputy: boolean }>;
  done: boolean;
  /** Whether those who are here can finish it, if they all agree. */
  possible: boolean;
  /** The deciders that nobody speaks for yet, as the kind names them. */
  waitsFor: string[];
}

export async function decisionsOf(tx: Tx, request: string): Promise<Decision[]> {
  const rows = await tx
    .selectFrom('request_decisions')
    .selectAll()
    .where('request', '=', request)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({ ...row, fills: JSON.parse(row.fills) as string[] }));
}

/** Looks who has decided, who still can, and whether that is enough. Two approvals are always two people's. */
export async function standing(tx: Tx, request: Request, moment: { now: Date; school: School }): Promise<Standing> {
  const decisions = await decisionsOf(tx, request.id);
  const stage = request.rules.decide[request.stage];
  if (!stage) return { decisions, ask: new Map(), done: true, possible: true, waitsFor: [] };
  const need = stage.need === 'all' ? stage.ask.length : stage.need;
  const decided = new Set(decisions.map(({ person }) => person));
  const agreed = decisions
    .filter((decision) => decision.stage === request.stage && decision.decision === 'approved')
    .map(({ fills }) => fills);
  const have = filled(agreed);

  const able: Standing['ask'] = new Map();
  for (const [place, decider] of stage.ask.entries())
    for (const { person, deputy } of await candidates(tx, decider, request, request.stage_since, moment)) {
      if (decided.has(person)) continue;
      const known = able.get(person);
      able.set(person, {
        fills: [...(known?.fills ?? []), String(place)],
        deputy: deputy && (known?.deputy ?? true),
      });
    }
  const done = have >= need;
  const ask = new Map(done ? [] : [...able].filter(([, { fills }]) => filled([...agreed, fills]) > have));
  return {
    decisions,
    ask,
    done,
    possible: filled([...agreed, ...[...able.values()].map(({ fills }) => fills)]) >= need,
    waitsFor: stage.ask.filter((_, place) => filled([...agreed, [String(place)]]) > have),
  };
}
