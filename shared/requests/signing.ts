import { currentHead, type EditionHead } from '../agreements/index.ts';
import type { Context } from '../feature.ts';
import { listed, t } from '../language/words.ts';
import { canonical } from '../ledger/index.ts';
import type { Tx } from '../ports.ts';
import type { Course } from './evidence.ts';
import type { Kind } from './kind.ts';
import type { Request } from './request.ts';
import { sha256 } from './shown.ts';

/** The titles of what a person must sign before this kind can be asked for, or granted. */
export async function mustSignFirst(
  tx: Tx,
  { sign: { first } }: Kind,
  person: string,
  before?: string,
): Promise<string[]> {
  if (first === 'asked') {
    const open = await tx
      .selectFrom('assignments')
      .innerJoin('agreements', 'agreements.id', 'assignments.agreement')
      .select('agreements.title')
      .distinct()
      .where('person', '=', person)
      .where('assignments.state', 'in', ['open', 'refused'])
      .$if(before !== undefined, (query) => query.where('assignments.created_at', '<=', before as string))
      .orderBy('agreements.title')
      .execute();
    return open.map(({ title }) => title);
  }
  const missing: string[] = [];
  for (const agreement of first) {
    const head = await currentHead(tx, agreement);
    const signed =
      head &&
      (await tx
        .selectFrom('acknowledgements')
        .select('id')
        .where('person', '=', person)
        .where('agreement', '=', agreement)
        .where('edition', '=', head.number)
        .executeTakeFirst());
    if (!signed) missing.push(head?.title ?? t`${agreement} (the school hasn't published it yet)`);
  }
  return missing;
}

export const sayUnsigned = (titles: string[]): string =>
  t`Before this can be asked for, please sign: ${listed(titles)}. Write “what must I sign”. Nothing was sent.`;

/** What is signed with a request: the newest edition of each agreement that its kind names. */
export async function signedWith(tx: Tx, { sign }: Kind): Promise<EditionHead[]> {
  const heads = await Promise.all(sign.with.map((agreement) => currentHead(tx, agreement)));
  return heads.filter((head) => head !== undefined);
}

/** What is signed later, at a hand-over: by the kind's own words, and by what it means elsewhere. */
export async function signedLater(
  kind: Pick<Kind, 'sign' | 'effect'>,
  context: Pick<Context, 'tx' | 'effects' | 'school'>,
): Promise<EditionHead[]> {
  const heads = await Promise.all(
    agreementsLater(kind, context).map((agreement) => currentHead(context.tx, agreement)),
  );
  return heads.filter((head) => head !== undefined);
}

/** The ids of the agreements that `signedLater` gives. */
export const agreementsLater = (
  { sign, effect }: Pick<Kind, 'sign' | 'effect'>,
  { effects, school }: Pick<Context, 'effects' | 'school'>,
): string[] => [...new Set([...sign.later, ...((effect && effects.get(effect)?.signedLater?.(school)) || [])])];

/** Whether the holder has yet to sign what goes with it. */
export async function isUnsigned(tx: Tx, { id, rules }: Request): Promise<boolean> {
  const needs = (rules.statements.length ? 1 : 0) + (await signedWith(tx, rules)).length;
  if (!needs) return false;
  const signed = await tx.selectFrom('request_signatures').select('agreement').where('request', '=', id).execute();
  return signed.length < needs;
}

/** Notes the holder's signature under the statements of the kind and under each agreement that goes with it, once. */
export async function signWith(
  request: Request,
  words: string,
  shown: string,
  context: Course & Pick<Context, 'actor'>,
): Promise<void> {
  const { tx, actor, now, evidence } = context;
  if (!actor.account) throw new Error('nobody signs without an account');
  const texts = [
    ...(request.rules.statements.length
      ? [{ agreement: '', edition: 0, hash: sha256(canonical(request.rules.statements)) }]
      : []),
    ...(await signedWith(tx, request.rules)).map(({ agreement, number, hash }) => ({
      agreement,
      edition: number,
      hash,
    })),
  ];
  for (const { agreement, edition, hash } of texts) {
    const known = await tx
      .selectFrom('request_signatures')
      .select('request')
      .where('request', '=', request.id)
      .where('agreement', '=', agreement)
      .executeTakeFirst();
    if (known) continue;
    await tx
      .insertInto('request_signatures')
      .values({
        request: request.id,
        agreement,
        edition,
        person: actor.person.id,
        hash,
        words,
        at: now.toISOString(),
      })
      .execute();
    evidence.push({
      kind: 'request-signed',
      facts: { request: request.id, agreement, edition, hash, words, shown },
      personal: { person: actor.person.id, ...actor.account },
    });
  }
}
