import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inBrowser, screenshot, violations } from './browser.ts';
import { inSchoolHours, newest, sandboxSchool, say } from './sandbox-school.ts';

jest.setTimeout(120_000);

inBrowser('a request in the sandbox school', () => {
  const { be } = sandboxSchool();

  test('is asked for in a sentence, agreed by two people in the chat, and the asker hears it', async () => {
    const head = await be('Margaret Ashdown');
    await inSchoolHours(head.page);

    const { page, trouble } = await be('Joseph Abara');
    await say(page, 'I need access to the SEND reports');
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
