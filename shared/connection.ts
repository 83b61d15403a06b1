/** Errors of a connection that never stood. */
const NEVER_STOOD =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|UND_ERR_CONNECT_TIMEOUT)/;

/** Whether an error's code says so. */
export const neverStood = (code: string): boolean => NEVER_STOOD.test(code);

/** Whether a request that ended without an answer may have been carried out: not if its connection never stood. */
export function wentOut(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (neverStood(String((at as NodeJS.ErrnoException).code ?? ''))) return false;
  return true;
}

/** Retry-After, in seconds or as a date, in ms. */
export function retryAfter(header: string | null | undefined, now: Date): number | null {
  if (!header) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(ms, 0) : null;
}
