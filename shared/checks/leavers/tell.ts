import * as z from 'zod';
import { Refusal } from '../../errors.ts';
import { action, type Context } from '../../feature.ts';
import { t } from '../../language/words.ts';
import { record } from '../../ledger/index.ts';
import { called, type Known, named, whichPerson } from '../../people/index.ts';
import { dayOf, sayDay } from '../../time.ts';
import { buttons, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { askFor } from '../asked.ts';
import { datesOf, type LeavingDates } from './dates.ts';
import { personView } from './person.ts';

/** Which of the two days somebody speaks of. "She leaves on …" is both. */
const Which = z.enum(['both', 'last-day', 'end']);
type Which = z.output<typeof Which>;

const Day = z.iso.date();

/** "Sarah Patel leaves on 31 August." Says back what was understood; nothing is noted before that is confirmed. */
export const tell = action({
  id: 'checks.tellLeaving',
  who: 'leavers',
  input: z.strictObject({
    name: z.string().max(200).optional(),
    person: z.string().max(100).optional(),
    day: Day,
    which: Which,
  }),
  async run({ name, person: id, day, which }, context): Promise<View> {
    const visible = await peopleSeen(context, id);
    const [only, ...others] = id === undefined ? called(name ?? '', visible) : visible;
    if (!only)
      return view(
        t`I don't know who you mean`,
        text(t`I know nobody of that name whom your role lets you see. Please check the spelling. Nothing was noted.`),
      );
    if (others.length)
      return whichPerson([only, ...others], (label, one) => tell.button(label, { person: one, day, which }));
    const known = await datesOf(context.tx, only.id);
    return view(
      t`${only.name} leaves on ${sayDay(day)}?`,
      text(
        [
          only.department,
          which === 'last-day' && t`as the last working day`,
          which === 'end' && t`as the end of the contract`,
        ]
          .filter(Boolean)
          .join(' · '),
        'quiet',
      ),
      known && text(t`Until now I knew: ${sayDay(known.end)}.`),
      text(
        t`Their accounts are checked from that day on, until all are closed. They are asked to sign nothing after it.`,
      ),
      buttons(confirmLeaving.button(t`Yes, note it`, { person: only.id, day, which }, { style: 'primary' })),
    );
  },
});

/** The press that notes it. From then on it counts more than the list and the directories. */
export const confirmLeaving = action({
  id: 'checks.confirmLeaving',
  who: 'leavers',
  input: z.strictObject({ person: z.string().max(100), day: Day, which: Which }),
  async run({ person: id, day, which }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const known = await theOne(context, id);
    const told = await tx.selectFrom('leavers').selectAll().where('person', '=', id).executeTakeFirst();
    const days = {
      told_last_day: which === 'end' ? (told?.told_last_day ?? null) : day,
      told_end: which === 'last-day' ? (told?.told_end ?? null) : day,
    };
    const by = { told_by: actor.person.id, told_at: now.toISOString() };
    await tx
      .insertInto('leavers')
      .values({ person: id, standing: 'not-due', ...days, ...by })
      .onConflict((conflict) => conflict.column('person').doUpdateSet({ ...days, ...by }))
      .execute();
    const dates = await datesOf(tx, id);
    if (!dates || dates.end < dates.lastDay)
      throw new Refusal(
        t`The contract would end before the last working day. Please tell me both days. Nothing was noted.`,
      );
    // So that all else knows it as well: who is asked to sign, who may come in.
    await tx
      .updateTable('people')
      .set({ leave_date: dates.end, last_working_day: dates.lastDay })
      .where('id', '=', id)
      .execute();
    if (dates.lastDay <= dayOf(now, school)) await askFor(tx, 'leavers', now);
    await record(tx, now, {
      kind: 'leaving-told',
      facts: { by: actor.person.id, which, day },
      personal: { person: id },
    });
    return noted(known, dates, context);
  },
});

/** "They stay after all." Takes back what was told; a list or a directory may still say otherwise. */
export const staying = action({
  id: 'checks.staying',
  who: 'leavers',
  input: z.strictObject({ person: z.string().max(100) }),
  async run({ person: id }, context): Promise<View> {
    const { tx, actor, now } = context;
    const known = await theOne(context, id);
    const told = await tx
      .selectFrom('leavers')
      .select('told_at')
      .where('person', '=', id)
      .where('told_at', 'is not', null)
      .executeTakeFirst();
    if (told) {
      await tx
        .updateTable('leavers')
        .set({ told_last_day: null, told_end: null, told_by: null, told_at: null })
        .where('person', '=', id)
        .execute();
      await tx.updateTable('people').set({ leave_date: null, last_working_day: null }).where('id', '=', id).execute();
      await askFor(tx, 'leavers', now);
      await record(tx, now, { kind: 'leaving-withdrawn', facts: { by: actor.person.id }, personal: { person: id } });
    }
    return noted(known, await datesOf(tx, id), context);
  },
});

/** What is known now: with the check list for whoever may see it, else the day alone. */
function noted(known: Known, dates: LeavingDates | null, context: Context): View | Promise<View> {
  if (context.actor.may.has('checks')) return personView(known, { show: 'open', page: 1 }, context, t`Noted.`);
  return view(
    known.name,
    text(t`Noted.`, 'good'),
    text(dates ? t`Leaves on ${sayDay(dates.end)}. Whoever looks after ICT sees to the accounts.` : t`They stay.`),
    buttons(dates && staying.button(t`They stay after all`, { person: known.id })),
  );
}

const peopleSeen = ({ tx, actor }: Context, id?: string): Promise<Known[]> =>
  tx
    .selectFrom('people')
    .select(['people.id', 'name', 'email', 'department'])
    .where(named(actor))
    .$if(id !== undefined, (query) => query.where('people.id', '=', id as string))
    .orderBy('name')
    .execute();

/** @throws Refusal unless the actor may see them. */
export async function theOne(context: Context, id: string): Promise<Known> {
  const [known] = await peopleSeen(context, id);
  if (!known) throw new Refusal(t`I know nobody like that whom your role lets you see. Nothing was noted.`);
  return known;
}
