import * as z from 'zod';
import { action, type Context } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import { count, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { sayMoment } from '../time.ts';
import { buttons, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { PRODUCTS } from './believe.ts';
import { read, show } from './show.ts';
import { sync } from './sync.ts';

const Which = { provider: z.enum(['entra', 'google']), tenant: z.string() };

/** What is wrong with a directory, on a card that says so when it is no longer. */
export const alarm = action({
  id: 'directories.alarm',
  who: 'directories',
  input: z.strictObject(Which),
  async run({ provider, tenant }, { tx, school }) {
    const row = await tx
      .selectFrom('directory_reads')
      .selectAll()
      .where('provider', '=', provider)
      .where('tenant', '=', tenant)
      .executeTakeFirst();
    const product = PRODUCTS[provider];
    if (!row?.trouble)
      return view(
        t`${product} is read again`,
        text(
          row?.read_at ? t`All is well since ${sayMoment(row.read_at, school)}.` : t`There is nothing to report.`,
          'good',
        ),
        buttons(show.button(t`Directories`, {})),
      );
    const { vanished } = row;
    return view(
      t`${product} could not be read`,
      text(row.trouble, 'warning'),
      text(
        row.read_at
          ? t`Everyone works with what it said on ${sayMoment(row.read_at, school)}. It is read again every hour, and this card says when all is well.`
          : t`It is read again every hour, and this card says when all is well.`,
        'quiet',
      ),
      buttons(
        read.button(t`Read it now`, { provider }),
        vanished !== null &&
          believe.button(t`They have really gone`, { provider, tenant, vanished }, { style: 'danger' }),
      ),
    );
  },
});

/** "They have really gone": takes over a reading that wasn't believed, once it was asked whether that is meant. */
export const believe = action({
  id: 'directories.believe',
  who: 'directories',
  input: z.strictObject({ ...Which, vanished: z.number().int().positive(), sure: z.boolean().default(false) }),
  async run({ provider, tenant, vanished, sure }, context): Promise<View> {
    const product = PRODUCTS[provider];
    if (!sure)
      return view(
        t`Have they really gone?`,
        text(
          t`${product} no longer has ${count(vanished, t`person`, t`people`)} whom it had before. If you say yes, they leave the school's people here, and nobody asks them to sign any more. Should they come back, so does everything they signed.`,
        ),
        buttons(
          believe.button(t`Yes, they have gone`, { provider, tenant, vanished, sure: true }, { style: 'danger' }),
          alarm.button(t`No, leave everything as it is`, { provider, tenant }),
        ),
      );
    await takeAtItsWord({ provider, vanished }, context);
    return show.run({ said: t`${product} is read again now, and believed.` }, context);
  },
});

async function takeAtItsWord(
  { provider, vanished }: { provider: 'entra' | 'google'; vanished: number },
  { tx, actor, now }: Context,
): Promise<void> {
  await enqueue(tx, sync, { provider, full: true, believe: vanished }, { now });
  await record(tx, now, { kind: 'directory-believed', facts: { provider, vanished, by: actor.person.id } });
}
