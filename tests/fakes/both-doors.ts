import { toCard as toGoogleCard, toMessage } from '../../addon/workspace/card.ts';
import { chatAnswer, sidebarAnswer } from '../../addon/workspace/reply.ts';
import { toCard as toTeamsCard } from '../../bot/card.ts';
import { letterOf } from '../../shared/adapters/mail/letter.ts';
import type { App } from '../../shared/app.ts';
import type { Reply } from '../../shared/inbound.ts';
import type { Button, View } from '../../shared/view/view.ts';
import { linesOf } from '../../shared/view/words.ts';
import { envelopeProblems } from './addon-schema.ts';
import { schemaProblems } from './card-schema.ts';
import { cardProblems, drawnCard, messageProblems } from './card-v2.ts';

const ENDPOINT = 'https://countersign.example/workspace';
/** What gave a view, so that its pages can be asked for. */
const FROM = { action: 'language.say', input: { text: 'x' } };

/** Everything in a view that every door must show. */
interface Shown {
  words: string[];
  buttons: { label: string; action: string; input: unknown; sendsInputs: boolean }[];
  links: { label: string; url: string }[];
  inputs: {
    name: string;
    label: string;
    kind: string;
    required: boolean;
    choices: { label: string; value: string }[];
  }[];
}

/** Reads out of a view what must be on a card of it, each kind of node by itself. */
function askedOf(view: View): Shown {
  const shown: Shown = { words: [view.title], buttons: [], links: [], inputs: [] };
  const button = ({ label, action, input, sendsInputs }: Button) =>
    shown.buttons.push({ label, action, input, sendsInputs });
  for (const node of view.nodes) {
    switch (node.kind) {
      case 'text':
        shown.words.push(node.text);
        break;
      case 'list':
        shown.words.push(...node.items);
        break;
      case 'facts':
        for (const { label, value } of node.facts) shown.words.push(label, value);
        break;
      case 'rows':
        for (const row of node.rows) {
          shown.words.push(row.title, row.detail ?? '');
          if (row.button) button(row.button);
        }
        break;
      case 'progress':
        shown.words.push(node.label, `${node.done.toLocaleString('en-GB')} of ${node.total.toLocaleString('en-GB')}`);
        break;
      case 'input':
        shown.inputs.push({
          name: node.id,
          label: node.label,
          kind: node.input,
          required: node.required ?? false,
          choices: node.choices ?? [],
        });
        break;
      case 'buttons':
        for (const each of node.buttons) button(each);
        break;
      case 'link':
        shown.links.push({ label: node.label, url: node.url });
        break;
      default:
        return node satisfies never;
    }
  }
  return shown;
}

/** Without white space, which doors spread differently, and what nobody sees. */
const squeezed = (text: string): string =>
  linesOf(text)
    .join('')
    .replaceAll(/[\s\u2060]+/g, '');

/**
 * Holds a view against both doors: every word, button, payload, link and input of it is on the Teams card and on the Google
 * card, neither is larger than its platform takes, and each is one by the platform's own schema; and against the mail of it,
 * in which nothing can be pressed.
 * @throws Error that names the view and what is wrong on which card.
 */
export function holdOnBothDoors(view: View): void {
  const asked = askedOf(view);
  const missing = [
    ...bySchema(view),
    ...onTeams(view, asked).map((what) => `Teams: ${what}`),
    ...onGoogle(view, asked).map((what) => `Google: ${what}`),
    ...inMail(view, asked).map((what) => `mail: ${what}`),
  ];
  if (missing.length) throw new Error(`"${view.title}" can't be shown on both doors:\n${missing.join('\n')}`);
}

/** Shapes of views that were held against the schemas: what stands in them makes no difference there. */
const held = new Set<string>();
const shapeOf = (view: View): string =>
  JSON.stringify(view, (key, value) => (typeof value === 'string' && !SHAPING.includes(key) ? '' : value));
const SHAPING = ['kind', 'style', 'input', 'url'];

