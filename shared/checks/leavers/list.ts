import { type Kysely, type SqlBool, sql } from 'kysely';
import * as z from 'zod';
import { action, type Context } from '../../feature.ts';
import { count, t } from '../../language/words.ts';
import { counted, named } from '../../people/index.ts';
import type { Tables } from '../../ports.ts';
import { dayOf, sayDay } from '../../time.ts';
import { list as bullets, buttons, rows, text, view } from '../../view/build.ts';
import type { Node, View } from '../../view/view.ts';
import { closeAccounts } from '../closing/ask.ts';
import { checkNow, standOf } from '../progress.ts';
import type { Standing } from '../tables.ts';
import { endOf, hasBegun, isLookedAfter, leaving } from './dates.ts';
import { person } from './person.ts';
import { sayWhy, whyOf } from './why.ts';

/** People on one page: a card stays short enough to read on a phone. */
const PAGE = 8;

/** Names in one sentence of the summary; of more people, their number. */
const FEW = 3;

const Asked = z.strictObject({
  show: z.enum(['all', 'open', 'blind', 'by-hand', 'closed', 'coming']).default('all'),
  /** Only those whose contract ended on this day or later. */
  since: z.iso.date().optional(),
  page: z.int().min(1).max(100_000).default(1),
});
type Asked = z.output<typeof Asked>;

/** "Leavers": who left, and whether their accounts are really closed; what is still open first. */
export const list = action({
  id: 'checks.leavers',
  who: 'checks',
  input: Asked,
  run: (asked, context) => listView(asked, context),
});

export async function listView(asked: Asked, context: Context): Promise<View> {
  const { tx, actor, now, school } = context;
  const today = dayOf(now, school);
  const figures = await figuresOf(tx, asked, context);
  const gone = figures.open + figures.blind + figures['by-hand'] + figures.closed + figures['not-due'];
  if (actor.sees === 'counts')
    return view(
      headline(gone, figures.ending, asked.since),
      bullets(lines(figures)),
      text(t`These are figures without names.`, 'quiet'),
    );
  const found = await people(tx, asked, context)
    .select(['people.id', 'people.name', 'department', 'leavers.standing'])
    .orderBy(sql`case leavers.standing when 'open' then 0 when 'blind' then 1 when 'by-hand' then 2 else 3 end`)
    .orderBy(sql`coalesce(leavers.worst, 99)`)
    .orderBy(endOf, asked.show === 'coming' ? 'asc' : 'desc')
    .orderBy('people.name')
    .offset((asked.page - 1) * PAGE)
    .limit(PAGE + 1)
    .execute();
  const why = await whyOf(
    tx,
    found.map(({ id }) => id),
  );
  const to = (change: Partial<Asked>) => ({ show: asked.show, ...(asked.since && { since: asked.since }), ...change });
  const other = (show: Asked['show'], label: string, people: number) =>
    show !== asked.show && people > 0 && list.button(label, to({ show }));
  return view(
    asked.show === 'coming'
      ? t`${count(figures.coming, t`person leaves`, t`people leave`)} soon`
      : headline(gone, figures.ending, asked.since),
    ...(asked.page === 1 && asked.show === 'all' ? await summary(figures, asked, context) : []),
    rows(
      found.slice(0, PAGE).map(({ id, name, department, standing, end, lastDay }) => ({
        title: name,
        detail: [
          department,
          end > today || lastDay > today ? t`leaves on ${sayDay(end)}` : t`left on ${sayDay(end)}`,
          sayWhy(standing, why.get(id) ?? []),
        ]
          .filter(Boolean)
          .join(' · '),
        button: person.button(t`Look`, { person: id }),
      })),
    ),
    gone + figures.coming === 0 &&
      text(
        t`Nobody's leaving date is known. It comes with the list of people, from the directory, or tell me: "Sarah Patel leaves on 31 August".`,
      ),
    ...(asked.page === 1 ? await standOf('leavers', context) : []),
    buttons(
      asked.page > 1 && list.button(t`Previous`, to({ page: asked.page - 1 })),
      found.length > PAGE && list.button(t`Next`, to({ page: asked.page + 1 })),
    ),
    buttons(blockFirst(found, why, context)),
    buttons(
      other('all', t`All who left`, gone),
      other('open', t`Still open (${figures.open})`, figures.open),
      other('blind', t`Can't be checked (${figures.blind})`, figures.blind),
      other('by-hand', t`To look at by hand (${figures['by-hand']})`, figures['by-hand']),
      other('coming', t`Leaving soon (${figures.coming})`, figures.coming),
      checkNow.button(t`Check now`, { check: 'leavers' }),
    ),
  );
}

/** "Block sign-in for the first": of those on this page, the first who can still sign in. */
function blockFirst(
  found: { id: string; name: string }[],
  why: Awaited<ReturnType<typeof whyOf>>,
  { school }: Context,
) {
  if (!school.checks.closing.includes('block-sign-in')) return false;
  const first = found.find(({ id }) => why.get(id)?.some(isSignIn));
  return first && closeAccounts.button(t`Block sign-in for ${first.name}`, { person: first.id, steps: 'sign-in' });
}

const isSignIn = ({ row_name, state }: { row_name: string; state: string }): boolean =>
  row_name === 'sign-in-blocked' && state === 'fail';

