/**
 * Whether an assignment waits for its person (`open`), for the head (`refused`), or why it no longer does. `excused`: the
 * head granted an exception, until a day.
 */
export type AssignmentState =
  | 'open'
  | 'acknowledged'
  | 'refused'
  | 'excused'
  | 'superseded'
  | 'cancelled'
  | 'ended'
  | 'left';

export interface AcknowledgementTables {
  /** One person's duty to acknowledge one edition by a date. */
  assignments: {
    id: string;
    campaign: string;
    agreement: string;
    edition: number;
    person: string;
    due_on: string;
    state: AssignmentState;
    created_at: string;
    closed_at: string | null;
    /** When the next reminder may go out; null when there is none. */
    remind_at: string | null;
    /** How many reminders the ladder has sent. */
    reminded: number;
  };
  /** A person's assent to one edition: at most one per assignment. */
  acknowledgements: {
    id: string;
    assignment: string;
    person: string;
    agreement: string;
    edition: number;
    edition_hash: string;
    /** The exact words that the person assented to by pressing. */
    words: string;
    typed_name: string;
    job_title: string;
    provider: string;
    tenant: string;
    object_id: string;
    door: string;
    message: string | null;
    at: string;
    /** What the person can quote: "CS-7K3F-92QD". */
    reference: string;
    ledger_seq: number;
  };
  /** "I can't accept, because …", and what the head made of it. */
  refusals: {
    id: string;
    assignment: string;
    person: string;
    reason: string;
    at: string;
    decision: 'asked-again' | 'excused' | 'recorded' | null;
    decided_by: string | null;
    decided_at: string | null;
    /** Last day of an exception. */
    excused_until: string | null;
  };
}
