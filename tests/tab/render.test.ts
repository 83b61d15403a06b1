import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { type OnPress, renderView } from '../../addon/tab/client/render.ts';
import type { Button, Input, View, Node as ViewNode } from '../../shared/view/view.ts';

const { window } = new JSDOM('<!doctype html><body></body>');
const { document } = window;
Object.assign(globalThis, { document, HTMLInputElement: window.HTMLInputElement });

/** What an attacker, a name or an odd document could bring: as many ways out of a text as there are. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</p><script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '&lt;b&gt;&amp;&#x3c;',
  '[x](javascript:alert(1)) **bold**',
  '{{constructor.constructor("alert(1)")()}}',
  '\u202Eevil\u202C',
  '👩🏽‍🏫 José Ñandú 李雷 مدرسة',
  '<!-- -->',
  '__proto__',
  '\u0000\u0007',
];

const words = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ minLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1 }),
);
const oneLine = words.map((text) => text.replace(/[\r\n]/g, ' '));

const button: fc.Arbitrary<Button> = fc.record(
  {
    label: words,
    action: words,
    input: fc.dictionary(oneLine, fc.oneof(oneLine, fc.integer(), fc.boolean(), fc.array(oneLine))),
    style: fc.constantFrom('primary' as const, 'danger' as const),
    sendsInputs: fc.boolean(),
  },
  { requiredKeys: ['label', 'action', 'input', 'sendsInputs'] },
);

const inputOf = (kind: Input['input'], value: fc.Arbitrary<string>): fc.Arbitrary<Input> =>
  fc.record(
    {
      kind: fc.constant('input' as const),
      id: oneLine,
      label: words,
      input: fc.constant(kind),
      value,
      required: fc.boolean(),
    },
    { requiredKeys: ['kind', 'id', 'label', 'input'] },
  );

const choice: fc.Arbitrary<Input> = fc
  .uniqueArray(fc.record({ label: oneLine, value: oneLine }), { minLength: 1, selector: ({ value }) => value })
  .chain((choices) =>
    inputOf('choice', fc.constantFrom(...choices.map(({ value }) => value))).map((input) => ({ ...input, choices })),
  );

const input: fc.Arbitrary<Input> = fc.oneof(
  fc
    .tuple(inputOf('line', oneLine), fc.option(fc.integer({ min: 1, max: 200 })))
    .map(([input, maxLength]) => (maxLength === null ? input : { ...input, maxLength })),
  inputOf('paragraph', oneLine),
  inputOf('toggle', fc.constantFrom('true', 'false')),
  inputOf('date', fc.constantFrom('2026-11-23', '2027-02-28')),
  choice,
);

const node: fc.Arbitrary<ViewNode> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('text' as const),
      text: words,
      style: fc.constantFrom('heading', 'quiet', 'quote', 'good', 'warning') as fc.Arbitrary<'quote'>,
    },
    { requiredKeys: ['kind', 'text'] },
  ),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(words) }),
  fc.record({ kind: fc.constant('facts' as const), facts: fc.array(fc.record({ label: words, value: words })) }),
  fc.record({
    kind: fc.constant('rows' as const),
    rows: fc.array(fc.record({ title: words, detail: words, button }, { requiredKeys: ['title'] })),
  }),
  fc.record({ kind: fc.constant('progress' as const), label: words, done: fc.nat(999), total: fc.nat(999) }),
  input,
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button) }),
  fc.record({ kind: fc.constant('link' as const), label: words, url: fc.webUrl() }),
);

/** No two inputs of a view have the same id: an action's fields are its own. */
const view: fc.Arbitrary<View> = fc.record({ title: words, nodes: fc.array(node) }).map(({ title, nodes }) => {
  const ids = new Set<string>();
  return {
    title,
    nodes: nodes.filter((node) => node.kind !== 'input' || (!ids.has(node.id) && ids.add(node.id))),
  };
});

function draw(of: View) {
  const pressed: Parameters<OnPress>[] = [];
  const article = renderView(of, (...press) => pressed.push(press));
  document.body.replaceChildren(article);
  return { article, pressed };
}

