import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { pagesRouter } from '../../addon/pages/router.ts';
import { createHttp } from '../../infra/http.ts';
import { openStore } from '../../shared/adapters/store/store.ts';
import { viewOf } from '../fakes/app.ts';
import { type Larkenmere, larkenmere, school } from '../progress/larkenmere.ts';
import { inBrowser, launch, screenshot, violations, visit } from './browser.ts';

jest.setTimeout(60_000);

inBrowser('the page behind a download link', () => {
  let l: Larkenmere;
  let server: Server;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    l = await larkenmere(await openStore({ dataDir: ':memory:' }));
    await l.signing('staff', 'Staff ICT agreement', ['Emre Yıldız', 'Élodie Marchetti']);
    const log = { info() {}, warn() {}, error() {} };
    const pages = pagesRouter({ store: l.store, clock: l.clock, school, log, places: [] });
    server = createHttp({ store: l.store, log, routers: [pages], stopping: () => false }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await l.store.close();
  });

  test('one press gives the list; nothing on the page stands in anybody’s way, on a phone, in light and dark', async () => {
    const view = viewOf(await l.as('Helen Tidswell').say('export signatures'));
    const link = view.nodes.find((node) => node.kind === 'link')?.url ?? '';
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, trouble } = await visit(browser, url + new URL(link).pathname, {
        colorScheme,
        viewport: { width: 390, height: 700 },
        acceptDownloads: true,
      });
      expect(await violations(page)).toEqual([]);
      await screenshot(page, `download-${colorScheme}`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('signatures-2026-11-23.csv');
      expect(await readFile(await download.path(), 'utf8')).toContain('Élodie Marchetti');
      expect(trouble).toEqual([]);
    }
  });

  test('a link that no longer works says what to do', async () => {
    const { page } = await visit(browser, `${url}/download/${'x'.repeat(43)}`);
    expect(await page.getByRole('heading').textContent()).toBe('This link no longer works');
    expect(await violations(page)).toEqual([]);
  });
});
