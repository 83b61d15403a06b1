/**
 * What a directory says about something: a value, or that it can't be known and why. Missing data is never a pass and
 * never a failure.
 */
export type Fact<T> = { known: true; value: T } | { known: false; because: Because };

/** Why a fact is unknown, so that someone can do something about it. */
export interface Because {
  kind: /** The product may not look: name what to grant, and where. */
    | 'permission'
    /** The school's licence doesn't include it: name what is lost. */
    | 'licence'
    /** The platform offers no way to look. */
    | 'not-offered'
    /** Another system decides (a federated identity provider, an on-premises directory). */
    | 'elsewhere'
    /** The platform was asked and did not answer in time, or asked us to wait for too long. */
    | 'no-answer'
    /** The platform answered with something we can't read. */
    | 'unreadable';
  /** One plain sentence for an ICT manager: "We lack AuditLog.Read.All (grant it in Entra under …)." */
  words: string;
}

export const known = <T>(value: T): Fact<T> => ({ known: true, value });

export const unknown = (kind: Because['kind'], words: string): Fact<never> => ({
  known: false,
  because: { kind, words },
});
