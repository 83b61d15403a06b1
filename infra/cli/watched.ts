import { setTimeout as sleep } from 'node:timers/promises';

/** Shows how far something is while it lasts, to a person who waits. */
export async function watched<T>(work: Promise<T>, progress: () => Promise<string | null>): Promise<T> {
  const ended = work.then(
    () => true,
    () => true,
  );
  while (process.stderr.isTTY && !(await Promise.race([ended, sleep(500, false)]))) {
    const words = await progress();
    if (words) process.stderr.write(`\r\u001b[K  ${words}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  return work;
}
