import fc from 'fast-check';
import { letterOf } from '../../shared/adapters/mail/letter.ts';
import type { View } from '../../shared/view/view.ts';
import { holdOnBothDoors } from '../fakes/both-doors.ts';

const at = { school: 'Larkenmere School', place: 'https://countersign.example/open' };
const button = { label: 'I have read and accept', action: 'a.b', input: { assignment: 'secret-1' }, sendsInputs: true };
const view: View = {
  title: 'Staff ICT agreement 2026–27',
  nodes: [
    { kind: 'text', text: 'Please read and accept this by Friday.\nTwo things changed.' },
    { kind: 'text', text: 'What changed', style: 'heading' },
    { kind: 'text', text: 'I will keep my password\nto myself.', style: 'quote' },
    { kind: 'text', text: 'This was updated.', style: 'warning' },
    { kind: 'list', items: ['I lock my screen.'] },
    { kind: 'facts', facts: [{ label: 'Reference', value: 'CS-7KQ2M-4RTY9' }] },
    { kind: 'rows', rows: [{ title: 'Ada Marrow', detail: 'Science', button }, { title: 'Ben Osei' }] },
    { kind: 'progress', label: 'Signed', done: 47, total: 61 },
    { kind: 'input', id: 'name', label: 'Your full name', input: 'line', value: 'Ada Marrow' },
    { kind: 'buttons', buttons: [button, { ...button, label: 'Read it all' }] },
    { kind: 'link', label: 'How to set it up', url: 'https://larkenmere.example/mfa?a=1&b=2' },
  ],
};

describe('a view as a mail', () => {
  test('says all that its card says, as text and as HTML', () => {
    holdOnBothDoors(view);
    expect(letterOf(view, at).text).toBe(`Staff ICT agreement 2026–27

Please read and accept this by Friday.
Two things changed.

What changed
------------

> I will keep my password
> to myself.

⚠ This was updated.

* I lock my screen.

Reference: CS-7KQ2M-4RTY9

Ada Marrow
  Science

Ben Osei

Signed: 47 of 61 (77%)

How to set it up: https://larkenmere.example/mfa?a=1&b=2

Open it and answer: https://countersign.example/open
What you can do there: I have read and accept · Read it all

-- 
Countersign sent this for Larkenmere School. Nobody reads answers to it: please ask the school office.`);
  });

  test('holds nothing that acts for anybody: no action, no id, no form, and a link that is the same for everyone', () => {
    const { text, html } = letterOf(view, at);
    for (const part of [text, html]) {
      expect(part).not.toContain('secret-1');
      expect(part).not.toContain('a.b');
      expect(part).not.toMatch(/<(form|input|button|script|img)/i);
    }
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([
      'https://larkenmere.example/mfa?a=1&amp;b=2',
      'https://countersign.example/open',
    ]);
  });

  test('shows as it stands whatever somebody typed, in one subject line', () => {
    const said = fc.oneof(
      fc.string(),
      fc.constantFrom('<script>alert(1)</script>', '"><img src=x>', 'a\r\nBcc: eve@evil.example'),
    );
    fc.assert(
      fc.property(said, said, (title, words) => {
        const odd: View = {
          title,
          nodes: [
            { kind: 'text', text: words },
            { kind: 'rows', rows: [{ title: words, detail: title }] },
          ],
        };
        holdOnBothDoors(odd);
        expect(letterOf(odd, at).subject).not.toMatch(/[\r\n]/);
        expect(letterOf(odd, at).html).not.toMatch(/<(script|img)/i);
      }),
      { numRuns: 200 },
    );
  });
});
