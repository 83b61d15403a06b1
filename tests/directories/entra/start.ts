import { type EntraSettings, entraDirectory } from '../../../shared/adapters/entra/index.ts';
import type { Directory } from '../../../shared/directories/port.ts';
import { type VirtualClock, virtualClock } from '../../fakes/clock.ts';
import { startGraph } from '../../fakes/graph/graph.ts';
import { type Cast, schoolTenant } from '../../fakes/graph/school.ts';
import type { GraphOptions, GraphStandIn } from '../../fakes/graph/stand-in.ts';
import type { Tenant } from '../../fakes/graph/tenant.ts';

export interface Entra {
  graph: GraphStandIn;
  directory: Directory;
  clock: VirtualClock;
  tenant: Tenant;
  cast: Cast;
  /** Another adapter on the same stand-in. */
  connect(settings?: Partial<EntraSettings>): Directory;
  /** What was logged, as one text. */
  logged(): string;
}

type Options = Partial<GraphOptions> & { people?: number; settings?: Partial<EntraSettings> };

/**
 * Starts stand-ins for the tests of a file. After each test they are closed, and whatever the test was about, nothing
 * that was asked or answered may have broken Microsoft's contract or rates.
 */
export function entraTests(): (options?: Options) => Promise<Entra> {
  const started: GraphStandIn[] = [];
  afterEach(async () => {
    const ended = started.splice(0);
    await Promise.all(ended.map((graph) => graph.close()));
    for (const graph of ended) {
      expect([...new Set(graph.contractProblems)]).toEqual([]);
      expect(graph.violations).toBe(0);
    }
  });
  return async ({ people = 65, settings, ...options } = {}) => {
    const made = schoolTenant({ people });
    const tenant = options.tenant ?? made.tenant;
    const clock = virtualClock();
    const graph = await startGraph({ tenant, clock, ...options });
    started.push(graph);
    const lines: unknown[] = [];
    const note = (facts: Record<string, unknown>, message: string) => void lines.push({ ...facts, message });
    const connect: Entra['connect'] = (more) =>
      entraDirectory(
        {
          tenant: tenant.id,
          clientId: graph.clientId,
          credential: { kind: 'secret', secret: graph.secret },
          authority: graph.authority,
          root: graph.root,
          zone: 'Europe/London',
          ...settings,
          ...more,
        },
        { clock, log: { info: note, warn: note, error: note } },
      );
    return {
      graph,
      directory: connect(),
      clock,
      tenant,
      cast: made.cast,
      connect,
      logged: () => JSON.stringify(lines),
    };
  };
}

/** For tests in which something never answers: they wait for it in real time. */
export const IMPATIENT: Partial<EntraSettings> = { patience: { timeoutMs: 300 } };

/** For tests with a trust's 12,000 people. */
export const LARGE_MS = 60_000;

export async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const page of pages) read.push(page);
  return read;
}
