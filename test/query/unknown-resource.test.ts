// Protocol, section 9.3.1: what does not exist is 404 with near names, what is malformed is 400.
import { expect, test } from 'vitest';
import { resolveUrl } from './shop.ts';

test.each([
  ['Produkts', 404, 'NotFound', `Did you mean 'Products'?`],
  ['Products(1)/Nam', 404, 'NotFound', `Did you mean 'Name'?`],
  ['Products/', 404, 'NotFound', 'empty segment'],
  ['Products/Category', 404, 'NotFound', 'no type, operation or key'],
  ['Products(1)/Name/City', 404, 'NotFound', 'no member'],
  ['Products(1)/shop.Person', 404, 'NotFound', 'no member'],
  ['$crossjoin(Products,Nope)', 404, 'NotFound', `'Nope'`],
  [`Products('x')`, 404, 'NotFound', 'No entity has this key'],
  ['Products(@missing)', 404, 'NotFound', 'No entity has this key'],
  ['Products(Foo=1)', 400, 'InvalidKey', 'no key property'],
  ['Products()', 400, 'InvalidKey', 'empty'],
  ['Items(1)', 400, 'InvalidKey', 'needs names'],
  ['Items(OrderID=1)', 400, 'InvalidKey', 'lacks a part'],
  ['Products(1)/$value', 400, 'InvalidUrl', 'media entity'],
  ['Products(1)/Origin/$value', 400, 'InvalidUrl', 'primitive value'],
  ['Products(1)/Tags/$value', 400, 'InvalidUrl', 'primitive value'],
  ['Products(1)/Name/$count', 400, 'InvalidUrl', 'a collection'],
  ['Products(1)/Name/$ref', 404, 'NotFound', 'has none'],
  ['$crossjoin(Products,Products)', 400, 'InvalidUrl', 'joined twice'],
  [`Products(1)/shop.PriceIn(nope='EUR')`, 400, 'InvalidUrl', 'shop.PriceIn(currency,rate)'],
  [`Products(1)/shop.PriceIn(currency='EUR')/Name`, 404, 'NotFound', 'not composable'],
])('%s is %d %s', (url, status, code, message) => {
  expect(() => resolveUrl(url)).toThrow(
    expect.objectContaining({ status, code, message: expect.stringContaining(message) }),
  );
});

test('a key of the wrong type is malformed where the options say so', () => {
  expect(() => resolveUrl(`Products('x')`, { unfitKey: 'badRequest' })).toThrow(
    expect.objectContaining({ status: 400, code: 'InvalidKey' }),
  );
});

test('a message shows the URL with a caret below the place', () => {
  expect(() => resolveUrl('Products(1)/Nam')).toThrow(/\nProducts\(1\)\/Nam\n {12}\^$/);
});
