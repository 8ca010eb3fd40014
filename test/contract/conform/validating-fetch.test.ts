// A fetch that checks requests and responses with the model.
import { expect, it } from 'vitest';
import { ConformanceError, validatingFetch } from '../../../src/index.ts';
import { createShop, json, shopDocument } from '../../service/shop.ts';

const answering =
  (body: unknown, status = 200) =>
  async () =>
    Response.json(body, { status });
const root = 'https://shop.example/v1/';

it('lets through what agrees with the model', async () => {
  const shop = await createShop({ path: '/v1', populate: 2 });
  const fetch = await validatingFetch({ metadata: shopDocument, fetch: shop.fetch, roots: ['/v1'] });
  const response = await fetch(`${root}Products?$expand=Category&$top=1`);
  expect(((await response.json()) as { value: unknown[] }).value).toHaveLength(1);
  expect((await fetch(`${root}Products`, json('POST', { ID: 9, Name: 'Tea' }))).status).toBe(201);
});

it('rejects with what is wrong in the request and the response', async () => {
  const wrong = await validatingFetch({
    metadata: shopDocument,
    roots: [root],
    fetch: answering({ ID: 'one' }, 201),
  });
  const error: ConformanceError = await wrong(`${root}Products`, json('POST', { ID: 1, Prize: 3 })).then(
    () => expect.unreachable(),
    (thrown: ConformanceError) => thrown,
  );
  expect(error).toBeInstanceOf(ConformanceError);
  expect(error.message).toMatch(
    /^POST https:\/\/shop\.example\/v1\/Products → 201 does not agree with the model:/,
  );
  expect(error.findings.map(({ side, rule }) => `${side} ${rule}`)).toEqual([
    'request unknown-property',
    'response invalid-value',
  ]);
});

it('reports a path that is not there, and leaves other hosts alone', async () => {
  const reported: string[] = [];
  const fetch = await validatingFetch({
    metadata: shopDocument,
    roots: [root],
    fetch: answering({ value: [] }),
    report: ({ findings }) => reported.push(...findings.map(({ rule }) => rule)),
  });
  await fetch(`${root}Produkts`);
  await fetch('https://other.example/Produkts');
  expect(reported).toEqual(['path-unknown']);
});
