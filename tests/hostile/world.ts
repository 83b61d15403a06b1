import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDirectories } from '../../infra/sandbox/directories.ts';
import { createSandbox } from '../../infra/sandbox/sandbox.ts';
import { SANDBOX_SCHOOL } from '../../infra/settings.ts';
import { openStore } from '../../shared/adapters/store/store.ts';
import { createApp } from '../../shared/app.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Actor, Call, Context } from '../../shared/feature.ts';
import { actions, commands, effects } from '../../shared/features.ts';
import { understand } from '../../shared/language/index.ts';
import { actorFor, isHere } from '../../shared/people/index.ts';
import { allow } from '../../shared/permission.ts';
import type { Store, Tx } from '../../shared/ports.ts';
import { readSchool, type School } from '../../shared/school.ts';
import type { Button, View } from '../../shared/view/view.ts';
import { Mailbox } from '../fakes/app.ts';

const PUBLIC_URL = 'https://countersign.example';
const MONDAY = new Date('2026-11-23T10:00:00Z');

/** What came of a try: a view, or the sentence that refused it. */
export type Came = { kind: 'view'; view: View } | { kind: 'refused'; words: string };

/** The sandbox school with its year behind it, where whatever is tried leaves no trace. */
export interface World {
  store: Store;
  school: School;
  /** Who works here: ids and names, with their roles, by name. */
  people: { id: string; name: string; roles: string[] }[];
  press(person: string, call: Call): Promise<Came>;
  say(person: string, text: string): Promise<Came>;
  /** What their cards show. */
  sentTo(person: string): Call[];
  close(): Promise<void>;
}

const byId = new Map<string, (typeof actions)[number]>(actions.map((action) => [action.id, action]));

/** Ends a transaction with what was seen in it. */
class Seen extends Error {
  readonly view: View;
  constructor(view: View) {
    super('seen');
    this.view = view;
  }
}

export async function openWorld(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-world-'));
  const school = readSchool(join(SANDBOX_SCHOOL, 'school.yaml'));
  const store = await openStore({ dataDir });
  const log = { info() {}, warn() {}, error() {} };
  const clock = { now: () => MONDAY };
  const sandbox = await createSandbox({ store, school, dataDir, url: 'http://127.0.0.1:1', clock, log });
  sandbox.close();
  const connected = await startDirectories({
    clock,
    log,
    tenant: school.tenant ?? '',
    closing: school.checks.closing,
    drives: school.areas.flatMap((area) => area.drives),
  });
  const { directories } = connected;
  const app = createApp({ store, clock, school, messengers: [new Mailbox()], directories, log, publicUrl: PUBLIC_URL });
  await app.worker.schedule();
  for (let turn = 0; turn < 300 && (await app.worker.runDue()); turn++);
  const deliveries = await store.db.selectFrom('deliveries').select(['person', 'action', 'input']).execute();
  const rows = await store.db.selectFrom('people').selectAll().orderBy('name').execute();
  const roles = await store.db.selectFrom('person_roles').selectAll().execute();
  const accounts = await store.db.selectFrom('accounts').selectAll().execute();

  /** As the product does it, but undone. */
  async function as(person: string, run: (context: Context) => Promise<View>): Promise<Came> {
    const row = rows.find(({ id }) => id === person) as (typeof rows)[number];
    const known = accounts.find((account) => account.person === person);
    const account = known && {
      provider: known.provider as 'entra',
      tenant: known.tenant,
      objectId: known.object_id,
    };
    try {
      await store.transaction(async (tx: Tx) => {
        const actor: Actor = await actorFor(tx, row, account ?? null, school);
        const publicUrl = 'https://countersign.example';
        throw new Seen(await run({ tx, actor, now: MONDAY, school, door: 'teams', message: null, publicUrl, effects }));
      });
    } catch (end) {
      if (end instanceof Seen) return { kind: 'view', view: end.view };
      if (end instanceof Refusal) return { kind: 'refused', words: end.message };
      throw end;
    }
    throw new Error('a transaction that saw nothing');
  }

  return {
    store,
    school,
    people: rows
      .filter((row) => isHere(row, '2026-11-23') && accounts.some(({ person }) => person === row.id))
      .map(({ id, name }) => ({
        id,
        name,
        roles: roles.flatMap(({ person, role }) => (person === id ? role : [])),
      })),
    press: (person, { action: id, input }) =>
      as(person, async (context) => {
        const action = byId.get(id);
        if (!action) throw new Refusal('no such action');
        allow(action.who, context.actor);
        const parsed = action.input.safeParse(input);
        if (!parsed.success) throw new Refusal(parsed.error.issues[0]?.message ?? 'malformed');
        return action.run(parsed.data, context);
      }),
    sentTo: (person) =>
      deliveries.flatMap((one) =>
        one.person === person ? { action: one.action, input: JSON.parse(one.input) as Record<string, unknown> } : [],
      ),
    say: (person, text) => as(person, (context) => understand(text, commands, context)),
    async close() {
      await connected.close();
      await store.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export const buttonsOf = ({ nodes }: View): Button[] =>
  nodes.flatMap((node) => {
    if (node.kind === 'buttons') return node.buttons;
    return node.kind === 'rows' ? node.rows.flatMap(({ button }) => button ?? []) : [];
  });

/** Something in every input. */
export const filled = ({ nodes }: View): Record<string, string> =>
  Object.fromEntries(
    nodes.flatMap((node) => {
      if (node.kind !== 'input') return [];
      switch (node.input) {
        case 'line':
        case 'paragraph':
          return [[node.id, node.value || 'Some words']];
        case 'choice':
          return [[node.id, node.value || node.choices?.[0]?.value || '']];
        case 'toggle':
          return [[node.id, 'true']];
        case 'date':
          return [[node.id, node.value || '2026-12-01']];
        default:
          return node.input satisfies never;
      }
    }),
  );

/**
 * All that somebody could press who says every command, looks at every card and follows every button, with what they would type: of each kind
 * of button a few, for those of one kind lead to cards of one kind.
 */
export async function within(world: World, person: string, { ofAKind = 2, most = 400 } = {}): Promise<Call[]> {
  const found: Call[] = [];
  const kinds = new Map<string, number>();
  const waiting: View[] = [];
  for (const { title } of commands) {
    const came = await world.say(person, title);
    if (came.kind === 'view') waiting.push(came.view);
  }
  for (const card of world.sentTo(person)) {
    const came = await world.press(person, card);
    if (came.kind === 'view') waiting.push(came.view);
  }
  for (let view = waiting.shift(); view && found.length < most; view = waiting.shift())
    for (const button of buttonsOf(view)) {
      const kind = `${button.action} ${Object.keys(button.input).sort()} ${button.action === 'language.say' ? button.label : ''}`;
      const before = kinds.get(kind) ?? 0;
      if (before >= ofAKind) continue;
      kinds.set(kind, before + 1);
      const call = { action: button.action, input: { ...button.input, ...(button.sendsInputs && filled(view)) } };
      found.push(call);
      const came = await world.press(person, call);
      if (came.kind === 'view') waiting.push(came.view);
    }
  return found;
}
