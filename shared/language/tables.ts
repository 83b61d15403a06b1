export interface LanguageTables {
  /** What a person asked about last, so that "remind them" and "just the overdue ones" have a "them". */
  topics: {
    person: string;
    /** The action, and its input as JSON. */
    action: string;
    input: string;
    at: string;
  };
}
