import { Refusal } from '../../errors.ts';
import { type Command, type Context, command, type Slots } from '../../feature.ts';
import { findDay } from '../../language/index.ts';
import { t } from '../../language/words.ts';
import { text, view } from '../../view/build.ts';
import { closeAccounts } from '../closing/ask.ts';
import { todo } from './confirm.ts';
import { firstWhoCanSignIn, list } from './list.ts';
import { person } from './person.ts';
import { tell } from './tell.ts';

/** What people say about those who leave. */
export const commands: Command[] = [
  command({
    id: 'checks.leavers',
    title: 'leavers',
    hint: t`Who has left, and whether their accounts are really closed.`,
    who: 'checks',
    intent: ['leavers.findings', 'leavers.check'],
    inMenu: true,
    phrases: [
      '(the/our/all) (of) (the/our) leavers',
      'who has/have left',
      "which/what/whose (leavers) (leavers') (accounts) are (still) open",
      'which/what leavers have (still) (open/active) accounts',
      'check (the/all) (the/our) leavers (accounts)',
      'check (the/all) (accounts) of (all/our) (of) (the/our) leavers',
      'leaver/leavers (account/accounts) (check/audit/report/status)',
      'who is/are leaving (soon)',
    ],
    run: ({ person: name }, context) =>
      name === undefined
        ? list.run({ show: 'all', page: 1 }, context)
        : person.run({ name, show: 'open', page: 1 }, context),
  }),
  command({
    id: 'checks.leaver',
    title: "is somebody's account closed?",
    hint: t`Write a name: "has Sarah Patel's account been closed".`,
    who: 'checks',
    phrases: [
      'has/have/is/are {person} account/accounts (been) (still/really) closed/blocked/disabled/open/active/suspended',
      'is {person} (still/really) closed/blocked/disabled',
      'can {person} still sign/log in',
      'check (the) leaver {person}',
      '(do) (a/the) leaver (account) check/audit (on/of/for) {person}',
      'what is (still) open (of/for) {person}',
    ],
    run: ({ person: name }, context) => person.run({ name: name ?? '', show: 'open', page: 1 }, context),
  }),
  command({
    id: 'checks.closeAccounts',
    title: "close somebody's accounts",
    hint: t`Write a name: "block sign-in for Sarah Patel". Somebody else approves it before anything happens.`,
    who: 'checks',
    changes: true,
    phrases: [
      'block (the) sign/log in for/of (the) {person}',
      'block (the) sign/log in for/of (the) first (one/person)',
      'block {person} sign/log in',
      'close (the) account/accounts for/of {person}',
      'close {person} account/accounts',
    ],
    run: (slots, context) => closing(slots, context),
  }),
  command({
    id: 'checks.tellLeaving',
    title: 'somebody leaves on a day',
    hint: t`Write it as "Sarah Patel leaves on 31 August". I ask before I note it.`,
    who: 'leavers',
    phrases: [
      '{person} (is/will/are) leaves/leave/leaving (us/school) (on/at) {day}',
      '{person} leaving date is {day}',
      'somebody/someone leaves (on) (a) (day)',
    ],
    run: (slots, context) => telling(slots, 'both', 'future', context),
  }),
  command({
    id: 'checks.tellLastDay',
    title: "somebody's last working day",
    hint: t`If the contract ends later: "Sarah Patel's last working day is 21 July".`,
    who: 'leavers',
    followsUp: true,
    phrases: [
      '{person} last (working) day (here/in/at) (school) is/will (be) (on) {day}',
      'somebody/someone last working day',
    ],
    run: (slots, context) => telling(slots, 'last-day', 'future', context),
  }),
  command({
    id: 'checks.tellEnd',
    title: "the end of somebody's contract",
    hint: t`As "Sarah Patel's contract ends on 31 August".`,
    who: 'leavers',
    followsUp: true,
    phrases: ['{person} contract ends/end/ending/finishes (on/at) {day}', '(the) end of somebody/someone contract'],
    run: (slots, context) => telling(slots, 'end', 'future', context),
  }),
  command({
    id: 'checks.tellLeft',
    title: 'somebody left on a day',
    hint: t`As "Sarah Patel left on Friday".`,
    who: 'leavers',
    followsUp: true,
    phrases: ['{person} (has) left (us/school) (on/at) {day}', 'somebody/someone left (on) (a) (day)'],
    run: (slots, context) => telling(slots, 'both', 'past', context),
  }),
  command({
    id: 'checks.todo',
    title: 'what must I confirm?',
    hint: t`What only you can say about people who leave, as whether shared passwords are changed.`,
    who: 'person',
    followsUp: true,
    phrases: [
      'what must/should i confirm',
      'what do i have to confirm',
      'what is there to confirm',
      'things to confirm',
    ],
    run: (_, context) => todo.run({ page: 1 }, context),
  }),
];

/** "Block sign-in for the first", or for somebody by name: what would be done is on the next card. */
async function closing({ person: name }: Slots, context: Context) {
  if (name !== undefined) return person.run({ name, show: 'open', page: 1 }, context);
  const first = await firstWhoCanSignIn(context);
  if (!first) throw new Refusal(t`Nobody who left can still sign in, as far as I know. Write "leavers" to see them.`);
  return closeAccounts.run({ person: first, steps: 'sign-in' }, context);
}

async function telling(
  { person: name, day: typed }: Slots,
  which: 'both' | 'last-day' | 'end',
  towards: 'future' | 'past',
  context: Context,
) {
  if (name === undefined || typed === undefined)
    return view(t`Who leaves, and when?`, text(t`Write it as "Sarah Patel leaves on 31 August".`));
  const day = findDay(typed, context.now, context.school, towards);
  if (!day) throw new Refusal(t`I don't know which day you mean. Please write it as 31 August 2027.`);
  return tell.run({ name, day, which }, context);
}
