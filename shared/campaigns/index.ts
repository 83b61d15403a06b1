import type { Feature } from '../feature.ts';
import { noteAskedBy } from './asked-by.ts';
import { cancel } from './cancel.ts';
import { refreshCards } from './close.ts';
import { commands } from './commands.ts';
import { compose } from './compose.ts';
import { end } from './end.ts';
import { enrol } from './enrol.ts';
import { list } from './list.ts';
import { pause } from './pause.ts';
import { preview } from './preview.ts';
import { remind } from './remind.ts';
import { offerRenewals, renewal } from './renewal.ts';
import { resume } from './resume.ts';
import { show } from './show.ts';
import { start } from './start.ts';

/** Sending one edition to one audience: with a due date, reminders on school days, an end. */
export const campaigns: Feature = {
  actions: [list, show, compose, preview, start, pause, resume, cancel, renewal],
  commands,
  jobs: [enrol, noteAskedBy, remind, end, refreshCards, offerRenewals],
};

export { isSendable, nextSendable } from '../calendar.ts';
export { NOTHING as ASKED_BY_NOTHING } from './asked-by.ts';
export { remindedByHand, reminderKey } from './by-hand.ts';
export { compose } from './compose.ts';
export { enrol } from './enrol.ts';
export { nextReminder } from './ladder.ts';
export { type Start, startCampaign } from './start-campaign.ts';
