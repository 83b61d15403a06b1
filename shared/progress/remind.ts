import * as z from 'zod';
import { nextSendable } from '../campaigns/index.ts';
import { sayChannel } from '../deliveries/index.ts';
import { action, type Context } from '../feature.ts';
import { enqueue } from '../jobs/index.ts';
import { keepTopic } from '../language/index.ts';
import { count, listed, t } from '../language/words.ts';
import type { Channel } from '../school.ts';
import { dayOf } from '../time.ts';
import { buttons, list, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { bare, OutstandingFilter } from './filter.ts';
import { obstaclesOf, sayObstacle, sayObstacles } from './obstacles.ts';
import { sayHour } from './reach.ts';
import { reminding, type Waiting, waitingPeople } from './recipients.ts';
import { sendReminders } from './reminders.ts';

/** Names on the card; of more people, their number. */
const MOST_NAMES = 10;

/** "Remind them." First shows whom it would reach and when; nothing is sent before that is confirmed. */
export const remind = action({
  id: 'progress.remind',
  who: 'remind',
  input: OutstandingFilter,
  async run(asked, context): Promise<View> {
    const filter = bare(asked);
    await keepTopic(context, remind.call(filter));
    return confirmView(filter, context);
  },
});

async function confirmView(filter: OutstandingFilter, context: Context, note?: string): Promise<View> {
  const { waiting, send, at } = await plan(filter, context.now.toISOString(), context);
  const isNow = at <= context.now;
  const people = count(send.length, t`person`, t`people`);
  const when = sayHour(at, context.school);
  return view(
    send.length ? t`Remind ${people}?` : waiting.length ? t`Nobody can be reminded now` : t`Nobody to remind`,
    note !== undefined && text(note, 'warning'),
    send.length > 0 &&
      text(
        isNow
          ? t`${people}, now${sayWays(send)}.`
          : t`It is outside the school's hours. I can send it to ${people} on ${when}${sayWays(send)}.`,
      ),
    ...(await namesOf(send, context)),
    ...(await obstacles(waiting, context)),
    waiting.length === 0 && text(t`None of them has anything left to sign.`),
    buttons(
      send.length > 0 &&
        confirmReminder.button(
          isNow ? t`Send` : t`Send on ${when}`,
          { ...filter, asOf: context.now.toISOString() },
          { style: 'primary' },
        ),
    ),
  );
}

/**
 * The press that sends. It reaches those who were on the card and still have to sign, each at most once a day whoever
 * presses however often; people asked since then are not among them, and a card of another day asks again.
 */
export const confirmReminder = action({
  id: 'progress.confirmReminder',
  who: 'remind',
  input: OutstandingFilter.extend({ asOf: z.iso.datetime() }),
  async run({ asOf, ...asked }, context): Promise<View> {
    const { tx, actor, now, school } = context;
    const filter = bare(asked);
    if (asOf > now.toISOString() || dayOf(new Date(asOf), school) !== dayOf(now, school))
      return confirmView(
        filter,
        context,
        t`This card is from another day, so nothing was sent. This is how it stands now:`,
      );
    const { waiting, send, at } = await plan(filter, asOf, context);
    if (!send.length)
      return view(
        t`Nobody else to remind`,
        ...(await obstacles(waiting, context)),
        waiting.length === 0 && text(t`They have all signed in the meantime.`, 'good'),
      );
    const order = { by: actor.person.id, filter, asOf, at: at.toISOString() };
    await enqueue(tx, sendReminders, order, { now, key: `remind ${actor.person.id} ${asOf}` });
    const people = count(send.length, t`person`, t`people`);
    return view(
      at <= now ? t`Reminding ${people}` : t`${people} will be reminded`,
      text(
        at <= now
          ? t`The reminders are on their way. Who signs drops off the list by itself.`
          : t`The reminders go out on ${sayHour(at, school)}. Who signs before that gets none.`,
        'good',
      ),
      ...(await obstacles(waiting, context)),
    );
  },
});

/** Whom a reminder would reach, and when it may be sent: now, or at the start of the school's next working hours. */
async function plan(filter: OutstandingFilter, asOf: string, { tx, actor, now, school }: Context) {
  const at = nextSendable(now, school);
  const question = await reminding(tx, filter, { actor, asOf, school });
  const waiting = await waitingPeople(tx, question, dayOf(at, school));
  return { at, waiting, send: waiting.filter(({ channel, wasReminded }) => channel && !wasReminded) };
}

/** How many in which way, as it follows in a sentence: ", in Teams", ": 41 in Teams and 2 by e-mail". */
function sayWays(send: Waiting[]): string {
  const ways = waysOf(send);
  const [only] = ways;
  if (only && ways.length === 1) return t`, ${sayChannel(only.channel)}`;
  return t`: ${listed(ways.map(({ channel, people }) => t`${people.length} ${sayChannel(channel)}`))}`;
}

/** The ways in which people are written to, the one of most of them first. */
const waysOf = (send: Waiting[]): { channel: Channel; people: Waiting[] }[] =>
  [...Map.groupBy(send, ({ channel }) => channel)]
    .flatMap(([channel, people]) => (channel ? [{ channel, people }] : []))
    .sort((a, b) => b.people.length - a.people.length);

/** The names; of many, those of the few who aren't written to as most are. Of these, how and why. */
async function namesOf(send: Waiting[], { tx, school }: Context): Promise<Node[]> {
  const [usual, ...others] = waysOf(send);
  const found = await obstaclesOf(
    tx,
    others.flatMap(({ people }) => people.map(({ id }) => id)),
    school,
  );
  const { order } = school.channels;
  const unusual = send.filter(({ channel }) => channel !== usual?.channel);
  const shown = [send, unusual].find(({ length }) => length > 0 && length <= MOST_NAMES) ?? [];
  const names = shown.map(({ id, name, channel }) => {
    if (!channel || channel === usual?.channel) return name;
    const before = (found.get(id) ?? []).filter((one) => order.indexOf(one.channel) < order.indexOf(channel));
    const why = before.map(sayObstacle).join(', ');
    return why ? t`${name}, ${sayChannel(channel)}: ${why}` : t`${name}, ${sayChannel(channel)}`;
  });
  return names.length ? [list(names)] : [];
}

/** Who gets none, and why. */
async function obstacles(waiting: Waiting[], { tx, school }: Context): Promise<Node[]> {
  const shutOut = waiting.filter(({ channel }) => channel === null);
  const reminded = waiting.filter(({ channel, wasReminded }) => wasReminded && channel !== null);
  const some = shutOut.slice(0, MOST_NAMES);
  const found = await obstaclesOf(
    tx,
    some.map(({ id }) => id),
    school,
  );
  const why = some.map(({ id, name }) => t`${name} (${sayObstacles(found.get(id) ?? [])})`);
  if (shutOut.length > some.length) why.push(t`${shutOut.length - some.length} more`);
  return [
    ...(shutOut.length ? [text(t`${shutOut.length} can't be reached: ${listed(why)}.`, 'warning')] : []),
    ...(reminded.length
      ? [
          text(
            t`${count(reminded.length, t`person has`, t`people have`)} a reminder from that day already: one a day is enough.`,
          ),
        ]
      : []),
  ];
}
