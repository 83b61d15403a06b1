import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** As in `npm start`: a young generation of 4 MB keeps an idle server small. */
const FLAGS = ['--max-semi-space-size=4'];

/** A server in a process of its own. */
export interface Child {
  process: ChildProcess;
  /** The first thing that it printed and the pattern caught. */
  said: string;
  stop(): Promise<void>;
}

/** Starts a script and waits until it prints what the pattern catches. `flags` are Node's own. */
export async function startChild(
  script: string,
  args: string[],
  env: Record<string, string>,
  ready: RegExp,
  flags: string[] = [],
): Promise<Child> {
  const child = spawn(process.execPath, [...FLAGS, ...flags, script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const said = ready.exec(line)?.[1];
    if (!said) continue;
    child.stdout.resume();
    return {
      process: child,
      said,
      async stop() {
        child.kill('SIGTERM');
        await gone;
      },
    };
  }
  throw new Error(`${script} ended before it was ready`);
}
