import { wantedOf } from '../equipment/index.ts';
import { Refusal } from '../errors.ts';
import { type Command, type Context, command, type Slots } from '../feature.ts';
import { findDates, findGroup, vocabularyOf } from '../language/index.ts';
import { t } from '../language/words.ts';
import { askFor } from '../requests/index.ts';
import { buttons, view } from '../view/build.ts';
import type { View } from '../view/view.ts';
import { find } from './find.ts';
import { list } from './list.ts';
import { mine, ownOut, returningView } from './mine.ts';
import { office, officeFor } from './office.ts';
import { problemView } from './problem.ts';
import { countScan, isScan, stockTake } from './stock-take.ts';

/** More groups than these are asked for by their full name. */
const MOST_CHOICES = 6;

/** What people say about borrowing and lending. */
export const commands: Command[] = [
  command({
    id: 'loans.request',
    title: 'borrow something',
    hint: t`As "can I borrow 12 tablets from Thursday until Friday": I fill in the form as far as I can.`,
    who: 'person',
    intent: 'loan.request',
    inMenu: true,
    phrases: [
      '(can/may/could) (i/we) (to) borrow/loan/lend (me) something/equipment',
      '(can/may/could) (i/we) (need/want/like) (to) borrow/loan {device}',
      '(can/may/could) (i/we) (need/want/like) (to) borrow/loan {device} (from) (on) {from}',
      '(can/may/could) (i/we) (need/want/like) (to) borrow/loan {device} (from) (on) {from} until/till/to {to}',
      '(can/may/could) (i/we) (need/want/like) (to) borrow/loan {device} (from) (on) {from} until/till/to {to} for {area}',
      '(can/may/could) (i/we) (need/want/like) (to) borrow/loan {device} for {area}',
      '(can/may/could) (i/we) (need/want/like) (to) borrow/loan {device} for {area} (from) (on) {from}',
      '(can/may/could) (i/we) (need/want/like) (to) borrow/loan {device} for {area} (from) (on) {from} until/till/to {to}',
      'lend me {device}',
    ],
    run: borrow,
  }),
  command({
    id: 'loans.mine',
    title: 'what do I have on loan',
    hint: t`What is on loan to you, and when it is due back.`,
    who: 'person',
    intent: 'loan.mine',
    phrases: [
      'what/which (items/equipment/things) do/have i have/got (out) on loan',
      'what have i borrowed',
      'my loans',
      '(show) (me) my loans',
      'when is my {device} due (back)',
    ],
    run: (_, context) => mine.run({ page: 1 }, context),
  }),
  command({
    id: 'loans.return',
    title: 'I want to return something',
    hint: t`As "I want to return my tablet".`,
    who: 'person',
    changes: true,
    intent: 'loan.return',
    phrases: [
      '(i) (want/would/like/need/am) (to) return/returning (my/the) {device}',
      '(i) (want/would/like/need) (to) bring/give/hand (my/the) {device} back',
      '(i) (want/would/like/need) (to) bring/give/hand back (my/the) {device}',
      '(i) (want/would/like/need) (to) return something',
    ],
    run: ({ device }, context) => returningView(device, context),
  }),
  command({
    id: 'loans.problem',
    title: 'something I borrowed is broken',
    hint: t`As "my Chromebook won't charge".`,
    who: 'person',
    intent: 'loan.problem',
    phrases: [
      "my {device} will/does/won't/doesn't (not) charge/start/work/connect/open",
      'my {device} is/has (been) broken/damaged/cracked/stolen/lost/missing/faulty',
      '(the) {device} (that) i borrowed is broken/damaged/cracked/stolen/lost/missing/faulty',
      "(the) {device} (that) i borrowed will/does/won't/doesn't (not) charge/start/work/connect/open",
      'something i borrowed is broken/lost',
    ],
    async run({ device }, context, said) {
      const meant = (await ownOut(device, context)).flatMap(({ lent }) => lent);
      return problemView(meant, said, context);
    },
  }),
  command({
    id: 'loans.list',
    title: 'what is out',
    hint: t`What is on loan, with whom, until when. Add a group, as "what is out in Science".`,
    who: 'person',
    intent: 'loan.list',
    phrases: [
      'what/which (equipment/things/devices) is/are (out/lent/borrowed) (on/out) (loan) (in/to/with {group})',
      '(show/list) (all) (equipment/devices/loans) (out) on loan (in/to/with {group})',
      '(all) (the) loans (in/of/to {group})',
      'who has what',
      'who has (something) on loan',
    ],
    run: (slots, context) => listed('out', slots, context),
  }),
  command({
    id: 'loans.overdue',
    title: 'what is overdue',
    hint: t`What should be back by now, and with whom it is.`,
    who: 'person',
    intent: 'loan.overdue',
    phrases: [
      'what/which (equipment/things/devices/loans) is/are overdue (in/with {group})',
      'what/which (equipment/things/devices/loans) should be back (in/from {group})',
      'overdue loans/equipment/devices (in/with {group})',
      'what/which {device} is/are overdue',
      'what/which {device} have/has not come/been back/returned (on) (time)',
    ],
    run: (slots, context) => listed('overdue', slots, context),
  }),
  command({
    id: 'loans.find',
    title: 'who has a device',
    hint: t`By its name, serial number or asset tag: "who has laptop 22".`,
    who: 'person',
    intent: 'loan.find',
    phrases: [
      'who has (the) (device) (with) (serial) (number) {device}',
      'where is (the) (device) (with) (serial) (number) {device}',
      'who has (got) {device}',
      'find (the) device/laptop/tablet {device}',
    ],
    run: ({ device }, context) => find.run({ device: device ?? '' }, context),
  }),
  command({
    id: 'loans.office',
    title: 'office phones',
    hint: t`School mobiles and tablets: sign them out and in. Or "sign out a phone for Kiran Patel".`,
    who: 'lend',
    phrases: [
      '(school/office) phones/mobiles (and) (tablets) (at) (the) (office)',
      'sign (a/the) phone/mobile/tablet out/in',
      'sign out/in (a/the) phone/mobile/tablet',
      'sign out (a) phone/mobile/tablet for/to {person}',
    ],
    run: ({ person }, context) => (person ? officeFor(person, context) : office.run({ page: 1 }, context)),
  }),
  command({
    id: 'loans.stockTake',
    title: 'stock-take',
    hint: t`Scan or paste serial numbers: what is there, what should be out, what is missing.`,
    who: 'lend',
    phrases: ['stocktake', '(do/start/begin) (a/the) stock take', 'stock check', 'count (the/our) equipment/devices'],
    reads: isScan,
    run: (_, context, said) => (isScan(said) ? countScan(said, context) : stockTake.run({}, context)),
  }),
];

