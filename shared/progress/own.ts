import { show } from '../acknowledgements/index.ts';
import type { Context } from '../feature.ts';
import { t } from '../language/words.ts';
import { dayOf } from '../time.ts';
import { progress as bar, rows, text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { namingQuestion } from './duty.ts';
import { type OutstandingFilter, running } from './filter.ts';
import { type Duty, signers } from './names.ts';
import { sayShortDay, sayWhen } from './reach.ts';

/** What everybody may know: what they signed themselves, and what they still have to sign. */
export async function ownView({ agreement }: OutstandingFilter, context: Context): Promise<View> {
  const { tx, actor, now, school } = context;
  const filter = { agreement, person: actor.person.id };
  const { campaigns, titles } = await running(tx, filter, actor);
  const today = dayOf(now, school);
  const { people } = await signers(tx, namingQuestion(actor, { campaigns, filter, today, school }), 'all', {
    offset: 0,
    limit: 1,
  });
  const duties = people[0]?.duties ?? [];
  const open = duties.filter(({ state }) => state === 'open');
  const onlyOwn = text(t`This is about yourself: your role shows you nobody else's signature.`, 'quiet');
  if (!duties.length)
    return view(t`Nothing to sign`, text(t`You aren't asked to sign anything at the moment.`), onlyOwn);
  const line = ({ assignment, agreement, state, due_on, closed_at }: Duty) => ({
    title: titles.get(agreement) ?? '',
    detail:
      state === 'open'
        ? due_on < today
          ? t`Still to sign: overdue since ${sayShortDay(due_on)}`
          : t`Still to sign, by ${sayShortDay(due_on)}`
        : state === 'refused'
          ? t`You said that you can't accept it`
          : t`You signed ${closed_at ? sayWhen(closed_at, now, school) : ''}`.trim(),
    ...(state === 'open' && { button: show.button(t`Open`, { assignment }) }),
  });
  return view(
    open.length ? t`You have ${open.length} to sign` : t`You have answered everything`,
    bar(t`Signed`, duties.filter(({ state }) => state === 'acknowledged').length, duties.length),
    rows(duties.map(line)),
    onlyOwn,
  );
}
