import { t } from '../../language/words.ts';
import type { Messenger, SendOutcome } from '../../ports.ts';
import { type Letter, letterOf } from './letter.ts';

/** A mail on its way to one address. */
export interface Mail extends Letter {
  to: string;
  /** Makes its Message-ID, so that a mail that arrives twice is known for one. */
  key: string;
}

/** How a mail was taken, or not. That it was taken doesn't say that it arrives: later failures come as mails to its sender. */
export type Carried = { kind: 'taken' } | Exclude<SendOutcome, { kind: 'sent' | 'needs-turn' }>;

/** Who takes mails: a mail server, Microsoft Graph, Gmail. Each call is one try. */
export type Carrier = (mail: Mail) => Promise<Carried>;

/** One address and nothing else: two, or one with a name, would send what is meant for one person to somebody else. */
const ONE_ADDRESS = /^[^\s@,;:<>()"]+@[^\s@,;:<>()"]+$/;

/** Writes to people by e-mail. A mail stays as it was sent. */
export function mailMessenger(carry: Carrier, { school, publicUrl }: { school: string; publicUrl: string }): Messenger {
  return {
    door: 'mail',

    async send({ address }, view, key): Promise<SendOutcome> {
      if (!address) return { kind: 'no-account', detail: t`No e-mail address of theirs is known.` };
      if (!ONE_ADDRESS.test(address)) return { kind: 'no-account', detail: t`Their e-mail address is not one.` };
      const letter = letterOf(view, { school, place: `${publicUrl}/open` });
      const carried = await carry({ ...letter, to: address, key });
      return carried.kind === 'taken' ? { kind: 'sent', message: { key }, conversation: {} } : carried;
    },

    edit: async () => ({ kind: 'failed', detail: t`A mail can't be changed once it was sent.` }),
  };
}