/** The form, filled in as far as the message said: what, how many, from when until when, what for. */
async function borrow({ device, from, to, area }: Slots, context: Context, said: string): Promise<View> {
  // The days of a sentence belong together: "Thursday to Friday next week".
  const dates = findDates(said, context.now, context.school);
  const day = (slot: string | undefined) => (slot !== undefined && /^\d{4}-\d\d-\d\d$/.test(slot) ? slot : undefined);
  const what = device && wantedOf(device).count === null ? device : device?.replace(/^\S+\s+(?=\S)/, '');
  const filled = {
    what,
    // What was taken for the name of a thing may have lost its number: "12 tablets" is tablets.
    count: device && String(wantedOf(device).count ?? countBefore(device, said)),
    from: day(from) ?? dates.from,
    until: day(to) ?? dates.to,
    why: area?.replace(/^(?:the|a|an|our|my) |[\s,;.]+$/gi, ''),
  };
  return askFor.run(
    {
      kind: 'equipment-loan',
      filled: Object.fromEntries(Object.entries(filled).filter((one): one is [string, string] => Boolean(one[1]))),
    },
    context,
  );
}

/** "4" in "borrow 4 tablets", when the thing is "tablets"; one of it unless they said more. */
function countBefore(device: string, said: string): number {
  const at = said.toLowerCase().indexOf(device.toLowerCase());
  const before = said.slice(0, Math.max(0, at)).trim().split(/\s+/).at(-1) ?? '';
  return wantedOf(`${before} things`).count ?? 1;
}

async function listed(show: 'out' | 'overdue', { group, device }: Slots, context: Context): Promise<View> {
  const asked = { show, ...(device && { device }) };
  if (group === undefined) return list.run({ ...asked, page: 1 }, context);
  const found = findGroup(await vocabularyOf(context), group);
  if (found.kind === 'none')
    throw new Refusal(t`I don't know that group. Please write a department or a group of your school, as "Science".`);
  if (found.kind === 'one') return list.run({ ...asked, among: found.found.value, page: 1 }, context);
  return view(
    t`Which one do you mean?`,
    buttons(
      ...found.among.slice(0, MOST_CHOICES).map(({ name, value }) => list.button(name, { ...asked, among: value })),
    ),
  );
}
