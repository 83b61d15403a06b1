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

  test('somebody without a Google account has Teams alone', async () => {
    const { page } = await visit(browser, `${server.url}/sandbox#/${PATRICIA}`);
    await page.getByRole('link', { name: 'Agreements' }).waitFor();
    expect(await page.getByRole('link', { name: 'Gmail' }).count()).toBe(0);
    expect(logged).toEqual([]);
  });
});
