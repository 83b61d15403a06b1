import type { Fact } from '../../shared/directories/fact.ts';
import {
  type AccountPage,
  CursorExpired,
  type Directory,
  DirectoryTrouble,
  type GroupPage,
  type LeaverRow,
  type MfaState,
} from '../../shared/directories/port.ts';

/** A directory on its stand-in, with what the suite needs to know of the people in it and the ways to disturb it. */
export interface DirectoryUnderTest {
  directory: Directory;
  /** How many accounts there are: more than fit in one page. */
  size: number;
  withSecondFactor: string;
  withoutSecondFactor: string;
  /** Someone who left and whose account is still open everywhere. */
  leaver: { objectId: string; leftOn: string };
  /** A group and whom it must contain. */
  group: { id: string; member: string };
  /** One of its managed devices, and how many there are. */
  device: { serial: string; of: number };
  /** Gives an account another job title. */
  change(objectId: string): void;
  remove(objectId: string): void;
  restore(objectId: string): void;
  /** Cursors given until now are refused. */
  expireCursors(): void;
  /** From now on every permission is missing. */
  revokeConsent(): void;
  /** From now on every request is answered with an error of the server, or not at all. */
  fallSilent(): void;
  close(): Promise<void>;
}

const ROWS = Object.keys({
  'sign-in-blocked': true,
  'sign-in-blocked-at-source': true,
  'no-sign-in-since': true,
  'sessions-revoked': true,
  'no-admin-roles': true,
  'no-eligible-roles': true,
  'mfa-methods-removed': true,
  'app-passwords-removed': true,
  'oauth-grants-removed': true,
  'app-assignments-removed': true,
  'groups-left': true,
  'ownership-handed-over': true,
  'files-handed-over': true,
  'forwarding-off': true,
  'filters-removed': true,
  'delegates-removed': true,
  'auto-reply-set': true,
  'licences-removed': true,
  'devices-returned': true,
  'recovery-contacts-removed': true,
  'address-list-hidden': true,
} satisfies Record<LeaverRow, true>).sort();