/** What is wrong with a view's cards by the platforms' own schemas (../shared/contracts; nothing where that is absent). */
function bySchema(view: View): string[] {
  const shape = shapeOf(view);
  if (held.has(shape)) return [];
  held.add(shape);
  return [
    ...schemaProblems(toTeamsCard(view)).map((what) => `Teams' schema: ${what}`),
    ...googlePages(view)
      .flatMap(cardProblems)
      .map((what) => `Google's schema: ${what}`),
    ...messageProblems(toMessage(view, { endpoint: ENDPOINT })).map((what) => `Google Chat's schema: ${what}`),
  ];
}

/** Every page of a view at Google. */
function googlePages(view: View): ReturnType<typeof toGoogleCard>[] {
  const page = (number: number) => toGoogleCard(view, { endpoint: ENDPOINT, from: FROM, page: number });
  const pages = Number(/Page 1 of (\d+)(?: Next page)?$/.exec(drawnCard(page(1)).words)?.[1] ?? 1);
  return Array.from({ length: pages }, (_, i) => page(i + 1));
}

const absent = (words: string, wanted: string[]): string[] => {
  const there = squeezed(words);
  return wanted.filter((each) => !there.includes(squeezed(each))).map((each) => `no "${each.slice(0, 80)}"`);
};

interface Json {
  [key: string]: unknown;
}

/** Every object in a document. */
function* objects(at: unknown): Generator<Json> {
  if (Array.isArray(at)) for (const each of at) yield* objects(each);
  else if (at && typeof at === 'object') {
    yield at as Json;
    for (const [key, value] of Object.entries(at)) if (key !== 'fallback' && key !== 'data') yield* objects(value);
  }
}

function onTeams(view: View, asked: Shown): string[] {
  const all = [...objects(toTeamsCard(view))];
  const words = all
    .map(({ text, label, title }) => [text, label, title].filter((each) => typeof each === 'string').join(' '))
    .join(' ');
  const pressed = all.filter(({ type }) => type === 'Action.Execute');
  const inputs = all.filter(({ type }) => String(type).startsWith('Input.'));
  return [
    ...absent(words, [
      ...asked.words,
      ...asked.buttons.map(({ label }) => label),
      ...asked.links.map(({ label }) => label),
      ...asked.inputs.flatMap(({ label, choices }) => [label, ...choices.map((choice) => choice.label)]),
    ]),
    ...asked.buttons
      .filter(
        ({ action, input, sendsInputs }) =>
          !pressed.some(
            ({ verb, data, associatedInputs }) =>
              verb === action && same(data, input) && (associatedInputs === 'auto') === sendsInputs,
          ),
      )
      .map(({ label }) => `the button "${label}" does something else`),
    ...asked.inputs
      .filter(
        ({ name, required, choices }) =>
          !inputs.some(
            (each) =>
              each.id === name &&
              (each.isRequired ?? false) === required &&
              choices.every(({ value }) =>
                (each.choices as Json[] | undefined)?.some((choice) => choice.value === value),
              ),
          ),
      )
      .map(({ name }) => `the input ${name}`),
    ...asked.links.filter(({ url }) => !all.some((each) => each.url === url)).map(({ url }) => `the link ${url}`),
  ];
}

function onGoogle(view: View, asked: Shown): string[] {
  const cards = googlePages(view).map(drawnCard);
  const { cardsV2 } = toMessage(view, { endpoint: ENDPOINT });
  if (cards.length === 1 && cardsV2.length !== 1) return ['a message of more cards than pages'];
  const buttons = cards.flatMap((card) => card.buttons);
  const inputs = cards.flatMap((card) => card.inputs);
  return [
    ...cards.filter(({ widgets, bytes }) => widgets > 100 || bytes > 32_000).map(() => 'a card that is too large'),
    ...cards
      .flatMap(({ elements }) => elements.filter((tag) => !['b', 'i', 'font', 'br'].includes(tag)))
      .map((tag) => `a <${tag}> that nobody meant`),
    ...absent(cards.map((card) => card.words).join(' '), [
      ...asked.words,
      ...asked.buttons.map(({ label }) => label),
      ...asked.links.map(({ label }) => label),
      ...asked.inputs.map(({ label }) => label),
    ]),
    ...asked.buttons
      .filter(
        ({ label, action, input, sendsInputs }) =>
          !buttons.some(
            ({ label: shown, parameters, required, url }) =>
              squeezed(shown) === squeezed(label) &&
              url === ENDPOINT &&
              parameters.action === action &&
              same(JSON.parse(parameters.input ?? ''), input) &&
              same(
                Object.entries(JSON.parse(parameters.fields ?? '{}')),
                sendsInputs ? asked.inputs.map(({ name, kind }) => [name, kind]) : [],
              ) &&
              same(required, sendsInputs ? asked.inputs.filter((each) => each.required).map(({ name }) => name) : []),
          ),
      )
      .map(({ label }) => `the button "${label}" does something else`),
    ...asked.inputs
      .filter(
        ({ name, kind, choices }) =>
          !inputs.some(
            (each) =>
              each.name === name &&
              each.kind === kind &&
              same(
                each.choices.map(({ value }) => value),
                choices.map(({ value }) => value),
              ),
          ),
      )
      .map(({ name }) => `the input ${name}`),
    ...asked.links
      .filter(({ url }) => !cards.some(({ links }) => links.some((link) => link.url === url)))
      .map(({ url }) => `the link ${url}`),
  ];
}

