import fc from 'fast-check';
import { MAX_CARD_BYTES, toCard } from '../../bot/card.ts';
import type { Button, Input, Node, Text, View } from '../../shared/view/view.ts';
import { renderCard, seen } from '../fakes/card.ts';
import { hasSchema, schemaProblems } from '../fakes/card-schema.ts';

const button = (label: string, more: Partial<Button> = {}): Button => ({
  label,
  action: 'acknowledgements.accept',
  input: { assignment: 'a1', edition: 3, extra: [{ deep: true }] },
  sendsInputs: false,
  ...more,
});

/** One of each kind, and of each style and sort within it. A new one has to be added here, or this does not compile. */
const styles: Record<NonNullable<Text['style']> | 'plain', Text> = {
  plain: { kind: 'text', text: 'Please read and accept this by Friday.\nTwo things changed.' },
  heading: { kind: 'text', text: 'What changed', style: 'heading' },
  quiet: { kind: 'text', text: 'Page 1 of 2', style: 'quiet' },
  quote: { kind: 'text', text: 'I will keep my password to myself.', style: 'quote' },
  good: { kind: 'text', text: 'Thank you. It is recorded.', style: 'good' },
  warning: { kind: 'text', text: 'This was updated. Please read it again.', style: 'warning' },
};
const inputs: Record<Input['input'], Input> = {
  line: {
    kind: 'input',
    id: 'name',
    label: 'Your full name',
    input: 'line',
    value: 'Ada Marrow',
    required: true,
    maxLength: 120,
  },
  paragraph: { kind: 'input', id: 'reason', label: "I can't accept, because …", input: 'paragraph', value: '' },
  choice: {
    kind: 'input',
    id: 'role',
    label: 'Your role',
    input: 'choice',
    value: 'supply',
    required: true,
    choices: [
      { label: 'Staff', value: 'staff' },
      { label: 'Supply', value: 'supply' },
    ],
  },
  toggle: { kind: 'input', id: 'read', label: 'I have read all of it', input: 'toggle', value: 'true', required: true },
  date: { kind: 'input', id: 'due', label: 'Due on', input: 'date', value: '2026-12-04' },
};
const nodes: Record<Node['kind'], Node[]> = {
  text: Object.values(styles),
  list: [{ kind: 'list', items: ['Photos of pupils are taken on school devices only.', 'I lock my screen.'] }],
  facts: [
    {
      kind: 'facts',
      facts: [
        { label: 'Reference', value: 'CS-7KQ2M-4RTY9' },
        { label: 'Edition', value: '3' },
      ],
    },
  ],
  rows: [
    {
      kind: 'rows',
      rows: [
        { title: 'Ada Marrow', detail: 'Science, due Friday', button: button('Remind Ada') },
        { title: 'Ben Osei' },
      ],
    },
  ],
  progress: [{ kind: 'progress', label: 'Science', done: 47, total: 61 }],
  input: Object.values(inputs),
  buttons: [
    {
      kind: 'buttons',
      buttons: [
        button('I have read and accept', { style: 'primary', sendsInputs: true }),
        button('Stop this', { style: 'danger' }),
        button('Read all'),
      ],
    },
  ],
  link: [{ kind: 'link', label: 'Open the file', url: 'https://countersign.example/export/1' }],
};
const whole: View = { title: 'Staff ICT agreement 2026–27', nodes: Object.values(nodes).flat() };

