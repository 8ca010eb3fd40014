// URL Conventions, section 4.3 "Addressing Entities": key predicates become typed values by name.
import { expect, test } from 'vitest';
import type { ResolveOptions } from '../../src/query/query.ts';
import { resolveUrl, show } from './shop.ts';

function keys(url: string, options: Partial<ResolveOptions> = {}): string {
  return resolveUrl(url, options)
    .path.segments.flatMap((segment) => {
      if (segment.kind !== 'key') return [];
      const parts = [...segment.key].map(([name, value]) => `${name}=${show(value)}`);
      return [`${segment.alternate ? 'alternate ' : ''}${parts.join(',')}`];
    })
    .join(' / ');
}

test.each([
  ['Products(1)', 'ID=1:Int32'],
  ['Products(ID=1)', 'ID=1:Int32'],
  ['Products(@k)?@k=1', 'ID=1:Int32'],
  ['Products(@k)?@k=@l&@l=1', 'ID=1:Int32'],
  [`Products(Sku='a')`, 'alternate Sku="a":Sku'],
  ['Items(Position=2,OrderID=1)', 'OrderID=1:Int32,Position=2:Int32'],
  ['Categories(01234567-89ab-cdef-0123-456789abcdef)', 'ID="01234567-89ab-cdef-0123-456789abcdef":Guid'],
])('%s', (url, expected) => {
  expect(keys(url)).toBe(expected);
});

test.each([
  ['Orders(1)/Items(2)', 'ID=1:Int32 / OrderID=1:Int32,Position=2:Int32'],
  ['Orders(1)/Items(Position=2)', 'ID=1:Int32 / OrderID=1:Int32,Position=2:Int32'],
  ['Orders(1)/Items(OrderID=1,Position=2)', 'ID=1:Int32 / OrderID=1:Int32,Position=2:Int32'],
])('parts that a referential constraint gives may be left out: %s', (url, expected) => {
  expect(keys(url)).toBe(expected);
});

test.each([
  ['Products/1', 'ID=1:Int32'],
  ['Countries/DE', 'Code="DE":String'],
  [`Countries/'DE'`, `Code="'DE'":String`],
  ['Items/1/2', 'OrderID=1:Int32,Position=2:Int32'],
  ['Orders/1/Items/2', 'ID=1:Int32 / OrderID=1:Int32,Position=2:Int32'],
  ['Products/1/Related/2', 'ID=1:Int32 / ID=2:Int32'],
])('keys as segments: %s', (url, expected) => {
  expect(keys(url, { keyAsSegment: true })).toBe(expected);
});

test('a segment that is an operation of the collection is no key', () => {
  const kind = (url: string) =>
    resolveUrl(url, { keyAsSegment: true, defaultNamespaces: ['shop'] }).path.segments.at(-1)?.kind;
  expect(kind('Products/Review')).toBe('action');
  expect(kind('Products/2')).toBe('key');
});
