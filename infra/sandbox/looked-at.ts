import { keepFindings, type Seen } from '../../shared/checks/findings.ts';
import { ROWS, type Row } from '../../shared/checks/leavers/rows.ts';
import type { Account } from '../../shared/ports.ts';
import type { Member } from './directory.ts';
import { GOOGLE_CUSTOMER, googleAddress, googleId } from './google-people.ts';
import type { Past, PastPorts } from './past.ts';

/** What neither platform tells of an account that is closed, and so somebody looked at. */
const ENTRA: Row[] = ['forwarding-off', 'app-passwords-removed', 'delegates-removed', 'address-list-hidden'];
const GOOGLE: Row[] = [
  'forwarding-off',
  'sessions-revoked',
  'delegates-removed',
  'filters-removed',
  'files-handed-over',
  'auto-reply-set',
];
const OWN: Row[] = ['shared-passwords', 'social-media', 'retention-decided', 'loans-returned'];

/** Has those who look after it say of some leavers what no directory can: press by press, as on any other day. */
export async function lookedAtByHand(
  leavers: Member[],
  { store, standIn, past, members }: PastPorts & { past: Past; members: Member[] },
): Promise<void> {
  const now = past.now();
  for (const leaver of leavers) {
    const { id } = await store.db
      .selectFrom('people')
      .select('id')
      .where('email', '=', leaver.email)
      .executeTakeFirstOrThrow();
    const google = googleAddress(leaver);
    const seen: Seen[] = [
      ...OWN.map((row) => unseen(id, null, row)),
      ...ENTRA.map((row) => unseen(id, { provider: 'entra', tenant: standIn.tenant, objectId: leaver.objectId }, row)),
      ...(google
        ? GOOGLE.map((row) =>
            unseen(id, { provider: 'google', tenant: GOOGLE_CUSTOMER, objectId: googleId(leaver.name, google) }, row),
          )
        : []),
    ];
    await store.transaction((tx) => keepFindings(tx, 'leavers', { people: [id], seen, now }));
  }
  for (const role of ['ict-manager', 'business-manager']) {
    const one = members.find(({ roles }) => roles.includes(role)) as Member;
    await past.say(one, 'what must I confirm');
    while (await past.press(one, "It's done"));
  }
}

const unseen = (id: string, account: Account | null, row: Row): Seen => ({
  person: id,
  account,
  row,
  state: 'unknown',
  because: { kind: 'unconfirmed', words: 'Waits for somebody to look.' },
  items: [],
  severity: ROWS[row].severity,
  owner: ROWS[row].owner,
  dueOn: null,
});
