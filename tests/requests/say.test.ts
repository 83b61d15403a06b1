import { viewOf } from '../fakes/app.ts';
import { onSqlite } from '../fakes/store.ts';
import { cast, schoolWith } from './school.ts';

const MINIBUS = `
  kinds:
    minibus:
      title: The minibus
      words: [minibus]
      fields: [{ id: day, label: On, input: date, fill: from }]
      decide: [{ ask: [office] }]
`;

/** A message, the title of the form that it opens, and what of it is filled in. */
const SAID: [string, string, Record<string, string>][] = [
  ['guest wifi for Mr Jones on Thursday', 'Guest Wi-Fi for a visitor', { answer_from: '2026-11-26' }],
  ['I want permission to use my own phone on the wifi', 'Use my own device', {}],
  ['I want to record the call with the parents', 'Record a call or meeting', {}],
  ['can I record the meeting', 'Record a call or meeting', {}],
  ['may we record the call?', 'Record a call or meeting', {}],
  ['can we install GeoGebra', 'Software, an app or a web service', {}],
  [
    'can I get an exception to use youtube until 12 June',
    'An exception from the rules',
    { answer_until: '2027-06-12' },
  ],
  ['remote access from home', 'Remote access', {}],
  ['how do I dispose of 12 old tablets', 'Dispose of equipment', { answer_what: '12 old tablets' }],
  ['can we have the minibus on Friday', 'The minibus', { answer_day: '2026-11-27' }],
  ['ask for something', 'What would you like to ask for?', {}],
  ['my requests', 'My requests', {}],
  ['withdraw my request', 'My requests', {}],
  ["what's waiting for my approval", 'Nothing waits for your decision', {}],
];

describe('what people write', () => {
  onSqlite((fresh) => {
    test.each(SAID)('%j opens %j', async (text, title, filled) => {
      const { teacher } = await cast(await fresh(), schoolWith(MINIBUS));
      const form = viewOf(await teacher.say(text));
      expect(form.title).toBe(title);
      for (const [id, value] of Object.entries(filled))
        expect(form.nodes).toContainEqual(expect.objectContaining({ id, value }));
    });
  });
});
