import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { toCard } from '../../bot/card.ts';
import { buttons, facts, list, progress, rows, text, view } from '../../shared/view/build.ts';
import type { Button, Node, View } from '../../shared/view/view.ts';
import { type Standing, standing } from '../fakes/sandbox.ts';
import { attach, type Script } from '../fakes/scripted-bot.ts';
import { inBrowser, launch, screenshot, violations, visit } from './browser.ts';

jest.setTimeout(60_000);

const KIRAN = '573028d5-69ec-44f8-b495-0ce475da9400';
const CARD = 'application/vnd.microsoft.card.adaptive';

const button = (label: string, action: string, more: Partial<Button> = {}): Button => ({
  label,
  action,
  input: {},
  sendsInputs: false,
  ...more,
});
const line = (id: string, label: string, required = false): Node => ({
  kind: 'input',
  id,
  label,
  input: 'line',
  required,
});

/** Every kind of node, as the Teams door draws them. */
const everything = (title: string): View =>
  view(
    title,
    text('Two things changed since you signed last year.', 'quiet'),
    list(['I will use multi-factor authentication.', 'I will keep personal data out of AI tools.']),
    text('No one at school will ever ask you for your password.', 'quote'),
    text('Your assent', 'heading'),
    text('You have signed before.', 'good'),
    text('This is overdue.', 'warning'),
    facts({ 'Please sign by': 'Friday 20 November 2026', Reference: 'CS-7K3F9-2QDX4' }),
    progress('Everyone', 43, 57),
    progress('Office', 0, 4),
    rows([{ title: 'Emre Yıldız', detail: 'Science', button: button('Remind', 'remind') }, { title: 'Sarah Linfoot' }]),
    line('name', 'Your full name', true),
    { kind: 'input', id: 'why', label: 'Reason', input: 'paragraph' },
    { kind: 'input', id: 'kind', label: 'Kind', input: 'choice', choices: [{ label: 'One', value: '1' }] },
    { kind: 'input', id: 'until', label: 'Until', input: 'date' },
    { kind: 'input', id: 'read', label: 'I have read it all', input: 'toggle' },
    buttons(
      button('Accept', 'accept', { style: 'primary', sendsInputs: true, input: { edition: 2 } }),
      button('Next page', 'page'),
      button("I can't accept", 'refuse', { style: 'danger' }),
    ),
  );

const script: Script = async ({ type, text: said, value }, write) => {
  if (type === 'installationUpdate') return void (await write({ text: 'Hello, I am **Countersign**.' }));
  if (type === 'message' && said === 'hostile')
    return void (await write({
      text: '<img src=x onerror=alert(1)> [a](javascript:alert(1)) # no heading ![x](x.png)',
    }));
  if (type === 'message') return void (await write(attach(toCard(everything('Staff ICT agreement')))));
  switch (value?.action.verb) {
    case 'accept':
      return { statusCode: 200, type: CARD, value: toCard(view('Signed', text('Thank you.', 'good'))) };
    case 'page':
      return { statusCode: 200, type: CARD, value: toCard(everything('Page 2')) };
    default:
      return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Please ask your head.' };
  }
};

