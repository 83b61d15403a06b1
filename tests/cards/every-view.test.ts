import { join } from 'node:path';
import { jest } from '@jest/globals';
import { SANDBOX_SCHOOL } from '../../infra/settings.ts';
import { commands } from '../../shared/features.ts';
import { readSchool } from '../../shared/school.ts';
import type { Button, View } from '../../shared/view/view.ts';
import { askToSign, type Someone, staffText, type TestApp, testApp } from '../fakes/app.ts';
import { buttonsOf, filled } from '../hostile/world.ts';

jest.setTimeout(180_000);

/** Buttons of one kind lead to cards of one kind: so many of each are pressed, and so many by one person. */
const OF_A_KIND = 2;
const PRESSES = 160;

/**
 * Walks through the product as somebody would who presses everything: says every command, presses every button of every
 * answer, and so on. That both doors say the same, on cards that are ones by Google's and Microsoft's own schemas, is held in
 * testApp, for these views and for those of all other tests.
 */
async function walk(someone: Someone): Promise<{ views: View[]; answered: Set<string> }> {
  const views: View[] = [];
  const answered = new Set<string>();
  const pressed = new Map<string, number>();
  const waiting: { button: Button; view: View }[] = [];
  const see = (view: View) => {
    views.push(view);
    for (const button of buttonsOf(view)) waiting.push({ button, view });
  };

  for (const { id, title } of commands) {
    const reply = await someone.say(title);
    answered.add(id);
    if (reply.kind === 'view') see(reply.view);
  }
  for (let count = 0; waiting.length && count < PRESSES; ) {
    const { button, view } = waiting.shift() as (typeof waiting)[number];
    const kind = `${button.action} ${Object.keys(button.input).sort()} ${button.action === 'language.say' ? button.label : ''}`;
    const before = pressed.get(kind) ?? 0;
    if (before >= OF_A_KIND) continue;
    pressed.set(kind, before + 1);
    count++;
    const reply = await someone.press(button, button.sendsInputs ? filled(view) : {});
    if (reply.kind === 'view') see(reply.view);
  }
  return { views, answered };
}

describe('everything that can be said and pressed', () => {
  const school = readSchool(join(SANDBOX_SCHOOL, 'school.yaml'));
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp(undefined, school);
    const staff = await Promise.all(
      ['Anna <b>Bell</b>', 'Ben [x](http://evil.example)', 'Cara &amp; Co', 'Dan *Ash*', 'Eve O’Hara', 'Finn Ash'].map(
        (name) => t.person(name),
      ),
    );
    const [anna, ben, cara] = await askToSign(t, staff, staffText());
    await staff[0]?.press(
      { action: 'acknowledgements.accept', input: { assignment: anna, edition: 1 } },
      { name: 'Anna Bell', job: 'Teacher' },
    );
    await staff[1]?.press(
      { action: 'acknowledgements.sendRefusal', input: { assignment: ben } },
      { reason: 'Not <i>now</i>.' },
    );
    await askToSign(t, staff, staffText([`I will ask before I ${cara ? 'share' : ''}.`]));
    await t.settle();
  });
  afterAll(() => t.store.close());

  test.each([...Object.keys(school.roles), 'supply', 'volunteer', 'nobody in particular'])(
    'by somebody who is %s is a card in Teams and a card at Google, by their own schemas',
    async (role) => {
      const someone = await t.person(`Somebody ${role}`, { roles: ['staff', role] });
      await askToSign(t, [someone], staffText([`A rule for ${role}.`]));
      const { views, answered } = await walk(someone);
      expect(answered.size).toBe(commands.length);
      expect(views.length).toBeGreaterThan(commands.length / 2);
    },
  );
});
