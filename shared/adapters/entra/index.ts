import type { ClosingStep, Directory } from '../../directories/port.ts';
import type { Clock, Log } from '../../ports.ts';
import { readAccounts } from './accounts.ts';
import { checkPermissions } from './check.ts';
import { type Graph, graph } from './client.ts';
import { closingSteps } from './closing/closing.ts';
import { readDevices } from './devices.ts';
import { readGroups } from './groups.ts';
import { leaverOf } from './leaver/leaver.ts';
import type { Limit, Service } from './limits.ts';
import { readMfa } from './mfa.ts';
import { PATIENCE, type Patience } from './send.ts';
import type { Credential } from './token.ts';

export { PERMISSIONS } from './permissions.ts';
export { entraSettings } from './settings.ts';

export interface EntraSettings {
  tenant: string;
  clientId: string;
  credential: Credential;
  /** The public cloud's unless set: another for a national cloud, or for a stand-in on this machine. */
  authority?: string;
  root?: string;
  /** The school's time zone: leaving dates are days there. */
  zone: string;
  /** The steps of closing accounts that are switched on; none unless set. */
  closing?: readonly ClosingStep[];
  /** Where the tenant's limits are known to be others than Microsoft documents. */
  limits?: Partial<Record<Service, Limit>>;
  patience?: Partial<Patience>;
}

interface Parts {
  clock: Clock & { wait?(ms: number): Promise<void> };
  log: Log;
  fetch?: typeof globalThis.fetch;
}

const timingOf = (clock: Parts['clock']) => ({
  now: () => clock.now(),
  wait: (ms: number) => clock.wait?.(ms) ?? new Promise<void>((done) => setTimeout(done, ms)),
});

/** Microsoft Graph by itself, for who doesn't read a directory. */
export const entraGraph = (
  settings: Omit<EntraSettings, 'zone' | 'closing'>,
  { clock, log, fetch = globalThis.fetch }: Parts,
): Graph =>
  graph(
    {
      ...settings,
      authority: settings.authority ?? 'https://login.microsoftonline.com',
      root: (settings.root ?? 'https://graph.microsoft.com/v1.0').replace(/\/$/, ''),
      limits: settings.limits ?? {},
      patience: { ...PATIENCE, ...settings.patience },
    },
    { clock: timingOf(clock), log, fetch },
  );

/**
 * One Microsoft Entra tenant. Make one for each tenant and keep it: it holds the token and the rate, which all share.
 * @param parts `clock.wait` is how it waits for the platform; a real timer unless given.
 */
export function entraDirectory(settings: EntraSettings, parts: Parts): Directory {
  const { zone, closing = [] } = settings;
  const { log } = parts;
  const clock = timingOf(parts.clock);
  const connection = entraGraph(settings, parts);
  return {
    provider: 'entra',
    tenant: settings.tenant,
    accounts: (cursor) => readAccounts(connection, cursor, { zone, log }),
    groups: () => readGroups(connection),
    mfa: (accounts) => readMfa(connection, accounts),
    leaver: leaverOf(connection, clock),
    devices: () => readDevices(connection),
    closing: closingSteps(connection, clock, closing),
    check: () => checkPermissions(connection, closing),
  };
}
