import * as z from 'zod';
import { action, type Context } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import { count, t } from '../language/words.ts';
import { sayMoment } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { PRODUCTS } from './believe.ts';
import { doubtful, openDoubts } from './doubtful.ts';
import type { ReadRow } from './hold.ts';
import { sayProgress } from './progress.ts';
import { sync } from './sync.ts';
import type { AccountKind } from './tables.ts';

/** How the directories are: when they were read, what is wrong, and what their accounts are for. */
export const show = action({
  id: 'directories.show',
  who: 'directories',
  input: z.strictObject({ said: z.string().max(200).optional() }),
  async run({ said }, context): Promise<View> {
    const { tx } = context;
    const reads = await tx.selectFrom('directory_reads').selectAll().orderBy('provider').execute();
    if (!reads.length)
      return view(
        t`Directories`,
        said !== undefined && text(said),
        text(t`No directory has been read yet. Whoever runs the server connects Microsoft Entra or Google Workspace.`),
        buttons(read.button(t`Read now`, {})),
      );
    const about: Node[] = [];
    for (const row of reads) about.push(...(await aboutDirectory(row, context)));
    const doubts = await openDoubts(context);
    return view(
      t`Directories`,
      said !== undefined && text(said, 'good'),
      ...about,
      buttons(read.button(t`Read now`, {}), doubts > 0 && doubtful.button(t`Doubtful accounts (${doubts})`, {})),
    );
  },
});

async function aboutDirectory(row: ReadRow, { tx, school }: Context): Promise<Node[]> {
  const { provider, tenant, read_at, trouble } = row;
  const kinds = await tx
    .selectFrom('directory_accounts')
    .select(['kind'])
    .select((eb) => eb.fn.countAll<number | string>().as('n'))
    .where('provider', '=', provider)
    .where('tenant', '=', tenant)
    .where('removed_at', 'is', null)
    .groupBy('kind')
    .orderBy('kind')
    .execute();
  const nobodys = await tx
    .selectFrom('directory_accounts as d')
    .leftJoin('accounts as a', (join) =>
      join
        .onRef('a.provider', '=', 'd.provider')
        .onRef('a.tenant', '=', 'd.tenant')
        .onRef('a.object_id', '=', 'd.object_id'),
    )
    .select((eb) => eb.fn.countAll<number | string>().as('n'))
    .where('d.provider', '=', provider)
    .where('d.tenant', '=', tenant)
    .where('d.removed_at', 'is', null)
    .where('d.kind', '=', 'person')
    .where('a.person', 'is', null)
    .executeTakeFirstOrThrow();
  const counts = new Map(kinds.map(({ kind, n }) => [kind, Number(n)]));
  const progress = sayProgress(row);
  const apart = (Object.keys(APART) as Exclude<AccountKind, 'person'>[]).flatMap((kind) => {
    const n = counts.get(kind);
    return n ? [APART[kind](n)] : [];
  });
  return [
    text(PRODUCTS[provider], 'heading'),
    ...(trouble ? [text(trouble, 'warning')] : []),
    rows([
      {
        title: count(counts.get('person') ?? 0, t`account of a person`, t`accounts of people`),
        detail: Number(nobodys.n)
          ? t`${count(Number(nobodys.n), t`of them belongs`, t`of them belong`)} to nobody whom the school knows`
          : t`each is somebody's`,
      },
      ...(apart.length ? [{ title: t`Kept apart`, detail: apart.join(', ') }] : []),
    ]),
    text(
      [
        read_at ? t`As it was on ${sayMoment(read_at, school)}.` : t`It was never read to the end.`,
        progress && t`Now ${progress}.`,
      ]
        .filter(Boolean)
        .join(' '),
      'quiet',
    ),
  ];
}

const APART: Record<Exclude<AccountKind, 'person'>, (n: number) => string> = {
  guest: (n) => count(n, t`guest`, t`guests`),
  pupil: (n) => count(n, t`pupil`, t`pupils`),
  'break-glass': (n) => count(n, t`emergency account`, t`emergency accounts`),
  service: (n) => count(n, t`service account`, t`service accounts`),
  shared: (n) => count(n, t`shared account`, t`shared accounts`),
  room: (n) => count(n, t`room`, t`rooms`),
  other: (n) => t`${n} that no rule of the school file names`,
};

/** "Read now": everything, groups too. */
export const read = action({
  id: 'directories.read',
  who: 'directories',
  input: z.strictObject({ provider: z.enum(['entra', 'google']).optional() }),
  async run({ provider }, context): Promise<View> {
    const wanted = { full: true, ...(provider && { provider }) };
    await enqueue(context.tx, sync, wanted, { now: context.now, key: `${sync.id} ${provider ?? 'all'} now` });
    return show.run({ said: t`Reading starts now. Ask me again in a few minutes.` }, context);
  },
});
