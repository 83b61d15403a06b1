import type { Feature } from '../feature.ts';
import { breakdown } from './breakdown.ts';
import { commands } from './commands.ts';
import { exportList } from './export.ts';
import { hasSigned } from './hasSigned.ts';
import { home } from './home.ts';
import { outstanding } from './outstanding.ts';
import { confirmReminder, remind } from './remind.ts';
import { sendReminders } from './reminders.ts';
import { summary } from './summary.ts';

/** Who has signed and who hasn't: the answers, and what one does about them. */
export const progress: Feature = {
  actions: [outstanding, breakdown, summary, hasSigned, remind, confirmReminder, exportList],
  commands,
  home,
  jobs: [sendReminders],
};

export { downloadCsv, isDownloadable } from './download.ts';
