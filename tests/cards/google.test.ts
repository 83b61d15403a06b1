import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { MAX_CARD_BYTES, toCard, toMessage } from '../../addon/workspace/card.ts';
import type { Button, Input, View } from '../../shared/view/view.ts';
import { haveContracts } from '../contracts/google-discovery.ts';
import { holdOnBothDoors } from '../fakes/both-doors.ts';
import { cardProblems, drawnCard, messageProblems } from '../fakes/card-v2.ts';

const endpoint = 'https://countersign.example/workspace';
const from = { action: 'acknowledgements.mine', input: { page: 1 } };
const { document } = new JSDOM('<!doctype html><body></body>').window;

const button = (label: string, more: Partial<Button> = {}): Button => ({
  label,
  action: 'acknowledgements.accept',
  input: { assignment: 'a1', edition: 3, extra: [{ deep: true }] },
  sendsInputs: false,
  ...more,
});
const inputs: Input[] = [
  { kind: 'input', id: 'name', label: 'Your full name', input: 'line', value: 'Ada', required: true, maxLength: 120 },
  { kind: 'input', id: 'why', label: 'Because', input: 'paragraph', value: 'a\nb' },
  {
    kind: 'input',
    id: 'role',
    label: 'Your role',
    input: 'choice',
    required: true,
    choices: Array.from({ length: 3 }, (_, i) => ({ label: `Role ${i}`, value: String(i) })),
  },
  {
    kind: 'input',
    id: 'room',
    label: 'The room',
    input: 'choice',
    choices: Array.from({ length: 30 }, (_, i) => ({ label: `Room ${i}`, value: `r${i}` })),
  },
  { kind: 'input', id: 'read', label: 'I have read it', input: 'toggle', value: 'true', required: true },
  { kind: 'input', id: 'due', label: 'Due on', input: 'date', value: '2026-12-04' },
];
const whole: View = {
  title: 'Staff ICT agreement 2026–27',
  nodes: [
    { kind: 'text', text: 'Please read this.\nTwo things changed.' },
    { kind: 'text', text: 'Quietly', style: 'quiet' },
    { kind: 'text', text: 'I keep my password to myself.', style: 'quote' },
    { kind: 'text', text: 'Recorded.', style: 'good' },
    { kind: 'text', text: 'Overdue.', style: 'warning' },
    { kind: 'text', text: 'What changed', style: 'heading' },
    { kind: 'list', items: ['I lock my screen.', 'I ask first.'] },
    { kind: 'facts', facts: [{ label: 'Reference', value: 'CS-7KQ2M' }] },
    { kind: 'rows', rows: [{ title: 'Ada Marrow', detail: 'Science', button: button('Remind') }, { title: 'Ben' }] },
    { kind: 'progress', label: 'Science', done: 47, total: 61 },
    ...inputs,
    {
      kind: 'buttons',
      buttons: [
        button('I accept', { style: 'primary', sendsInputs: true }),
        button('Stop this', { style: 'danger' }),
        button('Later'),
      ],
    },
    { kind: 'link', label: 'Open the file', url: 'https://countersign.example/export/1' },
    { kind: 'text', text: 'The last heading', style: 'heading' },
  ],
};

