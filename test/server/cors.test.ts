// Pages of any origin may use the services.
import { expect, it } from 'vitest';
import { createApp } from '../../src/server/create-app.ts';
import { createServices } from './services.ts';

const app = createApp(await createServices({ path: '/a' }));
const origin = 'https://app.example.org';

it('a preflight allows every method and the headers that it names', async () => {
  const response = await app.fetch(
    new Request('http://host/a/Products', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,if-match',
      },
    }),
  );
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-methods')).toContain('PATCH');
  expect(response.headers.get('access-control-allow-headers')).toBe('authorization,if-match');
});

it('an answer to a page lets it read the body and all headers', async () => {
  const response = await app.fetch(new Request('http://host/a/Products', { headers: { origin } }));
  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-expose-headers')).toBe('*');
});

it('errors are readable for a page, too', async () => {
  const response = await app.fetch(new Request('http://host/nowhere', { headers: { origin } }));
  expect(response.status).toBe(404);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

it('a request without Origin gets no such headers', async () => {
  const response = await app.fetch(new Request('http://host/a/Products'));
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

it('OPTIONS that is no preflight goes to the service', async () => {
  const response = await app.fetch(new Request('http://host/a/Products', { method: 'OPTIONS' }));
  expect(response.headers.get('allow')).toContain('POST');
});
