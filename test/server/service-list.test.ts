// Outside of all services: what there is, as JSON or as a page.
import { expect, it } from 'vitest';
import { createApp } from '../../src/server/create-app.ts';
import { createServices } from './services.ts';

const app = createApp(await createServices({ path: '/a' }, { path: '/b"<', profile: 'graph' }));
const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  await app.fetch(new Request(`http://host${path}`, { headers }));

it('/ lists the services as JSON', async () => {
  const response = await get('/');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    services: [
      { url: 'http://host/a/', metadata: 'http://host/a/$metadata', profile: 'odata' },
      { profile: 'graph' },
    ],
  });
});

it('/ is a page for a browser, with a link to each entity set', async () => {
  const response = await get('/', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const page = await response.text();
  expect(page).toContain('<a href="http://host/a/Products">Products</a>');
  expect(page).not.toContain('b"<');
});

it('an unknown path is a 404 that names the services', async () => {
  const response = await get('/users');
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({
    error: { code: 'NotFound', message: expect.stringContaining('http://host/a/') },
  });
});

it('an unknown path is a 404 page for a browser', async () => {
  const response = await get('/users', { accept: 'text/html' });
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('Nothing is at /users');
});
