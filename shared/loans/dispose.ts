import type { Item } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { listed, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import type { Asked, Effect, EffectContext } from '../requests/index.ts';
import { sayDay } from '../time.ts';
import { text } from '../view/build.ts';
import { scan } from './identify.ts';
import { holdLending } from './taken.ts';

/** What it means for the inventory that equipment is disposed of: once that is agreed, it is lent to nobody any more. */
export const disposal: Effect = {
  id: 'disposal',

  async check(asked, context) {
    const out = await outAmong(await onList(asked, context), context.tx);
    if (out)
      throw new Refusal(
        t`${out.name} is on loan until ${sayDay(out.due_on)}. Please have it brought back first; nothing was sent.`,
      );
  },

  async describe(asked, to, context) {
    if (to === 'asker') return [];
    const known = await onList(asked, context);
    return [
      text(
        known.length
          ? t`On the equipment list: ${listed(known.map(({ name }) => name))}. Once this is agreed, it is lent no more.`
          : t`None of these numbers is on the equipment list.`,
        'quiet',
      ),
    ];
  },

  async onApproved(request, context) {
    const { tx, now } = context;
    await holdLending(tx, request.school);
    const items = (await onList(request, context)).map(({ id }) => id);
    if (!items.length) return;
    await tx
      .updateTable('equipment')
      // It may be managed in a directory for a while yet: what people agreed to stands.
      .set({
        source: 'list',
        state: 'disposed',
        condition: t`given up, ${request.reference}`,
        changed_at: now.toISOString(),
      })
      .where('id', 'in', items)
      .execute();
    await record(tx, now, { kind: 'equipment-given-up', facts: { request: request.id, items } });
  },
};

/** The things of the list that are clearly meant; what else was typed is whatever it is. */
async function onList({ answers, person }: Pick<Asked, 'answers' | 'person'>, { tx }: EffectContext): Promise<Item[]> {
  const { school } = await tx.selectFrom('people').select('school').where('id', '=', person).executeTakeFirstOrThrow();
  const scanned = await scan(tx, answers.serials ?? '', school);
  const things = scanned.flatMap(({ found: [only, ...others] }) => (only && !others.length ? [only] : []));
  return [...new Map(things.map((thing) => [thing.id, thing])).values()];
}

/** One of them that somebody has. */
const outAmong = async (things: Item[], tx: Tx): Promise<{ name: string; due_on: string } | undefined> =>
  things.length === 0
    ? undefined
    : tx
        .selectFrom('loan_items')
        .innerJoin('equipment', 'equipment.id', 'loan_items.item')
        .select(['equipment.name', 'loan_items.due_on'])
        .where(
          'loan_items.item',
          'in',
          things.map(({ id }) => id),
        )
        .where('loan_items.state', '=', 'out')
        .executeTakeFirst();
