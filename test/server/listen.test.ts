// A port: had or not had, and closed after the requests in flight.
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type Listener, listen } from '../../src/server/listen.ts';

const open: Listener[] = [];
afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close();
});

async function start(fetch: (request: Request) => Response | Promise<Response>): Promise<Listener> {
  const listener = await listen(fetch, { port: 0, host: '127.0.0.1' });
  open.push(listener);
  return listener;
}

/** Sends text as it is, and gives all that comes back. */
function send(origin: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('close', () => resolve(received)).on('error', reject);
  });
}

it('a port in use rejects with the code of the system', async () => {
  const { origin } = await start(() => new Response('one'));
  const port = Number(new URL(origin).port);
  await expect(listen(() => new Response('two'), { port, host: '127.0.0.1' })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

it('close waits for a request in flight, and takes no new connection', async () => {
  let answer: (response: Response) => void = () => {};
  const { origin, close } = await start(() => new Promise((resolve) => (answer = resolve)));
  const pending = fetch(origin);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closed = close();
  await expect(fetch(origin)).rejects.toThrow();
  answer(new Response('late'));
  expect(await (await pending).text()).toBe('late');
  await closed;
  open.length = 0;
});

it('a request that makes no URL is a 400 with an OData error', async () => {
  const { origin } = await start(() => new Response('ok'));
  const received = await send(origin, 'GET /a\\b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(received).toMatch(/^HTTP\/1\.1 400 /);
  expect(received).toContain('"code":"InvalidUrl"');
});

it('a query option of 500,000 characters arrives', async () => {
  const { origin } = await start((request) => new Response(String(request.url.length)));
  const response = await fetch(`${origin}/x?$filter=${'a'.repeat(500_000)}`);
  expect(Number(await response.text())).toBeGreaterThan(500_000);
});
