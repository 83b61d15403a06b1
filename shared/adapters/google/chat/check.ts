import type { PermissionLine } from '../../../directories/port.ts';
import type { GooglePorts } from '../session.ts';
import type { ServiceAccount } from '../settings.ts';
import { mayWrite } from '../writing.ts';
import { chatApi } from './api.ts';

interface Tried {
  serviceAccount: ServiceAccount;
  rootUrl: string | null;
  /** Somebody as whom opening a chat is tried, as far as the permission; null: it can't be. */
  subject: string | null;
}

/** Tries what writing in Google Chat needs. Nobody is written to, and no chat is opened. */
export async function* checkChat(
  { serviceAccount, rootUrl, subject }: Tried,
  ports: GooglePorts,
): AsyncGenerator<PermissionLine> {
  yield { permission: 'chat.bot', purpose: 'writing to people in Google Chat, as the app', ...(await app()) };
  yield {
    permission: 'chat.spaces.create',
    purpose:
      "opening a chat with somebody; not needed where the app is installed for everybody in Google's Admin console",
    ...(subject === null
      ? { state: 'no-answer' as const, advice: 'Set GOOGLE_ADMIN_SUBJECT to have this tried.' }
      : await mayWrite(serviceAccount, { as: subject, scope: 'chat.spaces.create' }, ports)),
  };

  async function app(): Promise<Pick<PermissionLine, 'state' | 'advice'>> {
    const mayBe = await mayWrite(serviceAccount, { as: null, scope: 'chat.bot' }, ports);
    if (mayBe.state !== 'granted') return mayBe;
    const answer = await chatApi({ serviceAccount, rootUrl }, ports).tryApp();
    if (answer.kind === 'done') return mayBe;
    if (answer.kind === 'refused' && [401, 403, 404].includes(answer.status) && answer.retryAfterMs === null)
      return {
        state: 'missing',
        advice:
          'There is no Chat app in the Cloud project of GOOGLE_SERVICE_ACCOUNT_FILE: in the Google Cloud console of the very project of the add-on, switch on the Google Chat API, fill in its configuration, and make the key there.',
      };
    return { state: 'no-answer', advice: 'Google Chat did not answer, or asked us to wait. Try again in a minute.' };
  }
}