describe('a view as a card', () => {
  test('is Adaptive Cards 1.5 to the official renderer: each kind of node, and all together', () => {
    for (const node of whole.nodes)
      expect(renderCard(toCard({ title: 'A title', nodes: [node] })).problems).toEqual([]);
    expect(renderCard(toCard(whole)).problems).toEqual([]);
  });

  (hasSchema ? test : test.skip)(
    'and to the official schema (../shared/contracts, skipped where that is absent)',
    () => {
      for (const node of whole.nodes) expect(schemaProblems(toCard({ title: 'A title', nodes: [node] }))).toEqual([]);
      expect(schemaProblems(toCard(whole))).toEqual([]);
      expect(schemaProblems({ ...toCard(whole), speek: 'x' })).not.toEqual([]);
    },
  );

  describe('says, read back from the screen,', () => {
    test('every word of the view in its order', () => {
      const { words } = renderCard(toCard(whole));
      const said = [
        'Staff ICT agreement 2026–27',
        'Please read and accept this by Friday. Two things changed.',
        'What changed',
        'Page 1 of 2',
        'I will keep my password to myself.',
        '✓ Thank you. It is recorded.',
        '⚠ This was updated. Please read it again.',
        '• Photos of pupils are taken on school devices only.',
        '• I lock my screen.',
        'Reference CS-7KQ2M-4RTY9',
        'Edition 3',
        'Ada Marrow Science, due Friday Remind Ada',
        'Ben Osei',
        'Science 47 of 61 (77%)',
        'Your full name',
        "I can't accept, because …",
        'Your role',
        'I have read all of it',
        'Due on',
        'I have read and accept',
        'Stop this',
        'Read all',
        'Open the file',
      ];
      let from = 0;
      for (const words_ of said) {
        const at = squeezed(words).indexOf(squeezed(words_), from);
        expect([words_, at >= from]).toEqual([words_, true]);
        from = at + squeezed(words_).length;
      }
    });

    test('headings as headings', () => {
      const { element } = renderCard(toCard(whole));
      const headings = [...element.querySelectorAll('[role="heading"]')].map(({ textContent }) =>
        seen(textContent ?? ''),
      );
      expect(headings).toEqual(['Staff ICT agreement 2026–27', 'What changed']);
    });

    test('each input with its label, id, value and whether it must be given', () => {
      const shown = renderCard(toCard(whole)).inputs.map(({ id, label, value, isRequired, errorMessage }) => ({
        id,
        label,
        value,
        required: isRequired,
        said: Boolean(errorMessage),
      }));
      expect(shown).toEqual(
        Object.values(inputs).map(({ id, label, value, required = false }) => ({
          id,
          label,
          value,
          required,
          said: required,
        })),
      );
    });

    test('each button with its action, exactly its input, and the typed values only where it sends them', () => {
      const card = renderCard(toCard(whole));
      const { input } = button('');
      for (const label of ['Remind Ada', 'Stop this', 'Read all'])
        expect(card.press(label)).toEqual({ verb: 'acknowledgements.accept', data: input });
      expect(card.press('I have read and accept')).toEqual({
        verb: 'acknowledgements.accept',
        data: { ...input, name: 'Ada Marrow', role: 'supply', read: 'true', due: '2026-12-04' },
      });
    });

    test('that an input is wanting, before anything is sent', () => {
      const nodes: Node[] = [
        { ...inputs.line, value: '' },
        { kind: 'buttons', buttons: [button('Accept', { sendsInputs: true }), button('Later')] },
      ];
      const card = renderCard(toCard({ title: 'A title', nodes }));
      expect(card.press('Accept')).toBeNull();
      expect(seen(card.element.textContent ?? '')).toContain('Please write this.');
      expect(card.press('Later')).not.toBeNull();
    });

    test('links as they are, and no others', () => {
      const { body } = toCard(whole) as { body: unknown };
      expect(JSON.stringify(body).match(/"url":"[^"]*"/g)).toEqual(['"url":"https://countersign.example/export/1"']);
    });
  });

  test('gives older clients the same buttons, with the action in the data', () => {
    const { body } = toCard({ title: 'A title', nodes: nodes.buttons }) as { body: { actions?: Json[] }[] };
    for (const action of body.flatMap(({ actions = [] }) => actions)) {
      const { title, associatedInputs, style, data, verb } = action;
      expect(action.fallback).toEqual({
        type: 'Action.Submit',
        title,
        associatedInputs,
        ...(style !== undefined && { style }),
        data: { ...(data as object), $action: verb },
      });
    }
  });

  test('colours the button one should press and the one that destroys, in the words of the client', () => {
    const { body } = toCard({ title: 'A title', nodes: nodes.buttons }) as { body: { actions?: Json[] }[] };
    expect(body.flatMap(({ actions = [] }) => actions).map(({ style }) => style)).toEqual([
      'positive',
      'destructive',
      undefined,
    ]);
  });

  test('shows every button, however many', () => {
    const labels = Array.from({ length: 12 }, (_, i) => `Button ${i + 1}`);
    const card = renderCard(
      toCard({ title: 'A title', nodes: [{ kind: 'buttons', buttons: labels.map((label) => button(label)) }] }),
    );
    expect([...card.element.querySelectorAll('button')].map(({ textContent }) => textContent)).toEqual(labels);
  });

  test.each([
    [0, 0, '0 of 0 (0%)'],
    [0, 4, '0 of 4 (0%)'],
    [1, 4_000, '1 of 4,000 (1%)'],
    [3_999, 4_000, '3,999 of 4,000 (99%)'],
    [8, 8, '8 of 8 (100%)'],
    [9, 8, '9 of 8 (100%)'],
  ])('a bar of %i of %i says "%s", and is neither full nor empty unless it is', (done, total, said) => {
    const card = toCard({ title: 'A title', nodes: [{ kind: 'progress', label: 'Art', done, total }] });
    const { words, problems } = renderCard(card);
    expect({ words, problems }).toEqual({ words: expect.stringContaining(said), problems: [] });
    const bar = (card.body as { columns: { width: number; style: string }[] }[]).at(-1)?.columns ?? [];
    expect(bar.reduce((sum, { width }) => sum + width, 0)).toBe(100);
    expect(bar.length).toBe(/\((0|100)%\)/.test(said) ? 1 : 2);
  });

  test('of more than 25 KB is a bug of the feature, and says so', () => {
    const items = Array.from({ length: 400 }, (_, i) => `Person ${i}`);
    expect(() => toCard({ title: 'Names', nodes: [{ kind: 'list', items }] })).toThrow(/page the view/);
    expect(JSON.stringify(toCard(whole)).length).toBeLessThan(MAX_CARD_BYTES);
  });

  test.each(['javascript:alert(1)', 'http://countersign.example/', 'data:text/html,x', 'nonsense'])(
    'never links to %s',
    (url) => {
      expect(() => toCard({ title: 'A title', nodes: [{ kind: 'link', label: 'Open', url }] })).toThrow();
    },
  );
});

describe('what people typed, on a card,', () => {
  /** Every place for words in a view. */
  const places: Record<string, (text: string) => View> = {
    title: (text) => ({ title: text, nodes: [] }),
    ...Object.fromEntries(
      Object.values(styles).map((node) => [
        `text, ${node.style ?? 'plain'}`,
        (text: string): View => ({ title: '', nodes: [{ ...node, text }] }),
      ]),
    ),
    list: (text) => ({ title: '', nodes: [{ kind: 'list', items: [text] }] }),
    'label of a fact': (text) => ({ title: '', nodes: [{ kind: 'facts', facts: [{ label: text, value: '1' }] }] }),
    'value of a fact': (text) => ({ title: '', nodes: [{ kind: 'facts', facts: [{ label: '1', value: text }] }] }),
    'title of a row': (text) => ({ title: '', nodes: [{ kind: 'rows', rows: [{ title: text }] }] }),
    'detail of a row': (text) => ({ title: '', nodes: [{ kind: 'rows', rows: [{ title: '1', detail: text }] }] }),
    'label of a bar': (text) => ({ title: '', nodes: [{ kind: 'progress', label: text, done: 1, total: 2 }] }),
    'label of a button': (text) => ({ title: '', nodes: [{ kind: 'buttons', buttons: [button(text)] }] }),
    'label of a choice': (text) => ({
      title: '',
      nodes: [{ ...inputs.choice, choices: [{ label: text, value: '1' }] }],
    }),
    ...Object.fromEntries(
      Object.values(inputs).map((node) => [
        `label of an input, ${node.input}`,
        (label: string): View => ({ title: '', nodes: [{ ...node, label }] }),
      ]),
    ),
  };
  /** What one sees of a text: not the characters that steer. */
  const visible = (text: string) =>
    squeezed(text.toWellFormed().replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, ' '));
  const MARKUP = 'a,b,i,em,strong,s,del,code,pre,ul,ol,li,h1,h2,h3,hr,blockquote,table,img,script,iframe,style';

  const samples = [
    '[x](http://evil.example)',
    '![x](http://evil.example/x.png)',
    '<http://evil.example>',
    'http://evil.example www.evil.example evil.example me@evil.example',
    '**bold** __bold__ *it* _it_ ~~gone~~ `code`',
    '# heading',
    '- item\n- item',
    '1. first\n2) second',
    '> quote',
    '---',
    'a\n===',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '    code',
    '<b>bold</b><script>alert(1)</script><img src=x onerror=alert(1)>',
    '&lt;b&gt; &amp; &#42; &nbsp;',
    'back\\slash \\* \\',
    '{{DATE(2026-11-23T09:00:00Z)}} {{TIME(2026-11-23T09:00:00Z)}} {{{DATE(2026-11-23T09:00:00Z,LONG)}}}',
    '${name} {{name}}',
    'a\u202egnirts\u202c b\u2067c',
    '\u0000\u0007\u001b[31m',
    'محمد علي (Humanities)',
    'বাংলা 👩🏽‍🏫 é ﷽',
    'zero\u200bwidth\ufeff\u2060',
    '\ud800 lone',
    'tab\there\r\nnew line\u2028another',
    '',
    ' ',
    'a'.repeat(2_000),
  ];

  test.each(Object.keys(places))('is shown as it is, and is nothing but text: %s', (name) => {
    const place = places[name] as (text: string) => View;
    const shows = (text: string) => {
      const { element, problems, words } = renderCard(toCard(place(text)));
      const found = [text, squeezed(words).includes(visible(text)), element.querySelectorAll(MARKUP).length];
      expect(found).toEqual([text, true, 0]);
      if (visible(text)) expect(problems).toEqual([]);
    };
    samples.forEach(shows);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...samples, ...'[]()*_`~<>#-+.!|{}\\&:/@ \n1a'), { maxLength: 8 }),
        (parts) => shows(parts.join('')),
      ),
      { numRuns: 30 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), shows), { numRuns: 30 });
  });

  test('keeps its own direction: nothing after it is turned round', () => {
    const json = JSON.stringify(
      toCard({ title: 'a\u202eb', nodes: [{ kind: 'rows', rows: [{ title: '\u2066c\u202d' }] }] }),
    );
    expect(json).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });
});

type Json = Record<string, unknown>;

/** Without white space, which the screen and the document spread differently, and word joiners, which nobody sees. */
const squeezed = (text: string): string => text.replaceAll(/[\s\u2060]+/g, '');
