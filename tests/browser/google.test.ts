import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { readSettings } from '../../infra/settings.ts';
import { type Running, startServer } from '../../infra/start.ts';
import { inBrowser, launch, screenshot, violations, visit } from './browser.ts';

jest.setTimeout(120_000);

const KIRAN = '573028d5-69ec-44f8-b495-0ce475da9400';
const MARGARET = 'c44ad4f8-6651-4a64-85f2-ee23ee5bfe1c';
const DENISE = 'e3b40432-9c9c-476b-a8d8-a1fbcec47324';
const PATRICIA = 'fae7ca28-d2ca-41ae-96a8-94b8ee3e3f8f';

inBrowser('Google in the sandbox, through the same endpoint as the real one,', () => {
  let browser: Browser;
  let server: Running;
  let dataDir: string;
  const logged: string[] = [];
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'countersign-google-'));
    const settings = readSettings({ PORT: '0', DATA_DIR: dataDir });
    const hear = (_: object, words: string) => void logged.push(words);
    [browser, server] = await Promise.all([launch(), startServer(settings, { info() {}, warn: hear, error: hear })]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function at(path: string, options = {}): Promise<{ page: Page; trouble: string[] }> {
    const shown = await visit(browser, `${server.url}/sandbox#/${path}`, options);
    await shown.page.waitForSelector('.google-card h3');
    return shown;
  }

  const listed = (page: Page, name: RegExp) =>
    page.getByRole('navigation', { name: 'People' }).getByRole('link', { name });

  test('Kiran signs in the sidebar, and what waited in Google Chat is signed there too', async () => {
    const { page, trouble } = await at(`${KIRAN}/sidebar`);
    await page.getByText('1 agreement waits for your signature').waitFor();
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'google-sidebar');
    await page.getByRole('button', { name: 'Open: Staff ICT agreement' }).click();
    await page.getByRole('button', { name: 'Read it all' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'google-sidebar-ask');

    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByText('Hello Kiran').waitFor();
    await page.getByRole('button', { name: 'Open: Staff ICT agreement' }).click();
    await page.getByLabel('Your full name').fill('');
    await page.getByRole('button', { name: 'I have read and accept' }).click();
    await page.getByText('Required').first().waitFor();
    await page.getByLabel('Your full name').fill('Kiran Patel');
    await page.getByLabel('Your job title').fill('Teacher of Maths');
    await page.getByRole('button', { name: 'I have read and accept' }).click();
    await page.locator('.toasts').getByText('Signed. Thank you.').waitFor();
    await screenshot(page, 'google-sidebar-signed');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByText('You have nothing to sign. Thank you.').waitFor();
    expect(trouble).toEqual([]);

    const chat = await at(`${KIRAN}/google-chat`);
    await chat.page.getByRole('textbox').fill('what must I sign');
    await chat.page.keyboard.press('Enter');
    await chat.page.locator('.google-card').getByText('You have signed everything you were asked to.').waitFor();
    expect(await violations(chat.page)).toEqual([]);
    await screenshot(chat.page, 'google-chat');
    expect(chat.trouble).toEqual([]);
  });

  test('the head has her desk beside her mail, on a phone and in the dark too', async () => {
    const { page } = await at(`${MARGARET}/sidebar`, { viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
    await page.getByText('Your desk').waitFor();
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'google-sidebar-head-phone-dark');
    await page.getByRole('button', { name: "Who hasn't signed" }).click();
    await page.getByRole('button', { name: 'Home' }).click();
    await page.getByText('Hello Margaret').waitFor();
  });

  test('Denise signs beside her mail, and the card in her Teams is the receipt; nobody asks her again', async () => {
    const teams = await visit(browser, `${server.url}/sandbox#/${DENISE}`);
    const card = teams.page.locator('.from-bot').last();
    await card.getByRole('button', { name: 'I have read and accept' }).waitFor();
    await screenshot(teams.page, 'google-two-accounts-asked-in-teams');

    const { page, trouble } = await at(`${DENISE}/sidebar`);
    await page.getByRole('button', { name: 'Open: Staff ICT agreement' }).click();
    await page.getByRole('button', { name: 'I have read and accept' }).click();
    await page.locator('.toasts').getByText('Signed. Thank you.').waitFor();
    await screenshot(page, 'google-two-accounts-signed');
    expect(trouble).toEqual([]);

    await card.getByText('Signed. Thank you.').waitFor();
    expect(await card.getByRole('button', { name: 'I have read and accept' }).count()).toBe(0);
    await screenshot(teams.page, 'google-two-accounts-receipt-in-teams');
    expect(teams.trouble).toEqual([]);
  });

  test('Abdirahman, in Google alone, has no Teams here; a reminder comes to his Google Chat, and is counted until he looks', async () => {
    const { page, trouble } = await visit(browser, `${server.url}/sandbox`);
    const abdirahman = listed(page, /Abdirahman Warsame/);
    await abdirahman.click();
    await page.locator('.google-card h3').first().waitFor();
    const tabs = page.getByRole('navigation', { name: 'Countersign' }).getByRole('link');
    expect(await tabs.allInnerTexts()).toEqual(['Google Chat', 'Gmail']);
    expect(await violations(page)).toEqual([]);

    await page.getByRole('textbox', { name: /^Message/ }).fill('/wh');
    expect(await page.getByRole('list', { name: 'Commands' }).getByRole('button').allInnerTexts()).toEqual([
      '/what-must-i-sign',
      '/who-hasnt-signed',
      '/who-has-no-mfa',
    ]);
    await screenshot(page, 'google-chat-commands');
    await page.getByRole('button', { name: '/what-must-i-sign' }).click();
    await page.locator('.from-bot').last().getByRole('button', { name: 'Open' }).waitFor();

    await page.getByRole('link', { name: 'Gmail' }).click();
    await page.getByText('Hello Abdirahman').waitFor();
    await page.getByRole('button', { name: /^Go on to/ }).click();
    const helen = await visit(browser, `${server.url}/sandbox`);
    await listed(helen.page, /Helen Tidswell/).click();
    const newest = helen.page.locator('.from-bot').last();
    const say = async (words: string) => {
      await helen.page.getByRole('textbox', { name: /^Message/ }).fill(words);
      await helen.page.keyboard.press('Enter');
    };
    await say("who hasn't signed in primary");
    await newest.getByText('Abdirahman Warsame').waitFor();
    await say('remind them');
    await newest.getByText(/in Google Chat/).waitFor();
    await screenshot(helen.page, 'google-remind-in-google-chat');
    await newest.getByRole('button', { name: 'Send', exact: true }).click();

    const tab = page.getByRole('navigation', { name: 'Countersign' }).getByRole('link', { name: /Google Chat/ });
    for (const place of [tab, abdirahman]) await place.getByText(/\d unread/).waitFor();
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'google-unread');
    await tab.click();
    await page.locator('.from-bot').last().getByText('This was due on').waitFor();
    for (const place of [tab, abdirahman]) await place.getByText('unread').waitFor({ state: 'hidden' });
    expect([...trouble, ...helen.trouble]).toEqual([]);
  });

  test('somebody without a Google account has Teams alone', async () => {
    const { page } = await visit(browser, `${server.url}/sandbox#/${PATRICIA}`);
    await page.getByRole('link', { name: 'Agreements' }).waitFor();
    expect(await page.getByRole('link', { name: 'Gmail' }).count()).toBe(0);
    expect(logged).toEqual([]);
  });
});
