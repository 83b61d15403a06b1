const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1|::ffff:127(\.\d{1,3}){3})$/;

/** Whether a host name, or the address of a peer, is this machine's own. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host.toLowerCase());

/** https anywhere, or http that doesn't leave this machine: keys, tokens and secrets never travel in the clear. */
export function isSafe(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}
