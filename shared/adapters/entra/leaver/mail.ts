import { DateTime } from 'luxon';
import * as z from 'zod';
import { type Fact, known, unknown } from '../../../directories/fact.ts';
import type { Reading } from '../../../directories/port.ts';
import { shaped } from '../client.ts';
import { type Answer, becauseOf } from '../trouble.ts';
import type { LeaverAccount } from './account.ts';
import type { Answers } from './questions.ts';
import { emptied, listed, listOf, reading } from './reading.ts';

const NO_LOOK = unknown(
  'not-offered',
  'The mailbox is inactive, deleted or kept on-premises, and cannot be looked into: look in the Exchange admin centre.',
);

const FORWARDING = unknown(
  'not-offered',
  'No inbox rule forwards mail. Whether the mailbox itself does, Microsoft lets nobody read here: look in the Exchange admin centre.',
);

const DELEGATES = unknown(
  'not-offered',
  'Microsoft lets nobody read here who else may open a mailbox: look in the Exchange admin centre.',
);

/** Rows about the mailbox. */
export function mailRows(user: Answer<LeaverAccount>, answers: Answers, now: Date): Reading[] {
  // An account without an address never had a mailbox.
  if (user.ok && !user.body.mail && isMissing(answers.mailbox)) {
    return (['forwarding-off', 'filters-removed', 'delegates-removed', 'auto-reply-set'] as const).map((row) =>
      reading(row, known(true)),
    );
  }
  return [...ruleRows(answers.rules), reading('delegates-removed', DELEGATES), autoReply(answers.mailbox, now)];
}

const isMissing = (answer: Answer<unknown>) => !answer.ok && answer.trouble.kind === 'not-found';

const Recipients = z.array(z.unknown()).nullish();
const Rule = z.object({
  displayName: z.string().nullish(),
  isEnabled: z.boolean().nullish(),
  actions: z.object({ forwardTo: Recipients, forwardAsAttachmentTo: Recipients, redirectTo: Recipients }).nullish(),
});

const Rules = listOf(Rule);

function ruleRows(answer: Answer<unknown>): Reading[] {
  if (isMissing(answer)) return [reading('forwarding-off', NO_LOOK), reading('filters-removed', NO_LOOK)];
  const name = (rule: z.output<typeof Rule>) => rule.displayName || 'A rule without a name';
  const active = listed(answer, Rules, 'MailboxSettings.Read', (rule) =>
    rule.isEnabled === false ? null : name(rule),
  );
  const forwarding = listed(answer, Rules, 'MailboxSettings.Read', (rule) => {
    const { forwardTo, forwardAsAttachmentTo, redirectTo } = rule.actions ?? {};
    const forwards = [forwardTo, forwardAsAttachmentTo, redirectTo].some((to) => to?.length);
    return forwards && rule.isEnabled !== false ? name(rule) : null;
  });
  const unsure = (list: typeof active) => (list.complete.known ? null : list.complete);
  return [
    forwarding.items.length
      ? emptied('forwarding-off', forwarding.items)
      : reading('forwarding-off', unsure(forwarding) ?? FORWARDING),
    active.items.length || !unsure(active)
      ? emptied('filters-removed', active.items)
      : reading('filters-removed', unsure(active) as Fact<never>),
  ];
}

const At = z.object({ dateTime: z.string(), timeZone: z.string() }).nullish();
const Mailbox = z.object({
  automaticRepliesSetting: z.object({
    status: z.enum(['disabled', 'alwaysEnabled', 'scheduled']),
    scheduledStartDateTime: At,
    scheduledEndDateTime: At,
  }),
});

function autoReply(answer: Answer<unknown>, now: Date): Reading {
  const row = 'auto-reply-set';
  if (isMissing(answer)) return reading(row, NO_LOOK);
  const mailbox = answer.ok ? shaped(answer.body, Mailbox) : answer;
  if (!mailbox.ok) return reading(row, { known: false, because: becauseOf(mailbox.trouble, 'MailboxSettings.Read') });
  const { status, scheduledStartDateTime, scheduledEndDateTime } = mailbox.body.automaticRepliesSetting;
  if (status !== 'scheduled') return reading(row, known(status === 'alwaysEnabled'));
  const [start, end] = [scheduledStartDateTime, scheduledEndDateTime].map((at) =>
    at ? DateTime.fromISO(at.dateTime, { zone: at.timeZone }) : null,
  );
  if (!start?.isValid || !end?.isValid)
    return reading(row, unknown('unreadable', 'We could not read when the automatic reply is on.'));
  return reading(row, known(start.toMillis() <= now.getTime() && now.getTime() < end.toMillis()));
}
