// The page of requests in headless Chromium: what was asked and answered, as it comes, found and unfolded; on a desk and in a hand.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/index.ts';
import { createShop, json } from '../service/shop.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
if (executablePath === undefined) console.log('Skipped: there is no Chromium in /usr/bin for the inspector.');

describe.skipIf(executablePath === undefined)('the page of requests', () => {
  let browser: Browser;
  let page: Page;
  let shop: Emulator;
  const faults: string[] = [];

  beforeAll(async () => {
    shop = await createShop();
    const url = await shop.listen();
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
    await page.goto(`${url}_emulator/`);
  });
  afterAll(async () => {
    await browser.close();
    await shop.close();
  });

  /** The page asks every second and a half. */
  const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 10_000 });
  const shownRows = () => page.locator('summary').allTextContents();

  it('shows requests as they come, the newest first', async () => {
    await soon(() => page.locator('.empty').textContent()).toContain('No requests yet');
    await shop.fetch('Products', json('POST', { ID: 1, Name: '<img src=x onerror=alert(1)>' }));
    await shop.fetch('Products', json('POST', { ID: 2, Name: 7 }));
    await soon(shownRows).toHaveLength(2);
    expect((await shownRows())[0]).toMatch(/^2POST\/Products400violations/);
    // what was sent is text, nothing else
    await page.locator('summary').nth(1).click();
    await soon(() => page.locator('.more').textContent()).toContain('<img src=x');
    expect(await page.locator('img').count()).toBe(0);
  });

  it('what is unfolded stays so, and tells why', async () => {
    await page.locator('summary').nth(0).click();
    await soon(() => page.locator('.more').first().textContent()).toContain("'Name' must be a string");
    await shop.fetch('Products(9)');
    await soon(shownRows).toHaveLength(3);
    expect(await page.locator('details[open]').count()).toBe(2);
  });

  it('finds', async () => {
    await page.getByLabel('Which requests').selectOption('changes');
    expect(await shownRows()).toHaveLength(1);
    await page.getByLabel('Which requests').selectOption('all');
    await page.getByLabel('Find requests').fill('get');
    expect(await shownRows()).toEqual([expect.stringContaining('Products(9)')]);
    await page.getByLabel('Find requests').fill('');
  });

  it('shows sessions and faults, and ends faults', async () => {
    await shop.fetch('Products', { headers: { 'Emulator-Session': 'mine' } });
    shop.faults.set([{ path: 'Products', status: 503 }]);
    await soon(() => page.locator('#faults').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'End all faults' }).click();
    await soon(() => page.locator('#faults').isVisible()).toBe(false);
    await page.getByLabel('Session').selectOption('mine');
    await soon(shownRows).toEqual([expect.stringMatching(/GET\/Products200/)]);
  });

  it('fits a hand', async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(faults).toEqual([]);
  });
});
