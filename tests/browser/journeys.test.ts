import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createLog } from '../../infra/log.ts';
import { readSettings } from '../../infra/settings.ts';
import { type Running, startServer } from '../../infra/start.ts';
import { inBrowser, launch, screenshot, violations, visit } from './browser.ts';

jest.setTimeout(60_000);

const PEOPLE = {
  kiran: '573028d5-69ec-44f8-b495-0ce475da9400',
  emre: '3ba10c3f-93c1-458e-be3a-97e550f632b9',
  zeynep: '26bc2f3a-c408-40cb-b93f-d77b1cb88837',
  helen: '',
  margaret: 'c44ad4f8-6651-4a64-85f2-ee23ee5bfe1c',
};

/** The whole, as `npm start` makes it: the invented school on a data folder of its own. The tests build on each other. */
inBrowser('in the sandbox school', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-journeys-'));
  let browser: Browser;
  let server: Running;
  const start = () => startServer(readSettings({ PORT: '0', DATA_DIR: dataDir }), createLog('silent'));

  beforeAll(async () => {
    browser = await launch();
    server = await start();
    const answer = await fetch(`${server.url}/sandbox/api/people`);
    const { people } = (await answer.json()) as { people: { id: string; name: string }[] };
    PEOPLE.helen = people.find(({ name }) => name === 'Helen Tidswell')?.id ?? '';
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const be = async (person: keyof typeof PEOPLE, options = {}) => {
    const { page, trouble } = await visit(browser, `${server.url}/sandbox#/${PEOPLE[person]}`, options);
    await page.getByRole('heading', { name: /^You are/ }).waitFor();
    return { page, trouble };
  };
  const write = async (page: Page, words: string) => {
    await page.getByLabel(/^Message to Countersign/).fill(words);
    await page.keyboard.press('Enter');
  };
  const newest = (page: Page) => page.locator('.from-bot').last();

  test('a teacher signs on the phone; every copy of the card is a receipt, also on the next visit', async () => {
    const { page, trouble } = await be('kiran', { viewport: { width: 390, height: 780 } });
    const card = newest(page);
    await card.getByText('2 things changed since you signed').waitFor();
    await screenshot(page, 'journey-teacher-asked');
    expect(await card.getByLabel('Your full name').inputValue()).toBe('Kiran Patel');
    await card.getByRole('button', { name: 'I have read and accept' }).click();
    await card.getByText('Signed. Thank you.').waitFor();
    await card.scrollIntoViewIfNeeded();
    await screenshot(page, 'journey-teacher-signed');
    // Reminders of the same duty were in the chat as well: none asks any more.
    await page.getByRole('button', { name: 'I have read and accept' }).first().waitFor({ state: 'detached' });
    await page.reload();
    await newest(page).getByText('Signed. Thank you.').waitFor();
    expect(await page.getByRole('button', { name: 'I have read and accept' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });

  test('a teacher who can not accept says why; the head hears it, without reloading', async () => {
    const head = await be('margaret');
    const { page } = await be('emre');
    await newest(page).getByRole('button', { name: "I can't accept" }).click();
    await page.getByLabel('Your reason').fill('I would need a school phone for the trip.');
    await page.getByRole('button', { name: 'Send to the headteacher' }).click();
    await head.page.getByText('I would need a school phone for the trip.').waitFor();
    await head.page.getByRole('button', { name: 'Talk, then ask again' }).last().waitFor();
    await screenshot(head.page, 'journey-head-hears');
  });

  test('the business manager asks, and a reminder arrives at once', async () => {
    const { page, trouble } = await be('helen');
    await write(page, "who hasn't signed");
    await newest(page)
      .getByRole('heading', { name: /still to sign/ })
      .waitFor();
    await screenshot(page, 'journey-manager-asks');
    expect(await violations(page)).toEqual([]);

    // Whatever the day of this test is: in the morning, people are written to.
    await page.getByRole('button', { name: /^Go on to/ }).click();
    await page.getByText('In school hours').waitFor();

    const zeynep = await be('zeynep');
    const before = await zeynep.page.locator('.from-bot').count();
    await write(page, 'remind them');
    await newest(page).getByRole('button', { name: 'Send', exact: true }).click();
    await newest(page)
      .getByText(/on their way/)
      .waitFor();
    await zeynep.page.locator('.from-bot').nth(before).waitFor();
    await newest(zeynep.page).getByText('This was due on').waitFor();
    await screenshot(zeynep.page, 'journey-reminder-arrives');
    expect([...trouble, ...zeynep.trouble]).toEqual([]);
  });

  test('after a restart, on another port, everything is as it was and goes on', async () => {
    await server.stop();
    server = await start();
    const kiran = await be('kiran');
    await newest(kiran.page).getByText('Signed. Thank you.').waitFor();
    const { page } = await be('zeynep');
    await newest(page).getByRole('button', { name: 'I have read and accept' }).click();
    await newest(page).getByText('Signed. Thank you.').waitFor();
    // Cards sent before the restart are found and changed, too.
    await page.getByRole('button', { name: 'I have read and accept' }).first().waitFor({ state: 'detached' });
  });
});
