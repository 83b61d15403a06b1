import { goHome } from '../../shared/features.ts';
import { t } from '../../shared/language/words.ts';
import type { Log } from '../../shared/ports.ts';
import { text, view } from '../../shared/view/build.ts';
import type { Text, View } from '../../shared/view/view.ts';
import { oneLine } from '../../shared/view/words.ts';
import { buttonOf } from './card/actions.ts';
import { type Card, toCard, toMessage } from './card.ts';
import { type Answer, sorry } from './dispatch.ts';
import type { Deed } from './inbound.ts';

/** A step in the sidebar's pile of cards. */
type Navigation = { pushCard: Card } | { updateCard: Card } | { popToRoot: true };

/** What Google does with an answer: the add-on reference, "Callback contract". */
export type Response =
  | { action: Action }
  | { renderActions: { action: Action } }
  | { hostAppDataAction: { chatDataAction: ChatAction } }
  | { requesting_google_scopes: { all_scopes: true } }
  | Record<string, never>;
type Action = { navigations: Navigation[]; notification?: { text: string } };
type ChatAction = { createMessageAction: { message: object } } | { updateMessageAction: { message: object } };

/** Google asks the person to let the add-on know who they are, and sends the event again. */
export const askWho = (): Response => ({ requesting_google_scopes: { all_scopes: true } });

/** Where nothing can be answered, as in a space that the app was taken out of. */
export const nothing = (): Response => ({});

/** A refusal is a card as well: the sentence, and nothing to press. */
const refusalView = (words: string): View => view(t`That didn't work`, text(words, 'warning'));

/** What there is to draw, and how: each answer once as it should be, and, should that fail, once as an apology. */
function drawn<T>(answer: Answer, draw: (answer: Answer) => T, log: Log): T {
  try {
    return draw(answer);
  } catch (error) {
    log.error({ err: error }, 'a view could not be drawn');
    return draw(sorry());
  }
}

const viewOf = ({ reply }: Answer): View => (reply.kind === 'view' ? reply.view : refusalView(reply.words));

/**
 * An answer in the sidebar, as Workspace users expect: opening it shows the first card, a press goes on to the next, with
 * Google's arrow leading back, and turning a page stays where it is. What was filled in turns into what came of it, over a
 * first card that shows what is true now.
 */
export async function sidebarAnswer(
  answer: Answer,
  deed: Deed,
  { endpoint, home, log }: { endpoint: string; home: () => Promise<Answer>; log: Log },
): Promise<Response> {
  const page = deed.kind === 'press' ? deed.page : 1;
  const isHome = deed.kind === 'home' || answer.from?.action === goHome.id;
  const cardOf = (of: Answer, first: boolean) =>
    drawn(
      of,
      (each) => {
        const card = toCard(viewOf(each), { endpoint, ...(each.from && { from: each.from }), page });
        return first ? card : withWayHome(card, endpoint);
      },
      log,
    );
  const card = cardOf(answer, isHome);
  if (deed.kind !== 'press') return { action: { navigations: [{ pushCard: card }] } };
  const action = await steps(answer, deed, card);
  return { renderActions: { action } };

  async function steps(of: Answer, press: Extract<Deed, { kind: 'press' }>, shown: Card): Promise<Action> {
    if (of.reply.kind === 'refusal') return { navigations: [{ pushCard: shown }] };
    if (isHome) return { navigations: [{ popToRoot: true }, { updateCard: shown }] };
    if (press.page > 1) return { navigations: [{ updateCard: shown }] };
    if (!press.form) return { navigations: [{ pushCard: shown }] };
    return {
      navigations: [{ popToRoot: true }, { updateCard: cardOf(await home(), true) }, { pushCard: shown }],
      notification: { text: outcomeOf(of.reply.view) },
    };
  }
}

/** What a view says went well, in a line, or else what it is about. */
function outcomeOf({ title, nodes }: View): string {
  const good = nodes.find((node): node is Text => node.kind === 'text' && node.style === 'good');
  return oneLine(good?.text ?? title);
}

/** In the menu of each card but the first: one press to the first, however deep the pile is. */
const withWayHome = (card: Card, endpoint: string): Card => {
  const { text: actionLabel, onClick } = buttonOf(goHome.button(t`Home`, {}), { endpoint, inputs: [] });
  return { ...card, cardActions: [{ actionLabel, onClick }] };
};

/** An answer in Google Chat: what was pressed turns into what came of it; everything else is a message of its own. */
export function chatAnswer(answer: Answer, deed: Deed, { endpoint, log }: { endpoint: string; log: Log }): Response {
  const page = deed.kind === 'press' ? deed.page : 1;
  const message = drawn(
    answer,
    (each) => toMessage(viewOf(each), { endpoint, ...(each.from && { from: each.from }), page }),
    log,
  );
  const turns = deed.kind === 'press' && answer.reply.kind === 'view';
  return {
    hostAppDataAction: {
      chatDataAction: turns ? { updateMessageAction: { message } } : { createMessageAction: { message } },
    },
  };
}

/** Where others read along: one sentence, for the one who asked alone where Google Chat can do that. */
export function privately(sender: string | null, endpoint: string): Response {
  const message = toMessage(
    view(
      t`Please ask me in private`,
      text(t`Others can read along here. Open a direct message with me and ask me there.`),
    ),
    { endpoint },
  );
  const viewer = sender && { privateMessageViewer: { name: sender } };
  return { hostAppDataAction: { chatDataAction: { createMessageAction: { message: { ...message, ...viewer } } } } };
}