describe('a view as a Card v2', () => {
  test('is one by Google’s own schema, as is the message that holds it (../shared/contracts, skipped where that is absent)', () => {
    for (const node of whole.nodes)
      expect(cardProblems(toCard({ title: 'A', nodes: [node] }, { endpoint }))).toEqual([]);
    expect(cardProblems(toCard(whole, { endpoint }))).toEqual([]);
    expect(messageProblems(toMessage(whole, { endpoint }))).toEqual([]);
    if (!haveContracts) return;
    expect(cardProblems({ ...toCard(whole, { endpoint }), sections: 'none' })).not.toEqual([]);
    expect(messageProblems({ ...toMessage(whole, { endpoint }), cardsV2: [{ cart: {} }] })).not.toEqual([]);
  });

  test('says what the Teams card says, with the same buttons, payloads and inputs', () => {
    holdOnBothDoors(whole);
    expect(() =>
      holdOnBothDoors({ title: 'A', nodes: [{ kind: 'link', label: 'x', url: 'http://elsewhere' }] }),
    ).toThrow();
  });

  test('sends what was typed with the button that sends it, and asks Google to hold it back while something is wanting', () => {
    const { buttons, press } = drawnCard(toCard(whole, { endpoint }));
    expect(buttons.find(({ label }) => label === 'I accept')?.required).toEqual(['name', 'role', 'read']);
    expect(buttons.find(({ label }) => label === 'Later')?.parameters).not.toHaveProperty('fields');
    expect(press('I accept', { role: '1' }).formInputs).toMatchObject({ role: { stringInputs: { value: ['1'] } } });
  });

  test('tells buttons of the same name apart, for those who hear them', () => {
    const json = JSON.stringify(toCard(whole, { endpoint }));
    expect(json).toContain('"altText":"Remind: Ada Marrow"');
  });

  test('longer than a card is shown in pages: each within Google’s limits, nothing left out, nothing twice', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constant<View['nodes'][number]>({ kind: 'text', text: 'Heading', style: 'heading' }),
            fc
              .integer({ min: 1, max: 9_000 })
              .map((n) => ({ kind: 'text' as const, text: 'wörd & '.repeat(n / 7 + 1) })),
            fc.integer({ min: 1, max: 150 }).map((n) => ({
              kind: 'rows' as const,
              rows: Array.from({ length: n }, (_, i) => ({ title: `Person ${i}`, button: button('Remind') })),
            })),
          ),
          { minLength: 1, maxLength: 12 },
        ),
        (nodes) => {
          const view = { title: 'Everyone', nodes };
          const first = drawnCard(toCard(view, { endpoint, from }));
          const pages = Number(/Page 1 of (\d+)/.exec(first.words)?.[1] ?? 1);
          const cards = Array.from({ length: pages }, (_, i) => toCard(view, { endpoint, from, page: i + 1 }));
          for (const [i, card] of cards.entries()) {
            const { widgets, bytes, buttons } = drawnCard(card);
            expect(widgets).toBeLessThanOrEqual(100);
            expect(bytes).toBeLessThanOrEqual(MAX_CARD_BYTES);
            const turns = buttons.filter(({ label }) => /^(Next|Previous) page$/.test(label));
            expect(turns.map(({ parameters }) => Number(parameters.page))).toEqual(
              [i, i + 2].filter((page) => page >= 1 && page <= pages),
            );
          }
          const rows = nodes.flatMap((node) => (node.kind === 'rows' ? node.rows : []));
          const words = cards.map((card) => drawnCard(card).words).join(' ');
          expect(words.match(/Person \d+/g) ?? []).toEqual(rows.map(({ title }) => title));
          const typed = nodes.flatMap((node) => (node.kind === 'text' ? (node.text.match(/wörd/g) ?? []) : []));
          expect((words.match(/wörd/g) ?? []).length).toBe(typed.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('keeps what is typed on one page with the button that sends it', () => {
    const view: View = {
      title: 'A form at the end',
      nodes: [
        ...Array.from({ length: 95 }, (_, i) => ({ kind: 'text' as const, text: `Line ${i}` })),
        ...inputs,
        { kind: 'buttons', buttons: [button('Send', { sendsInputs: true })] },
      ],
    };
    const second = drawnCard(toCard(view, { endpoint, from, page: 2 }));
    expect(second.inputs).toHaveLength(inputs.length);
    expect(second.buttons.map(({ label }) => label)).toContain('Send');
  });

  test('that nobody can ask for again is several cards of one message, and too much for that is a bug that says so', () => {
    const lines = (n: number, words: string): View => ({
      title: 'Lines',
      nodes: Array.from({ length: n }, () => ({ kind: 'text', text: words })),
    });
    expect(toMessage(lines(150, 'x'), { endpoint }).cardsV2).toHaveLength(2);
    expect(() => toMessage(lines(150, 'x'.repeat(500)), { endpoint })).toThrow(/page the view/);
    expect(() => toCard(lines(150, 'x'), { endpoint })).toThrow(/page the view/);
  });

  test.each(['javascript:alert(1)', 'http://countersign.example/', 'data:text/html,x', 'nonsense'])(
    'never links to %s',
    (url) => {
      expect(() => toCard({ title: 'A', nodes: [{ kind: 'link', label: 'Open', url }] }, { endpoint })).toThrow();
    },
  );
});

describe('what people typed, on a Card v2,', () => {
  const places: Record<string, (text: string) => View> = {
    title: (text) => ({ title: text, nodes: [] }),
    ...Object.fromEntries(
      ([undefined, 'heading', 'quiet', 'quote', 'good', 'warning'] as const).map((style) => [
        `text, ${style ?? 'plain'}`,
        (text: string): View => ({ title: '', nodes: [{ kind: 'text', text, ...(style && { style }) }] }),
      ]),
    ),
    list: (text) => ({ title: '', nodes: [{ kind: 'list', items: [text] }] }),
    fact: (text) => ({ title: '', nodes: [{ kind: 'facts', facts: [{ label: text, value: text }] }] }),
    row: (text) => ({
      title: '',
      nodes: [{ kind: 'rows', rows: [{ title: text, detail: text, button: button(text) }] }],
    }),
    bar: (text) => ({ title: '', nodes: [{ kind: 'progress', label: text, done: 1, total: 2 }] }),
    button: (text) => ({ title: '', nodes: [{ kind: 'buttons', buttons: [button(text)] }] }),
    'label of an input': (text) => ({ title: '', nodes: inputs.map((input) => ({ ...input, label: text })) }),
    'label of a choice': (text) => ({
      title: '',
      nodes: [{ kind: 'input', id: 'x', label: 'x', input: 'choice', choices: [{ label: text, value: '1' }] }],
    }),
  };
  const samples = [
    '<b>bold</b><script>alert(1)</script><img src=x onerror=alert(1)>',
    '<a href="https://evil.example">Head teacher</a>',
    '<users/all> <https://evil.example|click me>',
    '*bold* _it_ ~gone~ `code` ```block```',
    '&lt;b&gt; &amp; &#42; &nbsp; &',
    '<font color="#ff0000">red</font><br><time>',
    '"><svg onload=alert(1)>',
    '<!-- --> <?php ?> </p>',
    'a\u202egnirts\u202c b\u2067c',
    '\u0000\u0007\u001b[31m',
    'محمد علي বাংলা 👩🏽‍🏫 é',
    '\ud800 lone',
    'tab\there\r\nnew line\u2028another',
  ];
  const visible = (text: string) =>
    squeezed(text.toWellFormed().replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, ' '));

  /** What a browser makes of every text of a card, read as HTML wherever Google might: its words, and its elements. */
  function asBrowser(json: unknown): { words: string; elements: string[] } {
    const place = document.createElement('div');
    const words: string[] = [];
    const elements: string[] = [];
    const take = (value: unknown, key = ''): void => {
      if (typeof value === 'string' && ['text', 'title', 'header', 'label', 'bottomLabel', 'altText'].includes(key)) {
        place.innerHTML = value;
        words.push(place.textContent ?? '');
        for (const element of place.querySelectorAll('*')) elements.push(element.tagName);
      } else if (value && typeof value === 'object') for (const [name, each] of Object.entries(value)) take(each, name);
    };
    take(json);
    return { words: squeezed(words.join(' ')), elements };
  }

  test.each(Object.keys(places))('is shown as it is, and is nothing but text: %s', (name) => {
    const place = places[name] as (text: string) => View;
    const ours = (text: string) => asBrowser(toCard(place(text), { endpoint })).elements;
    const shows = (text: string) => {
      const card = toCard(place(text), { endpoint });
      const { words, elements } = asBrowser(card);
      expect([text, words.includes(visible(text))]).toEqual([text, true]);
      // What a harmless word in the same place makes, and nothing else; a line more is a break more.
      const allowed = new Set([...ours('word'), 'BR']);
      expect(elements.filter((tag) => !allowed.has(tag))).toEqual([]);
      expect(JSON.stringify(card)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    };
    samples.forEach(shows);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...samples, ...'<>&;/"\'a1 \n#!?'), { maxLength: 6 }), (parts) =>
        shows(parts.join('')),
      ),
      {
        numRuns: 40,
      },
    );
  });

  test('never becomes a message’s own words, which Google Chat would read as its markup', () => {
    const message = toMessage({ title: '*<users/all>*', nodes: [{ kind: 'text', text: '_x_' }] }, { endpoint });
    expect(Object.keys(message).sort()).toEqual(['cardsV2', 'fallbackText']);
  });
});

const squeezed = (text: string): string => text.replaceAll(/[\s\u2060]+/g, '');
