import { currentHead, editionOf } from '../agreements/index.ts';
import type { Context } from '../feature.ts';
import type { Tx } from '../ports.ts';
import { dayOf } from '../time.ts';
import { prepare, type Searched } from './passages.ts';

/** An edition that concerns somebody, ready to be searched. */
export interface OwnEdition {
  agreement: string;
  number: number;
  title: string;
  effectiveFrom: string;
  /** The duty by which it concerns them. */
  assignment: string;
  text: Searched;
}

/**
 * The texts that are in force for somebody: of each agreement they were asked to sign the newest edition that applies today.
 * What the school asks others to sign is not theirs to be answered from.
 */
export async function editionsFor({ tx, actor, now, school }: Context): Promise<OwnEdition[]> {
  const today = dayOf(now, school);
  const asked = await tx
    .selectFrom('assignments')
    .select(['id', 'agreement', 'edition'])
    .where('person', '=', actor.person.id)
    .where('state', 'not in', ['cancelled', 'ended', 'left'])
    .orderBy('edition')
    .orderBy('created_at')
    .execute();
  const newest = [...new Map(asked.map((assignment) => [assignment.agreement, assignment])).values()];
  return Promise.all(
    newest.map(async ({ id, agreement, edition }) => {
      const current = await currentHead(tx, agreement);
      const number = current && current.effective_from <= today ? current.number : edition;
      return { agreement, number, assignment: id, ...(await searchable(tx, agreement, number)) };
    }),
  );
}

/** As many texts as a school has, and a trust asks about within the hour. About 1 MB each. */
const MOST = 12;
const prepared = new Map<string, Pick<OwnEdition, 'title' | 'effectiveFrom' | 'text'>>();

/** An edition never changes: it is prepared once, and the one that wasn't asked about for longest is forgotten first. */
async function searchable(tx: Tx, agreement: string, number: number) {
  const { hash } = await tx
    .selectFrom('editions')
    .select('hash')
    .where('agreement', '=', agreement)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const key = `${agreement} ${number} ${hash}`;
  const known = prepared.get(key);
  prepared.delete(key);
  const found = known ?? (await read(tx, agreement, number));
  prepared.set(key, found);
  for (const oldest of prepared.keys()) if (prepared.size > MOST) prepared.delete(oldest);
  return found;
}

async function read(tx: Tx, agreement: string, number: number) {
  const { title, effective_from, text } = await editionOf(tx, agreement, number);
  return { title, effectiveFrom: effective_from, text: prepare(text) };
}
