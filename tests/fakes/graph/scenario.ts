/** Something that goes wrong on purpose. */
export interface Disturbance {
  /** Which requests: matched against "GET /users/…", without the query; the token endpoint is "POST /token". */
  when: RegExp;
  how: Trouble;
  /** How many requests meet it; all unless set. */
  times?: number;
  /** How many are left alone first. */
  after?: number;
}

export type Trouble =
  /** No answer, ever. */
  | 'hang'
  /** The connection is dropped before an answer. */
  | 'reset'
  /** The connection is dropped in the middle of the answer. */
  | 'cut'
  /** An answer that ends in the middle, and says that it is whole. */
  | 'half'
  /** A page of HTML with status 200. */
  | 'garbage'
  /** A list without its list. */
  | 'no-value'
  | { status: number; code?: string; retryAfter?: string };

export function scenario() {
  const disturbances: (Disturbance & { met: number })[] = [];
  return {
    disturb(disturbance: Disturbance) {
      disturbances.push({ ...disturbance, met: 0 });
    },
    calm() {
      disturbances.length = 0;
    },
    /** What happens to this request, if anything. */
    meets(request: string): Trouble | null {
      for (const disturbance of disturbances) {
        if (!disturbance.when.test(request)) continue;
        const { after = 0, times = Number.POSITIVE_INFINITY } = disturbance;
        disturbance.met++;
        if (disturbance.met > after && disturbance.met <= after + times) return disturbance.how;
      }
      return null;
    },
  };
}