/** What is true of any Directory, whatever the platform. Each adapter runs it on its own stand-in. */
export function directoryContract(name: string, make: () => Promise<DirectoryUnderTest>): void {
  describe(`${name}, as any directory`, () => {
    let it: DirectoryUnderTest;
    beforeEach(async () => void (it = await make()));
    afterEach(() => it.close());

    test('gives every account once, in pages, and the cursor with the last page alone', async () => {
      const pages = await all(it.directory.accounts(null));
      const ids = idsIn(pages);
      expect(pages.length).toBeGreaterThan(1);
      expect(new Set(ids).size).toBe(it.size);
      expect(ids).toHaveLength(it.size);
      expect(pages.map(({ cursor }) => cursor !== undefined)).toEqual(pages.map((_, at) => at === pages.length - 1));
    });

    test('gives only what changed since a cursor', async () => {
      const cursor = await cursorOf(it.directory);
      it.change(it.withSecondFactor);
      const pages = await all(it.directory.accounts(cursor));
      expect(idsIn(pages)).toEqual([it.withSecondFactor]);
      expect(pages.flatMap(({ removed }) => removed)).toEqual([]);
      expect(pages.at(-1)?.cursor).toBeDefined();
    });

    test('tells who was deleted, and gives them again when restored', async () => {
      const cursor = await cursorOf(it.directory);
      it.remove(it.withoutSecondFactor);
      const afterwards = await all(it.directory.accounts(cursor));
      expect(afterwards.flatMap(({ removed }) => removed)).toEqual([it.withoutSecondFactor]);
      expect(idsIn(afterwards)).toEqual([]);
      it.restore(it.withoutSecondFactor);
      expect(idsIn(await all(it.directory.accounts(afterwards.at(-1)?.cursor ?? null)))).toEqual([
        it.withoutSecondFactor,
      ]);
    });

    test('says that a cursor is too old instead of giving half', async () => {
      const cursor = await cursorOf(it.directory);
      it.expireCursors();
      await expect(all(it.directory.accounts(cursor))).rejects.toThrow(CursorExpired);
    });

    test.each(['revokeConsent', 'fallSilent'] as const)('never gives an end of people after %s', async (disturb) => {
      it[disturb]();
      const trouble = await all(it.directory.accounts(null)).catch((error: unknown) => error);
      expect(trouble).toBeInstanceOf(DirectoryTrouble);
      expectReason((trouble as DirectoryTrouble).because);
      expect((trouble as DirectoryTrouble).because.kind).toBe(disturb === 'revokeConsent' ? 'permission' : 'no-answer');
      await expect(all(it.directory.groups())).rejects.toThrow(DirectoryTrouble);
    });

    test('stops where it is when consent is withdrawn in the middle', async () => {
      const reading = it.directory.accounts(null)[Symbol.asyncIterator]();
      expect((await reading.next()).done).toBe(false);
      it.revokeConsent();
      const rest = await all({ [Symbol.asyncIterator]: () => reading }).catch((error: unknown) => error);
      expect(rest).toBeInstanceOf(DirectoryTrouble);
    });

    test('knows who is in a group', async () => {
      const pages: GroupPage[] = await all(it.directory.groups());
      const group = pages.flatMap(({ groups }) => groups).find(({ id }) => id === it.group.id);
      expect(group?.members).toContain(it.group.member);
    });

    test('lists every device once, with its serial number', async () => {
      const devices = (await all(it.directory.devices?.() ?? nothing())).flat();
      expect(new Set(devices.map(({ deviceId }) => deviceId)).size).toBe(it.device.of);
      expect(devices).toHaveLength(it.device.of);
      expect(devices.find(({ serial }) => serial === it.device.serial)).toMatchObject({ managed: true });
    });

    test.each(['revokeConsent', 'fallSilent'] as const)('never gives an end of devices after %s', async (disturb) => {
      it[disturb]();
      await expect(all(it.directory.devices?.() ?? nothing())).rejects.toThrow(DirectoryTrouble);
    });

    test('knows who has a second factor and who has none', async () => {
      const states = await mfaOf(it.directory, [it.withSecondFactor, it.withoutSecondFactor]);
      expect(states.get(it.withSecondFactor)?.registered).toEqual({ known: true, value: true });
      expect(states.get(it.withoutSecondFactor)?.registered).toEqual({ known: true, value: false });
      expect(states.get(it.withoutSecondFactor)?.strongest).toEqual({ known: true, value: null });
    });

    test.each(['revokeConsent', 'fallSilent'] as const)('never says "no second factor" after %s', async (disturb) => {
      it[disturb]();
      const asked = [it.withSecondFactor, it.withoutSecondFactor];
      const states = await mfaOf(it.directory, asked);
      expect([...states.keys()].sort()).toEqual([...asked].sort());
      for (const { registered, capable, enforced, strongest } of states.values())
        for (const fact of [registered, capable, enforced, strongest]) expectUnknown(fact);
    });

    test('answers every row for a leaver, none left out', async () => {
      const readings = await it.directory.leaver(it.leaver.objectId, it.leaver.leftOn);
      expect(readings.map(({ row }) => row).sort()).toEqual(ROWS);
      expect(readings.find(({ row }) => row === 'sign-in-blocked')?.ok).toEqual({ known: true, value: false });
      for (const { ok, items } of readings) {
        if (!ok.known) expectReason(ok.because);
        if (ok.known && ok.value) expect(items).toEqual([]);
      }
    });

    test.each(['revokeConsent', 'fallSilent'] as const)('never takes silence for closed after %s', async (disturb) => {
      it[disturb]();
      const readings = await it.directory.leaver(it.leaver.objectId, it.leaver.leftOn);
      expect(readings.map(({ row }) => row).sort()).toEqual(ROWS);
      for (const { ok } of readings) expectUnknown(ok);
    });

    test('says of each permission once whether it is granted', async () => {
      const lines = await all(it.directory.check());
      expect(lines.length).toBeGreaterThan(0);
      expect(new Set(lines.map(({ permission }) => permission)).size).toBe(lines.length);
      for (const { state, advice, purpose } of lines) {
        expect(purpose).not.toBe('');
        if (state === 'granted') expect(advice).toBeNull();
        else expect(advice).toMatch(/\.$/);
      }
      expect(lines.map(({ state }) => state)).toContain('granted');
    });

    test.each([
      ['revokeConsent', 'missing'],
      ['fallSilent', 'no-answer'],
    ] as const)('says of no permission that it is granted after %s', async (disturb, state) => {
      it[disturb]();
      const lines = await all(it.directory.check());
      expect(new Set(lines.map((line) => line.state))).toEqual(new Set([state]));
    });
  });
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

async function* nothing(): AsyncGenerator<never> {}

const idsIn = (pages: AccountPage[]) => pages.flatMap(({ accounts }) => accounts.map(({ objectId }) => objectId));

async function cursorOf(directory: Directory): Promise<string> {
  const cursor = (await all(directory.accounts(null))).at(-1)?.cursor;
  if (cursor === undefined) throw new Error('the last page has no cursor');
  return cursor;
}

/** The states of the accounts asked for; a directory may give more than that. */
async function mfaOf(directory: Directory, asked: string[]): Promise<Map<string, MfaState>> {
  const states = (await all(directory.mfa(asked))).flat();
  return new Map(states.filter(({ objectId }) => asked.includes(objectId)).map((state) => [state.objectId, state]));
}

function expectUnknown(fact: Fact<unknown> | undefined): void {
  expect(fact).toMatchObject({ known: false });
  if (fact && !fact.known) expectReason(fact.because);
}

/** A sentence that a person can read. */
function expectReason({ words }: { words: string }): void {
  expect(words).toMatch(/^[A-Z].{10,}\.$/s);
}
