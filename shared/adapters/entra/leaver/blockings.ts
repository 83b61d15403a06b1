import * as z from 'zod';
import type { Timing } from '../budget.ts';
import type { Graph } from '../client.ts';

const Audit = z.object({
  activityDateTime: z.string(),
  targetResources: z.array(z.object({ id: z.string().nullish() })).nullish(),
});

/** Entra keeps its audit log for 30 days with a P1 licence, and for seven without. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** How long one reading serves; a night's run of 2,000 people reads it a few times, not 2,000. */
const FRESH_MS = 10 * 60_000;

/**
 * When accounts were blocked, from the audit log. It takes five requests in ten seconds, so it is read once for all and
 * not for each. Null if it is longer ago than the log goes back, or the log may not be read: then nobody is told when.
 */
export function blockings(graph: Graph, clock: Timing): (objectId: string) => Promise<string | null> {
  let read: { at: number; blocked: Promise<Map<string, string>> } | null = null;
  return async (objectId) => {
    const now = clock.now().getTime();
    if (!read || now - read.at > FRESH_MS) read = { at: now, blocked: readBlockings(graph, new Date(now - KEPT_MS)) };
    return (await read.blocked).get(objectId) ?? null;
  };
}

async function readBlockings(graph: Graph, since: Date): Promise<Map<string, string>> {
  const filter = `activityDisplayName eq 'Disable account' and activityDateTime ge ${since.toISOString()}`;
  const blocked = new Map<string, string>();
  for await (const page of graph.pages(
    `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}&$top=999`,
    Audit,
  )) {
    if (!page.ok) break;
    for (const { activityDateTime, targetResources } of page.body.rows)
      for (const { id } of targetResources ?? [])
        if (id && activityDateTime > (blocked.get(id) ?? '')) blocked.set(id, activityDateTime);
  }
  return blocked;
}
