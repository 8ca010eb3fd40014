// A repeated URL is resolved once; what is remembered is bounded.
import { expect, test } from 'vitest';
import { createResolver } from '../../src/query/resolve-cached.ts';
import { strict } from './options.ts';
import { shop } from './shop.ts';

test('the same URL gives the same resolved request', () => {
  const resolver = createResolver(shop, strict);
  const url = 'Products?$filter=Price%20gt%205';
  expect(resolver(url)).toBe(resolver(url));
});

test('the least recently used URL is forgotten', () => {
  const resolver = createResolver(shop, strict);
  const first = resolver('Products(0)');
  const second = resolver('Products(1)');
  for (let key = 2; key < 500; key++) resolver(`Products(${key})`);
  expect(resolver('Products(0)')).toBe(first);
  resolver('Products(500)');
  expect(resolver('Products(0)')).toBe(first);
  expect(resolver('Products(1)')).not.toBe(second);
});

test('an error is not remembered as a result', () => {
  const resolver = createResolver(shop, strict);
  expect(() => resolver('Nope')).toThrow();
  expect(() => resolver('Nope')).toThrow();
});
