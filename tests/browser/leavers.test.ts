import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser, screenshot, violations } from './browser.ts';
import { sandboxSchool, say } from './sandbox-school.ts';

jest.setTimeout(120_000);

/** The sandbox as `npm start` makes it: it reads its directories by itself. The tests build on each other. */
inBrowser('leavers and second factors in the sandbox school', () => {
  const { be } = sandboxSchool();

  /** Says something, and gives the answer. */
  const ask = async (page: Page, words: string) => {
    const before = await page.locator('.from-bot').count();
    await say(page, words);
    const answer = page.locator('.from-bot').nth(before);
    await answer.waitFor();
    return answer;
  };
  /** Asks until the answer has it: what it is about is still being looked at. */
  const askUntil = async (page: Page, words: string, has: RegExp) => {
    for (let tries = 0; ; tries++) {
      const answer = await ask(page, words);
      if (has.test(await answer.innerText()) || tries === 60) return answer;
      await page.waitForTimeout(1_000);
    }
  };

  test('the network manager hears who is still open, and why; a second person approves the exact list, and it is done', async () => {
    const { page, trouble } = await be('Tomasz Zieliński');
    const open = await askUntil(page, "is Yolanda Ferreira's account closed?", /Can still sign in/);
    const card = await ask(page, 'leavers');
    await card.getByText(/\d+ still open: /).waitFor();
    await card.getByText(/\d+ can't be checked: /).waitFor();
    await screenshot(page, 'journey-leavers');
    expect(await violations(page)).toEqual([]);

    await open.getByRole('button', { name: 'Block sign-in', exact: true }).click();
    const list = page.locator('.from-bot').filter({ hasText: "This would be done to Yolanda Ferreira's accounts" });
    await list.getByText('Google (yolanda.ferreira@larkenmere.example): block sign-in').last().waitFor();
    await list.getByRole('button', { name: 'Ask for approval' }).last().click();

    const ict = await be('Ifeoma Nwachukwu');
    await ict.page.getByRole('button', { name: 'Agree' }).last().click();
    await page.getByText("Yolanda Ferreira's accounts: done").last().waitFor();
    await page.getByRole('button', { name: 'Give it back' }).last().waitFor();
    await screenshot(page, 'journey-closed');
    expect(await violations(page)).toEqual([]);
    const again = await ask(page, "is Yolanda Ferreira's account closed?");
    expect(await again.innerText()).not.toContain('Can still sign in');
    expect([...trouble, ...ict.trouble]).toEqual([]);
  });

  test('a teacher without a second factor is told how to set it up; whoever looks after ICT sees who, and who is unknown', async () => {
    const { page, trouble } = await be('Rhys Cadwallader');
    const mine = await askUntil(page, 'is my MFA set up?', /five minutes, please/);
    await mine.getByRole('button', { name: 'Set it up at Microsoft' }).or(mine.getByRole('link')).first().waitFor();
    const ict = await be('Ifeoma Nwachukwu');
    const all = await ask(ict.page, 'who has no MFA?');
    await all.getByText(/^\d+ without two-step sign-in, 2 unknown/).waitFor();
    await screenshot(ict.page, 'journey-second-factors');
    expect([...trouble, ...ict.trouble]).toEqual([]);
  });
});
