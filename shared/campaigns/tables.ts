export interface CampaignTables {
  /** Sending one edition to one audience. */
  campaigns: {
    id: string;
    agreement: string;
    edition: number;
    /** Audience as JSON. */
    audience: string;
    starts_at: string;
    due_on: string;
    /** Days that someone who joins the audience later has. */
    joiner_days: number;
    /** Last day on which anyone is asked or reminded; null: until it is cancelled or superseded. */
    ends_on: string | null;
    state: 'running' | 'paused' | 'cancelled' | 'superseded' | 'ended';
    created_at: string;
    created_by: string | null;
  };
}
