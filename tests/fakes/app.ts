import { randomUUID } from 'node:crypto';
import { openStore } from '../../shared/adapters/store/store.ts';
import { publishEdition } from '../../shared/agreements/index.ts';
import type { AgreementText } from '../../shared/agreements/text.ts';
import { type App, createApp } from '../../shared/app.ts';
import type { Directory } from '../../shared/directories/port.ts';
import type { Reply } from '../../shared/inbound.ts';
import type { MessageReference, Messenger, Recipient, SendOutcome, Store } from '../../shared/ports.ts';
import type { Channel, School } from '../../shared/school.ts';
import type { Button, View } from '../../shared/view/view.ts';
import { holdOnBothDoors, onBothDoors } from './both-doors.ts';
import { monday, school } from './school.ts';

/** A messenger that delivers into an array, at each door to whom it knows there; `outcome` tells how the next sending ends. */
export class Mailbox implements Messenger {
  readonly door: Channel;
  readonly messages: { objectId: string; view: View; id: string }[] = [];
  outcome: ((to: Recipient) => SendOutcome | undefined) | null = null;

  constructor(door: Channel = 'teams') {
    this.door = door;
  }

  async send(to: Recipient, view: View): Promise<SendOutcome> {
    const failed = this.outcome?.(to);
    if (failed) return failed;
    const id = randomUUID();
    holdOnBothDoors(view);
    const of = to.account?.objectId ?? (to.address as string);
    this.messages.push({ objectId: of, view, id });
    return { kind: 'sent', message: { id }, conversation: { of } };
  }

  async edit(message: MessageReference, view: View): Promise<SendOutcome> {
    const sent = this.messages.find(({ id }) => id === message.id);
    if (sent) sent.view = view;
    return { kind: 'sent', message, conversation: {} };
  }

  /** What one person has in the chat, oldest first. */
  of = (objectId: string): View[] => this.messages.filter((sent) => sent.objectId === objectId).map(({ view }) => view);
}

/** A running product on an empty store, with a clock that only the test moves. */
export interface TestApp {
  app: App;
  store: Store;
  mailbox: Mailbox;
  clock: { now(): Date; set(to: Date | string): void };
  /** Adds a person with an account and returns how to act as them. */
  person(
    name: string,
    about?: { roles?: string[]; department?: string; manager?: string; school?: string },
  ): Promise<Someone>;
  /** Runs every job that is due now, and those that follow at once. */
  settle(): Promise<void>;
}

export interface Someone {
  id: string;
  objectId: string;
  press(
    button: Pick<Button, 'action' | 'input'>,
    typed?: Record<string, unknown>,
    message?: MessageReference,
  ): Promise<Reply>;
  say(text: string): Promise<Reply>;
  /** Sends files, as a door reads them. */
  send(...files: Buffer[]): Promise<Reply>;
}

export const TENANT = '5f0c2b7e-9d14-4a86-b3c8-61e7d2a90f35';