inBrowser('the sandbox page', () => {
  let browser: Browser;
  let place: Standing;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    place = await standing(script);
  });
  afterEach(() => place.stop());

  const open = async (path = `#/${KIRAN}`, options = {}) => visit(browser, `${place.url}/sandbox${path}`, options);
  const write = async (page: Page, words: string) => {
    await page.getByLabel(/^Message to Countersign/).fill(words);
    await page.keyboard.press('Enter');
  };

  for (const colorScheme of ['light', 'dark'] as const)
    for (const [device, viewport] of Object.entries({
      desktop: { width: 1280, height: 860 },
      phone: { width: 390, height: 780 },
    }))
      test(`has nothing that axe finds fault with: ${colorScheme}, ${device}`, async () => {
        const { page, trouble } = await open('', { colorScheme, viewport });
        const look = async (name: string) => {
          await screenshot(page, `page-${colorScheme}-${device}-${name}`);
          expect([name, ...(await violations(page))]).toEqual([name]);
        };
        await page.getByRole('link', { name: 'Kiran Patel' }).first().waitFor();
        await look('people');
        await page.goto(`${place.url}/sandbox#/try`);
        await look('ideas');
        await page.goto(`${place.url}/sandbox#/${KIRAN}`);
        await write(page, 'hello');
        await page.getByRole('button', { name: 'Accept', exact: true }).waitFor();
        await look('card');
        await page.getByRole('button', { name: "I can't accept" }).click();
        await page.getByText('Please ask your head.').waitFor();
        await look('refused');
        await page.getByRole('button', { name: 'Accept', exact: true }).click();
        await page.getByText('Please write this.').waitFor();
        await look('missing');
        await page.getByLabel('More').click();
        await page.getByRole('button', { name: 'Block Countersign' }).click();
        await page.getByRole('button', { name: 'Unblock' }).waitFor();
        await look('blocked');
        expect(trouble).toEqual([]);
      });

  test('asks for what is needed before a press goes out, and sends what was typed with it', async () => {
    const { page } = await open();
    await write(page, 'hello');
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByText('Please write this.').waitFor();
    await page.getByLabel('Your full name').fill('Kiran Patel');
    await page.getByLabel('I have read it all').check();
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByText('Thank you.').waitFor();
    const presses = place.received.filter(({ type }) => type === 'invoke').map(({ value }) => value?.action);
    expect(presses).toHaveLength(1);
    expect(presses[0]).toMatchObject({ verb: 'accept', data: { edition: 2, name: 'Kiran Patel', read: 'true' } });
  });

  test('sends no inputs with a button that takes none, and stays on the same button as the card turns its page', async () => {
    const { page } = await open();
    await write(page, 'hello');
    await page.getByLabel('Your full name').fill('not to be sent');
    await page.getByRole('button', { name: 'Next page' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Page 2' }).waitFor();
    expect(place.received.at(-1)?.value?.action).toMatchObject({ verb: 'page', data: {} });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Next page');
    expect(await page.locator('#page-announcer').textContent()).toBe('Page 2');
  });

  test('puts the focus on the card that took the place of the pressed one', async () => {
    const { page } = await open();
    await write(page, 'hello');
    await page.getByLabel('Your full name').fill('Kiran Patel');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Accept', exact: true }).press('Enter');
    await page.getByText('Thank you.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Signed');
  });

  test('shows on the next visit what the chat keeps, not what an answer showed', async () => {
    const { page } = await open();
    await write(page, 'hello');
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('heading', { name: 'Page 2' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Staff ICT agreement' }).waitFor();
  });

  test('runs nothing that a bot or a person wrote', async () => {
    const { page, trouble } = await open();
    await write(page, 'hostile');
    const reply = page.locator('.from-bot .words').last();
    await reply.getByText('onerror=alert(1)').waitFor();
    expect(await reply.locator('img, a, h1').count()).toBe(0);
    await write(page, '<b>bold</b>');
    await page.locator('.from-person', { hasText: '<b>bold</b>' }).waitFor();
    expect(trouble).toEqual([]);
  });

  test('tells of what is new for someone else, and shows it to whoever becomes them', async () => {
    const { page } = await open('');
    await page.getByRole('link', { name: 'Kiran Patel' }).first().waitFor();
    await place.ask('POST', '/sandbox/api/say', { person: KIRAN, text: 'hello' });
    await page.getByRole('link', { name: 'Kiran Patel Teacher of Maths 1 unread' }).click();
    await page.getByRole('heading', { name: 'Staff ICT agreement' }).waitFor();
    expect(await page.title()).toBe('Kiran Patel · Countersign sandbox');
  });

  test('is gone through by keyboard: search, arrows, Enter', async () => {
    const { page } = await open('');
    await page.getByLabel('Be anyone at school').fill('premises');
    await page.getByText('2 people').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You are Dorothy Quaye' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('page-pane');
  });

  test('lets a person add the app, and only then write', async () => {
    const { page } = await open('');
    await page.getByRole('link', { name: 'Lee Hartshorn' }).click();
    await page.getByRole('button', { name: 'Add the app' }).click();
    await page.getByText('Hello, I am Countersign.').waitFor();
    await page.getByLabel(/^Message to Countersign/).waitFor();
  });
});
