// The coverage page in headless Chromium, from a file: what a person does with it, by mouse and by keyboard.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compileDefinition } from '../../../codegen/compile-definition.ts';
import { createCheckContext } from '../../../src/contract/check/check-context.ts';
import { formatCoverageAsHtml } from '../../../src/contract/coverage/format-html.ts';
import { measureCoverage } from '../../../src/contract/coverage/measure-coverage.ts';
import { readJsonLines } from '../../../src/contract/examples/read-json-lines.ts';
import { odataProfile } from '../../../src/service/profiles/odata.ts';
import { documentOf, schema } from '../../codegen/small-model.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
if (executablePath === undefined)
  console.log('Skipped: there is no Chromium in /usr/bin for the coverage page.');

const members = Array.from(
  { length: 12 },
  (_, index) => `<Property Name="Field${index}" Type="Edm.String"/>`,
);
const definition = compileDefinition(
  documentOf(
    schema(`
  <EntityType Name="Product"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Color" Type="Edm.String"/></EntityType>
  <EntityType Name="Order"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    ${members.join('')}</EntityType>
  <EntityContainer Name="C"><EntitySet Name="Products" EntityType="ns.Product"/><EntitySet Name="Orders" EntityType="ns.Order"/></EntityContainer>`),
  ),
  { file: 'small', sha256: '' },
);

async function pageText(): Promise<string> {
  const lines = [
    { request: { method: 'GET', url: 'Products' }, response: { status: 200, body: { value: [{ ID: 1 }] } } },
    {
      request: { method: 'GET', url: 'Products(2)' },
      response: { status: 404, body: { error: { code: 'Gone' } } },
    },
  ];
  const { examples } = readJsonLines(lines.map((line) => JSON.stringify(line)).join('\n'), 'x.jsonl');
  return formatCoverageAsHtml(
    await measureCoverage(examples, createCheckContext(definition, odataProfile)),
    'shop & co',
  );
}

describe.skipIf(executablePath === undefined)('the coverage page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-page-'));
  const file = join(folder, 'index.html');
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    writeFileSync(file, await pageText());
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--no-first-run',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    page = await browser.newPage({ colorScheme: 'light' });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) faults.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
  });
  afterEach(async () => {
    await page.close();
    expect(faults).toEqual([]);
  });

  const shown = (): Promise<string | null> => page.textContent('#shown');
  const items = (kind: 'hit' | 'miss'): Promise<string[]> =>
    page.locator(`li.${kind} code`).allTextContents();

  it('has a tab for each class, with its figures', async () => {
    expect(await page.title()).toBe('Coverage of shop & co');
    const tabs = await page.getByRole('tab').allTextContents();
    expect(tabs.map((text) => text.replace(/\d.*|–.*/, ''))).toEqual([
      'Operations',
      'Entity sets',
      'Singletons',
      'Properties',
      'Navigation properties',
      'Enumeration members',
      'Query options',
      'Error answers of operations in use',
    ]);
    expect(tabs[3]).toContain('6.7 %1 of 15');
  });

  it('shows a class when its tab is chosen, by mouse and by arrow keys', async () => {
    await page.getByRole('tab', { name: /^Properties/ }).click();
    expect(await shown()).toBe('15 items in 2 groups');
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toMatch(/^Singletons/);
    expect(await page.textContent('.empty')).toBe('The model has nothing of this kind.');
    await page.keyboard.press('End');
    expect(await page.textContent('table')).toContain('404GoneGET ns.C/Products(key)1');
    expect(new URL(page.url()).hash).toBe('#errors');
  });

  it('folds by namespace and type, and draws what is unfolded: what is not exercised comes first', async () => {
    await page.getByRole('tab', { name: /^Properties/ }).click();
    expect(await page.locator('details.space > summary code').allTextContents()).toEqual(['ns']);
    expect(await page.locator('details.group > summary code').allTextContents()).toEqual([
      'Product',
      'Order',
    ]);
    expect(await page.locator('li').count()).toBe(0);
    await page.locator('details.group > summary').first().focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('li').allTextContents())
      .toEqual(['Colornot exercised', 'IDexercised2']);
    await page.getByRole('button', { name: 'Unfold' }).click();
    expect(await page.locator('li').count()).toBe(15);
    await page.getByRole('button', { name: 'Fold', exact: true }).click();
    expect(await page.locator('li').first().isVisible()).toBe(false);
  });

  it('finds by name, of a type or of what is in it; / begins and Escape ends', async () => {
    await page.getByRole('tab', { name: /^Properties/ }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('field1');
    expect(await shown()).toBe('3 items in 1 group');
    expect(await items('miss')).toEqual(['Field1', 'Field10', 'Field11']);
    await page.keyboard.press('Escape');
    expect(await shown()).toBe('15 items in 2 groups');
    await page.keyboard.type('nothing like that');
    expect(await page.textContent('.empty')).toBe('Nothing is like that.');
  });

  it('shows those that are exercised in part, in full or not', async () => {
    await page.getByRole('tab', { name: /^Properties/ }).click();
    for (const [choice, names] of [
      ['part', ['Product']],
      ['none', ['Order']],
      ['full', []],
    ] as const) {
      await page.selectOption('#which', choice);
      expect(await page.locator('details.group > summary code').allTextContents()).toEqual(names);
    }
  });

  it('is light or dark as the reader has it, until they choose', async () => {
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.getByRole('button', { name: 'Light or dark' }).click();
    expect(await ground()).toBe(light);
  });
});
