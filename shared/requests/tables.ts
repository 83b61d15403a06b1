import type { Door } from '../ports.ts';

/**
 * How a request stands. `open`: others decide. `signing`: they agreed, and something must still be signed. `granted`: until
 * its end. `ended`: it was granted, and is over. The rest came to nothing; `closed` by itself: too late, the person left, the
 * school no longer takes such requests.
 */
export type RequestState = 'open' | 'signing' | 'granted' | 'ended' | 'refused' | 'withdrawn' | 'closed';

export interface RequestTables {
  /** Something that a person asks for and others decide. */
  requests: {
    id: string;
    /** What people quote: "R-7K3F9". */
    reference: string;
    /** The kind's id in school.yaml. */
    kind: string;
    /** The kind as it was when this was asked (JSON): by these rules it is decided, held and ended. */
    rules: string;
    asker: string;
    /** For whom: whoever will hold what is granted. Often the asker. */
    person: string;
    /** The school of that person. */
    school: string;
    /** JSON object, field -> value as text; dates yyyy-mm-dd, toggles "true" or "false". */
    answers: string;
    /** JSON array of lines: what exactly will happen, where a feature wrote the request. */
    details: string;
    state: RequestState;
    /** Why it is closed or what came of it, in words for the asker. */
    because: string | null;
    /** Which stage of approvers is asked, from 0, and since when. */
    stage: number;
    stage_since: string;
    /** Nobody there can decide it, and those who look after the system were told. */
    stuck: number;
    /** First and last day of what is granted. Null: from the decision on; without an end. */
    from_on: string | null;
    until_on: string | null;
    /** SHA-256 of the form as it was shown to the asker; null where a feature wrote the request. */
    shown_hash: string | null;
    created_at: string;
    granted_at: string | null;
    closed_at: string | null;
  };
  /** Who was asked to decide. `active`: still is. */
  request_approvers: {
    request: string;
    person: string;
    stage: number;
    active: number;
    asked_at: string;
  };
  /** One approver's yes or no: at most one a person and request. */
  request_decisions: {
    id: string;
    request: string;
    /** 1, 2, 3 … within the request. */
    seq: number;
    stage: number;
    person: string;
    /** JSON array: the deciders of the stage that this person could speak for. */
    fills: string;
    decision: 'approved' | 'refused';
    reason: string | null;
    /** SHA-256 of the card as this person saw it. */
    shown_hash: string | null;
    door: Door;
    at: string;
  };
  /** An approver asks back, the asker answers. */
  request_messages: {
    id: string;
    request: string;
    /** 1, 2, 3 … within the request. */
    seq: number;
    person: string;
    kind: 'question' | 'answer';
    words: string;
    at: string;
  };
  /** What exactly an approver was shown, each version once. */
  request_showings: {
    request: string;
    person: string;
    hash: string;
    /** The view without its buttons and inputs, as canonical JSON. */
    content: string;
    at: string;
  };
  /** What was signed with a request: statements of its kind (agreement ''), or one edition of an agreement. */
  request_signatures: {
    request: string;
    agreement: string;
    edition: number;
    person: string;
    /** SHA-256 of the text. */
    hash: string;
    words: string;
    at: string;
  };
  /** What somebody must take away once what was granted is over. */
  removals: {
    request: string;
    /** Set when it is over. Null: not yet. */
    due_since: string | null;
    confirmed_by: string | null;
    confirmed_at: string | null;
    /** What they typed: a certificate's number. */
    note: string | null;
  };
  /** When somebody said that they are away: their deputies are asked. */
  absences: { person: string; from_on: string; until_on: string };
}