/** Nothing can be pressed or typed in a mail: what could be done is told in words. */
const PLACE = 'https://countersign.example/open';
const TAGS = 'html head meta title body div h1 h2 p a br ul li strong span blockquote'.split(' ');
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
const unescaped = (text: string) =>
  text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '');

function inMail(view: View, asked: Shown): string[] {
  const { text, html } = letterOf(view, { school: 'Larkenmere School', place: PLACE });
  const wanted = [
    ...asked.words,
    ...asked.buttons.map(({ label }) => label),
    ...asked.links.map(({ label }) => label),
    PLACE,
  ];
  const links = [...html.matchAll(/ href="([^"]*)"/g)].map(([, url = '']) => unescaped(url));
  return [
    ...absent(text.replaceAll(/^> /gm, ''), [...wanted, ...asked.links.map(({ url }) => url)]),
    ...absent(`${unescaped(html.replaceAll(/<[^>]*>/g, ''))} ${links.join(' ')}`, wanted),
    ...[...html.matchAll(/<\/?([a-z0-9]+)/g)]
      .filter(([, tag = '']) => !TAGS.includes(tag))
      .map(([tag]) => `a ${tag} that nobody meant`),
    ...(same([...new Set(links)].sort(), [...new Set([PLACE, ...asked.links.map(({ url }) => url)])].sort())
      ? []
      : ['a link that is not one of the view']),
  ];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
/** As JSON says it, whatever the order of the keys. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (!value || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, ordered(each)]));
};

const silent = { info() {}, warn() {}, error() {} };
const PRESS = { kind: 'press' as const, action: 'x', input: {}, page: 1, form: true };

/** Holds what goes to Google around the cards against its contract: in the sidebar and in Google Chat, opened and pressed. */
async function holdEnvelopes(reply: Reply): Promise<void> {
  const shape = reply.kind === 'view' ? `envelope ${shapeOf(reply.view)}` : 'refusal';
  if (held.has(shape)) return;
  held.add(shape);
  const answer = { reply, from: FROM };
  const parts = { endpoint: ENDPOINT, log: silent };
  for (const deed of [{ kind: 'home' as const }, PRESS]) {
    const envelopes = [
      await sidebarAnswer(answer, deed, { ...parts, home: async () => answer }),
      chatAnswer(answer, deed, parts),
    ];
    const problems = envelopes.flatMap(envelopeProblems);
    if (problems.length) throw new Error(`not what Google takes: ${problems.join('; ')}`);
  }
}

/** The same product, every view of which is held on both doors: so whatever a test makes a feature show is a test of both. */
export function onBothDoors(app: App): App {
  const both = async (asking: Promise<Reply>): Promise<Reply> => {
    const reply = await asking;
    if (reply.kind === 'view') holdOnBothDoors(reply.view);
    await holdEnvelopes(reply);
    return reply;
  };
  return {
    ...app,
    press: (press) => both(app.press(press)),
    message: (message) => both(app.message(message)),
    arrived: (origin) => both(app.arrived(origin)),
  };
}
