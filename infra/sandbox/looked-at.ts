import { keepFindings, recordChanges, type Seen } from '../../shared/checks/findings.ts';
import { ROWS, type Row } from '../../shared/checks/leavers/rows.ts';
import type { Account } from '../../shared/ports.ts';
import { dayOf, sayDay } from '../../shared/time.ts';
import type { Member } from './directory.ts';
import { GOOGLE_CUSTOMER, googleAddress, googleId } from './google-people.ts';
import type { Past, PastPorts } from './past.ts';

/** What neither platform tells of an account that is closed, or the school's licence doesn't show, and so somebody looked at. */
const ENTRA: Row[] = [
  'forwarding-off',
  'app-passwords-removed',
  'delegates-removed',
  'address-list-hidden',
  'no-eligible-roles',
];
const GOOGLE: Row[] = [
  'forwarding-off',
  'sessions-revoked',
  'delegates-removed',
  'filters-removed',
  'files-handed-over',
  'auto-reply-set',
];
const OWN: Row[] = ['shared-passwords', 'social-media', 'retention-decided', 'loans-returned'];

type Told = PastPorts & { past: Past; members: Member[] };

/** Has those who look after it say of some leavers what no directory can: press by press, as on any other day. */
export async function lookedAtByHand(leavers: Member[], { store, standIn, past, members }: Told): Promise<void> {
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
        ? [
            unseen(id, null, 'drives-handed-over'),
            ...GOOGLE.map((row) =>
              unseen(id, { provider: 'google', tenant: GOOGLE_CUSTOMER, objectId: googleId(leaver.name, google) }, row),
            ),
          ]
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

/** Somebody whose contract runs on has had their last working day: part of the check list is due, the rest isn't yet. */
export async function lastDayTold(leaver: Member, { past, members, school }: Told): Promise<void> {
  const day = dayOf(past.now(), school);
  // A contract that has ended by now leaves nothing to be told.
  if (leaver.leaveDate === null || leaver.leaveDate <= day) return;
  const ict = members.find(({ roles }) => roles.includes('ict-manager')) as Member;
  await past.say(ict, `${leaver.name}'s last working day is ${sayDay(day)}`);
  await past.press(ict, 'Yes, note it');
}

/** Somebody's Google account was closed then. It has been opened since, which the first reading of the directory finds. */
export async function closedInGoogleOnce(leaver: Member, { store, past }: PastPorts & { past: Past }): Promise<void> {
  const { id } = await store.db
    .selectFrom('people')
    .select('id')
    .where('email', '=', leaver.email)
    .executeTakeFirstOrThrow();
  const address = googleAddress(leaver) as string;
  const account: Account = {
    provider: 'google',
    tenant: GOOGLE_CUSTOMER,
    objectId: googleId(leaver.name, address),
  };
  const now = past.now();
  await store.transaction(async (tx) => {
    const changes = await keepFindings(tx, 'leavers', {
      people: [id],
      seen: [{ ...unseen(id, account, 'sign-in-blocked'), state: 'pass', because: null }],
      now,
    });
    await recordChanges(tx, changes, now);
  });
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
