import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a process ended: what it printed, and its exit code or the signal that ended it. */
export interface Ended {
  said: string;
  end: number | string;
}

/** Runs an ES module, given as text, in a process of its own at the root of the project; `args` are in process.argv from 1. */
export async function runProcess(code: string, ...args: unknown[]): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', code, ...args.map((arg) => JSON.stringify(arg))],
    { cwd: new URL('../..', import.meta.url) },
  );
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (said += data));
  const [exit, signal] = await once(child, 'close');
  return { said, end: exit ?? signal };
}
