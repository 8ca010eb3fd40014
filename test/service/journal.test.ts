// The journal: each request with its verdict, who answered it, and what it changed; and what a test expects of it.
import { describe, expect, it } from 'vitest';
import { createShop, json } from './shop.ts';

describe('an entry', () => {
  it('tells what a request changed', async () => {
    const shop = await createShop({ data: { Categories: [{ ID: 1, Name: 'Food' }] } });
    await shop.fetch(
      'Products',
      json('POST', { ID: 7, Name: 'Tea', 'Category@odata.bind': 'Categories(1)' }),
    );
    await shop.fetch('Products(7)', json('PATCH', { Price: 2.5 }));
    await shop.fetch('Products(7)', { method: 'DELETE' });
    await shop.fetch('Products');
    const entries = shop.journal.entries;
    expect(entries.map(({ number, method, url, status }) => `${number} ${method} ${url} ${status}`)).toEqual([
      '1 POST Products 201',
      '2 PATCH Products(7) 204',
      '3 DELETE Products(7) 204',
      '4 GET Products 200',
    ]);
    expect(entries[0]?.changes).toContainEqual({ kind: 'created', entity: 'Products(7)' });
    expect(entries[0]?.changes).toContainEqual({
      kind: 'linked',
      entity: 'Products(7)',
      link: 'Category',
      target: 'Categories(1)',
    });
    expect(entries[1]?.changes).toEqual([{ kind: 'updated', entity: 'Products(7)' }]);
    expect(entries[2]?.changes).toContainEqual({ kind: 'deleted', entity: 'Products(7)' });
    expect(entries[3]?.changes).toEqual([]);
    expect(JSON.parse(entries[0]?.body ?? '')).toMatchObject({ ID: 7 });
    expect(JSON.parse(entries[3]?.responseBody ?? '')).toMatchObject({ value: [] });
  });

  it('tells violations, refusals, and who answered', async () => {
    const shop = await createShop({ handlers: { 'shop.Restock': ({ Count }) => Number(Count) + 1 } });
    await shop.fetch('Products', json('POST', { ID: 1, Prize: 2 }));
    await shop.fetch('Products(1)');
    await shop.fetch('Restock', json('POST', { Count: 1 }));
    await shop.fetch('Cheapest()');
    expect(
      shop.journal.entries.map(({ verdict, answeredBy, operation }) => [verdict, answeredBy, operation]),
    ).toEqual([
      ['violations', 'service', undefined],
      ['refused', 'service', undefined],
      ['valid', 'handler', 'shop.Restock'],
      ['valid', 'defaultAnswer', 'shop.Cheapest'],
    ]);
    expect(shop.journal.entries[0]?.violations).toMatchObject([{ code: 'UnknownProperty', target: 'Prize' }]);
  });

  it('is there for each request of a batch; what a change set undid is not among its changes', async () => {
    const shop = await createShop();
    const requests = [1, 1].map((ID, index) => ({
      id: String(index),
      method: 'POST',
      url: 'Products',
      atomicityGroup: 'g',
      headers: { 'content-type': 'application/json' },
      body: { ID },
    }));
    await shop.fetch('$batch', json('POST', { requests }));
    const parts = shop.journal.entries.filter(({ inBatch }) => inBatch);
    expect(parts.map(({ status, changes }) => [status, changes])).toEqual([
      [201, []],
      [409, []],
    ]);
    expect(shop.journal.entries.at(-1)?.url).toBe('$batch');
  });
});

it('forgets the oldest entries over its limit', async () => {
  const shop = await createShop({ journal: 3 });
  for (let id = 1; id <= 5; id++) await shop.fetch(`Products(${id})`);
  expect(shop.journal.entries.map(({ number }) => number)).toEqual([3, 4, 5]);
  expect(shop.journal.count).toBe(5);
  expect(() => shop.journal.expect({ path: 'Products(1)' })).toThrow(/forgotten the 2 requests/);
});

describe('expect', () => {
  it('counts, looks into bodies and headers, and knows patterns', async () => {
    const { fetch, journal } = await createShop();
    await fetch('Products', json('POST', { ID: 1, Name: 'Tea', Price: 3 }, { Authorization: 'Bearer x' }));
    await fetch('Products?$filter=Price gt 1&$top=2');
    await fetch('Products?$top=3');
    journal.expect({ method: 'POST', path: 'Products', body: { Name: /^T/ }, times: 1 });
    journal.expect({ path: 'Products', query: '$filter=Price gt 1', verdict: 'valid' });
    journal.expect({ headers: { authorization: /^Bearer / }, times: 1 });
    journal.expect({ method: 'GET', path: '**', times: { atLeast: 2, atMost: 2 } });
    journal.expect({ method: 'DELETE', times: 0 });
    journal.expect({ body: (body: { readonly Price: number }) => body.Price === 3 });
  });

  it('shows the requests that came nearest, with all that differs', async () => {
    const { fetch, journal } = await createShop();
    await fetch('Products', json('POST', { ID: 1, Name: 'Tea', Price: 3 }));
    await fetch('Prodcts(1)', json('PATCH', { Price: 4 }));
    const expected = { method: 'POST', path: 'Products', body: { Name: 'Coffee', Price: 4 } };
    expect(() => journal.expect(expected)).toThrow(
      [
        'Expected POST Products with the body {"Name":"Coffee","Price":4} at least once; it never came.',
        'Nearest is request 1, but in its body, Name is "Tea", not "Coffee", and in its body, Price is 3, not 4.',
        'The requests:',
        '  1. POST Products → 201',
        '  2. PATCH Prodcts(1) → 404, refused',
      ].join('\n'),
    );
    // the path alone is wrong
    expect(() => journal.expect({ method: 'PATCH', path: 'Products/*' })).toThrow(
      /\nNearest is request 2, but its path is Prodcts\(1\)\.\n/,
    );
    // what differs in everything is not near
    expect(() => journal.expect({ method: 'DELETE', path: 'Categories' })).toThrow(
      /it never came\.\nThe requests:/,
    );
    expect(() => journal.expect({ path: 'Products', times: 2 })).toThrow(
      /^Expected a request Products 2 times; it came once\./,
    );
  });

  it('fails at the line of the test', async () => {
    const { journal } = await createShop();
    const error = await Promise.resolve()
      .then(() => journal.expect({ path: 'Products' }))
      .catch((thrown: Error) => thrown);
    expect(error?.stack?.split('\n').find((line) => /^\s+at /.test(line))).toContain('journal.test.ts');
  });

  it('knows the order', async () => {
    const { fetch, journal } = await createShop();
    await fetch('Products');
    await fetch('Categories');
    journal.expect([{ path: 'Products' }, { path: 'Categories' }]);
    expect(() => journal.expect([{ path: 'Categories' }, { path: 'Products' }])).toThrow(
      /^Expected a request Products after request 2 \(number 2 of 2 in order\); it did not come\.\nIt came earlier, as request 1\./,
    );
  });
});

it('knows the members of an expectation', async () => {
  const shop = await createShop();
  expect(() => shop.journal.expect({ path: 'Products', tims: 1 } as object)).toThrow(
    "The expectation's tims is not known; known are method, path,",
  );
});

it('where none is kept, nothing can be expected of it', async () => {
  const shop = await createShop({ journal: false });
  expect(() => shop.journal.expect({ path: 'Products' })).toThrow(/^No journal is kept here/);
});
