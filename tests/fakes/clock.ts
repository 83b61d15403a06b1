/** A clock that moves only when someone waits for it, or when the test sets it: a night of waiting takes no time. */
export interface VirtualClock {
  now(): Date;
  /** Resolves once the clock has reached `ms` from now; waiting is what moves it. */
  wait(ms: number): Promise<void>;
  set(to: Date | string): void;
  /** Milliseconds since the clock was made. */
  elapsed(): number;
}

export function virtualClock(start: Date | string = '2026-11-23T02:00:00Z'): VirtualClock {
  const began = new Date(start).getTime();
  let now = began;
  return {
    now: () => new Date(now),
    async wait(ms) {
      // Two who wait at the same time wait beside each other, not after each other.
      const until = now + Math.max(0, ms);
      await new Promise((done) => setImmediate(done));
      now = Math.max(now, until);
    },
    set: (to) => void (now = new Date(to).getTime()),
    elapsed: () => now - began,
  };
}
