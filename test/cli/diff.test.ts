// `diff`: exit codes, and the recordings and examples that a change affects.
import { expect, it } from 'vitest';
import { startServer as startUpstream } from '../contract/upstream/local-server.ts';
import { productsDocument, run, withFolder } from './command-line.ts';

const changed = productsDocument.replaceAll('Name="Name"', 'Name="Title"');
const recordings = ['Products?$apply=groupby((Name))', 'Products?$select=ID', 'Products?$orderby=Name']
  .map((url) => JSON.stringify({ id: url, request: { method: 'GET', url }, response: { status: 200 } }))
  .join('\n');
const example = '```http\nPATCH /Products(1)\nContent-Type: application/json\n\n{"Name": "Tea"}\n```\n';
const files = {
  'old.xml': productsDocument,
  'new.xml': changed,
  'recordings/a.jsonl': recordings,
  'docs/page.md': example,
};

it('--fail-on says which changes fail', async () => {
  await withFolder(files, async (folder) => {
    expect((await run(['diff', 'old.xml', 'new.xml'], folder)).code).toBe(0);
    expect((await run(['diff', 'old.xml', 'new.xml', '--fail-on', 'breaking'], folder)).code).toBe(1);
    expect((await run(['diff', 'old.xml', 'old.xml', '--fail-on', 'any'], folder)).code).toBe(0);
  });
});

it('--against and --examples name what a change affects, what $apply uses among it', async () => {
  await withFolder(files, async (folder) => {
    const { stdout } = await run(
      ['diff', 'old.xml', 'new.xml', '--format', 'json', '--against', 'recordings', '--examples', 'docs'],
      folder,
    );
    const [change] = JSON.parse(stdout) as { affects: { method: string; url: string }[] }[];
    expect(change!.affects.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET Products?$apply=groupby((Name))',
      'GET Products?$orderby=Name',
      'PATCH /Products(1)',
    ]);
  });
});

it('a document may be a URL, of a service or of the document', async () => {
  const upstream = await startUpstream((_request, response) => {
    response.setHeader('Content-Type', 'application/xml').end(changed);
  });
  await withFolder(files, async (folder) => {
    const { code, stdout } = await run(['diff', 'old.xml', `${upstream.origin}/shop/`], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/element-removed .*shop\.Product\/Name/);
    expect(upstream.requests[0]?.url).toBe('/shop/$metadata');
    await upstream.close();
    const failed = await run(['diff', 'old.xml', `${upstream.origin}/shop/`], folder);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/ECONNREFUSED/);
  });
});

it('several services stand under their names, in every format', async () => {
  const config = {
    services: [
      { name: 'one', metadata: 'old.xml', diff: { new: 'new.xml' } },
      { name: 'two', metadata: 'new.xml', diff: { new: 'old.xml' } },
    ],
  };
  await withFolder({ ...files, 'odata-emulator.config.json': JSON.stringify(config) }, async (folder) => {
    const printed = async (format: string): Promise<string> =>
      (await run(['diff', '--format', format], folder)).stdout;
    expect(await printed('text')).toMatch(/^one:\nbreaking[\s\S]*\n\ntwo:\nbreaking/);
    expect(await printed('markdown')).toMatch(/^# one\n[\s\S]*\n# two\n/);
    expect(JSON.parse(await printed('json'))).toMatchObject([
      { service: 'one', changes: [{}, {}] },
      { service: 'two', changes: [{}, {}] },
    ]);
    expect(JSON.parse(await printed('sarif')).runs).toHaveLength(2);
  });
});
