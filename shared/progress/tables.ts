export interface ProgressTables {
  /** A list that someone asked to download: made again, in their scope, when the link is used. */
  downloads: {
    /** SHA-256 of the token in the link. */
    token_hash: string;
    person: string;
    /** OutstandingFilter as JSON. */
    filter: string;
    expires_at: string;
  };
}
