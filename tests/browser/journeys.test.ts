import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser, screenshot, violations } from './browser.ts';
import { inSchoolHours, newest, sandboxSchool, say } from './sandbox-school.ts';

jest.setTimeout(60_000);

inBrowser('in the sandbox school', () => {
  const { be, restart } = sandboxSchool();

  test('a teacher signs on the phone; every copy of the card is a receipt, also on the next visit', async () => {
    const { page, trouble } = await be('Kiran Patel', { viewport: { width: 390, height: 780 } });
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
    const head = await be('Margaret Ashdown');
    const { page } = await be('Emre Yıldız');
    await newest(page).getByRole('button', { name: "I can't accept" }).click();
    await page.getByLabel('Your reason').fill('I would need a school phone for the trip.');
    await page.getByRole('button', { name: 'Send to the headteacher' }).click();
    await head.page.getByText('I would need a school phone for the trip.').waitFor();
    await head.page.getByRole('button', { name: 'Talk, then ask again' }).last().waitFor();
    await screenshot(head.page, 'journey-head-hears');
  });

  test('the business manager asks, and a reminder arrives at once', async () => {
    const { page, trouble } = await be('Helen Tidswell');
    await say(page, "who hasn't signed");
    await newest(page)
      .getByRole('heading', { name: /still to sign/ })
      .waitFor();
    await screenshot(page, 'journey-manager-asks');
    expect(await violations(page)).toEqual([]);

    // Whatever the day of this test is: in the morning, people are written to.
    await inSchoolHours(page);

    const zeynep = await be('Zeynep Aksoy');
    const before = await zeynep.page.locator('.from-bot').count();
    await say(page, 'remind them');
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
    await restart();
    const kiran = await be('Kiran Patel');
    await newest(kiran.page).getByText('Signed. Thank you.').waitFor();
    const { page } = await be('Zeynep Aksoy');
    await newest(page).getByRole('button', { name: 'I have read and accept' }).click();
    await newest(page).getByText('Signed. Thank you.').waitFor();
    // Cards sent before the restart are found and changed, too.
    await page.getByRole('button', { name: 'I have read and accept' }).first().waitFor({ state: 'detached' });
  });
});
