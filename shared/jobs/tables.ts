export interface JobTables {
  jobs: {
    id: string;
    kind: string;
    /** At most one waiting job has a given key. Null: no such limit. */
    key: string | null;
    input: string;
    /** Not before this time. */
    run_at: string;
    /** Of what may run, the earliest comes first (ISO). Null: its run_at. */
    place: string | null;
    state: 'waiting' | 'running' | 'dead';
    attempts: number;
    /** A worker that hasn't finished by then is taken to have died. */
    leased_until: string | null;
    error: string | null;
    created_at: string;
  };
}
