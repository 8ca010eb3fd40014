// The ceiling: Hono on @hono/node-server with a fixed body for GET, and a POST that only parses.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const bodies = JSON.parse(process.env.BODIES ?? '{"get":"{}","list":"{}","post":"{}"}');
const headers = { 'Content-Type': 'application/json', 'OData-Version': '4.0' };
const app = new Hono();
app.get('/get', () => new Response(bodies.get, { headers }));
app.get('/list', () => new Response(bodies.list, { headers }));
app.post('/post', async (context) => {
  await context.req.json();
  return new Response(bodies.post, { status: 201, headers });
});
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 0), hostname: '127.0.0.1' }, async ({ port }) => {
  if (process.send === undefined) return;
  const { reportTo } = await import('./measured.mjs');
  reportTo(process, port);
});