/** Reads a page back into the view that it shows, by its elements, and by pressing its buttons. */
function readBack({ article, pressed }: ReturnType<typeof draw>): View {
  const said = (element: Element | null | undefined) => element?.textContent ?? '';
  const all = (root: Element, selector: string) => [...root.querySelectorAll(selector)];
  function buttonFrom(element: Element): Button {
    pressed.length = 0;
    (element as HTMLButtonElement).click();
    const style = element.className === 'plain' ? {} : { style: element.className };
    expect(said(element)).toBe(pressed[0]?.[0].label);
    const { style: _, ...rest } = pressed[0]?.[0] as Button;
    return { ...rest, ...style } as Button;
  }
  function inputFrom(element: Element): Input {
    const control = element.querySelector('input, textarea, select') as HTMLInputElement;
    const label = element.querySelector('label') as HTMLLabelElement;
    expect(label.htmlFor).toBe(control.id);
    const kind = element.className.replace('field ', '') as Input['input'];
    const required = control.getAttribute('aria-required') === 'true';
    const value = kind === 'toggle' ? String(control.checked) : control.value;
    const choices = all(element, 'option').map((option) => ({
      label: said(option),
      value: (option as HTMLOptionElement).value,
    }));
    return {
      kind: 'input',
      id: control.name,
      label: said(label.firstChild as Element),
      input: kind,
      value,
      required,
      ...(control.hasAttribute('maxlength') && { maxLength: control.maxLength }),
      ...(kind === 'choice' && { choices: choices.filter(({ value }) => value !== '') }),
    };
  }
  const nodes = [...article.children].slice(1).map((element): ViewNode => {
    const { className } = element;
    switch (element.tagName) {
      case 'H2':
        return { kind: 'text', text: said(element), style: 'heading' };
      case 'BLOCKQUOTE':
        return { kind: 'text', text: said(element), style: 'quote' };
      case 'DL':
        return {
          kind: 'facts',
          facts: all(element, 'dt').map((term) => ({ label: said(term), value: said(term.nextElementSibling) })),
        };
      case 'UL':
        return className === 'rows'
          ? {
              kind: 'rows',
              rows: [...element.children].map((row) => {
                const detail = row.querySelector('.quiet');
                const button = row.querySelector('button');
                return {
                  title: said(row.querySelector('.title')),
                  ...(detail && { detail: said(detail) }),
                  ...(button && { button: buttonFrom(button) }),
                };
              }),
            }
          : { kind: 'list', items: all(element, 'li').map(said) };
      case 'P': {
        const link = element.querySelector('a');
        if (link) return { kind: 'link', label: said(link), url: link.href };
        return { kind: 'text', text: said(element), ...(className && { style: className as 'quiet' }) };
      }
      default: {
        if (className === 'buttons') return { kind: 'buttons', buttons: [...element.children].map(buttonFrom) };
        if (className !== 'progress') return inputFrom(element);
        const bar = element.querySelector('progress');
        expect(Number(bar?.getAttribute('value'))).toBe(Number(said(element.children[1]).split(' of ')[0]));
        return {
          kind: 'progress',
          label: said(element.children[0]),
          done: Number(said(element.children[1]).split(' of ')[0]),
          total: Number(said(element.children[1]).split(' of ')[1]),
        };
      }
    }
  });
  return { title: said(article.firstElementChild), nodes };
}

/** What a view leaves to the renderer, made explicit. */
const spelledOut = (of: View): View => ({
  ...of,
  nodes: of.nodes.map((node): ViewNode => {
    switch (node.kind) {
      case 'input':
        return { required: false, value: node.input === 'toggle' ? 'false' : '', ...node };
      case 'link':
        return { ...node, url: new URL(node.url).href };
      default:
        return node;
    }
  }),
});

const ELEMENTS =
  /^(ARTICLE|H1|H2|P|BLOCKQUOTE|UL|LI|DL|DT|DD|DIV|SPAN|BUTTON|LABEL|INPUT|TEXTAREA|SELECT|OPTION|PROGRESS|A)$/;

