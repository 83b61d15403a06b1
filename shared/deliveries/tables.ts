import type { Channel } from '../school.ts';

/** Delivery and signature are different facts: this says only how the attempt to reach the person went. */
export type DeliveryState =
  | 'waiting'
  | 'sending'
  | 'sent'
  | 'seen'
  | 'unconfirmed'
  | 'blocked'
  | 'not-installed'
  | 'no-account'
  | 'throttled'
  | 'retrying'
  | 'failed'
  | 'cancelled';

/** Why a door will not do, however often it is tried. */
export type Failed = Extract<DeliveryState, 'blocked' | 'not-installed' | 'no-account' | 'failed'>;

export interface DeliveryTables {
  /** One thing to put before one person: through one door, and through the next if that fails for good. */
  deliveries: {
    id: string;
    /** Idempotence: the same key is never delivered twice. */
    key: string;
    person: string;
    /** The action whose view is shown, and its input as canonical JSON: run afresh, as that person, at each sending and refresh. */
    action: string;
    input: string;
    /** The assignment, request … it is about, so that its messages can be found. */
    subject: string;
    purpose: 'ask' | 'remind' | 'tell';
    /** Of the attempt through the last door. */
    state: DeliveryState;
    /** In plain words, for states that need a person's attention. */
    detail: string | null;
    /** The last door that was tried. */
    door: Channel | null;
    message: string | null;
    /** Tries through that door. */
    attempts: number;
    created_at: string;
    /** When the state last changed. */
    changed_at: string;
    /** Its turn, at a door where only so many go in a minute. */
    turn_at: string | null;
  };
  /** A door through which a delivery failed for good, so that the next was tried. */
  failed_attempts: { delivery: string; door: Channel; state: Failed; detail: string | null; at: string };
  /** A door that shut somebody out: nothing sent there arrives until they do something there, or are known by something else. */
  closed_doors: {
    person: string;
    door: Channel;
    /** What they were known by: the object id of an account, or an address. */
    target: string;
    state: Exclude<Failed, 'failed'>;
    detail: string | null;
    at: string;
  };
  /** When the next turn is, at a door where only so many go in a minute. */
  door_turns: { door: Channel; next_at: string };
  /** Where each door can reach a person. Written only from verified requests and messages that arrived. */
  conversations: {
    person: string;
    door: Channel;
    provider: string;
    tenant: string;
    object_id: string;
    /** {} while they are known to be there, but no chat with them is. */
    reference: string;
    /** When the person last did something there, or beside it: in Teams also in the tab, in Google also in the sidebar. */
    active_at: string;
  };
}
