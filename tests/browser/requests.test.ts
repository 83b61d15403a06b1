import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createLog } from '../../infra/log.ts';
import { readSettings } from '../../infra/settings.ts';
import { type Running, startServer } from '../../infra/start.ts';
import { inBrowser, launch, screenshot, violations, visit } from './browser.ts';

jest.setTimeout(120_000);

inBrowser('a request in the sandbox school', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-requests-'));
  const ids = new Map<string, string>();
  let browser: Browser;
  let server: Running;

  beforeAll(async () => {
    browser = await launch();
    server = await startServer(readSettings({ PORT: '0', DATA_DIR: dataDir }), createLog('silent'));
    const answer = await fetch(`${server.url}/sandbox/api/people`);
    const { people } = (await answer.json()) as { people: { id: string; name: string }[] };
    for (const { id, name } of people) ids.set(name, id);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const be = async (name: string) => {
    const { page, trouble } = await visit(browser, `${server.url}/sandbox#/${ids.get(name)}`);
    await page.getByRole('heading', { name: /^You are/ }).waitFor();
    return { page, trouble };
  };
  const newest = (page: Page) => page.locator('.from-bot').last();

  test('is asked for in a sentence, agreed by two people in the chat, and the asker hears it', async () => {
    const head = await be('Margaret Ashdown');
    // Nobody is written to at a weekend or in the evening.
    const goOn = head.page.getByRole('button', { name: /^Go on to/ });
    if (await goOn.count()) await goOn.first().click();
    await head.page.getByText('In school hours').waitFor();

    const { page, trouble } = await be('Joseph Abara');
    await page.getByLabel(/^Message to Countersign/).fill('I need access to the SEND reports');
    await page.keyboard.press('Enter');
    const form = newest(page);
    await form.getByLabel(/Access to what/).selectOption({ label: 'Restricted area' });
    await form.getByLabel(/What must be possible/).selectOption({ label: 'Read' });
    await form.getByLabel(/Which area/).fill('SEND reports of Year 9');
    await form.getByLabel(/What is it needed for/).fill('I write the support plans of 9B.');
    await screenshot(page, 'request-form');
    await form.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Waits for Ifeoma Nwachukwu and Margaret Ashdown.').waitFor();

    const ict = await be('Ifeoma Nwachukwu');
    for (const one of [ict, head]) {
      await one.page.getByText('I write the support plans of 9B.').last().waitFor();
      await screenshot(one.page, one === ict ? 'request-ict' : 'request-head');
      await newest(one.page).getByRole('button', { name: 'Agree' }).click();
      await one.page
        .getByText(/agreed on/)
        .last()
        .waitFor();
    }
    await page.getByText('Granted by Ifeoma Nwachukwu and Margaret Ashdown').last().waitFor();
    await newest(page).scrollIntoViewIfNeeded();
    await screenshot(page, 'request-granted');
    expect(await violations(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });
});
