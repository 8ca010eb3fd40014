// `coverage` of a test run: the journal of a server, from its file and from its admin endpoint; HAR and examples alike.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { post, productsDocument, run, serve, withFolder } from './command-line.ts';

const service = ['--service', 'shop.csdl.xml'];

it('a journal, a HAR file and JSON Lines are read alike', async () => {
  await withFolder({ 'shop.csdl.xml': productsDocument }, async (folder) => {
    const server = await serve(['shop.csdl.xml', '--journal', 'run/journal.jsonl'], folder);
    const root = server.urls[0]!;
    await post(`${root}Products`, { ID: 1, Name: 'Tea' }, { Authorization: 'Bearer token-that-nobody-sees' });
    await fetch(`${root}Products?$filter=startswith(Name,'T')&$apply=groupby((Name))`);
    await fetch(`${root}Products(7)`);
    const asked = await (await fetch(new URL('/_emulator/journal.jsonl', root))).text();
    await server.stop();
    const written = readFileSync(join(folder, 'run/journal.jsonl'), 'utf8');
    expect(asked).toBe(written);
    expect(written).not.toContain('nobody-sees');
    const har = {
      log: {
        entries: written
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
          .map(({ request, response }) => ({
            request: {
              method: request.method,
              url: `${root}${request.url}`,
              postData: { text: request.body ?? '' },
            },
            response: { status: response.status, content: { text: response.body ?? '' } },
          })),
      },
    };
    await writeFile(join(folder, 'run.har'), JSON.stringify(har));
    const fromJournal = await run(['coverage', 'run', ...service], folder);
    const fromHar = await run(['coverage', 'run.har', '--root', '/shop', ...service], folder);
    expect(fromJournal).toEqual(fromHar);
    expect(fromJournal.code).toBe(0);
    expect(fromJournal.stdout).toMatch(
      /^3 exchanges, 0 with a URL that is none of the service, 0 with findings/,
    );
    expect(fromJournal.stdout).toMatch(/^Operations +3 of +5 /m);
    expect(fromJournal.stdout).toMatch(/404 NotFound, GET shop\.Container\/Products\(key\) \(1\)/);
  });
});

const recording = JSON.stringify({ request: { method: 'GET', url: 'Products' }, response: { status: 200 } });
const files = { 'shop.csdl.xml': productsDocument, 'a.jsonl': recording };

it('writes figures and a page, and prints JSON when it is asked to', async () => {
  await withFolder(files, async (folder) => {
    const written = ['--json', 'out/coverage.json', '--html', 'out/page'];
    const { code, stdout } = await run(
      ['coverage', 'a.jsonl', ...service, ...written, '--format', 'json'],
      folder,
    );
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'out/coverage.json'), 'utf8')).toBe(stdout);
    expect(JSON.parse(stdout)).toMatchObject({ exchanges: 1, exercised: 2 });
    expect(readFileSync(join(folder, 'out/page/index.html'), 'utf8')).toContain('Coverage of shop');
  });
});

it.each([
  [['--fail-under', '20'], 0, ''],
  [['--fail-under', '90'], 1, 'total: 25.0 % of the 90 % that are wanted\n'],
  [
    ['--fail-under', 'entitySets=100', '--fail-under', 'operations=50'],
    1,
    'operations: 20.0 % of the 50 % that are wanted\n',
  ],
])('%j', async (limits, code, stderr) => {
  await withFolder(files, async (folder) => {
    expect(await run(['coverage', 'a.jsonl', ...service, ...limits], folder)).toMatchObject({ code, stderr });
  });
});

it.each(['many', '101', 'operation=50'])('--fail-under %s is wrong usage', async (limit) => {
  const { code, stderr } = await run(['coverage', 'a.jsonl', ...service, '--fail-under', limit]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--fail-under/);
});

it('requests of an emulator in process count for the service of the configuration, those of another root do not', async () => {
  const line = (root: string) => `${JSON.stringify({ ...JSON.parse(recording), root })}\n`;
  const config = JSON.stringify({
    services: [{ name: 'shop', path: '/v1.0', metadata: 'shop.csdl.xml' }],
    coverage: { recordings: 'journal.jsonl' },
  });
  const journal = line('') + line('/v1.0') + line('/beta');
  await withFolder(
    { 'shop.csdl.xml': productsDocument, 'odata-emulator.config.json': config, 'journal.jsonl': journal },
    async (folder) => {
      const { stdout } = await run(['coverage'], folder);
      expect(stdout).toMatch(/^2 exchanges, 0 with a URL that is none of the service/m);
    },
  );
});

it('before anything is recorded, says so and goes on', async () => {
  const config = JSON.stringify({
    services: [
      { metadata: 'shop.csdl.xml', record: { upstream: 'http://localhost:1/shop' } },
      { name: 'used', path: 'used', metadata: 'shop.csdl.xml', coverage: { recordings: 'a.jsonl' } },
    ],
  });
  await withFolder({ ...files, 'odata-emulator.config.json': config }, async (folder) => {
    const { code, stdout, stderr } = await run(['coverage'], folder);
    expect(stderr).toContain('shop: there are no recordings in recordings yet.');
    expect(stdout).toMatch(/^shop: 0 exchanges/);
    expect(stdout).toMatch(/^used: 1 exchange,/m);
    expect(code).toBe(0);
  });
});
