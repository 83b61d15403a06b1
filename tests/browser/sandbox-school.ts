import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { createLog } from '../../infra/log.ts';
import { readSettings } from '../../infra/settings.ts';
import { type Running, startServer } from '../../infra/start.ts';
import { launch, type Visit, visit } from './browser.ts';

/** The whole, as `npm start` makes it: the invented school on a data folder of its own, and a browser. The tests of a file build on each other. */
export function sandboxSchool() {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-browser-'));
  const start = () => startServer(readSettings({ PORT: '0', DATA_DIR: dataDir }), createLog('silent'));
  let browser: Browser;
  let server: Running;
  let ids: Map<string, string>;

  beforeAll(async () => {
    browser = await launch();
    server = await start();
    const answer = await fetch(`${server.url}/sandbox/api/people`);
    const { people } = (await answer.json()) as { people: { id: string; name: string }[] };
    ids = new Map(people.map(({ name, id }) => [name, id]));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  return {
    /** Is a person, by name, in a browser of their own. */
    async be(name: string, options: BrowserContextOptions = {}): Promise<Visit> {
      const seen = await visit(browser, `${server.url}/sandbox#/${ids.get(name)}`, options);
      await seen.page.getByRole('heading', { name: /^You are/ }).waitFor();
      return seen;
    },
    /** Stops the server and starts it on the same data. */
    async restart(): Promise<void> {
      await server.stop();
      server = await start();
    },
  };
}

/** Goes on to the school's next hours, if it is outside them: nobody is written to at a weekend or in the evening. */
export async function inSchoolHours(page: Page): Promise<void> {
  const goOn = page.getByRole('button', { name: /^Go on to/ });
  if (await goOn.count()) await goOn.first().click();
  await page.getByText('In school hours').waitFor();
}

/** The newest message of the bot. */
export const newest = (page: Page): Locator => page.locator('.from-bot').last();

/** Writes to the bot. */
export async function say(page: Page, words: string): Promise<void> {
  await page.getByLabel(/^Message to Countersign/).fill(words);
  await page.keyboard.press('Enter');
}
