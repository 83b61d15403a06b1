/**
 * `asked`: somebody decides; `approved`: to be handed over; `signing`: the borrower has the list before them; `out`: signed
 * and taken; `closed`: everything came back or is an incident; `cancelled`: it never came to it.
 */
export type LoanState = 'asked' | 'approved' | 'signing' | 'out' | 'closed' | 'cancelled';

/** `reserved` and `out` keep a thing from everybody else; the others are its past. */
export type LoanItemState = 'reserved' | 'out' | 'returned' | 'damaged' | 'lost' | 'released';

export interface LoanTables {
  /** A row a school: whoever takes or frees its equipment changes it first, so that they come one after the other. */
  lending: { school: string; turn: number };
  /** Equipment for one person from a day until a day (yyyy-mm-dd, both included). */
  loans: {
    id: string;
    school: string;
    /** The request it follows from; null when it was signed out at the office. */
    request: string | null;
    borrower: string;
    /** In the words of whoever asked: "iPad", "Tablet trolley A". */
    wanted: string;
    purpose: string;
    from_on: string;
    due_on: string;
    state: LoanState;
    created_at: string;
    changed_at: string;
    handed_over_by: string | null;
    closed_at: string | null;
    /** When the next reminder may go out; null when there is none. */
    remind_at: string | null;
    reminded: number;
  };
  /** One thing in a loan, with its condition on the way out and on the way back. */
  loan_items: {
    id: string;
    loan: string;
    item: string;
    from_on: string;
    due_on: string;
    state: LoanItemState;
    out_at: string | null;
    out_condition: string | null;
    out_photo: string | null;
    back_at: string | null;
    /** Whoever took it back and signed for its condition. */
    back_by: string | null;
    back_condition: string | null;
    back_photo: string | null;
  };
  /** The agreement as the borrower signed it, with exactly these items: a frozen copy. */
  loan_signatures: {
    id: string;
    loan: string;
    agreement: string;
    edition: number;
    edition_hash: string;
    /** An AgreementText as JSON: the items, then the edition's own words. */
    text: string;
    /** SHA-256 (hex) of its canonical JSON. */
    hash: string;
    /** The words that the borrower assented to by pressing. */
    words: string;
    typed_name: string;
    provider: string;
    tenant: string;
    object_id: string;
    door: string;
    at: string;
    reference: string;
  };
  /** Somebody asked to keep a loan longer. While that is open, its things are kept from others until then. */
  loan_extensions: { request: string; loan: string; until_on: string };
  /** A picture of what is lent. It names nobody by itself, but may show much: it goes when its time is over (`keep.ts`). */
  loan_photos: {
    id: string;
    taken_by: string;
    at: string;
    /** Null while it isn't said yet which loan it is of. */
    loan: string | null;
    /** At the hand-over, when it came back, or something that the borrower reports. */
    moment: 'out' | 'back' | 'report' | null;
    /** As its own bytes say: "image/jpeg". */
    type: string;
    /** SHA-256 (hex) of the bytes. */
    hash: string;
    bytes: Buffer;
  };
  /** A link to the photos of a loan, for one person and a few minutes. */
  photo_links: { token_hash: string; person: string; loan: string; expires_at: string };
  /** Something that went wrong with a thing: reported by the borrower, or found when it came back. */
  loan_incidents: {
    id: string;
    loan: string;
    loan_item: string;
    kind: 'problem' | 'damaged' | 'lost' | 'stolen';
    words: string;
    photo: string | null;
    opened_at: string;
    opened_by: string;
    state: 'open' | 'closed';
    outcome: string | null;
    closed_at: string | null;
    closed_by: string | null;
    /** What the borrower is asked to pay, in pence; null: nothing is. */
    charge: number | null;
    /** Their own answer to that, separate from everything else they signed. */
    consent: 'asked' | 'given' | 'refused' | null;
    consent_at: string | null;
  };
}
