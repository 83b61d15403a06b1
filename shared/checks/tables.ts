export type CheckName = 'mfa' | 'leavers' | 'access';

/** Pass and fail are known; `unknown` says why it isn't; `not-due` is nobody's duty yet, or not at the moment. */
export type FindingState = 'pass' | 'fail' | 'unknown' | 'not-due';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** How a leaver stands, from what matters most to what matters least. */
export type Standing = 'open' | 'blind' | 'by-hand' | 'closed' | 'not-due';

type Provider = 'entra' | 'google';

/** `reading`: the list isn't there yet. `listed`: nobody was asked to approve. The rest is told by its name. */
export type ClosingState = 'reading' | 'listed' | 'asked' | 'approved' | 'done' | 'dropped';

/** `trying`: it was begun, and nobody knows how it ended. */
export type StepState = 'waiting' | 'trying' | 'done' | 'not-done';

export interface CheckTables {
  /** How one thing stands for one person, or for one account of theirs, as it was last seen. */
  findings: {
    id: string;
    check_name: CheckName;
    person: string;
    /** "entra tenant object-id"; empty: about the person. */
    account: string;
    row_name: string;
    state: FindingState;
    /** Why it is unknown or not due; null otherwise. */
    because_kind: string | null;
    because_words: string | null;
    /** JSON array: what is still there, as a person would name it. */
    items: string;
    severity: Severity;
    /** Who looks after it, as school.yaml's `checks.owners` names them. */
    owner: 'ict' | 'office' | 'head';
    /** yyyy-mm-dd. Null: no deadline. */
    due_on: string | null;
    first_failed_at: string | null;
    /** Since when it is as it should be (ISO-8601), as the directory tells; null: it isn't, or nobody tells. */
    since: string | null;
    /** When it last passed, unless it failed again since. */
    passed_at: string | null;
    /** How often it failed again after it had passed. */
    reopened: number;
    changed_at: string;
    checked_at: string;
    /** Who looked by hand, and when, where no directory can. */
    confirmed_by: string | null;
    confirmed_at: string | null;
    /** How many cards its person had about it, and when the next may go out. */
    reminded: number;
    remind_at: string | null;
  };
  /** One look at everybody. At most one of a check is running. */
  check_runs: {
    id: string;
    check_name: CheckName;
    state: 'running' | 'done';
    started_at: string;
    ended_at: string | null;
    /** Whoever works on it, and when they last gave a sign of life. */
    holder: string;
    beat_at: string;
    /** How far it is; total null: nobody knows yet. */
    done: number;
    total: number | null;
    /** Where to go on after an interruption. */
    cursor: string | null;
    /** JSON array of sentences: what could not be looked at. */
    troubles: string;
  };
  /** Second factors of an account, as its directory last told. 1, 0, or null: unknown. */
  mfa_states: {
    provider: 'entra' | 'google';
    tenant: string;
    object_id: string;
    registered: number | null;
    capable: number | null;
    enforced: number | null;
    /** Null: none, or unknown. */
    strongest: string | null;
    /** JSON object of what is unknown: column -> Because. What isn't in it is known. */
    unknown: string;
    read_at: string;
    run: string;
  };
  /** Somebody who leaves, or left. */
  leavers: {
    person: string;
    /** What the bot was told (yyyy-mm-dd), which counts more than any list. */
    told_last_day: string | null;
    told_end: string | null;
    told_by: string | null;
    told_at: string | null;
    standing: Standing;
    /** Which of the open rows matters most: its place in the check list. Null: none is open. */
    worst: number | null;
    checked_at: string | null;
    /** The contract end that was last put on a card. */
    announced_end: string | null;
  };
  /** Somebody's accounts are to be closed, or what was closed is to be given back. */
  closings: {
    id: string;
    /** Whose accounts. */
    person: string;
    purpose: 'close' | 'undo';
    /** Of `undo`: which closing. */
    undoes: string | null;
    /** JSON array: the steps that were asked for. */
    steps: string;
    state: ClosingState;
    asked_by: string;
    created_at: string;
    /** The request that two people decide on; null: not asked yet. */
    request: string | null;
    ended_at: string | null;
    /** Why it came to nothing. */
    because: string | null;
  };
  /** One step at one account: what it is to change, as it was read and approved, and what came of it. */
  closing_steps: {
    closing: string;
    /** In this order they are taken. */
    place: number;
    provider: Provider;
    tenant: string;
    object_id: string;
    step: string;
    state: StepState;
    /** JSON arrays of words: what it would change, what it can't. */
    will: string;
    wont: string;
    /** JSON: what is needed to give it back. Written before anything is changed. */
    undo: string;
    /** JSON array of words: what was changed, as it was seen afterwards. */
    changed: string;
    /** Why it was not done; or what of it was not. */
    because: string | null;
    ended_at: string | null;
  };
  /** An area's owner is asked, once a term, who may stay in it. */
  access_reviews: {
    id: string;
    area: string;
    /** The term's name, or the school year; empty: somebody asked for it. */
    term: string;
    state: 'open' | 'done';
    opened_at: string;
    due_on: string;
    ended_at: string | null;
    reminded: number;
    remind_at: string | null;
  };
  /** Somebody who could get in when a review was opened. */
  access_review_items: {
    review: string;
    /** A person's id; or "provider tenant object-id" of an account that is nobody's. */
    who: string;
    name: string;
    /** Through what: JSON array of group names. */
    through: string;
    /** `ended`: they could no longer get in when it was looked at again. */
    decision: 'keep' | 'remove' | 'ended' | null;
    reason: string | null;
    decided_by: string | null;
    decided_at: string | null;
    /** What became of a removal: to be done, said to be done, seen to be gone. Null: nothing is to be removed. */
    task: 'to-do' | 'said' | 'gone' | null;
    task_by: string | null;
    task_at: string | null;
    /** How often they were seen to be in it still after somebody had said that they aren't. */
    still_there: number;
  };
}
