import type { Reply } from '../../../shared/inbound.ts';
import { t } from '../../../shared/language/words.ts';
import type { Button, View } from '../../../shared/view/view.ts';
import { el } from '../../el.ts';
import { renderView } from './render.ts';
import { createServer } from './server.ts';
import { enterTeams } from './teams.ts';

const part = (id: string) => document.getElementById(id) as HTMLElement;
const main = part('main');
const notice = part('notice');
const progress = part('progress');

/** Waiting shorter than this isn't worth a word. */
const PATIENCE_MS = 500;

/** Tells the history entries of this visit from those of an earlier one. */
const visit = crypto.randomUUID();

/** The views of this visit, as the browser's history holds them; the first is home. */
const views: View[] = [];
let at = 0;

const host = await enterTeams().catch(() => null);
if (host) begin(createServer(host));
else
  sayAlone(
    t`Please open this in Teams`,
    t`This page knows who you are from Microsoft Teams. Open Countersign there, then choose “Agreements”.`,
  );

function begin(server: ReturnType<typeof createServer>) {
  let busy = false;

  /** Asks the server; nothing else can be pressed meanwhile. */
  async function ask(asking: () => Promise<Reply>): Promise<Reply | null> {
    if (busy) return null;
    busy = true;
    tell('');
    main.setAttribute('aria-busy', 'true');
    const slow = setTimeout(() => (progress.textContent = t`One moment …`), PATIENCE_MS);
    const answer = await asking();
    clearTimeout(slow);
    progress.textContent = '';
    main.removeAttribute('aria-busy');
    busy = false;
    return answer;
  }

  async function goHome() {
    const answer = await ask(server.home);
    if (!answer) return;
    if (answer.kind === 'view') return show(answer.view, 0);
    sayAlone(
      t`I can't show your agreements`,
      answer.words,
      el('button', { type: 'button', click: goHome }, t`Try again`),
    );
  }

  async function press({ action, input, sendsInputs }: Button, typed: Record<string, string>) {
    const answer = await ask(() => server.press(action, { ...input, ...typed }));
    if (!answer) return;
    if (answer.kind !== 'view') return tell(answer.words);
    // What was filled in turns into what came of it, as a card does in the chat: back leads to what was before both.
    const next = sendsInputs ? at : at + 1;
    if (next > at) history.pushState({ visit, at: next }, '');
    show(answer.view, next);
  }

  function show(view: View, place: number) {
    at = place;
    views.length = at;
    views.push(view);
    draw(view);
  }

  function draw(view: View) {
    const drawn = renderView(view, press);
    main.replaceChildren(drawn);
    document.title = view.title;
    part('nav').hidden = at === 0;
    drawn.querySelector('h1')?.focus();
    scrollTo(0, 0);
  }

  addEventListener('popstate', ({ state }: PopStateEvent) => {
    tell('');
    const view = state?.visit === visit ? views[state.at] : undefined;
    // Home may have changed by what was done since, so it is asked for anew.
    if (!view || (state.at === 0 && !busy)) return void goHome();
    at = state.at;
    draw(view);
  });

  host?.onBack(() => {
    if (at === 0) return false;
    history.back();
    return true;
  });

  part('nav').append(
    el('button', { type: 'button', class: 'back', click: () => history.back() }, t`Back`),
    el('button', { type: 'button', class: 'home', click: () => history.go(-at) }, t`My agreements`),
  );
  history.replaceState({ visit, at: 0 }, '');
  void goHome();
}

/** Tells one sentence without leaving the view; it stays until it is closed or something else is done. */
function tell(words: string) {
  notice.replaceChildren(
    ...(words
      ? [el('p', {}, words), el('button', { type: 'button', class: 'plain', click: () => tell('') }, t`Close`)]
      : []),
  );
}

/** The page's own words, where there is no view to show. */
function sayAlone(title: string, words: string, ...more: HTMLElement[]) {
  const heading = el('h1', { tabindex: -1 }, title);
  main.replaceChildren(el('article', { class: 'view' }, heading, el('p', {}, words), ...more));
  heading.focus();
}
