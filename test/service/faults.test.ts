// Faults by rule: which requests they strike, and what those are answered.
import { expect, it } from 'vitest';
import { createShop, json } from './shop.ts';

it('answers with a status, Retry-After and an OData error body', async () => {
  const shop = await createShop({ faults: [{ path: 'Products', status: 429, retryAfter: 3 }] });
  const response = await shop.fetch('Products');
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '3']);
  expect(response.headers.get('odata-emulator-fault')).toBe('status 429');
  expect(await response.json()).toMatchObject({ error: { code: 'Throttled' } });
  expect((await shop.fetch('Categories')).status).toBe(200);
  shop.journal.expect({ path: 'Products', answeredBy: 'fault', verdict: 'unchecked', times: 1 });
});

it("throttles in Graph's shape under the graph profile", async () => {
  const shop = await createShop({ profile: 'graph', faults: [{ status: 429 }] });
  const response = await shop.fetch('Products');
  expect(response.headers.get('retry-after')).toBe('10');
  expect(await response.json()).toMatchObject({
    error: {
      code: 'TooManyRequests',
      message: 'Please retry again later.',
      innerError: {
        code: '429',
        message: 'Please retry after',
        status: '429',
        'request-id': expect.any(String),
      },
    },
  });
});

it('strikes by method, the nth call, and a number of times', async () => {
  const statuses = async (fault: object, method = 'GET'): Promise<number[]> => {
    const shop = await createShop({ faults: [{ status: 503, ...fault }] });
    const all = [];
    for (let call = 0; call < 4; call++) all.push((await shop.fetch('Products', { method })).status);
    return all;
  };
  expect(await statuses({ nth: 2 })).toEqual([200, 503, 200, 200]);
  expect(await statuses({ nth: [1, 4] })).toEqual([503, 200, 200, 503]);
  expect(await statuses({ times: 2 })).toEqual([503, 503, 200, 200]);
  expect(await statuses({ method: ['PUT', 'PATCH'] })).toEqual([200, 200, 200, 200]);
});

it('strikes by probability, the same requests for the same seed', async () => {
  const struck = async (seed: number): Promise<string> => {
    const shop = await createShop({ faults: [{ status: 500, probability: 0.3, seed }] });
    let all = '';
    for (let call = 0; call < 200; call++) all += (await shop.fetch('Products')).status === 500 ? 'x' : '.';
    return all;
  };
  const first = await struck(7);
  expect(await struck(7)).toBe(first);
  expect(await struck(8)).not.toBe(first);
  const count = first.replaceAll('.', '').length;
  expect(count).toBeGreaterThan(40);
  expect(count).toBeLessThan(80);
});

it('delays, resets, truncates and spoils', async () => {
  const shop = await createShop({ data: { Products: [{ ID: 1, Name: 'Tea' }] } });
  shop.faults.set([{ latency: 30 }]);
  const started = performance.now();
  expect((await shop.fetch('Products')).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(25);
  shop.faults.set([{ connection: 'reset' }]);
  await expect(shop.fetch('Products')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  shop.faults.set([{ body: 'truncated' }]);
  await expect((await shop.fetch('Products')).text()).rejects.toThrow('terminated');
  shop.faults.set([{ body: 'malformed' }]);
  const spoilt = await shop.fetch('Products');
  expect(spoilt.status).toBe(200);
  await expect(spoilt.json()).rejects.toThrow(SyntaxError);
});

it('does the same to a client of a port', async () => {
  const shop = await createShop({ data: { Products: [{ ID: 1, Name: 'Tea' }] } });
  const url = `${await shop.listen()}Products`;
  try {
    shop.faults.set([{ connection: 'reset' }]);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    shop.faults.set([{ body: 'truncated' }]);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    shop.faults.set([]);
    expect((await fetch(url)).status).toBe(200);
  } finally {
    await shop.close();
  }
});

it('strikes requests of a batch one by one', async () => {
  const shop = await createShop({ faults: [{ path: 'Products', nth: 2, status: 429 }] });
  const requests = ['1', '2', '3'].map((id) => ({ id, method: 'GET', url: 'Products' }));
  const response = await shop.fetch('$batch', json('POST', { requests }));
  const { responses } = (await response.json()) as { responses: { status: number; headers: object }[] };
  expect(responses.map(({ status }) => status)).toEqual([200, 429, 200]);
  expect(responses[1]?.headers).toMatchObject({ 'retry-after': '10' });
});

it.each([
  [{ status: 200 }, /faults\[0\]\.status must be a status from 400 to 599/],
  [{ pth: 'x', status: 500 }, /faults\[0\]\.pth is not known/],
  [{ path: 'x' }, /does nothing/],
  [{ status: 500, body: 'truncated' }, /more than one/],
])('refuses the rule %j', async (rule, message) => {
  await expect(createShop({ faults: [rule as never] })).rejects.toThrow(message);
});