export async function testApp(
  store?: Store,
  at: School = school,
  directories: Directory[] = [],
  others: Messenger[] = [],
): Promise<TestApp> {
  const kept = store ?? (await openStore({ dataDir: ':memory:' }));
  const mailbox = new Mailbox();
  let now = monday;
  const clock = { now: () => now, set: (to: Date | string) => void (now = new Date(to)) };
  const silent = { info() {}, warn() {}, error() {} };
  const app = onBothDoors(
    createApp({
      store: kept,
      clock,
      school: at,
      messengers: [mailbox, ...others],
      directories,
      log: silent,
      publicUrl: 'https://countersign.example',
    }),
  );
  return {
    app,
    store: kept,
    mailbox,
    clock,
    async person(name, { roles = ['staff'], department = 'Science', manager, school: at = 'school' } = {}) {
      const id = randomUUID();
      const objectId = randomUUID();
      const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@larkenmere.example`;
      await kept.transaction(async (tx) => {
        await tx
          .insertInto('people')
          .values({
            id,
            name,
            email,
            department,
            job_title: 'Teacher',
            manager: manager ?? null,
            school: at,
            start_date: null,
            leave_date: null,
          })
          .execute();
        await tx
          .insertInto('person_roles')
          .values(roles.map((role) => ({ person: id, role })))
          .execute();
        await tx
          .insertInto('accounts')
          .values({
            provider: 'entra',
            tenant: TENANT,
            object_id: objectId,
            person: id,
            bound_at: now.toISOString(),
            bound_by: 'import',
          })
          .execute();
      });
      const origin = {
        door: 'teams' as const,
        account: { provider: 'entra' as const, tenant: TENANT, objectId },
        vouchedAddress: async () => null,
        conversation: { of: objectId },
        shared: false,
      };
      return {
        id,
        objectId,
        press: ({ action, input }, typed = {}, message) =>
          app.press({ ...origin, action, input: { ...input, ...typed }, message: message ?? null }),
        say: (text) => app.message({ ...origin, text }),
        send: (...files) =>
          app.message({
            ...origin,
            text: '',
            files: files.map((bytes) => ({
              read: async (most) => (bytes.length > most ? { kind: 'too-large' } : { kind: 'read', bytes }),
            })),
          }),
      };
    },
    async settle() {
      for (let turn = 0; turn < 100 && (await app.worker.runDue()); turn++);
    },
  };
}

/** The view of a reply that must not be a refusal. */
export function viewOf(reply: Reply): View {
  if (reply.kind !== 'view') throw new Error(`refused: ${reply.words}`);
  return reply.view;
}

/** The button with that label, wherever it is in a view. */
export function buttonOf(view: View, label: string): Button {
  const buttons = view.nodes.flatMap((node) =>
    node.kind === 'buttons'
      ? node.buttons
      : node.kind === 'rows'
        ? node.rows.flatMap(({ button }) => button ?? [])
        : [],
  );
  const found = buttons.find((button) => button.label === label);
  if (!found) throw new Error(`no button "${label}" among ${buttons.map((button) => `"${button.label}"`).join(', ')}`);
  return found;
}

/** Everything a view says, as one text. */
export const wordsOf = (view: View): string => JSON.stringify(view);

export const staffText = (extra: string[] = []): AgreementText => ({
  title: 'Staff ICT agreement',
  sections: [
    {
      number: '1',
      title: 'Passwords',
      level: 1,
      statements: ['I will keep my password to myself.', 'I will lock my screen.']
        .concat(extra)
        .map((text) => ({ kind: 'item', text })),
    },
  ],
});

/** Publishes an edition of the staff agreement and asks these people to sign it, as a campaign would. */
export async function askToSign(
  { store, clock }: Pick<TestApp, 'store' | 'clock'>,
  people: Someone[],
  text = staffText(),
): Promise<string[]> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    const edition = await publishEdition(tx, { agreement: 'staff', text, effectiveFrom: '2026-09-01', by: null }, now);
    const campaign = randomUUID();
    await tx
      .insertInto('campaigns')
      .values({
        id: campaign,
        agreement: 'staff',
        edition: edition.number,
        audience: '{}',
        starts_at: now.toISOString(),
        due_on: '2026-12-04',
        joiner_days: 14,
        ends_on: null,
        state: 'running',
        created_at: now.toISOString(),
        created_by: null,
      })
      .execute();
    const ids = people.map(() => randomUUID());
    await tx
      .insertInto('assignments')
      .values(
        people.map(({ id }, i) => ({
          id: ids[i] as string,
          campaign,
          agreement: 'staff',
          edition: edition.number,
          person: id,
          due_on: '2026-12-04',
          state: 'open' as const,
          created_at: now.toISOString(),
          closed_at: null,
          remind_at: null,
          reminded: 0,
        })),
      )
      .execute();
    return ids;
  });
}
