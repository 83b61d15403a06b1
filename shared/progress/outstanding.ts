import { action, type Context } from '../feature.ts';
import { keepTopic, type Status } from '../language/index.ts';
import { count, t } from '../language/words.ts';
import { dayOf } from '../time.ts';
import { progress as bar, buttons, list, rows, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { barsOf, groupedBy } from './bars.ts';
import { breakdown } from './breakdown.ts';
import { countingQuestion, namingQuestion } from './duty.ts';
import { exportList } from './export.ts';
import { countUnreached, type Figures, figuresBy, total } from './figures.ts';
import { bare, nothingRunning, type OutstandingFilter, Paged, running, sayFilter } from './filter.ts';
import { figuresView } from './governor.ts';
import { linesOf, PAGE, signers } from './names.ts';
import { helpFor } from './obstacles.ts';
import { ownView } from './own.ts';
import { remind } from './remind.ts';

/** Bars on the first page; the others have a page of their own. */
const FEW = 4;

/** "Who hasn't signed?" The names, in pages, with the figures and what one does next; as much of it as the asker may see. */
export const outstanding = action({
  id: 'progress.outstanding',
  who: 'person',
  input: Paged,
  async run({ page, ...asked }, context): Promise<View> {
    const filter = { ...bare(asked), status: asked.status ?? 'open' };
    await keepTopic(context, outstanding.call({ ...filter, page }));
    switch (context.actor.sees) {
      case 'own':
        return ownView(filter, context);
      case 'counts':
        return figuresView(filter, context);
      case 'team':
      case 'school':
      case 'trust':
        return namesView(filter, page, context);
      default:
        return context.actor.sees satisfies never;
    }
  },
});

type Asked = OutstandingFilter & { status: Status };

async function namesView(filter: Asked, page: number, context: Context): Promise<View> {
  const { tx, actor, now, school } = context;
  const today = dayOf(now, school);
  const signing = await running(tx, filter, actor);
  if (!signing.campaigns.length) return nothingRunning(filter);
  const asked = { campaigns: signing.campaigns, filter, today, school };
  const by = groupedBy(filter, context);
  const about = sayFilter(filter, signing, school);
  const { people, more } = await signers(tx, namingQuestion(actor, asked), filter.status, {
    offset: (page - 1) * PAGE,
    limit: PAGE,
  });
  const lines = await linesOf(tx, people, {
    today,
    titles: signing.titles,
    ofSeveralSchools: by === 'school',
    now,
    school,
  });
  const help = filter.status === 'unreached' && lines.length ? await helpFor(tx, people, school) : [];
  const helping = help.length ? [text(t`What would help`, 'heading'), list(help)] : [];
  const to = (change: Partial<OutstandingFilter & { page: number }>) => ({ ...filter, ...change });
  const turning = buttons(
    page > 1 && outstanding.button(t`Previous`, to({ page: page - 1 })),
    more && outstanding.button(t`Next`, to({ page: page + 1 })),
  );
  // The figures stand on the first page, and counting everybody takes longer than finding ten names.
  if (page > 1)
    return view(
      t`${TITLES[filter.status]}, page ${page}`,
      text(about, 'quiet'),
      lines.length ? rows(lines) : text(t`There are no more names.`),
      ...helping,
      turning,
    );

  const groups = await figuresBy(tx, by, countingQuestion(actor, asked));
  const figures = total(groups);
  if (!figures.asked)
    return view(
      t`Nobody there was asked`,
      text(about, 'quiet'),
      text(t`None of the people you may see there has anything to sign.`),
    );
  const open = filter.status === 'overdue' ? figures.overdue : figures.open;
  const unreached = figures.open ? await countUnreached(tx, countingQuestion(actor, asked)) : 0;
  return view(
    headline(filter.status, { ...figures, unreached }),
    text(about, 'quiet'),
    bar(t`Signed`, figures.signed, figures.asked),
    ...remarks(filter.status, figures),
    ...(groups.length > 1 ? barsOf(groups, by, school).slice(0, FEW) : []),
    groups.length > FEW &&
      buttons(breakdown.button(by === 'school' ? t`All schools` : t`All departments`, { ...bare(filter), page: 1 })),
    rows(lines),
    ...helping,
    turning,
    buttons(
      actor.may.has('remind') &&
        open > 0 &&
        canBeReminded(filter.status) &&
        remind.button(open === 1 ? t`Remind this person` : t`Remind these ${open}`, bare(filter), { style: 'primary' }),
      filter.status === 'open' &&
        figures.overdue > 0 &&
        outstanding.button(t`Just the overdue ones`, to({ status: 'overdue' })),
      filter.status !== 'open' &&
        figures.open > 0 &&
        outstanding.button(t`All who haven't signed`, to({ status: 'open' })),
      filter.status !== 'refused' &&
        figures.refused > 0 &&
        outstanding.button(t`Who can't accept`, to({ status: 'refused' })),
      filter.status !== 'unreached' &&
        unreached > 0 &&
        outstanding.button(t`Who can't be reached (${unreached})`, to({ status: 'unreached' })),
      actor.may.has('export') && exportList.button(t`Export CSV`, bare(filter)),
    ),
  );
}

/** What the people of a page have in common. */
const TITLES: Record<Status, string> = {
  open: t`Still to sign`,
  overdue: t`Overdue`,
  unreached: t`Not reached`,
  refused: t`Can't accept`,
  signed: t`Signed`,
};

const canBeReminded = (status: Status): boolean => status === 'open' || status === 'overdue';

function headline(
  status: Status,
  { asked, signed, open, overdue, refused, unreached }: Figures & { unreached: number },
): string {
  switch (status) {
    case 'open':
      return open ? t`${open} of ${asked} still to sign` : t`Everyone has answered`;
    case 'overdue':
      return overdue ? t`${overdue} of ${asked} overdue` : t`Nobody is overdue`;
    case 'unreached':
      return unreached
        ? t`${count(unreached, t`person`, t`people`)} can't be reached`
        : t`Everyone who still has to sign can be reached`;
    case 'refused':
      return refused ? t`${refused} of ${asked} can't accept` : t`Nobody has said they can't accept`;
    case 'signed':
      return t`${signed} of ${asked} have signed`;
    default:
      return status satisfies never;
  }
}

function remarks(status: Status, { asked, signed, open, overdue, refused }: Figures): Node[] {
  if (signed === asked) return [text(t`Everyone has signed.`, 'good')];
  const words = [
    status !== 'overdue' && overdue > 0 && t`${overdue} overdue`,
    status !== 'refused' && refused > 0 && t`${count(refused, t`person`, t`people`)} can't accept`,
    status !== 'open' && open > 0 && t`${open} still to sign`,
  ].filter((remark) => remark !== false);
  return words.length ? [text(`${words.join(', ')}.`)] : [];
}
