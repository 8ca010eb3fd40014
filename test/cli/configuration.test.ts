// One configuration for all commands: each works on the project's whole set; options of the command line win.
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startServer as startUpstream } from '../contract/upstream/local-server.ts';
import { post, productsDocument, run, serve, startServer, withFolder } from './command-line.ts';

const withPrice = productsDocument.replace(
  '</EntityType>',
  '<Property Name="Price" Type="Edm.Decimal"/></EntityType>',
);
const example = (name: string): string => `\`\`\`http
POST /api/Products
Content-Type: application/json

{"ID": 1, "${name}": "Tea"}
\`\`\`
`;
const recording = JSON.stringify({
  request: { method: 'GET', url: 'http://localhost:4004/api/Products' },
  response: { status: 200, body: { value: [{ ID: 1 }] } },
});

/** A project whose configuration lies in a folder of its own, so that its paths are not those of the working directory. */
const project = (config: object): Record<string, string> => ({
  'project/odata-emulator.config.json': JSON.stringify(config),
  'project/csdl/shop.csdl.xml': productsDocument,
  'project/csdl/other.csdl.xml': productsDocument,
  'project/docs/good.md': example('Name'),
  'project/docs/bad.md': example('Nam'),
  'project/traffic/a.jsonl': recording,
});
const services = [
  { name: 'shop', path: '/api', metadata: 'csdl/shop.csdl.xml' },
  { name: 'other', metadata: 'csdl/other.csdl.xml' },
];

