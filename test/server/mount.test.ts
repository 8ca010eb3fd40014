// A request goes to the service with the longest path that begins its URL's path.
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/server/create-app.ts';
import { createServices } from './services.ts';

async function contextOf(paths: string[], url: string): Promise<string> {
  const app = createApp(await createServices(...paths.map((path) => ({ path }))));
  const response = await app.fetch(new Request(`http://host${url}`));
  return ((await response.json()) as { '@context': string })['@context'];
}

describe('mounting', () => {
  it.each([
    { paths: ['/a', '/a/b'], url: '/a/b/Products', root: 'http://host/a/b/' },
    { paths: ['/a/b', '/a'], url: '/a/Products', root: 'http://host/a/' },
    { paths: ['', '/a'], url: '/a/Products', root: 'http://host/a/' },
    { paths: ['', '/a'], url: '/Products', root: 'http://host/' },
    { paths: ['/v1.0'], url: '/v1.0/Products?$top=1', root: 'http://host/v1.0/' },
    { paths: ['/a%20b'], url: '/a%20b/Products', root: 'http://host/a%20b/' },
    { paths: ['/:x*{y}'], url: '/:x*{y}/Products', root: 'http://host/:x*%7By%7D/' },
  ])('$url of $paths', async ({ paths, url, root }) => {
    expect(decodeURI(await contextOf(paths, url))).toBe(decodeURI(`${root}$metadata#Products`));
  });

  it('a path that only begins with the same characters is another', async () => {
    const app = createApp(await createServices({ path: '/shop' }));
    expect((await app.fetch(new Request('http://host/shopping/Products'))).status).toBe(404);
  });

  it('each service has its own store', async () => {
    const app = createApp(await createServices({ path: '/a' }, { path: '/b' }));
    const headers = { 'Content-Type': 'application/json' };
    const created = await app.fetch(
      new Request('http://host/a/Products', { method: 'POST', headers, body: '{"ID":1}' }),
    );
    expect(created.status).toBe(201);
    expect((await app.fetch(new Request('http://host/a/Products(1)'))).status).toBe(200);
    expect((await app.fetch(new Request('http://host/b/Products(1)'))).status).toBe(404);
  });
});
