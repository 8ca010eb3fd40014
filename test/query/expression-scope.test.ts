// URL Conventions, sections 5.1.1.13 to 5.1.1.16: what names refer to in lambda expressions, $it, $this, $root and nested options.
import { expect, test } from 'vitest';
import { filterOf, resolveUrl, show } from './shop.ts';

test.each([
  ['Related/any(r:r/Price gt Price)', '$it/Related/any(r:(r/Price gt $it/Price))'],
  [
    'Related/any(r:r/Related/any(s:s/Price gt r/Price and Active))',
    '$it/Related/any(r:r/Related/any(s:((s/Price gt r/Price) and r/Active)))',
  ],
  [
    'Related/any(r:r/Related/any(s:s/Price gt $it/Price))',
    '$it/Related/any(r:r/Related/any(s:(s/Price gt $it/Price)))',
  ],
  ['Related/any()', '$it/Related/any(:)'],
  [`Tags/all(t:t eq 'a')`, '$it/Tags/all(t:(t eq "a":String))'],
  ['shop.Book/Pages gt 3', '($it/shop.Book/Pages gt 3:Int32)'],
  [`Origin/Country/Name eq 'x'`, '($it/Origin/Country/Name eq "x":String)'],
  ['$this/Price gt 1', '($it/Price gt "1":Decimal)'],
])('%s', (expression, expected) => {
  expect(show(filterOf(expression))).toBe(expected);
});

test('a lambda variable takes precedence over a property of the same name', () => {
  expect(show(filterOf(`Tags/any(Name:Name eq 'a')`))).toBe('$it/Tags/any(Name:(Name eq "a":String))');
});

test('members of derived types need a cast unless the options allow it', () => {
  expect(() => filterOf('Pages gt 3')).toThrow(/no member 'Pages'/);
  const { filter } = resolveUrl('Products?$filter=Pages gt 3', { implicitCasts: true }).options;
  expect(filter && show(filter)).toBe('($it/Pages gt 3:Int32)');
});

test('in options of $expand names are those of the expanded instances, $it is the outer one', () => {
  const { expand } = resolveUrl(
    'Products?$expand=Related($filter=Price gt $it/Price and $this/Active)',
  ).options;
  const filter = expand?.[0]?.options.filter;
  expect(filter && show(filter)).toBe('(($this/Price gt $it/Price) and $this/Active)');
});

test('$root reads another resource', () => {
  const filter = filterOf('Price gt $root/Products(1)/Price');
  const price = filter.kind === 'binary' ? filter.right : undefined;
  const root = price?.kind === 'property' ? price.source : undefined;
  expect(root?.kind === 'root' && root.path.segments.map((segment) => segment.kind)).toEqual([
    'entitySet',
    'key',
  ]);
});

test('casts and functions may go without a default namespace', () => {
  const options = { defaultNamespaces: ['shop'] };
  const { filter } = resolveUrl(
    'Products?$filter=Book/Pages gt 3 and Convert(value=1) eq null',
    options,
  ).options;
  expect(filter && show(filter)).toBe('(($it/shop.Book/Pages gt 3:Int32) and (function eq null:String))');
  expect(() => resolveUrl('Products?$filter=Book/Pages gt 3')).toThrow(/no member 'Book'/);
});

test.each([
  ['$root/Best(count=3)/$count gt 1', 'function/$count'],
  ['$root/Best(count=Rating)/$count gt 1', 'function/$count'],
  ['$root/Best()(1)/Price gt 1', 'key/Price'],
  ['shop.Best()(1)/Price gt 1', 'key/Price'],
  ['$it/shop.Similar()(1)/Price gt 1', 'key/Price'],
  ['$root/Products(ID=Rating)/Price gt 1', 'key/Price'],
])('functions and keys in the middle of a path: %s', (expression, left) => {
  const filter = filterOf(expression);
  expect(filter.kind === 'binary' && show(filter.left)).toBe(left);
});
