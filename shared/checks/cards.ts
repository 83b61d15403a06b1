import * as z from 'zod';
import { isSendable } from '../calendar.ts';
import { job } from '../feature.ts';
import { tellDifferences } from './access/found.ts';
import { tendReviews } from './access/open.ts';
import { followUp } from './access/tasks.ts';
import { announce } from './leavers/cards.ts';
import { askSome, CARDS } from './mfa/ask.ts';
import { tellWeekly } from './mfa/week.ts';

/** How often it is looked whether somebody is to be told. */
const EVERY_MS = 15 * 60_000;

/** Puts what was found before people, when they may be written to: who lacks a second factor, and who looks after it all. */
export const tellPeople = job({
  id: 'checks.tellPeople',
  input: z.strictObject({}),
  next: (after) => new Date(after.getTime() + EVERY_MS),
  async run(_, { store, clock, school }) {
    const now = clock.now();
    await store.transaction((tx) => announce(tx, school, now));
    await store.transaction((tx) => followUp(tx, { now, school }));
    if (!isSendable(now, school)) return;
    while ((await store.transaction((tx) => askSome(tx, school, now))) === CARDS);
    await store.transaction((tx) => tellWeekly(tx, school, now));
    await store.transaction((tx) => tendReviews(tx, { now, school }));
    await store.transaction((tx) => tellDifferences(tx, school, now));
  },
});
