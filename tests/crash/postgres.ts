import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A way to PostgreSQL that can be cut at any moment, as a network is. */
export async function cuttable(databaseUrl: string): Promise<{ url: string; cut(): number; close(): Promise<void> }> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  const server = createServer((here) => {
    const there = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [here, there]) {
      open.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          open.delete(socket);
          here.destroy();
          there.destroy();
        });
    }
    here.pipe(there).pipe(here);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cut = () => {
    const sockets = [...open];
    for (const socket of sockets) socket.destroy();
    return sockets.length / 2;
  };
  return {
    url: url.href,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

/** A PostgreSQL server of our own, to be restarted as nobody else's may be. */
export interface Cluster {
  url: string;
  /** At once, without a goodbye to its clients: as `kill -9` of the whole machine's database. */
  crash(): void;
  close(): void;
}

/** Null, with the reason said, where PostgreSQL's programs or the right to run them as another user are missing. */
export function ownCluster(port: number): Cluster | null {
  const versions = '/usr/lib/postgresql';
  const newest = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  if (!newest || process.getuid?.() !== 0) {
    console.log('  (no PostgreSQL programs, or not root: the restart of the database server is left out)');
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
  const ids = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })));
  chownSync(folder, ids[0] as number, ids[1] as number);
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(versions, newest, 'bin', program), args, {
      uid: ids[0],
      gid: ids[1],
      cwd: folder,
      stdio: 'ignore',
    });
  const data = join(folder, 'data');
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const start = () => void run('pg_ctl', '-D', data, '-o', options, '-l', join(folder, 'log'), '-w', 'start');
  const end = () => void run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
  run('initdb', '-D', data, '-A', 'trust', '-E', 'UTF8', '--no-sync');
  start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    crash() {
      end();
      start();
    },
    close() {
      end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
