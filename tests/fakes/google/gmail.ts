import { ApiError, type Route, type RouteContext, unlessEmpty } from './api.ts';
import type { FakeMailbox } from './customer.ts';
import { userAt } from './users.ts';

const READ = { scopes: ['gmail.settings.basic', 'gmail.readonly', 'gmail.modify'], admin: false };
const SETTINGS = '/gmail/v1/users/{userId}/settings';

/** Only one's own mailbox, and only if there is one. */
function mailboxOf({ customer, params, subject }: RouteContext): FakeMailbox {
  const { userId } = params;
  if (userId !== 'me' && userId !== subject) throw new ApiError(403, 'forbidden', `Delegation denied for ${subject}`);
  const { mailbox } = userAt(customer, subject);
  if (!mailbox) throw new ApiError(400, 'failedPrecondition', 'Mail service not enabled');
  return mailbox;
}

export const gmailRoutes: Route[] = [
  {
    id: 'gmail.users.messages.send',
    method: 'POST',
    path: '/gmail/v1/users/{userId}/messages/send',
    scopes: ['gmail.send'],
    admin: false,
    run({ customer, params, subject, body }) {
      if (params.userId !== 'me') throw new ApiError(403, 'forbidden', `Delegation denied for ${subject}`);
      const mime = Buffer.from(String(body.raw), 'base64url').toString();
      if (!/^To: .*@/m.test(mime)) throw new ApiError(400, 'invalidArgument', 'Recipient address required');
      customer.sent.push({ from: userAt(customer, subject).address, mime });
      const id = `${customer.sent.length}`.padStart(16, '0');
      return { id, threadId: id, labelIds: ['SENT'] };
    },
  },
  {
    id: 'gmail.users.settings.getAutoForwarding',
    method: 'GET',
    path: `${SETTINGS}/autoForwarding`,
    ...READ,
    run(context) {
      const { forwardTo } = mailboxOf(context);
      return forwardTo === null
        ? { enabled: false }
        : { enabled: true, emailAddress: forwardTo, disposition: 'leaveInInbox' };
    },
  },
  {
    id: 'gmail.users.settings.filters.list',
    method: 'GET',
    path: `${SETTINGS}/filters`,
    ...READ,
    run: (context) =>
      unlessEmpty(
        'filter',
        mailboxOf(context).filters.map(({ id, forwardTo, deletes }) => ({
          id,
          criteria: { from: 'news@letters.example' },
          action: {
            ...(forwardTo && { forward: forwardTo }),
            ...(deletes ? { addLabelIds: ['TRASH'] } : { addLabelIds: ['Label_1'] }),
          },
        })),
      ),
  },
  {
    id: 'gmail.users.settings.delegates.list',
    method: 'GET',
    path: `${SETTINGS}/delegates`,
    ...READ,
    run: (context) =>
      unlessEmpty(
        'delegates',
        mailboxOf(context).delegates.map((delegateEmail) => ({ delegateEmail, verificationStatus: 'accepted' })),
      ),
  },
  {
    id: 'gmail.users.settings.getVacation',
    method: 'GET',
    path: `${SETTINGS}/vacation`,
    ...READ,
    run(context) {
      const { autoReply, autoReplyEnds } = mailboxOf(context);
      return {
        enableAutoReply: autoReply,
        ...(autoReplyEnds !== null && { endTime: `${autoReplyEnds}` }),
        restrictToContacts: false,
        restrictToDomain: false,
      };
    },
  },
];
