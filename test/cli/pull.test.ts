import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startServer } from '../contract/upstream/local-server.ts';
import { productsDocument, run, withFolder } from './command-line.ts';

it('writes the document, then tells what changed, then that nothing did', async () => {
  let document = productsDocument;
  const server = await startServer((request, response) => {
    const etag = `"${document.length}"`;
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.setHeader('ETag', etag).end(document);
  });
  await withFolder({}, async (folder) => {
    const args = ['pull', `${server.origin}/shop`, '--out', 'shop.csdl.xml', '--bearer', 'secret'];
    expect(await run(args, folder)).toEqual({
      code: 0,
      stdout: `shop.csdl.xml: new, ${document.length} bytes\n`,
      stderr: '',
    });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer secret');
    document = document.replace('</EntityType>', '<Property Name="Price" Type="Edm.Decimal"/></EntityType>');
    const { code, stdout } = await run(args, folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^shop.csdl.xml: written\nnot breaking \(1\)\n {2}element-added .*Price/);
    expect((await run(args, folder)).stdout).toBe('shop.csdl.xml: unchanged\n');
    await server.close();
    const failed = await run(args, folder);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(
      /^http:\S+: connect ECONNREFUSED \S+; shop\.csdl\.xml is left as it was\n$/,
    );
    expect(readFileSync(join(folder, 'shop.csdl.xml'), 'utf8')).toBe(document);
  });
});

it('wants a URL of http', async () => {
  const { code, stderr } = await run(['pull', 'ftp://host/x', '--out', 'x.xml']);
  expect(code).toBe(2);
  expect(stderr).toContain('http or https URL');
});

it('compares what overlays correct, and tells what of them the service has made unnecessary', async () => {
  let document = productsDocument;
  const server = await startServer((_, response) => response.end(document));
  const overlay = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
      <EntityType Name="Product"><Property Name="Price" Type="Edm.Decimal"/></EntityType>
    </Schema></edmx:DataServices></edmx:Edmx>`;
  await withFolder({ 'patch.xml': overlay }, async (folder) => {
    const args = ['pull', `${server.origin}/shop`, '--out', 'shop.csdl.xml', '--overlay', 'patch.xml'];
    await run(args, folder);
    document = document.replace('</EntityType>', '<Property Name="Price" Type="Edm.Decimal"/></EntityType>');
    const { stdout } = await run(args, folder);
    expect(stdout).toContain('overlay-unnecessary  Overlay  The document itself says of shop.Product/Price');
    expect(stdout).toContain('1 change: 1 not breaking');
  });
  await server.close();
});
