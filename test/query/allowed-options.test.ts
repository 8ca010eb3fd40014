// URL Conventions, section 5.1: which system query options a resource allows, each at most once.
import { expect, test } from 'vitest';
import { resolveUrl } from './shop.ts';

test.each([
  'Products?$top=1&$top=2',
  'Products?$top=1&top=2',
  'Products?$top=1&$TOP=2',
  'Products(1)?$filter=Active',
  'Products(1)/Name?$select=x',
  'Products(1)/Tags?$expand=x',
  'Products/$ref?$select=Name',
  'Products/$ref?$expand=Category',
  'Products?$expand=Category($filter=ID eq null)',
  'Products?$expand=Related/$count($top=1)',
  'Products?$expand=Related/$ref($select=Name)',
  'Products?$expand=Category,Category',
  '?$filter=true',
  '$metadata?$filter=true',
])('%s is 400', (url) => {
  expect(() => resolveUrl(url)).toThrow(expect.objectContaining({ status: 400, code: 'InvalidQueryOption' }));
});

test.each([
  'Products?$filter=Active&$search=x&$orderby=Name&$top=1&$skip=1&$count=true&$select=Name&$expand=Category',
  'Products(1)?$select=Name&$expand=Category&$compute=Price add 1 as P',
  'Products(1)/Tags?$filter=$it eq null&$orderby=$it desc&$top=1',
  'Products/$count?$filter=Active&$search=x',
  'Products/$ref?$filter=Active&$top=1&$skip=1&$orderby=Name&$count=true',
  'Best()?$filter=Active',
  'Products(1)/shop.Discount?$select=Name',
  '?$format=json',
  '$metadata?$format=xml',
  'Products?custom=1',
])('%s is allowed', (url) => {
  expect(() => resolveUrl(url)).not.toThrow();
});

test('options about the answer stand beside the query', () => {
  const request = resolveUrl('Products?$format=json&$schemaversion=1.0&a=b');
  expect(request).toMatchObject({ format: 'json', schemaversion: '1.0', id: undefined });
  expect(request.custom.get('a')).toBe('b');
  expect(resolveUrl('$entity?$id=Products(1)').id).toBe('Products(1)');
});
