import type { Context } from '../feature.ts';
import { count, t } from '../language/words.ts';
import { dayOf } from '../time.ts';
import { progress as bar, buttons, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { countingQuestion } from './duty.ts';
import { type Figures, figuresBy, figuresByAgreement, total } from './figures.ts';
import { nothingRunning, type OutstandingFilter, type Running, running } from './filter.ts';
import { outstanding } from './outstanding.ts';
import { type Merged, SMALLEST_GROUP, withoutSmallGroups } from './small.ts';

/**
 * The figures of one agreement for somebody who may see no names: by department, small ones together. The only groups they
 * may ask about are departments, which don't overlap: from figures of overlapping groups one could work out single people.
 */
export async function departmentFigures(
  { campaigns }: Running,
  agreement: string,
  { tx, actor, now, school }: Pick<Context, 'tx' | 'actor' | 'now' | 'school'>,
): Promise<Merged<Figures & { group: string | null }>> {
  const question = countingQuestion(actor, { campaigns, filter: { agreement }, today: dayOf(now, school), school });
  return withoutSmallGroups(await figuresBy(tx, 'department', question));
}

/** What a governor sees of "who hasn't signed" and "how are we doing". */
export async function figuresView({ agreement, among }: OutstandingFilter, context: Context): Promise<View> {
  const all = await running(context.tx, { agreement }, context.actor);
  const [only] = all.titles.keys();
  if (only === undefined) return nothingRunning({ agreement });
  if (all.titles.size > 1) return agreementsView(all, among, context);
  const merged = await departmentFigures(all, only, context);
  const title = all.titles.get(only) ?? '';
  if (among && Object.keys(among).length) return departmentView(title, among, merged, only);
  const whole = total([...merged.shown, merged.rest ?? total([])]);
  if (whole.asked < SMALLEST_GROUP) return tooFew(title);
  return view(
    t`${whole.signed} of ${whole.asked} have signed`,
    text(title, 'quiet'),
    bar(t`Signed`, whole.signed, whole.asked),
    text(remark(whole)),
    ...merged.shown.map(({ group, signed, asked }) => bar(group ?? t`No department`, signed, asked)),
    merged.rest &&
      merged.shown.length > 0 &&
      bar(t`Smaller departments together`, merged.rest.signed, merged.rest.asked),
    noNames,
  );
}

/** Everything that is being signed, each agreement for itself: an overall figure would give away the small ones. */
async function agreementsView(all: Running, among: OutstandingFilter['among'], context: Context): Promise<View> {
  const { tx, actor, now, school } = context;
  const question = countingQuestion(actor, { campaigns: all.campaigns, filter: {}, today: dayOf(now, school), school });
  const groups = await figuresByAgreement(tx, question);
  const each = [...all.titles].map(([agreement, title]): { title: string; agreement: string; figures: Figures } => ({
    title,
    agreement,
    figures: groups.find(({ group }) => group === agreement) ?? total([]),
  }));
  const shown = each.filter(({ figures }) => figures.asked >= SMALLEST_GROUP);
  return view(
    t`How signing is going`,
    ...(among ? [] : shown.map(({ title, figures }) => bar(title, figures.signed, figures.asked))),
    text(among ? t`Which agreement do you mean?` : t`Press one for its departments.`),
    buttons(...shown.map(({ title, agreement }) => outstanding.button(title, { agreement, ...(among && { among }) }))),
    noNames,
  );
}

function departmentView(
  title: string,
  among: NonNullable<OutstandingFilter['among']>,
  { shown }: Merged<Figures & { group: string | null }>,
  agreement: string,
): View {
  const { departments, ...others } = among;
  const wanted = departments?.length === 1 && !Object.keys(others).length ? departments[0]?.toLowerCase() : undefined;
  const found = wanted === undefined ? undefined : shown.find(({ group }) => group?.toLowerCase() === wanted);
  const whole = buttons(outstanding.button(t`The whole school`, { agreement }));
  if (!found)
    return view(
      t`No figures for this group`,
      text(
        t`For your role I have figures of whole departments with ${SMALLEST_GROUP} people or more, so that none points at a person.`,
      ),
      whole,
    );
  return view(
    t`${found.signed} of ${found.asked} have signed`,
    text(t`${title}: ${found.group ?? ''}`, 'quiet'),
    bar(t`Signed`, found.signed, found.asked),
    whole,
    noNames,
  );
}

const tooFew = (title: string): View =>
  view(
    t`Too few people for figures`,
    text(title, 'quiet'),
    text(t`Fewer than ${SMALLEST_GROUP} people are asked to sign this, so figures would point at them.`),
  );

function remark({ open, overdue, refused }: Figures): string {
  const words = [
    t`${open} still to sign`,
    overdue > 0 && t`${overdue} of them overdue`,
    refused > 0 && t`${count(refused, t`person`, t`people`)} can't accept`,
  ].filter((word) => word !== false);
  return `${words.join(', ')}.`;
}

const noNames: Node = text(
  t`These are figures without names. Groups of fewer than ${SMALLEST_GROUP} people are shown together.`,
  'quiet',
);
