import type { Context } from '../feature.ts';
import { count, listed, t } from '../language/words.ts';
import { sayDay } from '../time.ts';
import { buttons, list, text, view } from '../view/build.ts';
import type { Node, View } from '../view/view.ts';
import { answer } from './answer.ts';
import { mine } from './mine.ts';
import type { Request } from './request.ts';
import { namesOf, requestNodes } from './say.ts';
import { sha256, shown } from './shown.ts';
import { sign } from './sign.ts';
import { isUnsigned, mustSignFirst, signedWith } from './signing.ts';
import { decisionsOf } from './stage.ts';
import { effectOf } from './start.ts';
import { readText } from './text.ts';
import { withdraw } from './withdraw.ts';
import { MOST_WORDS } from './words.ts';

/** A request to its asker, or to whoever is to hold it: how it stands, what they can do. */
export async function stateView(request: Request, context: Context, note?: string): Promise<View> {
  const { tx, actor } = context;
  const { id, rules, state } = request;
  const effect = effectOf(rules, context);
  return view(
    rules.title,
    note ? text(note, 'good') : null,
    ...(await waiting(request, context)),
    ...(await requestNodes(request, context, await decisionsOf(tx, id))),
    ...((await effect?.describe?.(request, 'asker', context)) ?? []),
    ...(await question(request, context)),
    ...(state === 'signing' && request.person === actor.person.id ? await toSign(request, context) : []),
    buttons(
      (state === 'open' || state === 'signing') && withdraw.button(t`Withdraw`, { request: id }),
      state === 'granted' && !effect?.endsItself && withdraw.button(t`I no longer need it`, { request: id }),
      mine.button(t`My requests`, { page: 1 }),
    ),
  );
}

/** Whom it waits for. */
async function waiting({ id, state, stuck, person }: Request, { tx, actor }: Context): Promise<Node[]> {
  if (state === 'signing')
    return person === actor.person.id
      ? []
      : [text(t`${(await namesOf(tx, [person])).get(person) ?? ''} must still sign.`, 'quiet')];
  if (state !== 'open') return [];
  const asked = await tx
    .selectFrom('request_approvers')
    .innerJoin('people', 'people.id', 'request_approvers.person')
    .select('people.name')
    .where('request', '=', id)
    .where('active', '=', 1)
    .orderBy('people.name')
    .execute();
  return [
    asked.length > 0 && text(t`Waits for ${listed(asked.map(({ name }) => name))}.`, 'quiet'),
    stuck === 1 &&
      text(t`Nobody who may decide this is here at the moment. The school's ICT has been told.`, 'warning'),
  ].filter((node) => node !== false);
}

/** The field for an answer, where somebody asked back and hasn't been answered. */
async function question({ id, asker, state }: Request, { tx, actor }: Context): Promise<Node[]> {
  if (state !== 'open' || asker !== actor.person.id) return [];
  const last = await tx
    .selectFrom('request_messages')
    .select('kind')
    .where('request', '=', id)
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  if (last?.kind !== 'question') return [];
  return [
    answer.field('words', { label: t`Your answer`, input: 'paragraph', required: true, maxLength: MOST_WORDS }),
    buttons(answer.button(t`Send the answer`, { request: id }, { style: 'primary', sendsInputs: true })),
  ];
}

/** What the holder must still sign, when somebody else asked for it. */
async function toSign(request: Request, context: Context): Promise<Node[]> {
  const { tx } = context;
  const first = await mustSignFirst(tx, request.rules, request.person, request.created_at);
  if (first.length)
    return [text(t`First sign ${listed(first)}: write “what must I sign”. Then this counts by itself.`, 'warning')];
  if (!(await isUnsigned(tx, request))) return [];
  const words = await wordsToSign(request, context);
  return [
    ...words.nodes,
    buttons(
      sign.button(words.assent, { request: request.id, shown: words.hash }, { style: 'primary' }),
      ...words.editions.map(({ agreement, number, title }) =>
        readText.button(t`Read: ${title}`, { request: request.id, agreement, edition: number, page: 1 }),
      ),
    ),
  ];
}

/** What is signed with a request, word for word, and what the button that signs it says. */
export async function wordsToSign({ rules }: Pick<Request, 'rules'>, { tx }: Pick<Context, 'tx'>) {
  const editions = await signedWith(tx, rules);
  const nodes: Node[] = [
    ...(rules.statements.length ? [text(t`By this you confirm:`), list(rules.statements)] : []),
    ...(editions.length
      ? [
          text(t`By this you sign:`),
          list(
            editions.map(
              ({ title, number, effective_from }) =>
                t`${title}, edition ${number}, in force from ${sayDay(effective_from)}`,
            ),
          ),
        ]
      : []),
  ];
  const hash = sha256(shown({ title: '', nodes }).hash + editions.map((edition) => edition.hash).join());
  const assent = editions.length
    ? t`I have read and accept ${count(editions.length, t`text`, t`texts`)}`
    : t`I confirm this`;
  return { nodes, editions, hash, assent };
}
