import type { Config } from '../shared/config.ts';
import { isLoopback, isSafe } from '../shared/loopback.ts';

/**
 * Whether the bot may send to a service URL: its token goes wherever a service URL points. With an app id, the hosts of
 * BOT_SERVICE_HOSTS ("*.host" for every host under it, "host:port" for one port); in the sandbox, this machine alone.
 */
export function mayServe(
  serviceUrl: string,
  { MicrosoftAppId, BOT_SERVICE_HOSTS }: Pick<Config, 'MicrosoftAppId' | 'BOT_SERVICE_HOSTS'>,
): boolean {
  const url = URL.parse(serviceUrl);
  if (!url || !isSafe(serviceUrl) || url.username || url.password) return false;
  if (!MicrosoftAppId) return isLoopback(url.hostname);
  return isAmong(serviceUrl, BOT_SERVICE_HOSTS);
}

/** Whether an address is at one of these hosts. */
export function isAmong(address: string, hosts: readonly string[]): boolean {
  const url = URL.parse(address);
  if (!url) return false;
  return hosts.some((pattern) =>
    pattern.startsWith('*.')
      ? url.hostname.endsWith(pattern.slice(1))
      : pattern === url.hostname || pattern === `${url.hostname}:${url.port}`,
  );
}
