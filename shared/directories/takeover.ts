import { enrol } from '../campaigns/index.ts';
import { enqueue } from '../jobs/index.ts';
import { record } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import { applyAbsence, applySome } from './apply.ts';
import { applySomeGroups, dropGroups } from './apply-groups.ts';
import { settleManagers } from './managers.ts';
import { keepNames } from './name.ts';
import type { Directory } from './port.ts';
import { giveRoles } from './roles.ts';
import { type Outcome, type Run, type RunContext, show } from './run.ts';
import { settleSome } from './settle.ts';
import { movedPeople } from './settling.ts';
import { size } from './size.ts';
import { forget } from './stage.ts';
import { endTrouble, noteTrouble } from './trouble.ts';

/** Takes over what was read and believed, in steps that do no harm if they are done again. */
export async function takeOver(run: Run, context: RunContext): Promise<void> {
  const { hold, id } = run;
  if (hold.row.phase !== 'people' || hold.row.run !== id) {
    await takeAccounts(run, context);
    await takeGroups(run, context);
  }
  await settle(run, context);
}

async function takeAccounts(run: Run, { store, clock, school }: RunContext): Promise<void> {
  const { hold, plan, directory, id } = run;
  const applying = { directory, run: id, school, now: clock.now() };
  await hold.step(async (tx) => {
    const staged = tx.selectFrom('directory_staging').where('run', '=', id);
    await show(tx, run, 'accounts', await size(staged.where('object_id', '>', plan.after)));
  });
  for (let done = 0; ; ) {
    const taken = await hold.step(async (tx) => {
      const some = await applySome(tx, applying, plan.after);
      if (some) await hold.note(tx, { plan: JSON.stringify({ ...plan, after: some.last }), done: done + some.size });
      return some;
    });
    if (!taken) break;
    plan.after = taken.last;
    done += taken.size;
  }
  // Names of people whom the list brought since: they are looked for below.
  await keepNames(store.db);
  if (plan.full) await hold.step((tx) => applyAbsence(tx, applying, plan.rules !== hold.row.rules));
}

async function takeGroups(run: Run, { clock, school }: RunContext): Promise<void> {
  const { hold, plan, directory, id } = run;
  if (!plan.groups) return;
  const applying = { directory, run: id, school, now: clock.now() };
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after;
    after = (await hold.step((tx) => applySomeGroups(tx, applying, from)))?.last;
  }
  await hold.step((tx) => dropGroups(tx, applying, plan.unread.length > 0));
}

/** Finds whose the changed accounts are, and then who their managers are. */
async function settle(run: Run, { clock, school }: RunContext): Promise<void> {
  const { hold, directory } = run;
  await hold.step(async (tx) => show(tx, run, 'people', await waiting(tx, directory)));
  for (const some of [settleSome, settleManagers])
    for (let done = 0, settled = 1; settled; done += settled) {
      const step = await hold.step(async (tx) => {
        const tally = { ...run.tally };
        const size = await some(tx, { directory, school, now: clock.now(), tally });
        await hold.note(tx, { counts: JSON.stringify(tally), ...(some === settleSome && { done: done + size }) });
        return { size, tally };
      });
      settled = step.size;
      run.tally = step.tally;
    }
}

const waiting = (tx: Tx, { provider, tenant }: Directory): Promise<number> =>
  size(
    tx
      .selectFrom('directory_accounts')
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .where('pending', '=', 'person'),
  );

/** Ends a run: roles by groups, the next cursor, what is no longer wrong; campaigns look whom they are for. */
export async function finish(
  { hold, plan, directory, id, tally: settled }: Run,
  { clock, school, alarm, tellDoubts }: RunContext,
): Promise<Outcome> {
  const now = clock.now();
  const tally = await hold.step(async (tx) => {
    const hasPeople = movedPeople(settled) || settled.joined > 0;
    const roles = plan.groups || hasPeople ? await giveRoles(tx, school) : 0;
    const tally = { ...settled, roles: settled.roles + roles };
    await forget(tx, id);
    const at = now.toISOString();
    await hold.note(tx, {
      cursor: plan.cursor,
      read_at: at,
      ...(plan.full && { full_at: at, rules: plan.rules }),
      ...(plan.groups && { unread: JSON.stringify(plan.unread) }),
      run: null,
      phase: null,
      plan: null,
      counts: null,
      done: 0,
      total: null,
    });
    const ofGroups = hold.row.trouble_kind?.startsWith('groups-');
    if (plan.trouble) await noteTrouble(tx, hold, plan.trouble, { now, school, alarm: alarm(directory) });
    else if (plan.groups || !ofGroups) await endTrouble(tx, hold, now);
    if (movedPeople(tally)) await enqueue(tx, enrol, {}, { now, key: `${enrol.id} now` });
    if (tally.doubts) await tellDoubts(tx, id);
    if (Object.values(tally).some(Boolean))
      await record(tx, now, {
        kind: 'directory-read',
        facts: { provider: directory.provider, full: plan.full, ...tally },
      });
    return tally;
  });
  return { kind: 'read', full: plan.full, tally, trouble: plan.trouble?.words ?? null };
}
