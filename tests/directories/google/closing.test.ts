import type { ClosingStep, StepOutcome } from '../../../shared/directories/port.ts';
import { fakeGroup, leaveOpen, SUPER_ADMIN } from '../../fakes/google/index.ts';
import { EDUCATION_PLUS, type Rig, readings, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const STEPS: ClosingStep[] = [
  'block-sign-in',
  'revoke-sessions',
  'remove-from-groups',
  'remove-licences',
  'revoke-tokens',
  'remove-app-passwords',
];

function take(step: ClosingStep, at = 1): Promise<StepOutcome> {
  const run = rig.directory.closing[step];
  if (!run) throw new Error(`no step ${step}`);
  return run.take(rig.user(at).id);
}

async function withEverythingOpen(options: Parameters<typeof startRig>[2] = {}): Promise<void> {
  rig = await startRig(5, {}, options);
  leaveOpen(rig.customer, rig.user(1), '2026-11-20T08:00:00.000Z');
}

const asGoogleShows = () => structuredClone({ user: rig.user(1), groups: [...rig.customer.groups.values()] });

test('every step is taken, seen afterwards, and closes its row', async () => {
  await withEverythingOpen();
  const [trips, colleagues] = [...rig.customer.groups.values()];
  const outcomes = new Map<ClosingStep, StepOutcome>();
  for (const step of STEPS) outcomes.set(step, await take(step));
  expect(Object.fromEntries(outcomes)).toEqual({
    'block-sign-in': { done: true, undo: { suspended: false }, changed: ['Sign-in is blocked'] },
    'revoke-sessions': { done: true, undo: {}, changed: ['web and device sessions'] },
    'remove-from-groups': {
      done: true,
      changed: ['Trips of Number1', 'Colleagues of Number1'],
      undo: {
        groups: [
          { group: trips?.id, address: trips?.address, role: 'OWNER', delivery: 'ALL_MAIL' },
          { group: colleagues?.id, address: colleagues?.address, role: 'MEMBER', delivery: 'ALL_MAIL' },
        ],
      },
    },
    'remove-licences': {
      done: true,
      changed: ['Google Workspace for Education Plus'],
      undo: { licences: [EDUCATION_PLUS] },
    },
    'revoke-tokens': { done: true, undo: {}, changed: ['Quiz Maker'] },
    'remove-app-passwords': { done: true, undo: {}, changed: ['Mail on the old iPad'] },
  });
  const found = await readings(rig, rig.user(1));
  for (const row of [
    'sign-in-blocked',
    'sessions-revoked',
    'groups-left',
    'ownership-handed-over',
    'licences-removed',
    'oauth-grants-removed',
    'app-passwords-removed',
  ] as const) {
    expect([row, found[row].ok]).toEqual([row, { known: true, value: true }]);
  }
  expect(rig.problems).toEqual([]);
});

test('a change that Google shows late is waited for', async () => {
  await withEverythingOpen({ lag: 5_000 });
  for (const step of STEPS) expect(await take(step)).toMatchObject({ done: true });
  expect(rig.user(1).suspended).toBe(true);
});

test('a change that Google does not show is not called done, and can be undone', async () => {
  await withEverythingOpen({ lag: 3_600_000 });
  expect(await take('block-sign-in')).toMatchObject({
    done: false,
    because: { kind: 'no-answer' },
    undo: { suspended: false },
  });
  const groups = await take('remove-from-groups');
  expect(groups).toMatchObject({ done: false, because: { kind: 'no-answer' } });
  expect((groups.undo?.groups as unknown[]).length).toBe(2);
});

test('taking a step twice changes nothing the second time', async () => {
  await withEverythingOpen();
  for (const step of STEPS) await take(step);
  for (const step of STEPS.filter((each) => each !== 'revoke-sessions')) {
    expect(await take(step)).toEqual({ done: true, undo: expect.anything(), changed: [] });
  }
});

test('what can not be removed is told, with what was', async () => {
  await withEverythingOpen();
  const [trips] = [...rig.customer.groups.values()];
  rig.google.disturb(new RegExp(`DELETE .*groups/${trips?.id}`), { kind: 'error', status: 403, reason: 'forbidden' });
  const outcome = await take('remove-from-groups');
  expect(outcome).toMatchObject({
    done: true,
    changed: ['Colleagues of Number1'],
    left: [expect.stringMatching(/^Trips of Number1: /)],
  });
  expect(outcome.undo?.groups).toHaveLength(1);
});

test('a step that nothing came of is not done, and says why', async () => {
  await withEverythingOpen();
  rig.google.disturb(/^DELETE /, { kind: 'error', status: 403, reason: 'forbidden' });
  expect(await take('remove-app-passwords')).toEqual({
    done: false,
    because: expect.objectContaining({ kind: 'permission' }),
  });
});

test('the last super administrator who can sign in is never touched', async () => {
  await withEverythingOpen();
  // Countersign itself acts as another administrator, whom Google counts as suspended meanwhile.
  rig.user(1).superAdmin = true;
  rig.customer.assignments.push({ id: '9', role: SUPER_ADMIN, to: rig.user(1).id, type: 'USER' });
  const before = asGoogleShows();
  rig.user(0).archived = true;
  for (const step of STEPS) {
    expect(await take(step)).toMatchObject({
      done: false,
      because: { kind: 'rule', words: expect.stringContaining('last') },
    });
  }
  expect(asGoogleShows()).toEqual(before);
});

test('a super administrator beside whom there is another one can be closed', async () => {
  await withEverythingOpen();
  rig.user(1).superAdmin = true;
  expect(await take('block-sign-in')).toMatchObject({ done: true });
});

test('the administrator that Countersign acts as is never touched', async () => {
  await withEverythingOpen();
  rig.user(1).superAdmin = true;
  for (const step of STEPS) expect(await take(step, 0)).toMatchObject({ done: false, because: { kind: 'rule' } });
});

test('without the permission to look who else is administrator, nothing is closed', async () => {
  await withEverythingOpen();
  rig.google.disturb(/query=isAdmin/, { kind: 'silent' });
  rig.user(1).superAdmin = true;
  expect(await take('block-sign-in')).toMatchObject({ done: false, because: { kind: 'no-answer' } });
  expect(rig.user(1).suspended).toBe(false);
});

test('a school that grants only looking keeps its accounts: each step says what it lacks', async () => {
  await withEverythingOpen();
  for (const scope of ['admin.directory.user', 'admin.directory.group.member']) rig.google.granted.delete(scope);
  expect(await take('block-sign-in')).toMatchObject({
    done: false,
    because: { words: expect.stringContaining('admin.directory.user.') },
  });
  expect(await take('remove-from-groups')).toMatchObject({ done: false, because: { kind: 'permission' } });
  expect(rig.user(1).suspended).toBe(false);
});

test('an account that is not there can not be closed', async () => {
  await withEverythingOpen();
  rig.user(1).deletedAt = '2026-11-20T10:00:00.000Z';
  for (const step of STEPS) expect((await take(step)).done).toBe(false);
});

test('a person who is in more groups than one page shows leaves them all', async () => {
  await withEverythingOpen();
  for (let at = 0; at < 230; at++) fakeGroup(rig.customer, `Club ${at}`, [rig.user(1)]);
  const outcome = await take('remove-from-groups');
  expect(outcome).toMatchObject({ done: true });
  expect([...rig.customer.groups.values()].flatMap(({ members }) => members)).toEqual([]);
});

describe('what a step would change', () => {
  test('is told beforehand, by name, and nothing is changed by asking', async () => {
    await withEverythingOpen();
    const before = asGoogleShows();
    const previews = await Promise.all(
      STEPS.map(async (step) => [step, await rig.directory.closing[step]?.preview(rig.user(1).id)] as const),
    );
    expect(asGoogleShows()).toEqual(before);
    for (const [step, preview] of previews) {
      const outcome = await take(step);
      expect([step, preview]).toEqual([
        step,
        { possible: true, will: 'changed' in outcome ? outcome.changed : null, wont: [], undo: outcome.undo },
      ]);
    }
    for (const step of STEPS.filter((each) => each !== 'revoke-sessions'))
      expect(await rig.directory.closing[step]?.preview(rig.user(1).id)).toMatchObject({ possible: true, will: [] });
    expect(rig.problems).toEqual([]);
  });

  test('is nothing for the last super administrator, and the rule says why', async () => {
    await withEverythingOpen();
    rig.user(1).superAdmin = true;
    rig.user(0).superAdmin = false;
    expect(await rig.directory.closing['block-sign-in']?.preview(rig.user(1).id)).toMatchObject({
      possible: false,
    });
  });
});

test('what was taken is given back: sign-in, groups with what they were in each, licences', async () => {
  await withEverythingOpen();
  const before = asGoogleShows();
  for (const step of ['block-sign-in', 'remove-from-groups', 'remove-licences'] as const) {
    const { undo = {} } = await take(step);
    const back = await rig.directory.closing[step]?.undo?.(rig.user(1).id, undo);
    expect([step, back]).toEqual([step, { done: true, undo: {}, changed: expect.any(Array) }]);
  }
  const sorted = (shown: typeof before) => shown.groups.map(({ name, members }) => [name, members.length]);
  expect(sorted(asGoogleShows())).toEqual(sorted(before));
  expect(rig.user(1)).toMatchObject({ suspended: false, licences: before.user.licences });
  expect(rig.problems).toEqual([]);
});

test('what can not be given back is told', async () => {
  await withEverythingOpen();
  const { undo = {} } = await take('remove-from-groups');
  const [trips] = [...rig.customer.groups.values()];
  rig.google.disturb(new RegExp(`POST .*groups/${trips?.id}`), { kind: 'error', status: 403, reason: 'forbidden' });
  expect(await rig.directory.closing['remove-from-groups']?.undo?.(rig.user(1).id, undo)).toMatchObject({
    done: true,
    changed: [expect.stringContaining('@')],
    left: [expect.stringContaining('@')],
  });
});

test('nothing can be closed that was not switched on', async () => {
  rig = await startRig(5, { closing: ['block-sign-in'] });
  expect(Object.keys(rig.directory.closing)).toEqual(['block-sign-in']);
});
