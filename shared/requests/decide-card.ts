import type { Context } from '../feature.ts';
import { listed, t } from '../language/words.ts';
import { record } from '../ledger/index.ts';
import { sayDay } from '../time.ts';
import { buttons, facts, list, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { decide } from './decide.ts';
import { grantedAccess } from './granted.ts';
import type { Request } from './request.ts';
import { namesOf, requestNodes } from './say.ts';
import { shown } from './shown.ts';
import { mustSignFirst, signedLater } from './signing.ts';
import type { Standing } from './stage.ts';
import { effectOf } from './start.ts';
import { MOST_WORDS } from './words.ts';

/** Things that somebody holds and that are named; the rest is counted. */
const MOST_HELD = 5;

/** What somebody who decides needs to know, and the three answers. What they see is recorded, each version once. */
export async function decideView(request: Request, stands: Standing, context: Context, note?: string): Promise<View> {
  const { tx, actor } = context;
  const name = (await namesOf(tx, [request.asker])).get(request.asker) ?? t`Somebody`;
  const read = view(
    t`${name} asks: ${request.rules.title}`,
    note ? text(note, 'warning') : null,
    stands.ask.get(actor.person.id)?.deputy
      ? text(t`You are asked as the deputy: who usually decides isn't here, or hasn't answered yet.`, 'quiet')
      : null,
    ...(await requestNodes(request, context, stands.decisions)),
    ...(await aboutHolder(request, context)),
  );
  const { content, hash } = shown(read);
  await noteShown(request, content, hash, context);
  const fixed = { request: request.id, shown: hash };
  return {
    title: read.title,
    nodes: [
      ...read.nodes,
      decide.field('words', {
        label: t`Your reason, or a question to ${name}`,
        input: 'paragraph',
        maxLength: MOST_WORDS,
      }),
      buttons(
        decide.button(t`Agree`, { ...fixed, answer: 'approve' }, { style: 'primary', sendsInputs: true }),
        decide.button(t`Say no`, { ...fixed, answer: 'refuse' }, { style: 'danger', sendsInputs: true }),
        decide.button(t`Ask back`, { ...fixed, answer: 'ask' }, { sendsInputs: true }),
      ),
    ],
  };
}

/** What the one who would hold it holds already, hasn't signed yet, and whatever the feature behind the kind knows. */
async function aboutHolder(request: Request, context: Context): Promise<Node[]> {
  const { tx } = context;
  const effect = effectOf(request.rules, context);
  // What the feature behind the kind tells of by itself isn't told twice.
  const held = (await grantedAccess(tx, { person: request.person })).filter(
    ({ kind }) => !(effect?.endsItself && kind === request.kind),
  );
  const later = await signedLater(request.rules, context);
  const unsigned = await mustSignFirst(
    tx,
    { ...request.rules, sign: { ...request.rules.sign, first: 'asked' } },
    request.person,
  );
  const lines = held
    .slice(0, MOST_HELD)
    .map(({ title, what, until, state }) =>
      [
        what === title ? title : `${title}: ${what}`,
        state === 'removing' ? t`over, and not yet taken away` : until && t`until ${sayDay(until)}`,
      ]
        .filter(Boolean)
        .join(', '),
    );
  const more = held.length - MOST_HELD;
  return [
    ...((await effect?.describe?.(request, 'decider', context)) ?? []),
    ...(held.length ? [text(t`They already have:`), list(more > 0 ? [...lines, t`and ${more} more`] : lines)] : []),
    ...(unsigned.length ? [text(t`Not signed yet: ${listed(unsigned)}.`, 'warning')] : []),
    ...(later.length
      ? [facts({ [t`To be signed`]: t`${listed(later.map(({ title }) => title))}, at the hand-over` })]
      : []),
  ];
}

/** Keeps what was shown, for whoever asks later what a decision was based on. */
async function noteShown(request: Request, content: string, hash: string, { tx, actor, now }: Context): Promise<void> {
  const first = await tx
    .insertInto('request_showings')
    .values({ request: request.id, person: actor.person.id, hash, content, at: now.toISOString() })
    .onConflict((conflict) => conflict.columns(['request', 'person', 'hash']).doNothing())
    .returning('hash')
    .executeTakeFirst();
  if (!first) return;
  await record(tx, now, {
    kind: 'request-shown',
    facts: { request: request.id, to: actor.person.id, shown: hash },
    personal: { content: JSON.parse(content) as unknown },
  });
}
