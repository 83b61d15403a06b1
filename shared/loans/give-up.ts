import * as z from 'zod';
import { refreshMessages } from '../deliveries/index.ts';
import { Refusal } from '../errors.ts';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { endRequest } from '../requests/index.ts';
import type { View } from '../view/view.ts';
import { loanOf, move } from './loan.ts';
import { release } from './reserve.ts';
import { loanView } from './show.ts';

/** "I don't need it any more": what was approved and not fetched yet is free for others again. */
export const giveUp = action({
  id: 'loans.giveUp',
  who: 'person',
  input: z.strictObject({ loan: z.string().max(100) }),
  async run({ loan: id }, context): Promise<View> {
    const { tx, actor, now } = context;
    const loan = await loanOf(tx, id);
    if (loan.borrower !== actor.person.id)
      throw new Refusal(t`This loan isn't yours. Write "what do I have on loan" for your own.`);
    if (!(await move(tx, loan, ['approved', 'signing'], 'cancelled', { now, closed_at: now.toISOString() })))
      return loanView(await loanOf(tx, id), context);
    await release(tx, loan);
    await refreshMessages(tx, id, now);
    if (loan.request !== null) await endRequest(loan.request, context);
    await record(tx, now, { kind: 'loan-given-up', facts: { loan: id, by: actor.person.id } });
    return loanView(await loanOf(tx, id), context, t`Thank you. Others can have it now.`);
  },
});
