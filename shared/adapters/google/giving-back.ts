import * as z from 'zod';
import type { StepOutcome } from '../../directories/port.ts';
import { licencesOf } from './licences.ts';
import { membershipsOf } from './memberships.ts';
import { NOT_SEEN, seen } from './removal.ts';
import type { Session } from './session.ts';
import { given } from './user.ts';

const LeftGroups = z.object({
  groups: z
    .array(z.object({ group: z.string(), address: z.string(), role: z.string(), delivery: z.string().optional() }))
    .default([]),
});

/** Puts someone into the groups again, as what they were in each. */
export async function restoreGroups(
  session: Session,
  objectId: string,
  undo: Record<string, unknown>,
): Promise<StepOutcome> {
  const { directory } = await session.clients();
  const { groups: left } = LeftGroups.parse(undo);
  const email = await addressOf(session, objectId);
  const why = new Map<string, string>();
  const together = session.closing.together();
  await Promise.all(
    left.map(async ({ group, role, delivery }) => {
      const requestBody = { email, role, ...(delivery && { delivery_settings: delivery }) };
      await directory.members
        .insert({ groupKey: group, requestBody }, together)
        .catch((error) => why.set(group, session.because(error, 'admin.directory.group.member').words));
    }),
  );
  let back = new Set<string>();
  await seen(session, async () => {
    back = new Set((await membershipsOf(session, objectId, session.closing.alone)).map(({ group }) => group));
    return left.every(({ group }) => back.has(group) || why.has(group));
  });
  return restored(left, ({ group }) => back.has(group), {
    name: ({ address }) => address,
    why: ({ group }) => why.get(group),
  });
}

const TakenLicences = z.object({ licences: z.array(z.object({ product: z.string(), sku: z.string() })).default([]) });

/** Gives the licences again, if there are any left to give. */
export async function restoreLicences(
  session: Session,
  objectId: string,
  undo: Record<string, unknown>,
): Promise<StepOutcome> {
  const { licensing } = await session.clients();
  const { licences: taken } = TakenLicences.parse(undo);
  const user = await addressOf(session, objectId);
  const why = new Map<string, string>();
  for (const { product, sku } of taken)
    await licensing
      .give({ product, sku, user }, session.closing.alone)
      .catch((error) => why.set(sku, session.because(error, 'apps.licensing').words));
  let held = new Set<string>();
  await seen(session, async () => {
    held = new Set((await licencesOf(session, user, session.closing.together())).map(({ sku }) => sku));
    return taken.every(({ sku }) => held.has(sku) || why.has(sku));
  });
  return restored(taken, ({ sku }) => held.has(sku), {
    name: ({ product, sku }) => `licence ${product}/${sku}`,
    why: ({ sku }) => why.get(sku),
  });
}

/** What came of giving things back: those that are seen again, and of the others why not. */
function restored<T>(
  things: T[],
  isBack: (thing: T) => boolean,
  { name, why }: { name(thing: T): string; why(thing: T): string | undefined },
): StepOutcome {
  const left = things
    .filter((thing) => !isBack(thing))
    .map((thing) => `${name(thing)}: ${why(thing) ?? NOT_SEEN.words}`);
  if (things.length && left.length === things.length)
    return { done: false, because: { ...NOT_SEEN, words: left.join(' ') } };
  return { done: true, undo: {}, changed: things.filter(isBack).map(name), ...(left.length && { left }) };
}

async function addressOf(session: Session, userKey: string): Promise<string> {
  const { directory } = await session.clients();
  const { data } = await directory.users.get({ userKey, fields: 'primaryEmail' }, session.closing.alone);
  return given(data.primaryEmail).toLowerCase();
}
