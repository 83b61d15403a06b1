import * as z from 'zod';
import { memberships } from '../../directories/index.ts';
import { action, type Context } from '../../feature.ts';
import { t } from '../../language/words.ts';
import { called, type Known, named, whichPerson } from '../../people/index.ts';
import { grantedAccess } from '../../requests/index.ts';
import { sayDay, sayMoment } from '../../time.ts';
import { list, rows, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { CLOSE_ACCOUNT } from '../closing/closing.ts';
import { areasFor } from './areas.ts';
import { readArea, readSince, sayGroup } from './inside.ts';

/** Groups that are named; of more, their number. */
const MANY = 12;

const Asked = z.strictObject({ name: z.string().max(200).optional(), person: z.string().max(100).optional() });

/** "What does Sarah Patel have access to?" Areas, groups and teams, and what was granted. Of oneself, anybody may ask. */
export const person = action({
  id: 'checks.accessPerson',
  who: 'person',
  input: Asked,
  async run({ name, person: id }, context): Promise<View> {
    const { tx, actor } = context;
    const visible = await tx
      .selectFrom('people')
      .select(['people.id', 'name', 'email', 'department'])
      .where(actor.may.has('checks') ? named(actor) : (eb) => eb('people.id', '=', actor.person.id))
      .$if(id !== undefined, (query) => query.where('people.id', '=', id as string))
      .orderBy('name')
      .execute();
    const mine = name === undefined && id === undefined;
    const meant = mine
      ? visible.filter((one) => one.id === actor.person.id)
      : id === undefined
        ? called(name ?? '', visible)
        : visible;
    const [only, ...others] = meant;
    if (!only)
      return view(
        t`I can't tell you about that person`,
        text(t`I know nobody of that name whose access your role lets you see. Please check the spelling.`),
      );
    if (others.length) return whichPerson([only, ...others], (label, one) => person.button(label, { person: one }));
    return accessView(only, context);
  },
});

async function accessView({ id, name, department }: Known, context: Context): Promise<View> {
  const { tx, actor, school } = context;
  const areas = [];
  const doubts: string[] = [];
  // Of oneself one may know it all; of others what one answers for.
  for (const area of id === actor.person.id ? school.areas : areasFor(context)) {
    const reading = await readArea(tx, area);
    const inside = reading.inside.find(({ person }) => person === id);
    if (inside) areas.push({ title: area.title, detail: t`through ${inside.through.join(', ')}` });
    else if (reading.doubts.length) doubts.push(t`${area.title}: can't be said. ${reading.doubts[0] as string}`);
  }
  const groups = await groupsOf(id, context);
  const grants = (await grantedAccess(tx, { person: id })).filter(({ kind }) => kind !== CLOSE_ACCOUNT);
  const since = await readSince(tx);
  return view(
    t`What ${name} has access to`,
    text(department ?? '', 'quiet'),
    school.areas.length > 0 && text(t`Areas`, 'heading'),
    school.areas.length > 0 && !areas.length && text(t`None that I know of.`),
    rows(areas),
    doubts.length > 0 && list(doubts),
    text(t`Groups, teams and shared drives`, 'heading'),
    text(
      groups.length
        ? [...groups.slice(0, MANY), ...(groups.length > MANY ? [t`and ${groups.length - MANY} more`] : [])].join(', ')
        : t`None that I know of.`,
    ),
    grants.length > 0 && text(t`Granted`, 'heading'),
    rows(
      grants.slice(0, MANY).map(({ title, what, until, state }) => ({
        title: what === title ? title : `${title}: ${what}`,
        detail:
          state === 'removing'
            ? t`over, and nobody has confirmed yet that it was taken away`
            : until === null
              ? t`without an end`
              : t`until ${sayDay(until)}`,
      })),
    ),
    text(
      since
        ? t`As the directories said on ${sayMoment(since, school)}.`
        : t`The directories weren't read to the end yet, so there may be more.`,
      'quiet',
    ),
  );
}

/** The names of the groups, teams, shared drives and administrator roles that somebody's accounts are in. */
async function groupsOf(person: string, { tx }: Context): Promise<string[]> {
  const rows = await memberships(tx)
    .select(['g.name', 'g.kind'])
    .distinct()
    .where('a.person', '=', person)
    .orderBy('g.name')
    .execute();
  return rows.map(sayGroup);
}
