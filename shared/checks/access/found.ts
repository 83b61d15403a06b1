import * as z from 'zod';
import { deliverAll } from '../../deliveries/index.ts';
import { action, type Context } from '../../feature.ts';
import { count, listed, t } from '../../language/words.ts';
import { counted, named } from '../../people/index.ts';
import type { Tx } from '../../ports.ts';
import type { School } from '../../school.ts';
import { dayOf } from '../../time.ts';
import { buttons, rows, text, view } from '../../view/build.ts';
import type { Rows, View } from '../../view/view.ts';
import { mondayOf } from '../nights.ts';
import { ownersOf } from '../owners.ts';
import { checkNow, standOf } from '../progress.ts';
import { area } from './area.ts';
import { areasFor } from './areas.ts';
import { readArea } from './inside.ts';
import { person as accessOf } from './person.ts';
import { tasks } from './tasks.ts';

const PAGE = 8;

/** What was granted against what the directories say: in and never granted, granted and not in, over and still in. */
export const found = action({
  id: 'checks.accessFound',
  who: 'checks',
  input: z.strictObject({ page: z.int().min(1).max(10_000).default(1) }),
  async run({ page }, context): Promise<View> {
    const { tx, actor, school } = context;
    const all = tx
      .selectFrom('findings')
      .innerJoin('people', 'people.id', 'findings.person')
      .where('check_name', '=', 'access')
      .where('state', '=', 'fail')
      .where(actor.sees === 'counts' ? counted(actor) : named(actor));
    const { n } = await all.select((eb) => eb.fn.countAll<number | string>().as('n')).executeTakeFirstOrThrow();
    const rest = await openTasks(context);
    const shown =
      actor.sees === 'counts'
        ? []
        : await all
            .select(['people.id', 'people.name', 'row_name', 'items'])
            .orderBy((eb) => eb.case('severity').when('high').then(0).when('medium').then(1).else(2).end())
            .orderBy('people.name')
            .orderBy('row_name')
            .offset((page - 1) * PAGE)
            .limit(PAGE)
            .execute();
    const title = (id: string) => school.areas.find((area) => area.id === id)?.title ?? id;
    return view(
      Number(n)
        ? t`${count(Number(n), t`difference`, t`differences`)} between what was granted and what is`
        : t`What was granted is what is`,
      rows(
        shown.map((one) => ({
          title: t`${one.name}: ${title(one.row_name)}`,
          detail: (JSON.parse(one.items) as string[]).join(', '),
          button: accessOf.button(t`Look`, { person: one.id }),
        })),
      ),
      page === 1 && rows(await strangers(context)),
      ...(page === 1 ? await standOf('access', context) : []),
      !school.areas.length && text(t`The school file names no areas yet.`),
      buttons(
        page > 1 && found.button(t`Previous`, { page: page - 1 }),
        actor.sees !== 'counts' && Number(n) > page * PAGE && found.button(t`Next`, { page: page + 1 }),
        rest > 0 && tasks.button(t`To be taken out (${rest})`, {}),
        checkNow.button(t`Check now`, { check: 'access' }),
      ),
    );
  },
});

/** Accounts of nobody in particular that get into an area: guests, addresses from elsewhere, accounts that no rule names. */
async function strangers(context: Context): Promise<Rows['rows']> {
  const found: Rows['rows'] = [];
  for (const one of areasFor(context)) {
    const { inside } = await readArea(context.tx, one);
    const names = inside.filter(({ person }) => person === null).map(({ name }) => name);
    if (!names.length) continue;
    found.push({
      title: t`${one.title}: ${count(names.length, t`account`, t`accounts`)} of nobody in particular`,
      ...(context.actor.sees !== 'counts' && { detail: listed(names.slice(0, PAGE)) }),
      button: area.button(t`Look`, { area: one.id }),
    });
  }
  return found;
}

async function openTasks({ tx }: Context): Promise<number> {
  const { n } = await tx
    .selectFrom('access_review_items')
    .select((eb) => eb.fn.countAll<number | string>().as('n'))
    .where('task', 'in', ['to-do', 'said'])
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Once a week, if anything differs: to whoever looks after ICT. */
export async function tellDifferences(tx: Tx, school: School, now: Date): Promise<void> {
  const some = await tx
    .selectFrom('findings')
    .select('id')
    .where('check_name', '=', 'access')
    .where('state', '=', 'fail')
    .limit(1)
    .executeTakeFirst();
  if (!some) return;
  const week = mondayOf(dayOf(now, school));
  const owners = (await ownersOf(tx, 'ict', { now, school })).filter(({ may }) => may.has('checks'));
  await deliverAll(
    tx,
    owners.map(({ person: { id } }) => ({
      key: `access week ${week} ${id}`,
      person: id,
      show: found.call({}),
      subject: `access week ${week}`,
      purpose: 'tell',
    })),
    now,
  );
}