/** "Block sign-in for the first", as it is typed: the first on the card who can still sign in. */
export async function firstWhoCanSignIn(context: Context): Promise<string | undefined> {
  const found = await people(context.tx, { show: 'open' }, context)
    .select('people.id')
    .orderBy(sql`coalesce(leavers.worst, 99)`)
    .orderBy(endOf, 'desc')
    .orderBy('people.name')
    .limit(PAGE)
    .execute();
  const why = await whyOf(
    context.tx,
    found.map(({ id }) => id),
  );
  return found.find(({ id }) => why.get(id)?.some(isSignIn))?.id;
}

/** `ending`: of those who are looked after, whose contract runs on after their last working day. */
type Figures = Record<Standing | 'coming' | 'ending', number>;

/** The people a question is about: of those whom the actor may see, who left, or who are about to. */
function people(db: Kysely<Tables>, { show, since }: Pick<Asked, 'show' | 'since'>, { actor, now, school }: Context) {
  const today = dayOf(now, school);
  const all = leaving(db).where(actor.sees === 'counts' ? counted(actor) : named(actor));
  if (show === 'coming') return all.where((eb) => eb.not(hasBegun(today)));
  const gone = all
    .where(hasBegun(today))
    .where(isLookedAfter(today))
    .$if(since !== undefined, (query) => query.where(sql<SqlBool>`${endOf} >= ${since}`));
  return show === 'all' ? gone : gone.where('leavers.standing', '=', show);
}

async function figuresOf(db: Kysely<Tables>, { since }: Pick<Asked, 'since'>, context: Context): Promise<Figures> {
  const each = await people(db, { show: 'all', since }, context)
    .clearSelect()
    .select([sql<Standing>`coalesce(leavers.standing, 'not-due')`.as('stands'), sql<number | string>`count(*)`.as('n')])
    .groupBy(sql`coalesce(leavers.standing, 'not-due')`)
    .execute();
  const { n } = await people(db, { show: 'coming' }, context)
    .clearSelect()
    .select(sql<number | string>`count(*)`.as('n'))
    .executeTakeFirstOrThrow();
  const { ending } = await people(db, { show: 'all', since }, context)
    .clearSelect()
    .select(sql<number | string>`count(*)`.as('ending'))
    .where(sql<SqlBool>`${endOf} > ${dayOf(context.now, context.school)}`)
    .executeTakeFirstOrThrow();
  const of = (standing: Standing) => Number(each.find(({ stands }) => stands === standing)?.n ?? 0);
  return {
    open: of('open'),
    blind: of('blind'),
    'by-hand': of('by-hand'),
    closed: of('closed'),
    'not-due': of('not-due'),
    coming: Number(n),
    ending: Number(ending),
  };
}

function headline(gone: number, ending: number, since: string | undefined): string {
  const ended = gone - ending;
  const left =
    since === undefined
      ? t`${count(ended, t`person has`, t`people have`)} left`
      : t`${count(ended, t`person's contract`, t`people's contracts`)} ended`;
  if (!ending) return left;
  if (!ended) return t`${count(ending, t`person has`, t`people have`)} had their last day`;
  return t`${left}, ${count(ending, t`has`, t`have`)} had their last day`;
}

/** "6 closed everywhere. 2 still open: …", a line each. */
async function summary(figures: Figures, { since }: Asked, context: Context): Promise<Node[]> {
  const named: Partial<Record<Standing, string>> = {};
  for (const standing of ['open', 'blind'] as const) {
    if (!figures[standing]) continue;
    const some = await people(context.tx, { show: standing, since }, context)
      .select(['people.id', 'people.name'])
      .orderBy(sql`coalesce(leavers.worst, 99)`)
      .orderBy(endOf, 'desc')
      .orderBy('people.name')
      .limit(FEW)
      .execute();
    const why = await whyOf(
      context.tx,
      some.map(({ id }) => id),
    );
    const rest = figures[standing] - some.length;
    named[standing] = [
      ...some.map(
        ({ id, name }) => `${name}${standing === 'blind' ? ':' : ''} ${sayWhy(standing, why.get(id) ?? [], 1)}`,
      ),
      ...(rest > 0 ? [t`and ${rest} more`] : []),
    ].join('; ');
  }
  return [...(since === undefined ? [] : [text(t`Since ${sayDay(since)}`, 'quiet')]), bullets(lines(figures, named))];
}

function lines(figures: Figures, named: Partial<Record<Standing, string>> = {}): string[] {
  const said = (standing: Standing, words: string) => (named[standing] ? `${words}: ${named[standing]}` : words);
  return [
    figures.closed > 0 && t`${figures.closed} closed everywhere`,
    figures.open > 0 && said('open', t`${figures.open} still open`),
    figures.blind > 0 && said('blind', t`${figures.blind} can't be checked`),
    figures['by-hand'] > 0 &&
      t`${figures['by-hand']} closed as far as a directory shows; the rest somebody must look at by hand`,
    figures['not-due'] > 0 && t`${figures['not-due']} not due yet, or not looked at yet`,
    figures.coming > 0 && t`${figures.coming} leaving soon`,
  ].filter((line) => line !== false);
}
