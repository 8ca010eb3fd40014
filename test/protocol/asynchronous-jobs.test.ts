// OData Protocol 4.01, sections 8.2.8.2 "Preference callback", 8.2.8.8 "respond-async", 8.2.8.10 "wait": waiting, calling back, limits.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <Action Name="Work"><ReturnType Type="Edm.Int32"/></Action>
  <EntityContainer Name="C"><ActionImport Name="Work" Action="Test.Work"/></EntityContainer>`);

/** A service whose action ends when it is told to. */
function slowService(now?: () => Date) {
  const ends: (() => void)[] = [];
  const service = serviceFor(schema, {
    ...(now && { now }),
    handlers: { 'Test.Work': () => new Promise((resolve) => ends.push(() => resolve(7))) },
  });
  const end = async (): Promise<void> => {
    while (ends.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    ends.shift()?.();
  };
  return { service, end };
}

async function answerOf(service: ReturnType<typeof serviceFor>, monitor: string) {
  for (;;) {
    const answer = await ask(service, `GET ${monitor}`);
    if (answer.status !== 202) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('202 when the wait is over, and the result at the monitor', async () => {
  const { service, end } = slowService();
  const answer = await ask(service, 'POST /Work', {}, { prefer: 'respond-async, wait=1' });
  expect(answer.status).toBe(202);
  expect(answer.headers.get('preference-applied')).toBe('respond-async, wait=1');
  const monitor = (answer.headers.get('location') ?? '').slice('http://localhost'.length);
  expect((await ask(service, `GET ${monitor}`)).status).toBe(202);
  await end();
  expect((await answerOf(service, monitor)).body.value).toBe(7);
});

test('the client is called back when the result is there', async () => {
  let tell: (request: string) => void = () => {};
  const called = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const client = createServer((request, response) => {
    tell(`${request.method} ${request.url}`);
    response.end();
  });
  await new Promise<void>((resolve) => client.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(client.address() as AddressInfo).port}/done?job=1`;
  const { service, end } = slowService();
  const prefer = `respond-async, callback; url="${url}"`;
  const answer = await ask(service, 'POST /Work', {}, { prefer });
  expect(answer.headers.get('preference-applied')).toBe(prefer);
  await end();
  expect(await called).toBe('GET /done?job=1');
  client.close();
});

test('a callback that is no HTTP URL is not promised', async () => {
  const { service } = slowService();
  const answer = await ask(
    service,
    'POST /Work',
    {},
    { prefer: 'respond-async, callback; url="file:///etc"' },
  );
  expect(answer.headers.get('preference-applied')).toBe('respond-async');
});

test('a hundred running jobs are the limit; finished ones make room, and expire after five minutes', async () => {
  let time = 0;
  const { service, end } = slowService(() => new Date(time));
  const start = () => ask(service, 'POST /Work', {}, { prefer: 'respond-async' });
  const first = await start();
  const monitor = (first.headers.get('location') ?? '').slice('http://localhost'.length);
  for (let i = 1; i < 100; i++) await start();
  const refused = await start();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  await end();
  expect((await answerOf(service, monitor)).status).toBe(200);
  time += 5 * 60_000 + 1;
  expect((await ask(service, `GET ${monitor}`)).status).toBe(404);
  expect((await start()).status).toBe(202);
});
