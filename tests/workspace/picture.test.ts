import { chatFiles } from '../../shared/adapters/google/chat/files.ts';
import type { ReadFile } from '../../shared/inbound.ts';
import { settingsFor } from '../directories/google/rig.ts';
import type { Someone } from '../fakes/app.ts';
import { virtualClock } from '../fakes/clock.ts';
import { fakeCustomer, startGoogle } from '../fakes/google/index.ts';
import { serve } from '../fakes/server.ts';
import { DM, type GoogleSchool, googleSchool } from '../fakes/workspace.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const UPLOADED = {
  name: 'spaces/dm-1/messages/m.1/attachments/a',
  contentName: 'tablet.png',
  contentType: 'image/png',
  source: 'UPLOADED_CONTENT',
  attachmentDataRef: { resourceName: 'ClxzcGFjZXMv/a=' },
};

describe('a picture sent in Google Chat', () => {
  let google: GoogleSchool;
  afterEach(() => google.close());

  async function school(readFile?: (resource: string) => Promise<ReadFile>) {
    google = await googleSchool(readFile ? { readFile } : {});
    const anna = await google.t.person('Anna Bell', { roles: ['technician'] });
    await onLoan(anna);
    return google.account(anna);
  }
  async function onLoan({ id }: Someone) {
    const at = google.t.clock.now().toISOString();
    await google.t.store.db
      .insertInto('loans')
      .values({
        id: 'loan',
        school: 'school',
        request: null,
        borrower: id,
        wanted: 'tablet',
        purpose: 'a lesson',
        from_on: '2026-11-23',
        due_on: '2026-11-27',
        state: 'out',
        created_at: at,
        changed_at: at,
        handed_over_by: null,
        closed_at: null,
        remind_at: null,
        reminded: 0,
      })
      .execute();
  }
  const send = async (sub: string, ...attachment: unknown[]) => {
    const message = { name: 'spaces/dm-1/messages/m.1', attachment };
    const { status, body } = await google.post(
      await google.event(sub, { chat: { messagePayload: { space: DM, message } } }),
    );
    expect(status).toBe(200);
    return JSON.stringify(body);
  };
  const kept = () => google.t.store.db.selectFrom('loan_photos').select(['type', 'bytes']).execute();

  test('is read by the app itself and kept', async () => {
    const asked: string[] = [];
    const sub = await school(async (resource) => {
      asked.push(resource);
      return { kind: 'read', bytes: PNG };
    });
    expect(await send(sub, UPLOADED)).toContain('1 photo kept');
    expect(asked).toEqual(['ClxzcGFjZXMv/a=']);
    expect(await kept()).toMatchObject([{ type: 'image/png' }]);
  });

  test('from Drive, or that is none, is refused in one sentence, and so is any where the school gave no key', async () => {
    const sub = await school(async () => ({ kind: 'read', bytes: Buffer.from('PK') }));
    expect(await send(sub, { ...UPLOADED, source: 'DRIVE_FILE' })).toContain('I may not read your Drive.');
    expect(await send(sub, { ...UPLOADED, contentType: 'video/mp4' })).toContain('I can only take pictures');
    expect(await send(sub, UPLOADED)).toContain('I can only take pictures');
    await google.close();
    const other = await school();
    expect(await send(other, UPLOADED)).toContain('take pictures in Google Chat: for that');
    expect(await kept()).toEqual([]);
  });
});

test('the app fetches an upload with chat.bot alone, and from nowhere else', async () => {
  const now = () => new Date('2026-11-23T09:00:00.000Z');
  const google = await startGoogle({
    customer: fakeCustomer([{ name: 'Ifeoma Nwachukwu', email: 'ifeoma.nwachukwu@larkenmere.example' }]),
    now,
  });
  const seen: string[] = [];
  const media = await serve(({ url, headers }, response) => {
    seen.push(`${url} ${headers.authorization?.slice(0, 7)}`);
    response.end(PNG);
  });
  try {
    const { serviceAccount } = await settingsFor(google);
    const log = { info() {}, warn() {}, error() {} };
    const read = chatFiles({ serviceAccount, rootUrl: `${media.url}/` }, { clock: { ...virtualClock(), now }, log });
    expect(await read('ClxzcGFjZXMv/a=', 1_000)).toEqual({ kind: 'read', bytes: PNG });
    expect(await read('ClxzcGFjZXMv/a=', 10)).toEqual({ kind: 'too-large' });
    expect(seen).toEqual(Array(2).fill('/v1/media/ClxzcGFjZXMv/a=?alt=media Bearer '));
    for (const odd of ['../../v1/spaces', 'a/../b', '?x', '', 'a b', '//elsewhere.example/x'])
      expect([odd, (await read(odd, 1_000)).kind]).toEqual([odd, odd.startsWith('//') ? 'read' : 'refused']);
    // Whatever it is called, it stays below this address.
    expect(seen.at(-1)).toBe('/v1/media///elsewhere.example/x?alt=media Bearer ');
  } finally {
    await Promise.all([google.close(), media.close()]);
  }
});
