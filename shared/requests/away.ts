import * as z from 'zod';
import { Refusal } from '../errors.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { addDays, dayOf, sayDay } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { waiting } from './waiting.ts';

/** Nobody is away for longer and still decides. In days. */
const LONGEST = 366;

/** "I'm away until …": that day included, the deputies decide, starting with what waits now. */
export const away = action({
  id: 'requests.away',
  who: 'person',
  input: z.strictObject({ until: z.iso.date('Please say until which day.') }),
  async run({ until }, { tx, actor, now, school }): Promise<View> {
    const today = dayOf(now, school);
    if (until < today || until > addDays(today, LONGEST))
      throw new Refusal(t`Please say a day to come, within a year. Nothing was noted.`);
    const span = { from_on: today, until_on: until };
    await tx
      .insertInto('absences')
      .values({ person: actor.person.id, ...span })
      .onConflict((conflict) => conflict.column('person').doUpdateSet(span))
      .execute();
    await record(tx, now, { kind: 'away', facts: { by: actor.person.id, ...span } });
    return view(
      t`You are away until ${sayDay(until)}`,
      text(t`What you would decide goes to your deputy within a quarter of an hour. What was yours to sign still is.`),
      buttons(back.button(t`I'm back`, {})),
    );
  },
});

/** "I'm back": they decide again. */
export const back = action({
  id: 'requests.back',
  who: 'person',
  input: z.strictObject({}),
  async run(_, { tx, actor, now }): Promise<View> {
    const over = await tx
      .deleteFrom('absences')
      .where('person', '=', actor.person.id)
      .returning('until_on')
      .executeTakeFirst();
    if (over) await record(tx, now, { kind: 'back', facts: { by: actor.person.id } });
    return view(
      t`Welcome back`,
      text(t`You decide again what you decided before.`),
      buttons(waiting.button(t`What waits for me?`, { page: 1 })),
    );
  },
});
