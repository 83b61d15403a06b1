/**
 * Draws the PNGs that Teams wants from their SVG sources beside this file. Run it after changing a source and commit both:
 * `node manifest/teams/icons/render.ts`. It needs a Chromium (`CHROMIUM_PATH`, by default /usr/bin/chromium) and no network.
 */
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { iconSizes } from '../icons.ts';

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });
try {
  for (const [name, size] of Object.entries(iconSizes)) {
    const source = await readFile(new URL(`${name}.svg`, import.meta.url), 'utf8');
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${source}`);
    const path = new URL(`${name}.png`, import.meta.url).pathname;
    await page.screenshot({ path, omitBackground: true });
    console.log(`${path}: ${size}x${size}`);
  }
} finally {
  await browser.close();
}
