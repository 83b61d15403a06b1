import * as z from 'zod';
import { sayAudience } from '../../audiences/index.ts';
import { action, type Context } from '../../feature.ts';
import { count, t } from '../../language/words.ts';
import { counted, named } from '../../people/index.ts';
import { Audience } from '../../school.ts';
import { dayOf, sayDay } from '../../time.ts';
import { list as bullets, buttons, progress, rows, text, view } from '../../view/build.ts';
import type { Node, View } from '../../view/view.ts';
import { checkNow, standOf } from '../progress.ts';
import { latestRun } from '../runs.ts';
import { type Exemption, exemptOn } from './exempt.ts';
import {
  type ApartKind,
  accountsApart,
  countApart,
  type Figures,
  figuresOf,
  type Listed,
  listOf,
  type Question,
} from './figures.ts';
import { person } from './person.ts';

/** People on one page: a card stays short enough to read on a phone. */
const PAGE = 10;

/** Figures about fewer people than this tell, to someone who knows the school, who they are. */
const SMALLEST_GROUP = 5;

const Asked = z.strictObject({
  show: z.enum(['without', 'unknown', 'exempt', 'apart']).default('without'),
  among: Audience.optional(),
  page: z.int().min(1).max(100_000).default(1),
});
type Asked = z.output<typeof Asked>;

/** "Who has no MFA?" The names in pages, with who can't be told and why, who is exempt and why, and what is kept apart. */
export const list = action({
  id: 'checks.mfaList',
  who: 'checks',
  input: Asked,
  async run(asked, context): Promise<View> {
    const { tx, actor } = context;
    const question = await questionOf(asked.among, context);
    const figures = await figuresOf(tx, question);
    if (!(await latestRun(tx, 'mfa')).last && !figures.asked) return notYet(context);
    if (actor.sees === 'counts') return figuresView(figures, context);
    return asked.show === 'apart' ? apartView(asked, context) : namesView(asked, figures, question, context);
  },
});

/** The weekly card: what the figures are, and why. */
export const weekly = action({
  id: 'checks.mfaWeekly',
  who: 'checks',
  input: z.strictObject({}),
  async run(_, context): Promise<View> {
    const question = await questionOf(undefined, context);
    const figures = await figuresOf(context.tx, question);
    if (context.actor.sees === 'counts') return figuresView(figures, context);
    const exempt = await listOf(context.tx, question, 'exempt', { offset: 0, limit: PAGE });
    return view(
      headline(figures),
      progress(t`Two-step sign-in set up`, figures.has, figures.asked),
      ...reasons(figures),
      exempt.length > 0 &&
        bullets(exempt.slice(0, PAGE).map((one) => `${one.name}: ${sayExempt(question.exempt.get(one.id))}`)),
      ...(await standOf('mfa', context)),
      buttons(
        figures.without > 0 && list.button(t`Who`, { show: 'without' }, { style: 'primary' }),
        figures.unknown > 0 && list.button(t`Who can't be told`, { show: 'unknown' }),
        list.button(t`Kept apart`, { show: 'apart' }),
      ),
    );
  },
});

async function questionOf(among: Audience | undefined, { tx, actor, now, school }: Context): Promise<Question> {
  const today = dayOf(now, school);
  return {
    visible: actor.sees === 'counts' ? counted(actor) : named(actor),
    // Who sees no names gets the whole school: from figures of overlapping groups one could work out single people.
    among: actor.sees === 'counts' ? undefined : among,
    today,
    exempt: await exemptOn(tx, school, today),
  };
}

async function namesView(asked: Asked, figures: Figures, question: Question, context: Context): Promise<View> {
  const { tx, school } = context;
  const { show, among, page } = asked;
  const which = show === 'apart' ? 'without' : show;
  const found = await listOf(tx, question, which, { offset: (page - 1) * PAGE, limit: PAGE });
  const to = (change: Partial<Asked>) => ({ show, page: 1, ...(among && { among }), ...change });
  return view(
    which === 'without' ? headline(figures) : which === 'unknown' ? unknownLine(figures) : exemptLine(figures),
    among && text(sayAudience(among, school), 'quiet'),
    page === 1 && which === 'without' && progress(t`Two-step sign-in set up`, figures.has, figures.asked),
    ...(page === 1 && which !== 'exempt' ? reasons(figures) : []),
    rows(
      found.slice(0, PAGE).map((one) => ({
        title: one.name,
        detail: detail(one, which, question, context),
        button: person.button(t`Look`, { person: one.id }),
      })),
    ),
    ...(page === 1 ? await standOf('mfa', context) : []),
    buttons(
      page > 1 && list.button(t`Previous`, to({ page: page - 1 })),
      found.length > PAGE && list.button(t`Next`, to({ page: page + 1 })),
    ),
    buttons(
      which !== 'without' && list.button(t`Without (${figures.without})`, to({ show: 'without' })),
      which !== 'unknown' &&
        figures.unknown > 0 &&
        list.button(t`Unknown (${figures.unknown})`, to({ show: 'unknown' })),
      which !== 'exempt' && figures.exempt > 0 && list.button(t`Exempt (${figures.exempt})`, to({ show: 'exempt' })),
      list.button(t`Kept apart`, to({ show: 'apart' })),
      checkNow.button(t`Check now`, { check: 'mfa' }),
    ),
  );
}

