import { show } from '../acknowledgements/index.ts';
import { hereOn } from '../audiences/index.ts';
import type { Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { called, type Known, named } from '../people/index.ts';
import { dayOf } from '../time.ts';
import { buttons, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { COUNTED } from './duty.ts';
import type { Duty } from './names.ts';
import { reachedOf, sayShortDay, sayWhen } from './reach.ts';
import { remind } from './remind.ts';

/** The people that the actor may see by name, and who are here. Nobody else can be asked about. */
const visible = ({ tx, actor, now, school }: Context) =>
  tx
    .selectFrom('people')
    .select(['people.id', 'name', 'email', 'department'])
    .where(named(actor))
    .where(hereOn(dayOf(now, school)))
    .orderBy('name');

export const personSeen = (id: string, context: Context): Promise<Known | undefined> =>
  visible(context).where('people.id', '=', id).executeTakeFirst();

/** The people somebody may mean by a name, of those whom the actor may see. */
export const peopleNamed = async (typed: string, context: Context): Promise<Known[]> =>
  called(typed, await visible(context).execute());

/** How one person stands with each agreement; of one that is asked again every year, the latest time. */
export async function personView(person: Known, agreement: string | undefined, context: Context): Promise<View> {
  const { tx, actor, now, school } = context;
  const own = person.id === actor.person.id;
  const duties = await latestDuties(person.id, agreement, context);
  const open = duties.filter(({ state }) => state === 'open');
  const reached = (
    await reachedOf(tx, [{ person: person.id, assignments: open.map(({ assignment }) => assignment) }], { now, school })
  ).get(person.id);
  const today = dayOf(now, school);
  const line = ({ state, due_on, closed_at }: Duty): string => {
    const when = closed_at ? sayWhen(closed_at, now, school) : '';
    if (state === 'acknowledged') return t`Signed ${when}`.trim();
    if (state === 'refused') return t`Said they can't accept ${when}`.trim();
    const due =
      due_on < today ? t`Not yet: overdue since ${sayShortDay(due_on)}` : t`Not yet: due ${sayShortDay(due_on)}`;
    return reached ? `${due} · ${reached.words}` : due;
  };
  return view(
    person.name,
    text(person.department ?? '', 'quiet'),
    duties.length
      ? rows(
          duties.map((duty) => ({
            title: duty.title,
            detail: line(duty),
            ...(own && duty.state === 'open' && { button: show.button(t`Open`, { assignment: duty.assignment }) }),
          })),
        )
      : text(agreement === undefined ? t`Hasn't been asked to sign anything.` : t`Hasn't been asked to sign that.`),
    buttons(
      !own &&
        open.length > 0 &&
        actor.may.has('remind') &&
        remind.button(
          t`Remind`,
          { person: person.id, ...(agreement !== undefined && { agreement }) },
          { style: 'primary' },
        ),
    ),
  );
}

async function latestDuties(
  person: string,
  agreement: string | undefined,
  { tx }: Context,
): Promise<(Duty & { title: string })[]> {
  const rows = await tx
    .selectFrom('assignments')
    .innerJoin('campaigns', 'campaigns.id', 'assignments.campaign')
    .innerJoin('agreements', 'agreements.id', 'assignments.agreement')
    .select([
      'assignments.id as assignment',
      'assignments.agreement',
      'assignments.state',
      'assignments.due_on',
      'closed_at',
      'title',
    ])
    .where('person', '=', person)
    .where('assignments.state', 'in', COUNTED)
    .where('campaigns.state', 'in', ['running', 'paused', 'ended'])
    .$if(agreement !== undefined, (query) => query.where('assignments.agreement', '=', agreement as string))
    .orderBy('campaigns.created_at', 'desc')
    .execute();
  const latest = new Map<string, Duty & { title: string }>();
  for (const row of rows as (Duty & { title: string })[])
    if (!latest.has(row.agreement)) latest.set(row.agreement, row);
  return [...latest.values()].toSorted((a, b) => a.title.localeCompare(b.title, 'en-GB'));
}

/** The same for a name that nobody has and for somebody the asker may not see: it tells nothing about who works here. */
export const nobody = (): View =>
  view(
    t`I can't tell you about that person`,
    text(t`I know nobody of that name whose signatures your role lets you see. Please check the spelling.`),
  );