describe.each([
  ['in the working directory', 'project', []],
  ['named with --config', '.', ['--config', 'project/odata-emulator.config.json']],
])('%s', (_, place, options) => {
  const inProject = (folder: string, file: string): string => join(folder, 'project', file);

  it('serve: all services, with the options of the server and those of all services', async () => {
    const files = project({
      services: [{ ...services[0], data: { Products: [{ ID: 1, Name: 'Tea' }] } }, services[1]],
      validation: 'report',
      admin: false,
      verbose: true,
      journal: 'out/journal.jsonl',
    });
    await withFolder(files, async (folder) => {
      const server = await serve(options, join(folder, place));
      expect(server.urls.map((url) => new URL(url).pathname)).toEqual(['/api/', '/other/']);
      expect(await (await fetch(`${server.urls[0]}Products(1)`)).json()).toMatchObject({ Name: 'Tea' });
      expect((await post(`${server.urls[1]}Products`, { ID: 1, Name: 'x', Colour: 1 })).status).toBe(201);
      expect((await fetch(new URL('/_emulator/', server.urls[0]))).status).toBe(404);
      await server.stop();
      expect(server.output()).toContain('GET /api/Products(1)');
      const journal = readFileSync(inProject(folder, 'out/journal.jsonl'), 'utf8').trim().split('\n');
      expect(journal.map((line) => JSON.parse(line).root)).toEqual(['/api', '/other']);
    });
  });

  it('generate: every service into its folder; with the option, it compares', async () => {
    const files = project({ services, generate: { out: 'made/{name}' } });
    await withFolder(files, async (folder) => {
      const generated = await run(['generate', ...options], join(folder, place));
      expect(generated).toMatchObject({ code: 0, stderr: '' });
      expect(existsSync(inProject(folder, 'made/shop/model.json'))).toBe(true);
      expect(existsSync(inProject(folder, 'made/other/model.json'))).toBe(true);
      const server = await serve(options, join(folder, place));
      expect(server.output().match(/\(from \S*made\/(shop|other)\)/g)).toHaveLength(2);
      await server.stop();
      await writeFile(inProject(folder, 'csdl/other.csdl.xml'), withPrice);
      const checked = await run(['generate', '--check', ...options], join(folder, place));
      expect(checked.code).toBe(1);
      expect(checked.stdout).toMatch(/made\/shop: current/);
      expect(checked.stderr).toMatch(/made\/other\/model\.json: is not what the document gives/);
      const one = await run(['generate', 'shop', '--check', ...options], join(folder, place));
      expect(one.code).toBe(0);
    });
  });

  it('check: the examples of every service', async () => {
    const files = project({
      services: [{ ...services[0], check: { examples: ['docs/good.md', 'docs/bad.md'] } }, services[1]],
      check: { format: 'json' },
    });
    await withFolder(files, async (folder) => {
      const { code, stdout } = await run(['check', ...options], join(folder, place));
      expect(code).toBe(1);
      expect(stdout).toMatch(/"rule": "unknown-property"/);
      const good = join(folder, 'project/docs/good.md');
      const one = await run(
        ['check', good, '--service', 'shop', '--format', 'text', ...options],
        join(folder, place),
      );
      expect(one).toMatchObject({ code: 0, stderr: '' });
      const which = await run(['check', good, ...options], join(folder, place));
      expect(which.code).toBe(2);
      expect(which.stderr).toMatch(/several services, shop, other: name one with --service/);
    });
  });

  it('coverage: the recordings of every service, into files, held against limits', async () => {
    const files = project({
      services: [{ ...services[0], coverage: { recordings: 'traffic' } }, services[1]],
      coverage: { html: 'out/{name}', json: 'out/{name}.json', failUnder: { entitySets: 100 } },
    });
    await withFolder(files, async (folder) => {
      const met = await run(['coverage', ...options], join(folder, place));
      expect(met).toMatchObject({ code: 0, stderr: '' });
      expect(met.stdout).toMatch(/^1 exchange, 0 with a URL that is none/);
      expect(readFileSync(inProject(folder, 'out/shop/index.html'), 'utf8')).toContain('Coverage of shop');
      expect(JSON.parse(readFileSync(inProject(folder, 'out/shop.json'), 'utf8'))).toMatchObject({
        exchanges: 1,
      });
      const missed = await run(
        ['coverage', '--fail-under', 'properties=90', ...options],
        join(folder, place),
      );
      expect(missed.code).toBe(1);
      expect(missed.stderr).toBe('properties: 50.0 % of the 90 % that are wanted\n');
    });
  });

  it('coverage of several services: each under its name', async () => {
    const coverage = { recordings: 'traffic', failUnder: 30 };
    const files = project({ services: services.map((service) => ({ ...service, coverage })) });
    await withFolder(files, async (folder) => {
      const { stdout, stderr } = await run(['coverage', ...options], join(folder, place));
      expect(stdout).toMatch(/^shop: 1 exchange, 0 with[\s\S]*\n\nother: 1 exchange, 1 with/);
      expect(stderr).toBe('other: total: 0.0 % of the 30 % that are wanted\n');
      const { stdout: json } = await run(['coverage', '--format', 'json', ...options], join(folder, place));
      expect(JSON.parse(json)).toMatchObject([{ service: 'shop' }, { service: 'other' }]);
    });
  });

  it('pull and diff: the documents of the real services', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.setHeader('Content-Type', 'application/xml').end(withPrice);
    });
    const url = `${upstream.origin}/shop`;
    const files = project({
      services: [{ ...services[0], pull: { url, bearer: 'token-of-the-project' } }, services[1]],
      diff: { failOn: 'any' },
    });
    await withFolder(files, async (folder) => {
      const changed = await run(['diff', ...options], join(folder, place));
      expect(changed.code).toBe(1);
      expect(changed.stdout).toMatch(/element-added .*Price/);
      expect(readFileSync(inProject(folder, 'csdl/shop.csdl.xml'), 'utf8')).toBe(productsDocument);
      const pulled = await run(['pull', ...options], join(folder, place));
      expect(pulled).toMatchObject({ code: 0, stderr: '' });
      expect(readFileSync(inProject(folder, 'csdl/shop.csdl.xml'), 'utf8')).toBe(withPrice);
      expect((await run(['diff', ...options], join(folder, place))).code).toBe(0);
    });
    expect(new Set(upstream.requests.map(({ url: path }) => path))).toEqual(new Set(['/shop/$metadata']));
    expect(
      upstream.requests.every(({ headers }) => headers.authorization === 'Bearer token-of-the-project'),
    ).toBe(true);
    await upstream.close();
  });

  it('record: a proxy before every service that has one', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.setHeader('Content-Type', 'application/json').end('{"value":[{"ID":1,"Nam":"x"}]}');
    });
    const files = project({
      services: [
        { ...services[0], record: { upstream: `${upstream.origin}/api` } },
        { ...services[1], record: { emulate: true }, data: { Products: [{ ID: 7, Name: 'Salt' }] } },
      ],
    });
    await withFolder(files, async (folder) => {
      const args = ['record', '--port', '0', ...options];
      const server = await startServer(args, /\/other {2}answers from the emulator/, join(folder, place));
      const [first, second] = server.urls;
      expect((await fetch(`${first}/Products`)).headers.get('OData-Emulator-Answered-By')).toBe('upstream');
      expect(await (await fetch(`${second}/Products(7)`)).json()).toMatchObject({ Name: 'Salt' });
      expect(await server.stop()).toBe(0);
      expect(server.output()).toMatch(/GET http:\S+\/api\/Products: 200, 1 finding\n.*unknown-property/);
      expect(existsSync(inProject(folder, 'recordings'))).toBe(true);
      // what was recorded is what coverage then reads
      const covered = await run(['coverage', '--service', 'shop', ...options], join(folder, place));
      expect(covered.stdout).toMatch(/^1 exchange, 0 with a URL that is none/);
    });
    await upstream.close();
  });
});

it('a configuration in TypeScript is typed by defineConfig', async () => {
  const config = `import { defineConfig } from 'odata-emulator';
export default defineConfig({
  services: [{ metadata: 'shop.csdl.xml', include: ['/Products'], check: { examples: 'docs' } }],
  generate: { check: true },
});`;
  const files = { 'odata-emulator.config.ts': config, 'shop.csdl.xml': productsDocument, 'docs/a.md': '' };
  await withFolder(files, async (folder) => {
    expect((await run(['check'], folder)).code).toBe(0);
    const { code, stderr } = await run(['generate'], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/generated\/shop\/model\.json: is not what the document gives/);
  });
});

it('two services are not written to one place', async () => {
  await withFolder(project({ services, generate: { out: 'made' } }), async (folder) => {
    const { code, stderr } = await run(['generate'], join(folder, 'project'));
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /would both be written to made; '\{name\}' in a path stands for the service's name/,
    );
  });
});
