import * as z from 'zod';
import { Refusal } from '../../errors.ts';
import { action, type Context } from '../../feature.ts';
import { count, listed, t } from '../../language/words.ts';
import { counted, named } from '../../people/index.ts';
import { dayOf, sayDay, sayMoment } from '../../time.ts';
import { buttons, list, rows, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { areasCalled, areasFor, owns } from './areas.ts';
import { type Inside, readArea, readSince } from './inside.ts';
import { openNow } from './review.ts';
import type { Area } from './rules.ts';

/** People on one page: a card stays short enough to read on a phone. */
const PAGE = 8;

/** "Who can get into the SEND area?" Its owner sees everybody; whoever looks after checks, those whom their role shows. */
export const area = action({
  id: 'checks.accessArea',
  who: 'person',
  input: z.strictObject({
    name: z.string().max(200).optional(),
    area: z.string().max(100).optional(),
    page: z.int().min(1).max(10_000).default(1),
  }),
  async run({ name, area: id, page }, context): Promise<View> {
    const mine = areasFor(context);
    if (!mine.length)
      throw new Refusal(
        context.school.areas.length
          ? t`Your role at school doesn't include this. Each area's owner can tell who is in it.`
          : t`The school file names no areas yet, so I can't tell who gets in where.`,
      );
    const meant =
      id === undefined ? (name === undefined ? mine : areasCalled(name, mine)) : mine.filter((one) => one.id === id);
    const [only, ...others] = meant;
    if (only && !others.length) return areaView(only, page, context);
    return view(
      meant.length ? t`Which area?` : t`I know no such area`,
      !meant.length && text(t`These I know:`),
      rows(
        (meant.length ? meant : mine)
          .slice(0, 2 * PAGE)
          .map((one) => ({ title: one.title, button: area.button(t`Look`, { area: one.id }) })),
      ),
    );
  },
});

async function areaView(shown: Area, page: number, context: Context): Promise<View> {
  const { tx, actor, school, now } = context;
  const { inside, doubts } = await readArea(tx, shown);
  const all = owns(actor, shown);
  const visible = all ? inside : await ofTheirs(inside, context);
  const people = visible.filter(({ person }) => person !== null).length;
  const others = visible.length - people;
  const counts = [
    count(people, t`person`, t`people`),
    ...(others ? [count(others, t`account of nobody in particular`, t`accounts of nobody in particular`)] : []),
  ];
  const since = await readSince(tx);
  const differing = new Map(
    (
      await tx
        .selectFrom('findings')
        .select(['person', 'items'])
        .where('check_name', '=', 'access')
        .where('row_name', '=', shown.id)
        .where('state', '=', 'fail')
        .execute()
    ).map(({ person, items }) => [person, (JSON.parse(items) as string[]).join(', ')]),
  );
  const today = dayOf(now, school);
  const hidden = inside.length - visible.length;
  return view(
    t`Who can get into ${shown.title}`,
    text(doubts.length ? t`${listed(counts)}, as far as I can see.` : t`${listed(counts)}.`),
    doubts.length > 0 && list(doubts),
    actor.sees === 'counts' && !all
      ? text(t`These are figures without names.`, 'quiet')
      : rows(
          visible.slice((page - 1) * PAGE, page * PAGE).map((one) => ({
            title: one.name,
            detail: detailOf(one, differing.get(one.who), today),
          })),
        ),
    hidden > 0 && actor.sees !== 'counts' && text(t`And ${hidden} whom your role doesn't show you.`, 'quiet'),
    text(
      since
        ? t`As the directories said on ${sayMoment(since, school)}.`
        : t`The directories weren't read to the end yet.`,
      'quiet',
    ),
    buttons(
      page > 1 && area.button(t`Previous`, { area: shown.id, page: page - 1 }),
      actor.sees !== 'counts' &&
        visible.length > page * PAGE &&
        area.button(t`Next`, { area: shown.id, page: page + 1 }),
      all && openNow.button(t`Say who may stay`, { area: shown.id }),
    ),
  );
}

/** As far as somebody's role goes who doesn't own the area. Accounts of nobody are everybody's to look after. */
async function ofTheirs(inside: Inside[], { tx, actor }: Context): Promise<Inside[]> {
  const seen = await tx
    .selectFrom('people')
    .select('people.id')
    .where(actor.sees === 'counts' ? counted(actor) : named(actor))
    .execute();
  const ids = new Set(seen.map(({ id }) => id));
  return inside.filter(({ person }) => person === null || ids.has(person));
}

/** What stands behind a name: who it is, through what, and what is odd about it. */
const detailOf = (one: Inside, differs: string | undefined, today: string): string =>
  [
    one.department,
    one.kind && KINDS[one.kind],
    one.leaveDate !== null && one.leaveDate < today && t`left on ${sayDay(one.leaveDate)}`,
    one.blocked && t`can't sign in`,
    differs,
    t`through ${listed(one.through)}`,
  ]
    .filter(Boolean)
    .join(' · ');

const KINDS: Record<NonNullable<Inside['kind']>, string> = {
  person: t`whose account it is, nobody has said`,
  guest: t`a guest from outside`,
  pupil: t`a pupil`,
  'break-glass': t`for emergencies`,
  service: t`a service`,
  shared: t`shared by several people`,
  room: t`a room`,
  other: t`an account that no rule names`,
};
