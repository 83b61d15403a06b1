import type { Context } from '../feature.ts';
import { listed, t } from '../language/words.ts';
import type { Tx } from '../ports.ts';
import { sayDay, sayMoment } from '../time.ts';
import { facts, list, text } from '../view/build.ts';
import type { Node } from '../view/view.ts';
import { sayAnswers } from './answers.ts';
import type { Request } from './request.ts';
import type { Decision } from './stage.ts';

/** Names by person id. */
export async function namesOf(tx: Tx, people: string[]): Promise<Map<string, string>> {
  if (!people.length) return new Map();
  const found = await tx.selectFrom('people').select(['id', 'name']).where('id', 'in', people).execute();
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** What stands on every card of a request: who, for whom, what, how it stands, who has said what. */
export async function requestNodes(request: Request, context: Context, decisions: Decision[]): Promise<Node[]> {
  const { tx, school } = context;
  const said = await tx
    .selectFrom('request_messages')
    .selectAll()
    .where('request', '=', request.id)
    .orderBy('seq')
    .execute();
  const names = await namesOf(tx, [
    request.asker,
    request.person,
    ...decisions.map(({ person }) => person),
    ...said.map(({ person }) => person),
  ]);
  const name = (person: string) => names.get(person) ?? t`somebody`;
  return [
    ...stateNode(
      request,
      decisions.map(({ person }) => name(person)),
    ),
    facts({
      ...(context.actor.person.id !== request.asker && { [t`Asked by`]: name(request.asker) }),
      ...(request.person !== request.asker && { [t`For`]: name(request.person) }),
      ...sayAnswers(request.rules, request.answers),
      [t`Reference`]: request.reference,
    }),
    ...(request.details.length
      ? [text(request.state === 'ended' ? t`This was agreed:` : t`This will happen:`), list(request.details)]
      : []),
    ...decisions.map(({ person, decision, reason, at }) => {
      const words =
        decision === 'approved'
          ? t`${name(person)} agreed on ${sayMoment(at, school)}.`
          : t`${name(person)} said no on ${sayMoment(at, school)}.`;
      return text(reason ? `${words} “${reason}”` : words, decision === 'approved' ? 'quiet' : 'warning');
    }),
    ...said.flatMap(({ person, kind, words }) => [
      text(kind === 'question' ? t`${name(person)} asks:` : t`${name(person)} answers:`, 'quiet'),
      text(words, 'quote'),
    ]),
  ];
}

function stateNode({ state, until_on, because }: Request, deciders: string[]): Node[] {
  switch (state) {
    case 'open':
      return [];
    case 'signing':
      return [text(t`Agreed. It counts as soon as everything is signed.`)];
    case 'granted':
      return [
        text(
          [
            deciders.length ? t`Granted by ${listed([...new Set(deciders)])}` : t`Granted`,
            until_on && t`until ${sayDay(until_on)}`,
          ]
            .filter(Boolean)
            .join(', '),
          'good',
        ),
      ];
    case 'ended':
      return [text(because ?? t`This is over.`)];
    case 'refused':
      return [text(t`Not granted.`, 'warning')];
    case 'withdrawn':
      return [text(t`Withdrawn. There is nothing left to do.`)];
    case 'closed':
      return [text(because ?? t`Closed without a decision.`, 'warning')];
    default:
      return state satisfies never;
  }
}
