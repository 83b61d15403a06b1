import { all, type Rig, readings, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const people = async () => (await all(rig.directory.accounts(null))).flatMap(({ accounts }) => accounts).length;

test.each([
  [403, 'userRateLimitExceeded'],
  [403, 'rateLimitExceeded'],
  [403, 'quotaExceeded'],
  [429, 'rateLimitExceeded'],
  [500, 'backendError'],
  [503, 'backendError'],
] as const)('when Google answers %i %s it is asked again, later each time', async (status, reason) => {
  rig = await startRig();
  rig.google.disturb(/\/users\?/, { kind: 'busy', status, reason }, 3);
  expect(await people()).toBe(5);
  expect(rig.clock.elapsed()).toBeGreaterThanOrEqual(1_000 + 2_000 + 4_000);
  expect(rig.clock.elapsed()).toBeLessThan(12_000);
});

test('Retry-After is kept to', async () => {
  rig = await startRig();
  rig.google.disturb(/\/users\?/, { kind: 'busy', status: 429, retryAfter: '40' }, 1);
  expect(await people()).toBe(5);
  expect(rig.clock.elapsed()).toBeGreaterThanOrEqual(40_000);
});

test('a 403 that is not about speed is not tried again', async () => {
  rig = await startRig();
  rig.google.disturb(/\/users\?/, { kind: 'error', status: 403, reason: 'forbidden' });
  await expect(people()).rejects.toThrow(/GOOGLE_ADMIN_SUBJECT/);
  expect(rig.google.counts.requests).toBe(1);
});

test('a connection that breaks is tried again', async () => {
  rig = await startRig();
  rig.google.disturb(/\/users\?/, { kind: 'silent' }, 2);
  expect(await people()).toBe(5);
});

test('an answer that does not come is given up in time', async () => {
  rig = await startRig(5, {}, {}, 50);
  rig.google.disturb(/\/users\?/, { kind: 'hanging' }, 1);
  expect(await people()).toBe(5);
});

test('an answer that is slow is waited for as long as patience lasts, then asked for again', async () => {
  rig = await startRig(5, {}, {}, 100);
  rig.google.disturb(/\/users\?/, { kind: 'slow', ms: 20 }, 1);
  rig.google.disturb(/showDeleted/, { kind: 'slow', ms: 400 }, 1);
  expect(await people()).toBe(5);
  expect(rig.google.counts.requests).toBe(3);
});

test('a token that Google ends early is replaced once, in a single call and in a batch', async () => {
  rig = await startRig();
  await readings(rig, rig.user(1));
  rig.google.endTokens();
  const found = await readings(rig, rig.user(1));
  expect(found['oauth-grants-removed'].ok).toEqual({ known: true, value: true });
  expect(found['forwarding-off'].ok).toEqual({ known: true, value: true });
});

test('a token is renewed when its hour is over, and not before', async () => {
  rig = await startRig();
  await people();
  await rig.clock.wait(50 * 60_000);
  await people();
  expect(rig.google.counts.tokens).toBe(1);
  await rig.clock.wait(10 * 60_000);
  await people();
  expect(rig.google.counts.tokens).toBe(2);
});

test('what Google is too busy for within a batch is asked again by itself, the rest is not', async () => {
  rig = await startRig();
  rig.google.disturb(/\/tokens$/, { kind: 'busy', status: 403 }, 2);
  const { ok } = (await readings(rig, rig.user(1)))['oauth-grants-removed'];
  expect(ok).toEqual({ known: true, value: true });
  expect(rig.google.calls.filter((call) => call.endsWith('/tokens'))).toHaveLength(3);
  expect(rig.google.calls.filter((call) => call.endsWith('/asps'))).toHaveLength(1);
});

test('a batch that fails as a whole is tried again as a whole', async () => {
  rig = await startRig();
  rig.google.disturb(/^POST \/batch/, { kind: 'busy', status: 503 }, 1);
  const found = await readings(rig, rig.user(1));
  expect(found['app-passwords-removed'].ok).toEqual({ known: true, value: true });
});

test('a batch that comes back as something else is unreadable, row by row', async () => {
  rig = await startRig();
  rig.google.disturb(/^POST \/batch/, { kind: 'page' });
  const found = await readings(rig, rig.user(1));
  expect(found['app-passwords-removed'].ok).toMatchObject({ known: false, because: { kind: 'unreadable' } });
  expect(found['sign-in-blocked'].ok.known).toBe(true);
});

test('Google staying busy ends in "no answer", after about a minute', async () => {
  rig = await startRig();
  rig.google.disturb(/\/users\?/, { kind: 'busy', status: 503 });
  await expect(people()).rejects.toThrow(/wait for too long/);
  expect(rig.clock.elapsed()).toBeGreaterThan(60_000);
  expect(rig.clock.elapsed()).toBeLessThan(80_000);
});

test('a token service that is busy is asked again', async () => {
  rig = await startRig();
  rig.google.disturb(/^POST \/token/, { kind: 'busy', status: 503 }, 2);
  expect(await people()).toBe(5);
});
