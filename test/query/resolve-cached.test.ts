// A repeated URL is resolved once; what is remembered is bounded.
import { expect, test } from 'vitest';
import { createResolver } from '../../src/query/resolve-cached.ts';
import { strict } from './options.ts';
import { shop } from './shop.ts';

test('from the second time on, the same URL gives the same resolved request', () => {
  const resolver = createResolver(shop, strict);
  const url = 'Products?$filter=Price%20gt%205';
  const first = resolver(url);
  const second = resolver(url);
  expect(second).not.toBe(first);
  expect(resolver(url)).toBe(second);
});

test('URLs that come once push out nothing', () => {
  const resolver = createResolver(shop, strict);
  resolver('Products(0)');
  const remembered = resolver('Products(0)');
  for (let key = 1; key < 2_000; key++) resolver(`Products(${key})`);
  expect(resolver('Products(0)')).toBe(remembered);
});

test('the least recently used URL is forgotten', () => {
  const resolver = createResolver(shop, strict);
  const remember = (key: number) => {
    resolver(`Products(${key})`);
    return resolver(`Products(${key})`);
  };
  const first = remember(0);
  const second = remember(1);
  for (let key = 2; key < 500; key++) remember(key);
  expect(resolver('Products(0)')).toBe(first);
  remember(500);
  expect(resolver('Products(0)')).toBe(first);
  expect(resolver('Products(1)')).not.toBe(second);
});

test('an error is not remembered as a result', () => {
  const resolver = createResolver(shop, strict);
  expect(() => resolver('Nope')).toThrow();
  expect(() => resolver('Nope')).toThrow();
});
