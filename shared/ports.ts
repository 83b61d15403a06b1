import type { Kysely, Transaction } from 'kysely';
import type { AcknowledgementTables } from './acknowledgements/tables.ts';
import type { AgreementTables } from './agreements/tables.ts';
import type { CampaignTables } from './campaigns/tables.ts';
import type { CheckTables } from './checks/tables.ts';
import type { DeliveryTables } from './deliveries/tables.ts';
import type { DirectoryTables } from './directories/tables.ts';
import type { EquipmentTables } from './equipment/tables.ts';
import type { JobTables } from './jobs/tables.ts';
import type { LanguageTables } from './language/tables.ts';
import type { LedgerTables } from './ledger/tables.ts';
import type { LoanTables } from './loans/tables.ts';
import type { PeopleTables } from './people/tables.ts';
import type { ProgressTables } from './progress/tables.ts';
import type { RequestTables } from './requests/tables.ts';
import type { Channel } from './school.ts';
import type { View } from './view/view.ts';

/** Every table, each declared by the feature that owns it. Times are ISO-8601 UTC text, dates yyyy-mm-dd, flags 0/1, JSON is text. */
export interface Tables
  extends PeopleTables,
    AgreementTables,
    AcknowledgementTables,
    CampaignTables,
    CheckTables,
    DeliveryTables,
    DirectoryTables,
    EquipmentTables,
    LoanTables,
    ProgressTables,
    RequestTables,
    LanguageTables,
    LedgerTables,
    JobTables {}

/** One transaction on either engine. All that happens in it is kept, or none of it. */
export type Tx = Transaction<Tables>;

/** The database, SQLite or PostgreSQL behind the same queries. */
export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  /** For reading outside a transaction. */
  readonly db: Kysely<Tables>;
  /**
   * Runs `work` in a transaction that is durable once the promise resolves; anything thrown undoes it. A transaction the
   * database gave up on (deadlock, serialisation) is run again from the start, so `work` has no effect outside `tx`.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Runs `work` on the database as it is at one moment, to read it. Who writes meanwhile doesn't wait for that; only with
   * ':memory:' it is a transaction like any other.
   */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Tells the engine how its tables have grown, so that it plans queries well. Cheap; once an hour is enough. */
  tend(): Promise<void>;
  close(): Promise<void>;
}

/** Tells the time. Passed in, so that tests and the sandbox can live on another day. */
export interface Clock {
  now(): Date;
}

/** A way in: `workspace` is the sidebar in Gmail, Drive …, `chat` is Google Chat. A person is written to through a door that can push. */
export type Door = 'teams' | 'tab' | 'workspace' | 'chat' | 'mail' | 'page' | 'cli';

/** An identity in a directory: never a display name or an address. */
export interface Account {
  provider: 'entra' | 'google';
  tenant: string;
  objectId: string;
}

/** Where a door can reach a person again; only its own door reads it. */
export type ConversationReference = Record<string, unknown>;

/** A message that was sent, so that it can be changed later; only its own door reads it. */
export type MessageReference = Record<string, unknown>;

/** Whom a message goes to. Each door takes what it knows people by. */
export interface Recipient {
  /** Their account in the directory whose people this door serves; null at a door that needs none. */
  account: Account | null;
  /** The private chat, if one is known. */
  conversation: ConversationReference | null;
  /** Where mail reaches them; at a door with accounts, the account's own address if the directory told it. */
  address: string | null;
  /** Whether a chat may be opened with someone who has none, where the platform lets that be done only so often. */
  mayOpen: boolean;
  /** Whether `turn` was waited for. */
  hasTurn?: boolean;
}

/** How one attempt to send or change a message ended. */
export type SendOutcome =
  | { kind: 'sent'; message: MessageReference; conversation: ConversationReference }
  /** The person, or their administrator, does not let us write. Permanent until they write to us. */
  | { kind: 'blocked'; detail: string }
  | { kind: 'not-installed'; detail: string }
  | { kind: 'no-account'; detail: string }
  /** Nothing was sent: a chat has to be opened first, and only so many may be in a minute. */
  | { kind: 'needs-turn' }
  /** The platform asks to wait; nothing was delivered. */
  | { kind: 'throttled'; retryAfterMs: number | null }
  /** Certainly not delivered, worth another try. */
  | { kind: 'unavailable'; detail: string }
  /** The request went out and no answer came: it may have arrived, so it is sent again only where that does no harm. */
  | { kind: 'unconfirmed'; detail: string }
  /** Certainly not delivered, and no retry will help. */
  | { kind: 'failed'; detail: string };

/** A door that can write to people first. */
export interface Messenger {
  readonly door: Channel;
  /** The same message sent again under the same key is shown to its reader once: a lost answer does no harm. */
  readonly repeatable?: true;
  /**
   * Waits until the platform's limits let a message to them go out. Left out where `send` may as well wait: what a crash
   * finds waiting here was certainly not sent.
   * @returns 0, or after how many ms to ask again
   */
  turn?(to: Pick<Recipient, 'conversation'>): Promise<number>;
  /** Sends one message: into the conversation if known, else it opens the private chat. Never retries by itself. */
  send(to: Recipient, view: View, key: string): Promise<SendOutcome>;
  /** Replaces a message sent before. */
  edit(message: MessageReference, view: View): Promise<SendOutcome>;
}

/** What happened, for people who operate the system. Never a name, an address, a typed word or a secret. */
export interface Log {
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}
