import type { Router } from 'express';
import type { SignIn } from '../../addon/tab/verify.ts';
import type { Carrier } from '../../shared/adapters/mail/messenger.ts';
import { listPeople } from '../../shared/people/import.ts';
import type { Clock, Log, Store } from '../../shared/ports.ts';
import type { School } from '../../shared/school.ts';
import type { GoogleClient } from './google-client.ts';
import { moveTo } from './moved.ts';
import { createStandIn } from './stand-in.ts';

export interface SandboxPorts {
  store: Store;
  school: School;
  /** Where the chats are kept, in sandbox.db. */
  dataDir: string;
  /** The server's own address on this machine: http://127.0.0.1:3978. */
  url: string;
  /** The real one. */
  clock: Clock;
  log: Log;
}

export interface Sandbox {
  /** /connector and /sandbox; to be mounted at the root of the server. It answers to this machine alone. */
  router: Router;
  /** What time it is at school: it can be put forward on the page. The product has to live by it. */
  clock: Clock;
  /** Whose tokens the tab takes here. */
  signIn: () => SignIn;
  /** Whose requests the Google add-on takes here. */
  google: Pick<GoogleClient, 'settings'>;
  /** Takes the product's mails, to be read under /sandbox/mails. */
  carry: Carrier;
  /** Ends open pages' connections and closes the chats. */
  close(): void;
}

/** The invented school, on a data folder of its own: on an empty one, with a year behind it. */
export async function createSandbox({ store, school, dataDir, url, clock, log }: SandboxPorts): Promise<Sandbox> {
  const standIn = createStandIn({
    school,
    people: () => listPeople(store.db),
    dataDir,
    serverUrl: () => url,
    clock,
  });
  const someone = await store.db.selectFrom('people').select('id').limit(1).executeTakeFirst();
  if (someone) await moveTo(standIn.serviceUrl(), store);
  else
    await (await import('./seed.ts')).seed({ store, school, standIn, publicUrl: url, log, today: standIn.clock.now() });
  return standIn;
}