function detail(
  one: Listed,
  which: 'without' | 'unknown' | 'exempt',
  { exempt }: Question,
  { school }: Context,
): string {
  const parts = [
    one.department,
    which === 'without' && (JSON.parse(one.items) as string[]).join(', '),
    which === 'without' && t`since ${sayDay(dayOf(new Date(one.changed_at), school))}`,
    which === 'without' && one.reminded > 0 && t`asked ${count(one.reminded, t`time`, t`times`)}`,
    which === 'unknown' && one.because_words,
    which === 'exempt' && sayExempt(exempt.get(one.id)),
  ];
  return parts.filter(Boolean).join(' · ');
}

const sayExempt = (exemption: Exemption | undefined): string =>
  exemption ? t`${exemption.reason} (until ${sayDay(exemption.until)})` : '';

/** "4 without, 2 unknown, 3 exempt". */
function headline({ asked, has, without, unknown, exempt }: Figures): string {
  if (!asked) return t`Nobody is asked for two-step sign-in`;
  if (has === asked) return t`Everyone has two-step sign-in`;
  const parts = [
    t`${without} without two-step sign-in`,
    unknown > 0 && t`${unknown} unknown`,
    exempt > 0 && t`${exempt} exempt`,
  ];
  return parts.filter(Boolean).join(', ');
}

const unknownLine = ({ unknown }: Figures): string => t`Of ${count(unknown, t`person`, t`people`)} it can't be told`;
const exemptLine = ({ exempt }: Figures): string => t`${count(exempt, t`person`, t`people`)} exempt`;

/** "2 unknown, because …": each reason with how many it concerns. */
const reasons = ({ unknown, reasons: all }: Figures): Node[] => {
  if (!unknown) return [];
  const named = all.reduce((sum, { people }) => sum + people, 0);
  return [
    bullets([
      ...all.map(({ words, people }) => t`${people} unknown: ${words}`),
      ...(unknown > named ? [t`${unknown - named} unknown for other reasons`] : []),
    ]),
  ];
};

const APART_WORDS: Record<ApartKind, string> = {
  'break-glass': t`for emergencies`,
  service: t`of a service`,
  shared: t`shared`,
  room: t`of a room or device`,
  blocked: t`sign-in is blocked`,
  unowned: t`nobody's: no person of the list has it`,
};

async function apartView({ page, among }: Asked, context: Context): Promise<View> {
  const { tx, actor } = context;
  const back = buttons(list.button(t`Back to the people`, { show: 'without', ...(among && { among }) }));
  // Accounts that belong to no person belong to no school of a trust either.
  if (actor.sees !== 'school' && actor.sees !== 'trust')
    return view(t`Kept apart`, text(t`Your role shows you people, and not these accounts.`), back);
  const kinds = await countApart(tx);
  const found = await accountsApart(tx, { offset: (page - 1) * PAGE, limit: PAGE });
  const all = kinds.reduce((sum, { accounts }) => sum + accounts, 0);
  return view(
    t`${count(all, t`account`, t`accounts`)} kept apart`,
    text(t`Nobody is asked for two-step sign-in because of these. Which they are, the school file says.`, 'quiet'),
    page === 1 && kinds.length > 0 && bullets(kinds.map(({ kind, accounts }) => `${APART_WORDS[kind]}: ${accounts}`)),
    rows(found.slice(0, PAGE).map(({ kind, address }) => ({ title: address, detail: APART_WORDS[kind] }))),
    buttons(
      page > 1 && list.button(t`Previous`, { show: 'apart', page: page - 1 }),
      found.length > PAGE && list.button(t`Next`, { show: 'apart', page: page + 1 }),
    ),
    back,
  );
}

/** What somebody sees who may see figures and no names. */
async function figuresView(figures: Figures, context: Context): Promise<View> {
  if (figures.asked < SMALLEST_GROUP)
    return view(
      t`Too few people for figures`,
      text(t`Fewer than ${SMALLEST_GROUP} people are asked for two-step sign-in, so figures would point at them.`),
    );
  return view(
    headline(figures),
    progress(t`Two-step sign-in set up`, figures.has, figures.asked),
    ...reasons(figures),
    ...(await standOf('mfa', context)),
    text(t`These are figures without names.`, 'quiet'),
  );
}

async function notYet(context: Context): Promise<View> {
  return view(
    t`Two-step sign-in hasn't been looked at yet`,
    text(t`It is checked at night, once a directory of the school is connected.`),
    ...(await standOf('mfa', context)),
    buttons(checkNow.button(t`Check now`, { check: 'mfa' })),
  );
}
