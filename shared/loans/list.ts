import { sql } from 'kysely';
import * as z from 'zod';
import { inAudience } from '../audiences/index.ts';
import { type Item, wantedOf } from '../equipment/index.ts';
import { action, type Context } from '../feature.ts';
import { keepTopic } from '../language/index.ts';
import { count, t } from '../language/words.ts';
import { counted, named } from '../people/index.ts';
import { Audience } from '../school.ts';
import { dayOf, sayDay } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { lendsAt, lentIn, sayThings } from './loan.ts';
import { mine } from './mine.ts';
import { show } from './show.ts';

/** Loans on one page: a card stays short enough to read on a phone. */
const PAGE = 8;

const Asked = z.strictObject({
  show: z.enum(['out', 'overdue', 'ready']).default('out'),
  /** With whom. */
  among: Audience.optional(),
  /** Of which things, as typed: "tablets". */
  device: z.string().max(100).optional(),
  page: z.int().min(1).max(10_000).default(1),
});
type Asked = z.output<typeof Asked>;

/** "What is out", "what is overdue": with whom, until when; as much of it as the asker may see. */
export const list = action({
  id: 'loans.list',
  who: 'person',
  input: Asked,
  async run(asked, context): Promise<View> {
    const { actor } = context;
    await keepTopic(context, list.call(asked));
    const all = lendsAt(actor, actor.person.school);
    if (actor.sees === 'own' && !all) return mine.run({ page: 1 }, context);
    if (actor.sees === 'counts' && !all) return figuresView(context);
    return listView(asked, context);
  },
});

async function listView(asked: Asked, context: Context): Promise<View> {
  const { tx, now, school } = context;
  const today = dayOf(now, school);
  const { n, late } = await loansAsked(asked, context)
    .select([
      sql<number | string>`count(*)`.as('n'),
      sql<number | string | null>`sum(case when loans.due_on < ${today} then 1 else 0 end)`.as('late'),
    ])
    .executeTakeFirstOrThrow();
  const found = await loansAsked(asked, context)
    .select(['loans.id', 'loans.due_on', 'loans.from_on', 'people.name', 'people.department'])
    .orderBy('loans.due_on')
    .orderBy('loans.id')
    .offset((asked.page - 1) * PAGE)
    .limit(PAGE)
    .execute();
  const things = Map.groupBy(
    await lentIn(
      tx,
      found.map(({ id }) => id),
      asked.show === 'ready' ? ['reserved'] : ['out'],
    ),
    ({ loan }) => loan,
  );
  const wanted = asked.device === undefined ? null : wantedOf(asked.device);
  const meant = (thing: Item) => !wanted || thing.kind === wanted.kind;
  const total = Number(n);
  const to = (change: Partial<Asked>) => ({ ...asked, page: 1, ...change });
  return view(
    TITLES[asked.show](total),
    asked.show === 'out' && Number(late ?? 0) > 0 && text(t`${Number(late)} of them overdue.`, 'warning'),
    total === 0 && text(NOTHING[asked.show], 'good'),
    rows(
      found.map(({ id, due_on, from_on, name, department }) => ({
        title: `${sayThings((things.get(id) ?? []).map(({ thing }) => thing).filter(meant))} · ${name}`,
        detail: [
          department,
          asked.show === 'ready'
            ? t`from ${sayDay(from_on)}`
            : due_on < today
              ? t`overdue since ${sayDay(due_on)}`
              : t`due back on ${sayDay(due_on)}`,
        ]
          .filter(Boolean)
          .join(' · '),
        button: show.button(t`Open`, { loan: id }),
      })),
    ),
    buttons(
      asked.page > 1 && list.button(t`Previous`, { ...asked, page: asked.page - 1 }),
      total > asked.page * PAGE && list.button(t`Next`, { ...asked, page: asked.page + 1 }),
    ),
    buttons(
      asked.show !== 'out' && list.button(t`All that is out`, to({ show: 'out' })),
      asked.show !== 'overdue' && list.button(t`Overdue`, to({ show: 'overdue' })),
      asked.show !== 'ready' && list.button(t`To be handed over`, to({ show: 'ready' })),
    ),
  );
}

const TITLES: Record<Asked['show'], (n: number) => string> = {
  out: (n) => t`${count(n, t`loan is`, t`loans are`)} out`,
  overdue: (n) => t`${count(n, t`loan is`, t`loans are`)} overdue`,
  ready: (n) => t`${count(n, t`loan`, t`loans`)} to be handed over`,
};

const NOTHING: Record<Asked['show'], string> = {
  out: t`Everything is in.`,
  overdue: t`Nothing is overdue.`,
  ready: t`Nobody waits for anything.`,
};

/** The loans a question is about: of those whom the actor may see, or, for whoever lends, of their school. */
function loansAsked({ show, among, device }: Asked, { tx, actor, now, school }: Context) {
  const today = dayOf(now, school);
  const wanted = device === undefined ? null : wantedOf(device);
  return tx
    .selectFrom('loans')
    .innerJoin('people', 'people.id', 'loans.borrower')
    .where('loans.state', 'in', show === 'ready' ? ['approved', 'signing'] : ['out'])
    .$if(show === 'overdue', (query) => query.where('loans.due_on', '<', today))
    .where((eb) =>
      actor.may.has('lend') && actor.sees !== 'trust'
        ? eb.or([eb('loans.school', '=', actor.person.school), named(actor)(eb as never)])
        : (named(actor)(eb as never) as ReturnType<typeof eb.or>),
    )
    .$if(among !== undefined, (query) => query.where((eb) => inAudience(among as Audience)(eb as never) as never))
    .$if(wanted !== null, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('loan_items')
            .innerJoin('equipment', 'equipment.id', 'loan_items.item')
            .select('loan_items.id')
            .whereRef('loan_items.loan', '=', 'loans.id')
            .where('loan_items.state', 'in', ['reserved', 'out'])
            .where('equipment.kind', '=', wanted?.kind ?? ''),
        ),
      ),
    );
}

/** For somebody who may see no names: how many, and how many late. */
async function figuresView({ tx, actor, now, school }: Context): Promise<View> {
  const { n, late } = await tx
    .selectFrom('loans')
    .innerJoin('people', 'people.id', 'loans.borrower')
    .select([
      sql<number | string>`count(*)`.as('n'),
      sql<number | string | null>`sum(case when loans.due_on < ${dayOf(now, school)} then 1 else 0 end)`.as('late'),
    ])
    .where('loans.state', '=', 'out')
    .where((eb) => counted(actor)(eb as never) as never)
    .executeTakeFirstOrThrow();
  return view(
    TITLES.out(Number(n)),
    text(t`${count(Number(late ?? 0), t`of them is`, t`of them are`)} overdue.`),
    text(t`These are figures without names.`, 'quiet'),
  );
}
