import { DateTime } from 'luxon';
import * as z from 'zod';
import { hereOn, inAudience } from '../audiences/index.ts';
import { isSendable } from '../calendar.ts';
import { deliverAll } from '../deliveries/index.ts';
import { action, job } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf, sayMoment } from '../time.ts';
import { buttons, facts, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';

const HOUR_MS = 3_600_000;

/** "Is it still there?" Where the chain ended when somebody was told, and whether it still goes through there. */
export const showHead = action({
  id: 'evidence.showHead',
  who: 'person',
  input: z.strictObject({ seq: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  async run({ seq, hash }, { tx, actor, school }): Promise<View> {
    const entry = await tx.selectFrom('ledger').select(['at', 'hash']).where('seq', '=', seq).executeTakeFirst();
    const still = entry?.hash === hash;
    return view(
      t`The ledger’s head`,
      !still &&
        text(
          t`The ledger no longer goes through this head: something before it was changed. Please keep this message, and tell your headteacher.`,
          'warning',
        ),
      still && actor.account && text(t`It is still there: what came up to it is linked to it as it was.`, 'good'),
      text(
        t`Please keep this message. With it anyone can show, years later, that nothing was changed in the record of who signed what, not even by those who run it.`,
      ),
      facts({
        [t`Head`]: `${seq}:${hash}`,
        [t`Entries up to it`]: t`${seq}`,
        [t`The last one is of`]: entry && still ? sayMoment(entry.at, school) : null,
      }),
      text(
        t`Whoever checks an evidence pack types the head into its page verify.html; on the server it is “ledger verify --head”.`,
        'quiet',
      ),
      buttons(showHead.button(t`Is it still there?`, { seq, hash })),
    );
  },
});

/**
 * Sends the head of the chain, once a day or a week, to those whom the school file names: best someone who could not change
 * the database. Who has the database could make the chain anew, but not the messages that went out.
 */
export const sendHead = job({
  id: 'evidence.sendHead',
  input: z.strictObject({}),
  next: (after) => new Date(after.getTime() + HOUR_MS),
  async run(_, { store, clock, school }) {
    const { head_to: audience, every } = school.evidence;
    const now = clock.now();
    if (!audience || !isSendable(now, school)) return;
    const today = dayOf(now, school);
    const period = every === 'day' ? today : DateTime.fromISO(today).startOf('week').toISODate();
    await store.transaction(async (tx) => {
      const { seq, hash } = await tx.selectFrom('ledger_head').select(['seq', 'hash']).executeTakeFirstOrThrow();
      if (seq === 0) return;
      const people = await tx
        .selectFrom('people')
        .select('id')
        .where(inAudience(audience))
        .where(hereOn(today))
        .execute();
      await deliverAll(
        tx,
        people.map(({ id }) => ({
          key: `ledger head ${period} ${id}`,
          person: id,
          show: showHead.call({ seq, hash }),
          subject: `ledger head ${period}`,
          purpose: 'tell',
        })),
        now,
      );
    });
  },
});
