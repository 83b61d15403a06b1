import type { Tenant } from './tenant.ts';

/** One request on its way through a route. */
export interface Context {
  tenant: Tenant;
  /** The parts of the path that stand for something. */
  ids: string[];
  options: URLSearchParams;
  body: unknown;
  /** Whether the caller accepts a copy that may be behind (ConsistencyLevel: eventual). */
  eventual: boolean;
  /** Application permissions in force. */
  granted: ReadonlySet<string>;
  licences: ReadonlySet<Licence>;
  now: Date;
  /** The address of the resource, without its query: links lead back to it. */
  url: string;
  /** Does something that shows only after the copies have caught up. */
  later(apply: () => void): void;
  /** Cursors given before this count are refused. */
  oldestCursor: number;
  deltaPageSize: number;
}

/** What a tenant can pay for and this product would notice the lack of. */
export type Licence = 'P1' | 'P2' | 'Intune';

export type Reply = { status: number; body?: unknown };

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** "{}" stands for an id. */
  path: string;
  /** Any of these permissions is enough. */
  needs: readonly string[];
  /** How this service says that a permission is missing; directory objects say it their own way. */
  denied?: { code: string; message: string };
  run(context: Context): Reply;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
