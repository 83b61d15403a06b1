import type { Licence } from './context.ts';
import type { Disturbance } from './scenario.ts';
import type { Tenant } from './tenant.ts';

/** One request that came in, alone or in a batch. */
export interface Call {
  method: string;
  /** Without the query. */
  resource: string;
  options: URLSearchParams;
  status: number;
  inBatch: boolean;
}

export interface GraphOptions {
  tenant: Tenant;
  clock?: { now(): Date };
  /** Application permissions; all that there are unless set. Change the set at any time. */
  granted?: Iterable<string>;
  licences?: Iterable<Licence>;
  /** How long a change takes to show (ms by the clock). */
  settlesAfterMs?: number;
  /** Null: not held against the contract, as in the sandbox. Otherwise it is, wherever the contract is at hand. */
  contract?: null;
  /** Whether requests over the rate are turned away; they are counted in any case. */
  throttle?: boolean;
  /** PEM of the certificate that was uploaded to the app registration. */
  certificate?: string;
  port?: number;
}

/** A stand-in for Microsoft Graph and for Entra's token endpoint, over one tenant in memory. */
export interface GraphStandIn {
  /** For GRAPH_ROOT_URL. */
  root: string;
  /** For ENTRA_AUTHORITY. */
  authority: string;
  /** For IDENTITY_ENDPOINT of a managed identity. */
  identityEndpoint: string;
  clientId: string;
  secret: string;
  tenant: Tenant;
  granted: Set<string>;
  licences: Set<Licence>;
  calls: Call[];
  /** How many HTTP requests matched "GET /users": what is in a batch counts with its batch. */
  requests(pattern?: RegExp): number;
  /** How many questions matched, in batches or not. */
  asked(pattern: RegExp): number;
  /** Requests over the documented rates. */
  readonly violations: number;
  /** Units used by service, and what there is of them. */
  usage(): { name: string; used: number; limit: number; windowMs: number }[];
  /** What was not as the contract says, in requests and in answers. */
  contractProblems: string[];
  readonly heldAgainstContract: boolean;
  readonly tokensIssued: number;
  /** Tokens given until now are refused. */
  revokeTokens(): void;
  /** Delta links given until now are refused. */
  expireCursors(): void;
  /** Does something once, as soon as a request like "GET /users" has been answered. */
  afterwards(request: RegExp, act: () => void): void;
  disturb(disturbance: Disturbance): void;
  calm(): void;
  close(): Promise<void>;
}
