import type { PermissionLine } from '../../directories/port.ts';
import { exchangeOf } from './once.ts';
import { howToGrant, type WritingScope } from './scopes.ts';
import type { GooglePorts } from './session.ts';
import type { ServiceAccount } from './settings.ts';
import { GoogleTrouble, unreadable } from './trouble.ts';
import { createTokens } from './wire/tokens.ts';

type Found = Pick<PermissionLine, 'state' | 'advice'>;

/** Whether we may write with this permission, as somebody or as the app itself (null). Google's token service tells; nothing is sent. */
export async function mayWrite(
  serviceAccount: ServiceAccount,
  { as, scope }: { as: string | null; scope: WritingScope },
  ports: GooglePorts,
): Promise<Found> {
  const tokens = createTokens(serviceAccount, exchangeOf(ports), () => ports.clock.now().getTime());
  try {
    if (await tokens.isGranted(as, scope)) return { state: 'granted', advice: null };
    return { state: 'missing', advice: `${howToGrant(scope, serviceAccount.clientId)}.` };
  } catch (error) {
    const { kind, words } = (error instanceof GoogleTrouble ? error : unreadable()).because;
    return { state: kind === 'permission' ? 'missing' : 'no-answer', advice: words };
  }
}
