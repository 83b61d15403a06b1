import { type Context, command, type Slots } from '../feature.ts';
import { t } from '../language/words.ts';
import { whichPerson } from '../people/index.ts';
import { text, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { askedFor, lastAsked } from './asked.ts';
import { exportList } from './export.ts';
import { bare, type OutstandingFilter } from './filter.ts';
import { hasSigned } from './hasSigned.ts';
import { outstanding } from './outstanding.ts';
import { nobody, peopleNamed } from './person.ts';
import { remind } from './remind.ts';
import { somebodyElse } from './somebodyElse.ts';
import { summary } from './summary.ts';

/** The list, of what somebody said on top of what the talk was about. */
async function list(slots: Slots, context: Context, about: OutstandingFilter = {}): Promise<View> {
  const asked = await askedFor(slots, context, (label, filter) => outstanding.button(label, { ...about, ...filter }));
  return asked.kind === 'question' ? asked.view : outstanding.run({ ...about, ...asked.filter, page: 1 }, context);
}

const whoHasNot = command({
  id: 'progress.outstanding',
  title: "who hasn't signed",
  hint: t`Names, how overdue they are and how they were reached. Add an agreement, or "in Science".`,
  who: 'person',
  intent: 'agreements.outstanding',
  inMenu: true,
  phrases: [
    "who hasn't/haven't signed ({agreement}) (in/from/of/at {group})",
    "who in/from/at {group} hasn't/haven't signed ({agreement})",
    "who hasn't signed {group}",
    "which/what {group} haven't/hasn't signed ({agreement})",
    "(list) {group} who haven't/hasn't signed ({agreement})",
    "who didn't sign ({agreement}) (in/from/at {group})",
    'who still needs/has to sign ({agreement}) (in/from/at {group})',
    'who is still/yet to sign ({agreement}) (in/from/at {group})',
    'who has yet/still to sign ({agreement}) (in/from/at {group})',
    'who is missing/outstanding/left (in/from/at {group})',
    'missing/outstanding/unsigned (signatures) (for {agreement}) (in/from/at {group})',
    'has/have everyone/everybody signed ({agreement}) (in/from/at {group})',
    'has/have {group} signed ({agreement})',
  ],
  run: (slots, context) => list({ status: 'open', ...slots }, context),
});

const whoHas = command({
  id: 'progress.signed',
  title: 'who has signed',
  hint: t`The names of those who have signed.`,
  who: 'person',
  intent: 'agreements.signed',
  phrases: [
    'who has/have signed ({agreement}) (in/from/at {group})',
    'who signed ({agreement}) (in/from/at {group})',
    'which/what {group} have/has signed ({agreement})',
    'signatures (for/of {agreement}) (in/from/at {group})',
  ],
  async run(slots, context) {
    const answer = await list({ ...slots, status: 'signed' }, context);
    if (slots.from === undefined && slots.to === undefined) return answer;
    const note = text(t`I can't pick out days yet: these are all who have signed, each with the day.`, 'quiet');
    return { ...answer, nodes: [note, ...answer.nodes] };
  },
});

const whoIs = command({
  id: 'progress.status',
  title: 'who is overdue',
  hint: t`Also: who can't accept, who is not reached.`,
  who: 'person',
  phrases: [
    'who is/are {status} (in/from/at {group})',
    'who has {status} (in/from/at {group})',
    'who {status} (in/from/at {group})',
    'whose signature is {status} (in/from/at {group})',
    'whose {agreement} is {status} (in/from/at {group})',
    'which/what {group} are/is {status}',
    '{status} signatures (in/from/at {group})',
    '{status}',
  ],
  run: (slots, context) => list(slots, context),
});

const howAreWe = command({
  id: 'progress.summary',
  title: 'how are we doing',
  hint: t`Each agreement at a glance: signed, overdue, not reached.`,
  who: 'person',
  intent: 'agreements.progress',
  inMenu: true,
  phrases: [
    'how are we doing/getting (on) (with/on/for {agreement}) (in/at {group})',
    'how is {group} doing/getting (on) (with {agreement})',
    'how is it/signing/everything going (with {agreement}) (in/at {group})',
    'how is {agreement} going (in/at {group})',
    "how many (people) have/has/haven't/hasn't signed ({agreement}) (in/from/at {group})",
    "how many (of/in) {group} have/has/haven't/hasn't signed ({agreement})",
    'how many (people) (are) still (need/have) to sign ({agreement}) (in/from/at {group})',
    'how many (people) are left/missing/outstanding (in/at {group})',
    'what percentage/proportion/share (of {group}) have/has signed ({agreement})',
    'progress (on/of/for/with {agreement}) (in/at {group})',
    'summary/overview/status/figures (on/of/for {agreement}) (in/at {group})',
    'where are/do we (stand)',
  ],
  async run(slots, context) {
    const asked = await askedFor(slots, context, (label, filter) => summary.button(label, filter));
    return asked.kind === 'question' ? asked.view : summary.run({ ...asked.filter, page: 1 }, context);
  },
});

const hasSomeone = command({
  id: 'progress.hasSigned',
  title: 'has somebody signed',
  hint: t`Write a name: "has Sarah Patel signed".`,
  who: 'person',
  intent: 'agreements.person',
  phrases: [
    'has {person} signed ({agreement})',
    "hasn't {person} signed ({agreement})",
    'did {person} sign ({agreement})',
    'what has {person} signed',
    'check {person}',
    'has somebody/someone signed',
  ],
  async run({ person, ...slots }, context) {
    if (person === undefined)
      return view(t`Who do you mean?`, text(t`Write me the name, as "has Sarah Patel signed".`));
    const asked = await askedFor(slots, context, (label, filter) =>
      hasSigned.button(label, { name: person, ...about(filter) }),
    );
    return asked.kind === 'question' ? asked.view : hasSigned.run({ name: person, ...about(asked.filter) }, context);
  },
});

const about = ({ agreement }: OutstandingFilter) => (agreement === undefined ? {} : { agreement });

const remindSome = command({
  id: 'progress.remind',
  title: "remind who hasn't signed",
  hint: t`Shows whom a reminder would reach. Nothing is sent before you confirm.`,
  who: 'remind',
  changes: true,
  intent: 'agreements.remind',
  phrases: [
    "remind/chase/nudge everyone/everybody/those/people/all (who hasn't/haven't signed) (to sign) ({agreement}) (in/from/at {group})",
    "remind/chase/nudge who hasn't/haven't signed ({agreement}) (in/from/at {group})",
    'remind/chase/nudge {group} (to sign) ({agreement})',
    'remind/chase/nudge {person} (to sign) ({agreement})',
    'remind/chase/nudge {person} (about {agreement})',
    'send (out) a/the reminder/reminders (for/about {agreement})',
    'send (a) reminder/reminders to {group} (to sign) ({agreement})',
    'send (a) reminder/reminders to {person} (to sign) ({agreement})',
    'send {person} (a) reminder/reminders (to sign) ({agreement})',
  ],
  run: (slots, context) => remindOf(slots, context, {}),
});

const remindThem = command({
  id: 'progress.remindThem',
  title: 'remind them',
  hint: t`Reminds those of the last answer, once you confirm.`,
  who: 'remind',
  changes: true,
  followsUp: true,
  phrases: [
    'remind/chase/nudge them/these/her/him (all) (to sign)',
    'send (out) (them/her/him) (a) reminder/reminders (to them/her/him)',
    'remind/reminder/reminders',
  ],
  run: async (_, context) => remindOf({}, context, (await lastAsked(context)) ?? {}),
});

/** Asks to confirm a reminder to those who still have to sign, of a group or of one person. */
async function remindOf({ person, ...slots }: Slots, context: Context, last: OutstandingFilter): Promise<View> {
  const isLate = slots.status === 'overdue' || last.status === 'overdue';
  const status = isLate ? ('overdue' as const) : ('open' as const);
  const asked = await askedFor(slots, context, (label, filter) => remind.button(label, { ...filter, status }));
  if (asked.kind === 'question') return asked.view;
  const filter = { ...bare(last), ...asked.filter, status };
  if (person === undefined) return remind.run(filter, context);
  const [only, ...others] = await peopleNamed(person, context);
  if (!only) return nobody();
  if (!others.length) return remind.run({ ...filter, person: only.id }, context);
  return whichPerson([only, ...others], (label, id) => remind.button(label, { ...filter, person: id }));
}

const TO_A_SHEET = '(to/as/into (a) csv/excel/spreadsheet)';

const exportSome = command({
  id: 'progress.export',
  title: 'export signatures',
  hint: t`A list to download that opens in Excel. Add an agreement, or "in Science".`,
  who: 'export',
  changes: true,
  intent: 'agreements.export',
  phrases: [
    `export/download (the/a) list ${TO_A_SHEET}`,
    "export/download (everyone) who hasn't/haven't signed ({agreement}) (in/from/at {group})",
    `export/download {agreement} (signatures) ${TO_A_SHEET}`,
    `export/download {group} (signatures) ${TO_A_SHEET}`,
    `export/download (all) signatures (for/of {agreement}) (in/from/at {group}) ${TO_A_SHEET}`,
  ],
  async run(slots, context) {
    const asked = await askedFor(slots, context, (label, filter) => exportList.button(label, filter));
    return asked.kind === 'question' ? asked.view : exportList.run(asked.filter, context);
  },
});

const exportIt = command({
  id: 'progress.exportIt',
  title: 'export it',
  hint: t`The last answer as a list to download.`,
  who: 'export',
  changes: true,
  followsUp: true,
  phrases: [`export/download (it/this/that/them/these) ${TO_A_SHEET}`, 'csv/spreadsheet/excel'],
  run: async (_, context) => exportList.run(bare((await lastAsked(context)) ?? {}), context),
});

const narrow = command({
  id: 'progress.narrow',
  title: 'just the overdue ones',
  hint: t`Narrows the last answer; also "and in Maths".`,
  who: 'person',
  followsUp: true,
  phrases: [
    '(and) just/only {status} (ones/people) (in/from/at {group})',
    '(and) (the) {status} ones/people (in/from/at {group})',
    'and/or/what/how (about) (just/only) (the) {status} (ones/people)',
    'which/who (of them) are/is {status} (in/from/at {group})',
    '(and) (just/only) in/from/at {group}',
    'and/just/only {group}',
    'what/how about {group}',
    'no (i) mean/meant (in/for) (the) {group}',
    'no (i) mean/meant {agreement}',
    'no (not) (in/from) {group}',
    '(no) (i) (mean/meant) not (in/from) (the) {!group} (but/rather) (in/from) (the) {group}',
    '(no) (i) (mean/meant) (in/from) {group} (and) not (in/from) {!group}',
    '(no) (i) (mean/meant) not (the) {!agreement} (but/rather) (the) {agreement}',
    '(no) (i) (mean/meant) (the) {agreement} (and) not (the) {!agreement}',
    'and/just/only (for) {agreement}',
    'what/how about {agreement}',
  ],
  async run(slots, context) {
    const { person: _, ...last } = bare((await lastAsked(context)) ?? {});
    return list(slots, context, last);
  },
});

const turn = (title: string, by: 1 | -1, phrases: string[]) =>
  command({
    id: by === 1 ? 'progress.next' : 'progress.previous',
    title,
    hint: t`Turns the page of the last list.`,
    who: 'person',
    followsUp: true,
    phrases,
    async run(_, context) {
      const { page, ...last } = (await lastAsked(context)) ?? { page: 0 };
      return outstanding.run({ ...last, page: Math.max(1, page + by) }, context);
    },
  });

/** What people say about signatures, first what they ask most. */
export const commands = [
  whoHasNot,
  howAreWe,
  hasSomeone,
  whoIs,
  whoHas,
  remindSome,
  exportSome,
  remindThem,
  exportIt,
  narrow,
  ...somebodyElse,
  turn('next page', 1, ['next (page/one/ones)', 'more (names)', 'continue', 'go on']),
  turn('previous page', -1, ['previous (page)', '(go) back', 'page back']),
];
