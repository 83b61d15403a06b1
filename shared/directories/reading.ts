import { StoreError } from '../errors.ts';
import { t } from '../language/words.ts';
import { type Disbelief, disbelief, disbeliefInGroups, PRODUCTS } from './believe.ts';
import { Interrupted, Lost } from './hold.ts';
import { CursorExpired, DirectoryTrouble } from './port.ts';
import { knownAccounts, type Plan, type Run, type RunContext, show } from './run.ts';
import { forget, forgetGroups, stageAccounts, stageGroups } from './stage.ts';
import { noteTrouble, type Trouble } from './trouble.ts';

/** Stages what a directory tells, and judges it. Gives what is wrong, if that means that nothing of it is taken over. */
export async function read(run: Run, context: RunContext): Promise<string | null> {
  const { hold, plan, directory } = run;
  try {
    await readAccounts(run, context);
    if (plan.groups) await readGroups(run);
  } catch (error) {
    if (error instanceof Lost || error instanceof Interrupted || error instanceof StoreError) throw error;
    if (error instanceof DirectoryTrouble) return giveUp(run, context, error.because);
    const words = t`${PRODUCTS[directory.provider]} could not be read, and we don't know why yet.`;
    await giveUp(run, context, { kind: 'unexpected', words });
    throw error;
  }
  const staged = { directory, run: run.id, full: plan.full, school: context.school };
  const doubt = await hold.step((tx) => disbelief(tx, staged));
  if (doubt && !isAllowed(doubt, plan)) return giveUp(run, context, { kind: 'breaker', ...said(doubt) });
  const inGroups = plan.groups ? await hold.step((tx) => disbeliefInGroups(tx, staged)) : null;
  if (inGroups && !isAllowed(inGroups, plan)) await leaveGroups(run, { kind: 'groups-breaker', ...said(inGroups) });
  return null;
}

const said = ({ words, before, vanished }: Disbelief) => ({ words, ...(vanished < before && { vanished }) });

/** A human looked at it. That everybody is gone is never true. */
const isAllowed = ({ before, vanished }: Disbelief, { believe }: Plan): boolean =>
  vanished < before && vanished <= believe;

async function readAccounts(run: Run, { school }: RunContext): Promise<void> {
  const { hold, plan, directory, id } = run;
  try {
    plan.cursor = await stageAccounts(hold, directory, { run: id, from: plan.from, school });
  } catch (error) {
    if (!(error instanceof CursorExpired) || plan.from === null) throw error;
    Object.assign(plan, { full: true, groups: true, from: null });
    await hold.step(async (tx) => {
      await forget(tx, id);
      await show(tx, run, 'reading', await knownAccounts(tx, directory));
    });
    plan.cursor = await stageAccounts(hold, directory, { run: id, from: null, school });
  }
}

/** People don't wait for groups: without them, roles stay as they were. */
async function readGroups(run: Run): Promise<void> {
  const { hold, plan, directory, id } = run;
  await hold.step((tx) => show(tx, run, 'groups', null));
  try {
    plan.unread = await stageGroups(hold, directory, id);
  } catch (error) {
    if (!(error instanceof DirectoryTrouble)) throw error;
    const { kind, words } = error.because;
    await leaveGroups(run, { kind: `groups-${kind}`, words: t`Groups could not be read. ${words}` });
  }
}

async function leaveGroups({ hold, plan, id }: Run, trouble: Trouble): Promise<void> {
  await hold.step((tx) => forgetGroups(tx, id));
  Object.assign(plan, { groups: false, trouble });
}

/** Changes nothing, and says so. */
async function giveUp(run: Run, { clock, school, alarm }: RunContext, trouble: Trouble): Promise<string> {
  const { hold, id, directory } = run;
  await hold.step(async (tx) => {
    await forget(tx, id);
    await hold.note(tx, { run: null, phase: null, plan: null, counts: null, done: 0, total: null });
    await noteTrouble(tx, hold, trouble, { now: clock.now(), school, alarm: alarm(directory) });
  });
  return trouble.words;
}
