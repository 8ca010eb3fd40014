// The OData V4 model of OpenUI5 in a headless Chromium: it reads, pages, edits, and submits in $batch.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useService } from './services.ts';
import { hasTripPin } from './trippin.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
if (executablePath === undefined) console.log('Skipped: there is no Chromium in /usr/bin for OpenUI5.');

const sources = fileURLToPath(new URL('node_modules/@openui5/sap.ui.core/src', import.meta.url));
const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
};
const page = `<!doctype html><meta charset="utf-8"><title>OData V4</title>
<script src="/resources/ui5loader.js"></script><script src="/resources/ui5loader-autoconfig.js"></script>`;

/** UI5 as npm has it, at an origin other than the service's. */
function serveUi5(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!path.startsWith('/resources/'))
      return response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
    const file = join(sources, path.slice('/resources'.length));
    if (!existsSync(file)) return response.writeHead(404).end();
    return response
      .writeHead(200, { 'Content-Type': mediaTypes[extname(file)] ?? 'text/plain' })
      .end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

// biome-ignore lint/suspicious/noExplicitAny: UI5's global, in the page
declare const sap: any;

describe.skipIf(executablePath === undefined || !hasTripPin)('OpenUI5', () => {
  const service = useService({
    metadata: new URL('../../../shared/csdl/trippin.csdl.xml', import.meta.url),
    path: '/TripPin',
  });
  let ui5: Server;
  let browser: Browser;
  let tab: Page;
  const batches: string[] = [];

  beforeAll(async () => {
    ui5 = await serveUi5();
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
    for (let index = 0; index < 30; index++)
      await fetch(`${service.root()}People`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          UserName: `user${String(index).padStart(2, '0')}`,
          FirstName: `First ${index}`,
          LastName: 'Last',
        }),
      });
  });
  afterAll(async () => {
    await browser?.close();
    ui5?.close();
  });
  beforeEach(async () => {
    tab = await browser.newPage();
    batches.length = 0;
    tab.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('$batch'))
        batches.push(request.postData() ?? '');
    });
    await tab.goto(`http://127.0.0.1:${(ui5.address() as AddressInfo).port}/`);
    await tab.evaluate(
      async (serviceUrl) =>
        await new Promise<void>((resolve, reject) => {
          sap.ui.require(
            ['sap/ui/model/odata/v4/ODataModel', 'sap/ui/model/Sorter', 'sap/ui/model/Filter'],
            // biome-ignore lint/suspicious/noExplicitAny: UI5's classes, in the page
            (ODataModel: any, Sorter: any, Filter: any) => {
              const model = new ODataModel({
                serviceUrl,
                autoExpandSelect: true,
                earlyRequests: false,
                operationMode: 'Server',
              });
              Object.assign(window, { model, Sorter, Filter });
              resolve();
            },
            reject,
          );
        }),
      service.root(),
    );
  });
  afterEach(async () => await tab?.close());

  // biome-ignore lint/suspicious/noExplicitAny: what was put there above
  type Ui5Window = any;

  it('reads a page and the next, with filter, order and count', async () => {
    const result = await tab.evaluate(async () => {
      const { model, Sorter, Filter } = window as Ui5Window;
      const list = model.bindList(
        '/People',
        undefined,
        [new Sorter('UserName', true)],
        [new Filter('LastName', 'EQ', 'Last')],
        { $count: true, $select: 'UserName,FirstName' },
      );
      const first = await list.requestContexts(0, 10);
      const second = await list.requestContexts(10, 10);
      const names = (contexts: Ui5Window[]) => contexts.map((context) => context.getProperty('UserName'));
      return { first: names(first), second: names(second), count: list.getCount() };
    });
    expect(result.count).toBe(30);
    expect(result.first[0]).toBe('user29');
    expect(result.first).toHaveLength(10);
    expect(result.second[0]).toBe('user19');
    expect(batches[0]).toMatch(/GET People\?/);
  });

  it('edits with the ETag that it has read, and submits in one batch', async () => {
    await tab.evaluate(async () => {
      const { model } = window as Ui5Window;
      const list = model.bindList('/People', undefined, [], [], {
        $select: 'UserName,FirstName,LastName',
        $$updateGroupId: 'changes',
      });
      const [one, two] = await list.requestContexts(0, 2);
      const done = [one.setProperty('FirstName', 'Changed'), two.setProperty('FirstName', 'Changed, too')];
      await model.submitBatch('changes');
      await Promise.all(done);
    });
    expect(batches.at(-1)).toMatch(/PATCH People[\s\S]*If-Match[\s\S]*PATCH People/);
    const names = await Promise.all(
      ['user00', 'user01'].map(async (key) => {
        const answer = await fetch(`${service.root()}People('${key}')`);
        return ((await answer.json()) as { FirstName: string }).FirstName;
      }),
    );
    expect(names).toEqual(['Changed', 'Changed, too']);
  });

  it('creates and deletes', async () => {
    const created = await tab.evaluate(async () => {
      const { model } = window as Ui5Window;
      const list = model.bindList('/People', undefined, [], [], { $$updateGroupId: 'create' });
      await list.requestContexts(0, 1);
      const context = list.create({ UserName: 'new', FirstName: 'N', LastName: 'W' });
      await model.submitBatch('create');
      await context.created();
      return context.getPath();
    });
    expect(created).toBe("/People('new')");
    expect((await fetch(`${service.root()}People('new')`)).status).toBe(200);
    await tab.evaluate(async () => {
      const { model } = window as Ui5Window;
      const context = model.bindContext("/People('new')").getBoundContext();
      await context.requestObject();
      await context.delete('$auto');
    });
    expect((await fetch(`${service.root()}People('new')`)).status).toBe(404);
  });

  it('is told of a conflict', async () => {
    const message = await tab.evaluate(async (root) => {
      const { model } = window as Ui5Window;
      const context = model.bindContext("/People('user05')").getBoundContext();
      await context.requestObject();
      await fetch(`${root}People('user05')`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json', 'If-Match': '*' },
        body: '{"FirstName":"Another"}',
      });
      try {
        await context.setProperty('FirstName', 'Mine', '$auto');
        return 'no conflict';
      } catch (error) {
        return String((error as { status?: number }).status ?? error);
      }
    }, service.root());
    expect(message).toBe('412');
  });
});
