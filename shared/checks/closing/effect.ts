import { refreshMessages } from '../../deliveries/index.ts';
import { enqueue } from '../../jobs/index.ts';
import { t } from '../../language/words.ts';
import type { Effect } from '../../requests/index.ts';
import { close } from './close.ts';
import { CLOSE_ACCOUNT, subjectOf } from './closing.ts';

/** What a decision on closing somebody's accounts sets off. */
export const closeAccount: Effect = {
  id: CLOSE_ACCOUNT,
  endsItself: true,
  async onApproved({ id: request }, { tx, now }) {
    const approved = await tx
      .updateTable('closings')
      .set({ state: 'approved' })
      .where('request', '=', request)
      .where('state', '=', 'asked')
      .returning('id')
      .executeTakeFirst();
    if (!approved) return;
    await refreshMessages(tx, subjectOf(approved), now);
    await enqueue(tx, close, { closing: approved.id }, { now, key: `close ${approved.id}` });
  },
  async onDropped({ id: request, state }, { tx, now }) {
    const because = state === 'refused' ? t`It was not approved.` : t`The request was taken back, or came to nothing.`;
    const dropped = await tx
      .updateTable('closings')
      .set({ state: 'dropped', ended_at: now.toISOString(), because })
      .where('request', '=', request)
      .where('state', '=', 'asked')
      .returning('id')
      .executeTakeFirst();
    if (dropped) await refreshMessages(tx, subjectOf(dropped), now);
  },
};
