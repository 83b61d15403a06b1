import { Refusal } from '../errors.ts';
import { type Command, type Context, command } from '../feature.ts';
import { findDay } from '../language/index.ts';
import { t } from '../language/words.ts';
import { away, back } from './away.ts';
import { mineView } from './mine.ts';
import { formSaid } from './said.ts';
import { waiting } from './waiting.ts';

/** What people say about asking for things and deciding. */
export const commands: Command[] = [
  command({
    id: 'requests.ask',
    title: 'ask for something',
    hint: t`Guest Wi-Fi, your own device, an exception, software, access … Say what you need.`,
    who: 'person',
    intent: 'permission.request',
    inMenu: true,
    phrases: [
      '(i) (want/need/would/like) (to) ask for something',
      'what can i ask for',
      '(new/make/start) (a) request',
      '(i) (want/need/would/like) (to) ask (for) permission',
      '(can/may/could) (i) (please) (have/get/need/want) (a/an/some/the) guest/visitor wifi (access/code/password) (for {person})',
      '(can/could) (we/i/you) (have/get/install) (a/some/new) software/app/program/extension (installed)',
      '(i) (need/want/request) (an/the) exception/exemption (from) (the) (rules/rule)',
      '(can/may) (i) (need/have/get/want/request) access to {area}',
      '(can/may) (i/we) (need/want/have) remote access (to) (from) (at) (home)',
      'can/may i post on/to (the) (school) (schools) social/facebook/instagram (media) (page/account)',
      '(i) (want/need/how) (do/to) (i) (to) dispose/disposal (of) {device}',
      '(can/may/could) (i/we) {kind}',
      '(can/may/could) (i/we) (please) have/get/use/book/request/need/want (the/a/an/some) {kind}',
      '(can/may/could) (i/we) (please) have/get/use/book/request/need/want (the/a/an/some) {kind} (on/for/from) {day}',
    ],
    run: formSaid,
  }),
  command({
    id: 'requests.mine',
    title: 'my requests',
    hint: t`What you asked for, how it stands, and the way to withdraw it.`,
    who: 'person',
    inMenu: true,
    phrases: [
      'my requests',
      '(show) (me) my request/requests',
      'what have i asked for',
      'withdraw/cancel (my) request/requests',
      'has my request been decided/granted/approved',
      '(how) (is) (the) status (of) my request/requests',
    ],
    run: (_, context) => mineView(1, context),
  }),
  command({
    id: 'requests.waiting',
    title: "what's waiting for my decision",
    hint: t`What others asked for and you decide.`,
    who: 'person',
    intent: 'approvals.mine',
    phrases: [
      'what is waiting for my decision/approval',
      'what waits for my decision/approval',
      'what must/should i approve/decide',
      'what do i have to approve/decide',
      '(my) approvals',
      '(show) (me) (the) requests (waiting) for me',
    ],
    run: (_, context) => waiting.run({ page: 1 }, context),
  }),
  command({
    id: 'requests.away',
    title: "I'm away until a day",
    hint: t`Write it as "I'm away until 4 January": your deputy decides meanwhile.`,
    who: 'person',
    followsUp: true,
    phrases: [
      '(i) (am/will) (be) away/off/absent/out (of/from) (school/work) until/till {day}',
      '(i) (am) on leave until/till {day}',
    ],
    run: ({ day }, context) => away.run({ until: dayNamed(day, context) }, context),
  }),
  command({
    id: 'requests.back',
    title: "I'm back",
    hint: t`You decide again yourself.`,
    who: 'person',
    followsUp: true,
    phrases: ['(i) (am) back (again) (at/in) (school/work)'],
    run: (_, context) => back.run({}, context),
  }),
];

function dayNamed(typed: string | undefined, { now, school }: Context): string {
  const day = findDay(typed ?? '', now, school, 'future');
  if (!day) throw new Refusal(t`I don't know which day you mean. Please write it as 4 January 2027.`);
  return day;
}
