import { createHash, randomBytes } from 'node:crypto';
import express from 'express';
import { pagesRouter } from '../../addon/pages/router.ts';
import { verifyLedger } from '../../shared/ledger/index.ts';
import type { View } from '../../shared/view/view.ts';
import { buttonOf, type Someone, viewOf, wordsOf } from '../fakes/app.ts';
import { serve } from '../fakes/server.ts';
import { eachStore } from '../fakes/store.ts';
import { inputsOf, type Lending, lendingApp, lendingSchool } from './start.ts';

const LAPTOP = { what: 'laptop 22', count: '1', from: '2026-11-23', until: '2026-11-27', why: 'Marking' };

/** A picture of one pixel, and others that begin as pictures do. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const jpeg = () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(60)]);
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Until the lender has the form of the hand-over before them. */
async function handingOver(t: Lending, who: Someone, answers = LAPTOP): Promise<View> {
  await t.ask(who, answers);
  await t.approve();
  return viewOf(await t.lender.press(buttonOf(t.last(t.lender), 'Hand it over')));
}

const kept = ({ store }: Lending) =>
  store.db.selectFrom('loan_photos').select(['loan', 'moment', 'type', 'hash']).orderBy('at').execute();

eachStore((fresh) => {
  test('a picture sent at the hand-over is kept with the loan, and is part of what the borrower signs', async () => {
    const t = await lendingApp(await fresh());
    const form = await handingOver(t, t.kiran);
    const reply = viewOf(await t.lender.send(PNG));
    expect(wordsOf(reply)).toContain('At the hand-over, with the loan of Kiran Patel: Laptop 22.');
    viewOf(await t.lender.press(buttonOf(form, 'Ask them to sign'), inputsOf(form)));
    await t.settle();
    expect(wordsOf(t.last(t.kiran))).toContain(`1 photo, with the fingerprint ${hashOf(PNG).slice(0, 16)}`);
    const stale = buttonOf(t.last(t.kiran), 'I have checked the list and accept');

    // One more: what the borrower had before them is out of date, and their card says so.
    const other = jpeg();
    viewOf(await t.lender.send(other));
    expect(wordsOf(viewOf(await t.kiran.press(stale, { name: 'Kiran Patel' })))).toContain('The list has changed.');
    t.clock.set('2026-11-23T09:10:00Z');
    await t.settle();
    expect(wordsOf(t.last(t.kiran))).toContain('2 photos, with the fingerprint');
    const sign = buttonOf(t.last(t.kiran), 'I have checked the list and accept');
    viewOf(await t.kiran.press(sign, { name: 'Kiran Patel' }));
    const { text } = await t.store.db.selectFrom('loan_signatures').select('text').executeTakeFirstOrThrow();
    expect(text).toContain(hashOf(other).slice(0, 16));

    // When it comes back, they are there to be compared with, and another is taken.
    t.clock.set('2026-11-27T15:00:00Z');
    const back = viewOf(await t.lender.press({ action: 'loans.takeBack', input: { loan: (await kept(t))[0]?.loan } }));
    expect(buttonOf(back, 'Photos (2)')).toBeDefined();
    expect(wordsOf(viewOf(await t.lender.send(jpeg())))).toContain('When it came back');
    expect((await kept(t)).map(({ moment, type }) => `${moment} ${type}`)).toEqual([
      'out image/png',
      'out image/jpeg',
      'back image/jpeg',
    ]);
    const { body } = await t.store.db
      .selectFrom('ledger')
      .select('body')
      .where('kind', '=', 'loan-photos')
      .orderBy('seq')
      .executeTakeFirstOrThrow();
    expect(body).toContain(hashOf(PNG));
    expect(await verifyLedger(t.store)).toMatchObject({ valid: true });
  });

  test('what is no picture is refused in one sentence, and nothing of the message is kept', async () => {
    const t = await lendingApp(await fresh());
    await handingOver(t, t.kiran);
    const refused = async (...files: Buffer[]) => {
      const reply = await t.lender.send(...files);
      return reply.kind === 'refusal' ? reply.words : reply.view.title;
    };
    const none = 'I can only take pictures, as JPEG, PNG, WebP or GIF, and that is none. Nothing was kept.';
    expect(await refused(Buffer.from('%PDF-1.7 not a picture'))).toBe(none);
    expect(await refused(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))).toBe(
      none,
    );
    expect(await refused(Buffer.alloc(0))).toBe(none);
    expect(await refused(PNG, Buffer.from('MZ'))).toBe(none);
    expect(await refused(Buffer.concat([PNG, Buffer.alloc(10_000_000)]))).toMatch(/larger than 10 MB/);
    expect(await refused(PNG, PNG, PNG, PNG, PNG, PNG)).toMatch(/more than 5 files/);
    expect(await kept(t)).toEqual([]);
    // Nor from somebody to whom nothing is lent.
    const other = await t.person('Meera Patel');
    expect(await other.send(PNG)).toMatchObject({
      kind: 'refusal',
      words: expect.stringContaining('Nothing was kept'),
    });
    expect(await kept(t)).toEqual([]);
  });

  test('where it could be of several loans it is asked which, and without an answer it is gone in an hour', async () => {
    const t = await lendingApp(await fresh());
    const meera = await t.person('Meera Patel');
    await t.lend(t.kiran, LAPTOP);
    await t.lend(meera, { ...LAPTOP, what: 'laptop 23' });
    const stranger = await t.person('Omar Sayed', { roles: ['staff', 'technician'] });
    const which = viewOf(await stranger.send(PNG));
    expect(which.title).toBe('Which loan is this picture of?');
    expect(wordsOf(which)).toContain('Meera Patel: Laptop 23');
    const button = buttonOf(which, 'This one');
    // Somebody else's press moves nothing: the picture isn't theirs.
    await t.lender.press(button);
    expect(await kept(t)).toMatchObject([{ loan: null }]);
    await stranger.press(button);
    expect(await kept(t)).toMatchObject([{ loan: expect.any(String) }]);
    const attached = viewOf(
      await stranger.press({ action: 'loans.photos', input: { loan: (await kept(t))[0]?.loan } }),
    );
    expect(attached.title).toMatch(/^1 photo of Laptop 2/);

    viewOf(await stranger.send(jpeg()));
    await t.app.worker.schedule();
    t.clock.set('2026-11-23T10:20:00Z');
    await t.settle();
    expect(await kept(t)).toHaveLength(1);
  });

  test('the borrower sends one of what is wrong; one that was sent by mistake is removed, what was signed for stays', async () => {
    const t = await lendingApp(await fresh());
    await handingOver(t, t.kiran);
    const mistaken = viewOf(await t.lender.send(jpeg()));
    expect(viewOf(await t.lender.press(buttonOf(mistaken, 'Remove it again'))).title).toBe('1 photo removed');
    expect(await kept(t)).toEqual([]);
    const right = viewOf(await t.lender.send(PNG));
    const form = viewOf(await t.lender.press(buttonOf(t.last(t.lender), 'Hand it over')));
    viewOf(await t.lender.press(buttonOf(form, 'Ask them to sign'), inputsOf(form)));
    await t.settle();
    const sign = buttonOf(t.last(t.kiran), 'I have checked the list and accept');
    viewOf(await t.kiran.press(sign, { name: 'Kiran Patel' }));
    expect(await t.lender.press(buttonOf(right, 'Remove it again'))).toMatchObject({ kind: 'refusal' });
    expect(wordsOf(viewOf(await t.kiran.send(jpeg())))).toContain('From the borrower');
    expect((await kept(t)).map(({ moment }) => moment)).toEqual(['out', 'report']);
  });

  test('they are shown to who may see the loan, by a link of ten minutes, and go when their time is over', async () => {
    const t = await lendingApp(await fresh());
    const loan = await t.lend(t.kiran, LAPTOP);
    viewOf(await t.lender.send(PNG));
    const other = await t.person('Meera Patel');
    expect(await other.press({ action: 'loans.photos', input: { loan } })).toMatchObject({ kind: 'refusal' });
    const view = viewOf(await t.kiran.press({ action: 'loans.photos', input: { loan } }));
    const link = view.nodes.find((node) => node.kind === 'link')?.url as string;
    const silent = { info() {}, warn() {}, error() {} };
    const ports = { store: t.store, clock: t.clock, school: lendingSchool, log: silent, places: [] };
    const server = await serve(express().use(pagesRouter(ports)));
    const path = new URL(link).pathname;
    try {
      const page = await fetch(server.url + path);
      expect(page.headers.get('content-security-policy')).toContain("img-src 'self'");
      expect(await page.text()).toContain(`<img src="${path}/1"`);
      const picture = await fetch(`${server.url}${path}/1`);
      expect(picture.headers.get('content-type')).toBe('image/png');
      expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
      expect(Buffer.from(await picture.arrayBuffer()).equals(PNG)).toBe(true);
      for (const wrong of [`${path}/2`, `${path}/0`, `${path}/x`, `${path.slice(0, -1)}`, `${path}x/1`])
        expect([wrong, (await fetch(server.url + wrong)).status]).toEqual([wrong, 404]);
      t.clock.set(new Date(t.clock.now().getTime() + 11 * 60_000));
      expect((await fetch(server.url + path)).status).toBe(404);
      expect((await fetch(`${server.url}${path}/1`)).status).toBe(404);
    } finally {
      await server.close();
    }

    const back = viewOf(await t.lender.press({ action: 'loans.takeBack', input: { loan } }));
    viewOf(await t.lender.press(buttonOf(back, 'It is back'), inputsOf(back)));
    await t.app.worker.schedule();
    t.clock.set('2027-11-01T09:00:00Z');
    await t.settle();
    expect(await kept(t)).toHaveLength(1);
    t.clock.set('2027-12-01T09:00:00Z');
    await t.settle();
    expect(await kept(t)).toEqual([]);
    expect(await verifyLedger(t.store)).toMatchObject({ valid: true });
  });
});
