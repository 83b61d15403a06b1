import * as z from 'zod';
import { Refusal } from '../../errors.ts';
import { type Actor, action, type Context } from '../../feature.ts';
import { t } from '../../language/words.ts';
import { named } from '../../people/index.ts';
import { dayOf, sayDay } from '../../time.ts';
import { buttons, rows, text, view } from '../../view/build.ts';
import type { View } from '../../view/view.ts';
import { BY_HAND, canBeConfirmed, type Finding, recordChanges } from '../findings.ts';
import { providerName } from '../mfa/judge.ts';
import { ownedBy } from '../owners.ts';
import { redrawCards } from './cards.ts';
import { personView } from './person.ts';
import { ROWS, type Row } from './rows.ts';
import { noteStandings } from './standing.ts';

/** Things on one page. */
const PAGE = 8;

/**
 * "It's done." Somebody looked where no directory can, or did what nobody else knows of. Theirs to say is what their role
 * looks after; whoever may see the checks may say it too. A later word of a directory counts more.
 */
export const confirm = action({
  id: 'checks.confirm',
  who: 'person',
  input: z.strictObject({ finding: z.string(), from: z.enum(['person', 'todo']) }),
  async run({ finding: id, from }, context): Promise<View> {
    const { tx, actor, now } = context;
    const finding = await theirs(id, context);
    if (canBeConfirmed(finding)) {
      const after = await tx
        .updateTable('findings')
        .set({
          state: 'pass',
          because_kind: null,
          because_words: null,
          passed_at: now.toISOString(),
          changed_at: now.toISOString(),
          confirmed_by: actor.person.id,
          confirmed_at: now.toISOString(),
        })
        .where('id', '=', id)
        .where('state', '=', 'unknown')
        .returningAll()
        .executeTakeFirst();
      if (after) {
        await noteStandings(tx, [finding.person], now);
        await redrawCards(tx, { since: now.toISOString(), now });
        await recordChanges(tx, [{ finding: after, from: 'unknown', to: 'pass' }], now);
      }
    }
    const note = t`Noted: ${ROWS[finding.row_name as Row].title}.`;
    if (from === 'todo') return todoView({ page: 1 }, context, note);
    const about = await tx
      .selectFrom('people')
      .select(['id', 'name', 'email', 'department'])
      .where('id', '=', finding.person)
      .executeTakeFirstOrThrow();
    return personView(about, { show: 'open', page: 1 }, context, note);
  },
});

/** @throws Refusal unless it is there, about somebody whom the actor may see, and theirs to say. */
async function theirs(id: string, { tx, actor, school }: Context): Promise<Finding> {
  const finding = await tx
    .selectFrom('findings')
    .selectAll()
    .where('id', '=', id)
    .where('check_name', '=', 'leavers')
    .where('person', 'in', (eb) => eb.selectFrom('people').select('people.id').where(seenBy(actor)))
    .executeTakeFirst();
  if (!finding || !(actor.may.has('checks') || ownedBy(actor, school).includes(finding.owner)))
    throw new Refusal(t`This is for somebody else to say, or there is nothing to say any more. Nothing was noted.`);
  return finding;
}

/** Whoever looks after something does so for their own school, whatever else their role lets them see. */
const seenBy = (actor: Actor) => (actor.sees === 'own' ? named({ ...actor, sees: 'school' }) : named(actor));

/** "What is left to do for leavers?" What somebody's role looks after and only a person can say. */
export const todo = action({
  id: 'checks.todo',
  who: 'person',
  input: z.strictObject({ page: z.int().min(1).max(1_000).default(1) }),
  run: ({ page }, context) => todoView({ page }, context),
});

async function todoView({ page }: { page: number }, context: Context, note?: string): Promise<View> {
  const { tx, actor, now, school } = context;
  const owned = ownedBy(actor, school);
  const found = owned.length
    ? await tx
        .selectFrom('findings')
        .innerJoin('people', 'people.id', 'findings.person')
        .select(['findings.id', 'people.name', 'row_name', 'account', 'items', 'because_words', 'due_on'])
        .where('check_name', '=', 'leavers')
        .where('findings.state', '=', 'unknown')
        .where('because_kind', 'in', BY_HAND)
        .where('owner', 'in', owned)
        .where(seenBy(actor))
        .orderBy('due_on')
        .orderBy('people.name')
        .orderBy('row_name')
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
        .execute()
    : [];
  const today = dayOf(now, school);
  const line = ({ account, items, because_words, due_on }: (typeof found)[number]) => {
    const [provider] = account.split(' ') as ['entra' | 'google' | ''];
    return [
      provider && providerName(provider),
      (JSON.parse(items) as string[]).join(', '),
      because_words,
      due_on && (due_on < today ? t`was due on ${sayDay(due_on)}` : t`by ${sayDay(due_on)}`),
    ]
      .filter(Boolean)
      .join(' · ');
  };
  return view(
    found.length ? t`To look at by hand, for people who leave` : t`Nothing to look at by hand`,
    note !== undefined && text(note, 'good'),
    found.length > 0 && text(t`No directory can tell these. Press when you have looked, or done it.`, 'quiet'),
    rows(
      found.slice(0, PAGE).map((one) => ({
        title: `${one.name}: ${ROWS[one.row_name as Row].title}`,
        detail: line(one),
        button: confirm.button(t`It's done`, { finding: one.id, from: 'todo' }),
      })),
    ),
    buttons(
      page > 1 && todo.button(t`Previous`, { page: page - 1 }),
      found.length > PAGE && todo.button(t`Next`, { page: page + 1 }),
    ),
  );
}
