import { createHash, randomBytes } from 'node:crypto';
import { action } from '../feature.ts';
import { t } from '../language/words.ts';
import { canonical, record } from '../ledger/index.ts';
import { link, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { bare, OutstandingFilter } from './filter.ts';

/** How long a link works. It is as good as the list itself, so it isn't meant to be kept. */
const MINUTES = 10;

/** What is stored of a token: who reads the database can't make a working link of it. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** "Export it." A link to the list, made again within what the asker may see when it is used. */
export const exportList = action({
  id: 'progress.exportList',
  who: 'export',
  input: OutstandingFilter,
  async run(asked, { tx, actor, now, publicUrl }): Promise<View> {
    const filter = bare(asked);
    const token = randomBytes(32).toString('base64url');
    await tx.deleteFrom('downloads').where('expires_at', '<', now.toISOString()).execute();
    await tx
      .insertInto('downloads')
      .values({
        token_hash: tokenHash(token),
        person: actor.person.id,
        filter: canonical(filter),
        expires_at: new Date(now.getTime() + MINUTES * 60_000).toISOString(),
      })
      .execute();
    await record(tx, now, { kind: 'export', facts: { by: actor.person.id }, personal: { filter } });
    return view(
      t`Your list is ready`,
      text(
        t`It opens in Excel and holds what you may see. The link works for ${MINUTES} minutes and is for you alone.`,
      ),
      link(t`Download the list`, `${publicUrl}/download/${token}`),
    );
  },
});
