import type { Kysely } from 'kysely';
import { Refusal } from '../errors.ts';
import type { Actor } from '../feature.ts';
import { t } from '../language/words.ts';
import type { Tables, Tx } from '../ports.ts';
import { Audience, type School } from '../school.ts';
import type { CampaignTables } from './tables.ts';

type Row = CampaignTables['campaigns'];

/** Sending one edition to one audience. */
export interface Campaign extends Omit<Row, 'audience'> {
  audience: Audience;
}

export type CampaignState = Row['state'];

/** States in which a campaign still asks, or will again. */
export const ALIVE: CampaignState[] = ['running', 'paused'];

export const campaignFrom = (row: Row): Campaign => ({
  ...row,
  audience: Audience.parse(JSON.parse(row.audience)),
});

/** @throws Refusal when there is none that the actor may handle: their own school's, or of every school for a trust's. */
export async function campaignFor(tx: Kysely<Tables>, id: string, actor: Actor, school: School): Promise<Campaign> {
  const row = await tx.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst();
  const campaign = row && campaignFrom(row);
  if (!campaign || !mayHandle(actor, campaign, school))
    throw new Refusal(t`I can't find that campaign. Please write "campaigns".`);
  return campaign;
}

/** In a trust, only who sees all its schools handles what goes beyond their own. */
export const mayHandle = ({ sees, person }: Actor, { audience }: Campaign, { schools }: School): boolean =>
  sees === 'trust' || !schools.length || (audience.schools?.every((id) => id === person.school) ?? false);

/**
 * The part of an audience that an actor may write to: in a trust, their own school's.
 * @throws Refusal when it is none of it.
 */
export function withinReach(audience: Audience, { sees, person }: Actor, { schools }: School): Audience {
  if (sees === 'trust' || !schools.length) return audience;
  if (audience.schools && !audience.schools.includes(person.school))
    throw new Refusal(t`That group is at another school. Please choose one of your own.`);
  return { ...audience, schools: [person.school] };
}

/**
 * Takes hold of a campaign until the transaction ends, so that nobody pauses or cancels it meanwhile. Undefined when it
 * isn't in one of these states any more.
 */
export async function hold(tx: Tx, id: string, states: CampaignState[]): Promise<Campaign | undefined> {
  const row = await tx
    .updateTable('campaigns')
    .set((eb) => ({ state: eb.ref('state') }))
    .where('id', '=', id)
    .where('state', 'in', states)
    .returningAll()
    .executeTakeFirst();
  return row && campaignFrom(row);
}
