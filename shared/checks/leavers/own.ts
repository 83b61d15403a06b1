import { inAudience } from '../../audiences/index.ts';
import { memberships } from '../../directories/index.ts';
import { hasEquipment } from '../../equipment/index.ts';
import { t } from '../../language/words.ts';
import { outWith } from '../../loans/index.ts';
import type { Account, Tx } from '../../ports.ts';
import type { Audience, School } from '../../school.ts';
import type { Why } from '../findings.ts';
import type { FindingState } from '../tables.ts';
import type { OwnRow } from './rows.ts';

/** How a row stands that no directory can answer. */
export interface OwnReading {
  row: OwnRow;
  state: FindingState;
  because: Why | null;
  items: string[];
}

type ByPerson<T> = Map<string, T[]>;

/** Reads the product's own rows of some leavers. What nobody has listed or said is unknown, never done. */
export async function ownReadings(
  tx: Tx,
  people: string[],
  { accounts, school }: { accounts: ByPerson<Account>; school: School },
): Promise<ByPerson<OwnReading>> {
  const { shared_passwords, social_media } = school.checks.leavers;
  const passwords = await namesFor(
    tx,
    people,
    shared_passwords?.map(({ name, known_to }) => ({ name, who: known_to })),
  );
  const media = await namesFor(
    tx,
    people,
    social_media?.map(({ name, posts }) => ({ name, who: posts })),
  );
  const doubts = await doubtsOf(tx, people);
  const out = await outWith(tx, people);
  const isListed = await hasEquipment(tx);
  const drives = await drivesOf(tx, people);
  return new Map(
    people.map((person) => [
      person,
      [
        accountsKnown(accounts.get(person) ?? [], doubts.get(person) ?? []),
        loansReturned(out.get(person) ?? [], isListed),
        drivesHandedOver(accounts.get(person) ?? [], drives.get(person) ?? []),
        byHand('shared-passwords', passwords?.get(person) ?? null, {
          unlisted: t`Nobody has written down which passwords are shared: do so in the school file, or say here that theirs are changed.`,
          waiting: t`Waits for somebody to say that they are changed.`,
        }),
        byHand('social-media', media?.get(person) ?? null, {
          unlisted: t`Nobody has written down who may post for the school: do so in the school file, or say here that it is taken away.`,
          waiting: t`Waits for somebody to say that it is taken away.`,
        }),
        {
          row: 'retention-decided',
          state: 'unknown',
          because: { kind: 'unconfirmed', words: t`Nobody has said yet what is kept, and for how long.` },
          items: [],
        },
      ],
    ]),
  );
}

/** @param names what it is about; none: nothing; null: nobody has made the list. */
function byHand(row: OwnRow, names: string[] | null, words: { unlisted: string; waiting: string }): OwnReading {
  if (names && !names.length) return { row, state: 'pass', because: null, items: [] };
  const because = { kind: 'unconfirmed', words: names ? words.waiting : words.unlisted } as const;
  return { row, state: 'unknown', because, items: names ?? [] };
}

/** Where the school keeps no list of its equipment, nobody can tell that nothing was lent. */
function loansReturned(out: string[], isListed: boolean): OwnReading {
  const row = 'loans-returned';
  if (out.length) return { row, state: 'fail', because: null, items: out };
  if (isListed) return { row, state: 'pass', because: null, items: [] };
  const words = t`The school's equipment isn't listed here: bring in the list, or say here that they have brought back all they had.`;
  return { row, state: 'unknown', because: { kind: 'unconfirmed', words }, items: [] };
}

/** Google tells who is in a shared drive, and of nobody in which they are: what the school file names is known, the rest isn't. */
function drivesHandedOver(accounts: Account[], drives: string[]): OwnReading {
  const row = 'drives-handed-over';
  if (drives.length) return { row, state: 'fail', because: null, items: drives };
  if (!accounts.some(({ provider }) => provider === 'google')) return { row, state: 'pass', because: null, items: [] };
  const words = t`Google doesn't tell which shared drives a person is in: look in its Admin console under Apps › Google Workspace › Drive and Docs › Manage shared drives.`;
  return { row, state: 'unknown', because: { kind: 'not-offered', words }, items: [] };
}

function accountsKnown(accounts: Account[], doubts: string[]): OwnReading {
  const row = 'accounts-known';
  if (doubts.length)
    return {
      row,
      state: 'unknown',
      because: { kind: 'unconfirmed', words: t`These may be theirs too: somebody has to say whose they are.` },
      items: doubts,
    };
  if (!accounts.length)
    return {
      row,
      state: 'unknown',
      because: { kind: 'no-account', words: t`No account of theirs is known, so nothing could be looked at.` },
      items: [],
    };
  return { row, state: 'pass', because: null, items: [] };
}

/** Which of some things concern each person; null when there is no list of them. */
async function namesFor(
  tx: Tx,
  people: string[],
  things: { name: string; who: Audience }[] | undefined,
): Promise<ByPerson<string> | null> {
  if (!things) return null;
  const names: ByPerson<string> = new Map(people.map((person) => [person, []]));
  for (const { name, who } of things) {
    const concerned = await tx
      .selectFrom('people')
      .select('id')
      .where('id', 'in', people)
      .where(inAudience(who))
      .execute();
    for (const { id } of concerned) names.get(id)?.push(name);
  }
  return names;
}

/** The shared drives that somebody can still get into, of those that the school file names. */
async function drivesOf(tx: Tx, people: string[]): Promise<ByPerson<string>> {
  const rows = await memberships(tx)
    .select(['a.person', 'g.name'])
    .distinct()
    .where('a.person', 'in', people)
    .where('g.kind', '=', 'drive')
    .orderBy('g.name')
    .execute();
  return new Map([...Map.groupBy(rows, ({ person }) => person)].map(([id, all]) => [id, all.map(({ name }) => name)]));
}

/** The addresses of accounts that may be somebody's, and nobody has said. */
async function doubtsOf(tx: Tx, people: string[]): Promise<ByPerson<string>> {
  const rows = await tx
    .selectFrom('doubtful_pairs')
    .innerJoin('directory_accounts', (join) =>
      join
        .onRef('directory_accounts.provider', '=', 'doubtful_pairs.provider')
        .onRef('directory_accounts.tenant', '=', 'doubtful_pairs.tenant')
        .onRef('directory_accounts.object_id', '=', 'doubtful_pairs.object_id'),
    )
    .select(['person', 'address'])
    .where('person', 'in', people)
    .where('decision', 'is', null)
    .where('removed_at', 'is', null)
    .orderBy('address')
    .execute();
  const doubts: ByPerson<string> = new Map();
  for (const { person, address } of rows) doubts.set(person, [...(doubts.get(person) ?? []), address]);
  return doubts;
}
