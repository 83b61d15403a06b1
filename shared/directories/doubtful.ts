import * as z from 'zod';
import { enrol } from '../campaigns/index.ts';
import { refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action, type Context } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import { count, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { named } from '../people/index.ts';
import { buttons, facts, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { PRODUCTS } from './believe.ts';
import { sayDoubt } from './doubts.ts';
import { settleManagers } from './managers.ts';
import { renewPeople, settleSome } from './settle.ts';
import { nothing } from './settling.ts';

/** Doubts on one card: each needs two buttons. */
const ON_A_CARD = 3;

/** Accounts that may be somebody's, for a human to say. */
export const doubtful = action({
  id: 'directories.doubtful',
  who: 'directories',
  input: z.strictObject({ said: z.string().max(300).optional(), page: z.number().int().positive().default(1) }),
  async run({ said, page }, context): Promise<View> {
    const all = await openDoubts(context);
    if (!all)
      return view(
        t`No doubtful accounts`,
        said !== undefined && text(said, 'good'),
        text(t`Of every account it is clear whose it is, or that it is nobody's.`),
      );
    const pages = Math.ceil(all / ON_A_CARD);
    const at = Math.min(page, pages);
    const pairs = await doubtsOf(context)
      .select([
        'q.provider',
        'q.tenant',
        'q.object_id',
        'q.person',
        'q.why',
        'd.name',
        'd.address',
        'd.department',
        'd.job_title',
        'people.name as theirs',
        'people.email',
        'people.department as their_department',
        'people.job_title as their_title',
      ])
      .orderBy('q.found_at')
      .orderBy('q.object_id')
      .orderBy('q.person')
      .limit(ON_A_CARD)
      .offset((at - 1) * ON_A_CARD)
      .execute();
    return view(
      count(all, t`doubtful account`, t`doubtful accounts`),
      said !== undefined && text(said, 'good'),
      text(t`Is the account the person's? Until you say, it isn't counted as theirs.`),
      ...pairs.flatMap((pair): Node[] => {
        const { provider, tenant, object_id: objectId, person } = pair;
        const what = { provider, tenant, objectId, person };
        return [
          facts({
            [t`Account in ${PRODUCTS[provider]}`]: described(pair.name, pair.address, pair.job_title, pair.department),
            [t`Person`]: described(pair.theirs, pair.email, pair.their_title, pair.their_department),
            [t`Why I ask`]: sayDoubt(pair.why),
          }),
          buttons(
            decide.button(t`Same person`, { ...what, decision: 'same' }),
            decide.button(t`Different people`, { ...what, decision: 'different' }),
          ),
        ];
      }),
      buttons(
        at > 1 && doubtful.button(t`Previous`, { page: at - 1 }),
        at < pages && doubtful.button(t`Next`, { page: at + 1 }),
      ),
    );
  },
});

const described = (...about: (string | null)[]): string => about.filter(Boolean).join(', ');

/** What nobody has decided yet, of the people whose names someone may see. */
const doubtsOf = ({ tx, actor }: Context) =>
  tx
    .selectFrom('doubtful_pairs as q')
    .innerJoin('directory_accounts as d', (join) =>
      join
        .onRef('d.provider', '=', 'q.provider')
        .onRef('d.tenant', '=', 'q.tenant')
        .onRef('d.object_id', '=', 'q.object_id'),
    )
    .innerJoin('people', 'people.id', 'q.person')
    .where('q.decision', 'is', null)
    .where('d.removed_at', 'is', null)
    .where((eb) => named(actor)(eb as never));

/** How many doubts someone can decide. */
export async function openDoubts(context: Context): Promise<number> {
  const { n } = await doubtsOf(context)
    .select((eb) => eb.fn.countAll<number | string>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** "Same person" or "Different people": said once, and kept. */
export const decide = action({
  id: 'directories.decide',
  who: 'directories',
  input: z.strictObject({
    provider: z.enum(['entra', 'google']),
    tenant: z.string(),
    objectId: z.string(),
    person: z.string(),
    decision: z.enum(['same', 'different']),
  }),
  async run({ provider, tenant, objectId, person, decision }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const pair = await doubtsOf(context)
      .select(['d.name', 'people.name as theirs', 'people.school'])
      .where('q.provider', '=', provider)
      .where('q.tenant', '=', tenant)
      .where('q.object_id', '=', objectId)
      .where('q.person', '=', person)
      .executeTakeFirst();
    if (!pair) return doubtful.run({ said: t`That has been decided already.`, page: 1 }, context);
    if (decision === 'same' && person === actor.person.id)
      throw new Refusal(t`This is about yourself. Please let somebody else who looks after accounts decide it.`);
    const account = { provider, tenant, object_id: objectId };
    await tx
      .updateTable('doubtful_pairs')
      .set({ decision, decided_by: actor.person.id, decided_at: now.toISOString() })
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .where('object_id', '=', objectId)
      .where('person', '=', person)
      .where('decision', 'is', null)
      .execute();
    const before = decision === 'same' ? await bindTo(context, account, person) : null;
    const settling = { directory: { provider, tenant }, school, now, tally: nothing() };
    await unsettle(context, account);
    while (await settleSome(tx, settling));
    // Whoever was made from the account has it no longer.
    if (before) await renewPeople(tx, [before], settling);
    while (await settleManagers(tx, settling));
    await enqueue(tx, enrol, {}, { now, key: `${enrol.id} now` });
    await refreshMessages(tx, 'doubts', now);
    const said =
      decision === 'same'
        ? t`The account ${pair.name} is ${pair.theirs}'s.`
        : t`The account ${pair.name} isn't ${pair.theirs}'s.`;
    const shown = await doubtful.run({ said, page: 1 }, context);
    await record(tx, now, { kind: 'account-decided', facts: { provider, decision, person, by: actor.person.id } });
    return shown;
  },
});

type Key = { provider: 'entra' | 'google'; tenant: string; object_id: string };

/** Makes an account somebody's. Gives whose it was. */
async function bindTo(
  { tx, now }: Context,
  { provider, tenant, object_id }: Key,
  person: string,
): Promise<string | null> {
  const before = await tx
    .selectFrom('accounts')
    .select('person')
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('object_id', '=', object_id)
    .executeTakeFirst();
  const bound = { person, bound_at: now.toISOString(), bound_by: 'human' as const };
  await tx
    .insertInto('accounts')
    .values({ provider, tenant, object_id, ...bound })
    .onConflict((conflict) => conflict.columns(['provider', 'tenant', 'object_id']).doUpdateSet(bound))
    .execute();
  return before?.person ?? null;
}

/** Has an account looked at again. */
async function unsettle({ tx }: Context, { provider, tenant, object_id }: Key): Promise<void> {
  await tx
    .updateTable('directory_accounts')
    .set({ pending: 'person' })
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('object_id', '=', object_id)
    .execute();
}
