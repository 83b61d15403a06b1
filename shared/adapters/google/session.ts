import type { Because, Fact } from '../../directories/fact.ts';
import type { Clock, Log } from '../../ports.ts';
import { MAILBOX, type Scope, TO_CLOSE, TO_LOOK, TO_NOTE, TO_SEE_DRIVES } from './scopes.ts';
import type { GoogleSettings } from './settings.ts';
import { becauseOf } from './trouble.ts';
import { type Caller, createCaller } from './wire/caller.ts';
import { type Clients, loadClients } from './wire/clients.ts';
import { createExchange } from './wire/exchange.ts';
import { createPace } from './wire/quotas.ts';
import { createTokens, type Tokens } from './wire/tokens.ts';

export interface GooglePorts {
  /** A clock that can be waited for moves by it; with another, waiting takes real time. */
  clock: Clock & { wait?(ms: number): Promise<void> };
  log: Log;
  /** How long one answer may take, in milliseconds. */
  patience?: number;
}

const PATIENCE = 30_000;

/** What every part of the adapter works with. */
export interface Session {
  settings: GoogleSettings;
  log: Log;
  now(): Date;
  wait(ms: number): Promise<void>;
  clients(): Promise<Clients>;
  tokens: Tokens;
  /** The administrator, with the permissions for looking. */
  looking: Caller;
  /** The administrator, with those for closing accounts as well. */
  closing: Caller;
  /** The administrator, with the one for shared drives. */
  seeingDrives: Caller;
  /** The administrator, with the one for notes on Chromebooks. */
  noting: Caller;
  /** The person whose mailbox settings are read. */
  mailboxOf(address: string): Caller;
  /** Why a call failed that needed this permission. */
  because(error: unknown, scope: Scope): Because;
  unknown(error: unknown, scope: Scope): Fact<never>;
}

/** How one waits by a clock. */
export const waitingBy =
  (clock: GooglePorts['clock']) =>
  (ms: number): Promise<void> =>
    clock.wait?.(ms) ?? new Promise<void>((done) => setTimeout(done, ms));

export function openSession(settings: GoogleSettings, { clock, log, patience = PATIENCE }: GooglePorts): Session {
  const wait = waitingBy(clock);
  const now = () => clock.now().getTime();
  const pace = createPace(now, wait);
  const exchange = createExchange({ pace, wait, patience, log });
  const tokens = createTokens(settings.serviceAccount, exchange, now);
  const as = (subject: string, scopes: readonly Scope[]) => createCaller(tokens, exchange, subject, scopes);
  let clients: Promise<Clients> | undefined;
  const because = (error: unknown, scope: Scope) => becauseOf(error, scope, settings.serviceAccount.clientId);
  return {
    settings,
    log,
    now: () => clock.now(),
    wait,
    clients: () => {
      clients ??= loadClients(settings.rootUrl);
      return clients;
    },
    tokens,
    looking: as(settings.adminSubject, TO_LOOK),
    closing: as(settings.adminSubject, TO_CLOSE),
    seeingDrives: as(settings.adminSubject, TO_SEE_DRIVES),
    noting: as(settings.adminSubject, TO_NOTE),
    mailboxOf: (address) => as(address, MAILBOX),
    because,
    unknown: (error, scope) => ({ known: false, because: because(error, scope) }),
  };
}
