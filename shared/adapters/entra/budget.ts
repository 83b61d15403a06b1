import type { Clock } from '../../ports.ts';
import type { Cost, Limit, Service } from './limits.ts';

/** A clock that one can also wait by. */
export interface Timing extends Clock {
  wait(ms: number): Promise<void>;
}

/** Rate units for one app in one tenant. All that talks to Graph shares one. */
export interface Budget {
  /**
   * Resolves when the cost fits into every limit; call what it returns once the answer is there. Until then, and for
   * the length of the limit after it, the cost counts: it is the platform's clock that measures, not ours.
   */
  spend(cost: Cost): Promise<() => void>;
  /** Whether more than half of what a service allows is used up. */
  strained(service: Service): boolean;
}

interface Spent {
  units: number;
  /** When it stops counting (ms); not before the answer is there. */
  until: number;
}

/** @param limits may be changed while it runs. */
export function rateBudget(limits: Record<Service, Limit>, clock: Timing): Budget {
  const spent = new Map<Service, Spent[]>();
  /** One at a time and in order, so that nobody is overtaken for ever. */
  let queue: Promise<unknown> = Promise.resolve();

  const counting = (service: Service): Spent[] => {
    const now = clock.now().getTime();
    const left = (spent.get(service) ?? []).filter(({ until }) => until > now);
    spent.set(service, left);
    return left;
  };

  /** Milliseconds until something that counts stops counting; 0 if there is room. */
  const waitFor = (service: Service, units: number): number => {
    const left = counting(service);
    const used = left.reduce((sum, one) => sum + one.units, 0);
    // A cost above the whole limit can only be tried alone.
    if (!left.length || used + units <= limits[service].units) return 0;
    const soonest = Math.min(...left.map(({ until }) => until));
    return Number.isFinite(soonest) ? soonest - clock.now().getTime() : IN_FLIGHT_MS;
  };

  const take = async (cost: Cost): Promise<() => void> => {
    const wanted = Object.entries(cost) as [Service, number][];
    for (;;) {
      const wait = Math.max(0, ...wanted.map(([service, units]) => waitFor(service, units)));
      if (wait === 0) break;
      await clock.wait(wait);
    }
    const taken = wanted.map(([service, units]) => {
      const entry = { units, until: Number.POSITIVE_INFINITY };
      counting(service).push(entry);
      return { entry, per: limits[service].per };
    });
    return () => {
      const now = clock.now().getTime();
      for (const { entry, per } of taken) entry.until = now + per;
    };
  };

  return {
    strained: (service) => counting(service).reduce((sum, { units }) => sum + units, 0) > limits[service].units / 2,
    spend(cost) {
      const mine = queue.then(() => take(cost));
      queue = mine;
      return mine;
    },
  };
}

/** How soon to look again when all that counts is still on its way. */
const IN_FLIGHT_MS = 50;