describe('a view on the page', () => {
  test('is read back as the same view, label for label, id for id and payload for payload', () => {
    // A required input left empty holds every press back; that is another test.
    const filled = view.map((of) => ({
      ...of,
      nodes: of.nodes.map((node) => (node.kind === 'input' ? { ...node, required: false } : node)),
    }));
    fc.assert(fc.property(filled, (of) => expect(readBack(draw(of))).toEqual(spelledOut(of))));
  });

  test('is made of the elements that were meant, whatever its words are', () => {
    fc.assert(
      fc.property(view, (of) => {
        for (const element of [...draw(of).article.querySelectorAll('*')]) {
          expect(element.tagName).toMatch(ELEMENTS);
          for (const { name } of [...element.attributes])
            expect(name).toMatch(
              /^(id|class|for|name|type|value|max|rows|maxlength|checked|hidden|tabindex|href|target|rel|autocomplete|aria-[a-z]+)$/,
            );
        }
      }),
    );
  });

  test('sends what was typed and chosen with the buttons that send it, and nothing with the others', () => {
    const button = (sendsInputs: boolean): Button => ({ label: 'x', action: 'a.b', input: { fixed: 1 }, sendsInputs });
    const { article, pressed } = draw({
      title: 't',
      nodes: [
        { kind: 'input', id: 'name', label: 'Name', input: 'line', value: 'Anna' },
        { kind: 'input', id: 'why', label: 'Why', input: 'paragraph' },
        { kind: 'input', id: 'sure', label: 'Sure', input: 'toggle', value: 'false' },
        { kind: 'input', id: 'until', label: 'Until', input: 'date', value: '2026-11-23' },
        { kind: 'input', id: 'who', label: 'Who', input: 'choice', choices: [{ label: 'B', value: 'b' }] },
        { kind: 'buttons', buttons: [button(true), button(false)] },
      ],
    });
    (article.querySelector('[name=name]') as HTMLInputElement).value = '<b>Anna</b>';
    (article.querySelector('[name=sure]') as HTMLInputElement).checked = true;
    for (const one of article.querySelectorAll('button')) one.click();
    expect(pressed).toEqual([
      [button(true), { name: '<b>Anna</b>', sure: 'true', until: '2026-11-23' }],
      [button(false), {}],
    ]);
  });

  test.each<[string, Input, string]>([
    [
      'an empty line',
      { kind: 'input', id: 'i', label: 'l', input: 'line', value: '  ', required: true },
      'fill this in',
    ],
    ['an unticked box', { kind: 'input', id: 'i', label: 'l', input: 'toggle', required: true }, 'tick this'],
    [
      'no choice',
      { kind: 'input', id: 'i', label: 'l', input: 'choice', required: true, choices: [{ label: 'B', value: 'b' }] },
      'fill this in',
    ],
  ])('holds a press back for %s, and says so beside it', (_, input, why) => {
    const send = { label: 'Send', action: 'a', input: {}, sendsInputs: true };
    const { article, pressed } = draw({ title: 't', nodes: [input, { kind: 'buttons', buttons: [send] }] });
    article.querySelector('button')?.click();
    expect(pressed).toEqual([]);
    const control = article.querySelector('[name=i]') as HTMLInputElement;
    expect(document.activeElement).toBe(control);
    expect(control.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent).toContain(why);
    if (control.type === 'checkbox') control.checked = true;
    else control.value = 'b';
    control.dispatchEvent(new window.Event('input'));
    expect(control.hasAttribute('aria-invalid')).toBe(false);
    article.querySelector('button')?.click();
    expect(pressed).toHaveLength(1);
  });

  test.each(['javascript:alert(1)', 'data:text/html,<script>', 'vbscript:x', ' javascript:x', 'no address'])(
    'makes no link of %s',
    (url) => {
      const { article } = draw({ title: 't', nodes: [{ kind: 'link', label: 'Read', url }] });
      expect(article.querySelector('a')).toBeNull();
      expect(article.textContent).toContain(`Read: ${url}`);
    },
  );

  test('tells buttons of the same name apart, for those who hear them', () => {
    const read = { label: 'Read', action: 'a', input: {}, sendsInputs: false };
    const { article } = draw({
      title: 'Mine',
      nodes: [
        { kind: 'buttons', buttons: [read] },
        { kind: 'text', text: 'Staff agreement', style: 'heading' },
        { kind: 'buttons', buttons: [read] },
        { kind: 'rows', rows: [{ title: 'Supply agreement', button: read }] },
      ],
    });
    const described = [...article.querySelectorAll('button')].map(
      (one) => document.getElementById(one.getAttribute('aria-describedby') ?? '')?.textContent,
    );
    expect(described).toEqual(['Mine', 'Staff agreement', 'Supply agreement']);
  });
});
