import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser, screenshot, type Visit, violations } from './browser.ts';
import { inSchoolHours, newest, sandboxSchool, say } from './sandbox-school.ts';

jest.setTimeout(180_000);

inBrowser('a loan in the sandbox school', () => {
  const { be } = sandboxSchool();

  const card = (page: Page, words: string | RegExp) => page.locator('.from-bot').filter({ hasText: words }).last();
  const shot = async (page: Page, name: string) => {
    await newest(page).scrollIntoViewIfNeeded();
    await screenshot(page, `loan-${name}`);
  };

  test('is asked for in a message, agreed to by two, handed over with a photo, signed for, and brought back with one cracked', async () => {
    const head = await be('Margaret Ashdown');
    await inSchoolHours(head.page);

    const rosalind = await be('Rosalind Kettering');
    const { page } = rosalind;
    await say(page, 'can i borrow 12 tablets for the y4 trip, thu to fri next week');
    const form = card(page, 'Borrow equipment');
    await form.getByLabel(/How many/).waitFor();
    expect(await form.getByLabel(/How many/).inputValue()).toBe('12');
    expect(await form.getByLabel(/What do you need/).inputValue()).toBe('tablets');
    expect(await form.getByLabel(/What for/).inputValue()).toBe('y4 trip');
    for (const day of [/^From/, /^Back by/])
      expect(await form.getByLabel(day).inputValue()).toMatch(/^\d{4}-\d\d-\d\d$/);
    await form.getByText('15 of 15 are free on these days').waitFor();
    await shot(page, '1-form');
    await form.getByRole('button', { name: 'Read: Equipment loan agreement' }).click();
    await page.getByRole('button', { name: 'Back to the form' }).waitFor();
    await shot(page, '2-agreement');
    await page.getByRole('button', { name: 'Back to the form' }).click();
    await newest(page).getByRole('button', { name: 'Send' }).click();
    await card(page, 'Waits for Ifeoma Nwachukwu and Margaret Ashdown.').waitFor();
    await shot(page, '3-sent');

    const ict = await be('Ifeoma Nwachukwu');
    for (const [one, name] of [
      [ict, '4-ict'],
      [head, '5-head'],
    ] as const) {
      await card(one.page, '12 tablets are kept until you decide').waitFor();
      await shot(one.page, name);
      await card(one.page, '12 tablets').getByRole('button', { name: 'Agree' }).click();
      await card(one.page, /agreed on/).waitFor();
    }
    await card(page, 'Ready to be fetched: 12 tablets').waitFor();
    await shot(page, '6-granted');

    const lender = await be('Tomasz Zieliński');
    await card(lender.page, 'Rosalind Kettering: 12 tablets').getByRole('button', { name: 'Hand it over' }).click();
    await card(lender.page, 'Hand over to Rosalind Kettering').waitFor();
    await shot(lender.page, '7-hand-over');
    const attach = (name: string, mimeType: string, buffer: Buffer) =>
      lender.page.locator('#page-file').setInputFiles({ name, mimeType, buffer });
    await attach('list.pdf', 'application/pdf', Buffer.from('%PDF-1.7'));
    await card(lender.page, 'I can only take pictures').waitFor();
    // Any real picture.
    const clip = { x: 0, y: 0, width: 320, height: 200 };
    await attach('tablets.png', 'image/png', await lender.page.screenshot({ clip }));
    await card(lender.page, 'At the hand-over, with the loan of Rosalind Kettering: 12 tablets.').waitFor();
    await shot(lender.page, '8-photo');
    await card(lender.page, 'Hand over to').getByRole('button', { name: 'Ask them to sign' }).click();
    await card(lender.page, 'Waits for Rosalind Kettering to sign').waitFor();

    await card(page, 'Sign for 12 things').waitFor();
    await card(page, '1 photo, with the fingerprint').waitFor();
    await shot(page, '9-sign');
    await newest(page).getByRole('button', { name: 'I have checked the list and accept' }).click();
    await card(page, /Signed. Thank you. Reference L-/).waitFor();
    await shot(page, '10-signed');

    await newest(page).getByRole('button', { name: "I'm bringing it back" }).click();
    const back = card(lender.page, 'Rosalind Kettering brings back 12 tablets');
    await back.waitFor();
    await shot(lender.page, '11-return');
    await back.getByRole('button', { name: /^Photos/ }).click();
    const link = lender.page
      .getByRole('link', { name: 'Look at them' })
      .or(lender.page.getByRole('button', { name: 'Look at them' }));
    await link.last().waitFor();
    const [shown] = await Promise.all([lender.page.context().waitForEvent('page'), link.last().click()]);
    await shown.getByRole('heading', { name: '12 tablets, Rosalind Kettering' }).waitFor();
    expect(
      await shown.locator('img').evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth)),
    ).toEqual([320]);
    await screenshot(shown, 'loan-12-photos');
    await shown.close();

    await say(lender.page, 'who has tablet 7');
    await card(lender.page, 'Rosalind Kettering has it').getByRole('button', { name: 'The loan' }).click();
    await lender.page.getByRole('button', { name: 'Take it back' }).last().click();
    await newest(lender.page).getByRole('button', { name: 'Not as it was' }).nth(6).click();
    await lender.page.getByLabel('Describe it').fill('The screen is cracked.');
    await lender.page.getByRole('button', { name: 'Write it down' }).click();
    await card(lender.page, 'Rosalind Kettering brings back 11 tablets').waitFor();
    await newest(lender.page).getByRole('button', { name: 'They are back' }).click();
    await card(lender.page, 'All of it is accounted for.').waitFor();
    await shot(lender.page, '13-closed');
    await card(page, 'The screen is cracked.').waitFor();
    await card(page, "Nothing is taken from anybody's pay").waitFor();
    await shot(page, '14-incident');
    for (const { page, trouble } of [rosalind, lender]) {
      expect(await violations(page)).toEqual([]);
      expect(trouble).toEqual([]);
    }
  });
});
