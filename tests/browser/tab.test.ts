import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { tabRouter } from '../../addon/tab/router.ts';
import { createHttp } from '../../infra/http.ts';
import { createStandIn, type StandIn } from '../../infra/sandbox/stand-in.ts';
import { askToSign, type Someone, staffText, TENANT, type TestApp, testApp } from '../fakes/app.ts';
import { school } from '../fakes/school.ts';

const CHROMIUM = '/usr/bin/chromium';
/** Set to a folder, it receives a picture of every screen. */
const PICTURES = process.env.TAB_PICTURES;
const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const HOSTILE = '<img src=x onerror="document.title=1"> “Staff” & ICT agreement';

const withBrowser = existsSync(CHROMIUM) ? describe : describe.skip;
jest.setTimeout(60_000);

withBrowser('the tab in a browser, with the sandbox in the place of Teams', () => {
  let t: TestApp;
  let anna: Someone;
  let standIn: StandIn;
  let server: Server;
  let browser: Browser;
  let url: string;
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-tab-'));
  const complaints: string[] = [];

  beforeAll(async () => {
    t = await testApp();
    t.clock.set(new Date());
    anna = await t.person('Anna Bell');
    const row = {
      email: null,
      department: 'Science',
      jobTitle: 'Teacher',
      roles: ['staff'],
      startDate: null,
      leaveDate: null,
    };
    standIn = createStandIn({
      school: { ...school, tenant: TENANT },
      people: async () => [{ ...row, name: 'Anna Bell', objectId: anna.objectId }],
      dataDir,
      serverUrl: () => url,
      clock: t.clock,
    });
    const log = { info() {}, warn() {}, error: (facts: object) => void complaints.push(JSON.stringify(facts)) };
    const tab = tabRouter({ app: t.app, signIn: standIn.signIn, clock: t.clock, log, framedBy: 'this-server' });
    const http = createHttp({ store: t.store, log, routers: [tab, standIn.router], stopping: () => false });
    server = http.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    standIn.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await t.store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    complaints.length = 0;
    for (const table of ['acknowledgements', 'assignments'] as const) await t.store.db.deleteFrom(table).execute();
  });

  let editions = 0;
  /** A long agreement, each time in other words. */
  const longer = () => {
    const rule = `Rule ${++editions}`;
    const text = staffText(
      Array.from({ length: 30 }, (_, i) => `${rule}.${i + 1}: ${'I will look after what I am lent. '.repeat(5)}`),
    );
    return { ...text, title: HOSTILE };
  };

  /** Opens Anna's tab, as one does in the sandbox. */
  async function open(
    size = { width: 1100, height: 800 },
    scheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; tab: Frame }> {
    const page = await browser.newPage({ viewport: size, colorScheme: scheme });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // Nothing leaves this machine in the sandbox, so teams-js's own list of hosts can't be had there.
      if (message.type() === 'error' && !message.text().includes('res.cdn.office.net')) complaints.push(message.text());
    });
    await page.goto(`${url}/sandbox#/${anna.objectId}/tab`);
    await page.waitForSelector('iframe');
    const tab =
      page.frames().find((frame) => frame.url() === `${url}/tab`) ?? (await page.waitForEvent('framenavigated'));
    await tab.waitForSelector('.view h1');
    return { page, tab };
  }

  const picture = async (page: Page, name: string) => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  };

  async function failuresOf(tab: Frame): Promise<string[]> {
    await tab.evaluate(axe);
    return tab.evaluate(async () => {
      const { axe } = globalThis as never as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  }

  const heading = (tab: Frame, words: string) => tab.locator('h1', { hasText: words }).waitFor();
  const press = (tab: Frame, label: string) => tab.getByRole('button', { name: label, exact: true }).click();

  test('a person reads, signs and goes back, and finds it signed', async () => {
    await askToSign(t, [anna], longer());
    const { page, tab } = await open();
    await heading(tab, 'My agreements');
    expect(await tab.locator('h2').textContent()).toBe(HOSTILE);
    expect(await tab.locator('img, script:not([src])').count()).toBe(0);
    await press(tab, 'Read');
    await tab.getByText('Page 1 of').waitFor();
    expect(await tab.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await press(tab, 'Next page');
    await tab.getByText('Page 2 of').waitFor();
    await press(tab, 'Back');
    await tab.getByText('Page 1 of').waitFor();
    await press(tab, 'My agreements');
    await heading(tab, 'My agreements');
    expect(await tab.locator('nav').isVisible()).toBe(false);

    await press(tab, 'Sign');
    await heading(tab, HOSTILE);
    await tab.getByLabel('Your job title').fill('');
    await press(tab, 'I have read and accept');
    await tab.getByText('Please fill this in.').waitFor();
    expect(await tab.getByLabel('Your job title').evaluate((field) => field === document.activeElement)).toBe(true);
    await tab.getByLabel('Your job title').fill('Teacher of Physics');
    await page.keyboard.press('Enter');
    expect(await t.store.db.selectFrom('acknowledgements').selectAll().execute()).toEqual([]);
    await press(tab, 'I have read and accept');
    await tab.getByText('Signed. Thank you.').waitFor();
    expect(await t.store.db.selectFrom('acknowledgements').selectAll().execute()).toMatchObject([
      { person: anna.id, job_title: 'Teacher of Physics', door: 'tab' },
    ]);

    await page.evaluate(() => history.back());
    await tab.getByText('Signed on').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a refusal is told beside what one sees, and a sign-in that ended is tried again', async () => {
    const [assignment] = await askToSign(t, [anna], longer());
    const { page, tab } = await open();
    await press(tab, 'Sign');
    await heading(tab, HOSTILE);
    await tab.getByLabel('Your full name').fill('A');
    await press(tab, 'I have read and accept');
    await tab.locator('[role=alert]', { hasText: 'Please type your full name.' }).waitFor();
    expect(await tab.getByLabel('Your full name').inputValue()).toBe('A');
    await picture(page, 'refusal');
    expect(await failuresOf(tab)).toEqual([]);

    await t.store.db
      .updateTable('assignments')
      .set({ state: 'cancelled' })
      .where('id', '=', assignment as string)
      .execute();
    await tab.getByLabel('Your full name').fill('Anna Bell');
    let turnedAway = 0;
    await page.route('**/tab/press', (route) =>
      turnedAway++ ? route.continue() : route.fulfill({ status: 401, json: { error: 'no' } }),
    );
    await press(tab, 'I have read and accept');
    await heading(tab, 'Nothing to sign here');
    expect(turnedAway).toBe(2);
    await page.close();
  });

  test('says what to do when the server does not answer, or when Teams is not there', async () => {
    await askToSign(t, [anna], longer());
    const { page, tab } = await open();
    await page.route('**/tab/press', (route) => route.abort());
    await press(tab, 'My receipts');
    await tab.locator('[role=alert]', { hasText: "can't reach the server" }).waitFor();
    await page.unroute('**/tab/press');
    await press(tab, 'My receipts');
    await heading(tab, 'My receipts');
    expect(await tab.locator('[role=alert]').textContent()).toBe('');
    await page.goto(`${url}/tab`);
    await page.getByRole('heading', { name: 'Please open this in Teams' }).waitFor();
    await page.close();
  });

  test.each([
    ['light', { width: 1100, height: 800 }],
    ['dark', { width: 1100, height: 800 }],
    ['light', { width: 320, height: 640 }],
    ['dark', { width: 390, height: 780 }],
  ] as const)('every screen is accessible and fits, %s %o', async (scheme, size) => {
    await askToSign(t, [anna], longer());
    const { page, tab } = await open(size, scheme);
    const check = async (name: string) => {
      await picture(page, `${scheme}-${size.width}-${name}`);
      expect([name, await failuresOf(tab)]).toEqual([name, []]);
      const [wide, screen] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect([name, wide]).toEqual([name, screen]);
    };
    await check('library');
    await press(tab, 'Sign');
    await heading(tab, HOSTILE);
    await check('ask');
    await press(tab, 'I have read and accept');
    await tab.getByText('Signed. Thank you.').waitFor();
    await check('receipt');
    await press(tab, 'Read my signed copy');
    await heading(tab, 'Signed copy');
    await check('copy');
    await askToSign(t, [anna], longer());
    await press(tab, 'My agreements');
    await tab.getByText('waits for your signature').waitFor();
    await check('library-again');
    await press(tab, 'What changed');
    await heading(tab, 'What changed');
    await check('changes');
    expect(await tab.evaluate(() => document.documentElement.dataset.theme)).toBe(
      scheme === 'dark' ? 'dark' : 'default',
    );
    await tab.evaluate(() => void (document.documentElement.dataset.theme = 'contrast'));
    await check('changes-contrast');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
