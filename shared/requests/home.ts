import type { Context, Home } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { buttons, text } from '../view/build.ts';
import { ask } from './form.ts';
import { mine } from './mine.ts';
import { waiting } from './waiting.ts';

/** What the person asked for and is still undecided; and for those who decide, what waits for them. */
export const home: Home = {
  async mine(context) {
    const open = await undecided(context);
    return [
      text(t`Requests`, 'heading'),
      ...(open ? [text(t`${count(open, t`request waits`, t`requests wait`)} for a decision or a signature.`)] : []),
      buttons(mine.button(t`My requests`, { page: 1 }), ask.button(t`Ask for something`, {})),
    ];
  },
  async desk(context) {
    const decisions = await toDecide(context);
    if (!decisions) return [];
    return [
      text(t`${count(decisions, t`request waits`, t`requests wait`)} for your decision.`),
      buttons(waiting.button(t`Decide`, { page: 1 })),
    ];
  },
};

async function undecided({ tx, actor }: Context): Promise<number> {
  const { n } = await tx
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number | string>().as('n'))
    .where('asker', '=', actor.person.id)
    .where('state', 'in', ['open', 'signing'])
    .executeTakeFirstOrThrow();
  return Number(n);
}

async function toDecide({ tx, actor }: Context): Promise<number> {
  const { n } = await tx
    .selectFrom('requests')
    .innerJoin('request_approvers', 'request_approvers.request', 'requests.id')
    .select((eb) => eb.fn.countAll<number | string>().as('n'))
    .where('request_approvers.person', '=', actor.person.id)
    .where('request_approvers.active', '=', 1)
    .where('requests.state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(n);
}
