// URL Conventions, section 5.1.3 "System Query Option $expand".
import { expect, test } from 'vitest';
import type { ExpandItem } from '../../src/query/query.ts';
import { resolveUrl } from './shop.ts';

function shown(item: ExpandItem): string {
  const steps = item.path.map((step) => (step.kind === 'cast' ? step.type.name : step.property.name));
  const stream = item.stream === undefined || item.stream === '$value' ? item.stream : item.stream.name;
  const source = item.source?.kind === 'navigationSource' ? `@${item.source.navigationSource.name}` : '';
  const parts = [...steps, item.navigationProperty?.name ?? item.entitySet?.name ?? stream, item.cast?.name];
  const nested = item.options.expand?.map(shown).join(',');
  const form = item.form === 'entities' ? '' : `/${item.form}`;
  return `${parts.filter((part) => part !== undefined).join('/')}${form}${source}${nested ? `(${nested})` : ''}`;
}

function expanded(url: string): string {
  return (resolveUrl(url).options.expand ?? []).map(shown).join(' ');
}

test.each([
  ['Products?$expand=Category', 'Category@Categories'],
  ['Products?$expand=Category($expand=Parent)', 'Category@Categories(Parent@Categories)'],
  ['Products?$expand=Origin/Country', 'Origin/Country@Countries'],
  ['Products?$expand=shop.Book/Author', 'Book/Author@People'],
  ['Products?$expand=Related/shop.Book', 'Related/Book@Products'],
  ['Products?$expand=Related/$ref', 'Related/$ref@Products'],
  ['Products?$expand=Related/$count', 'Related/$count@Products'],
  ['Products?$expand=*', 'Category@Categories Related@Products'],
  ['Products?$expand=*/$ref,Category', 'Category@Categories Related/$ref@Products'],
  ['Products?$expand=Photo', 'Photo'],
  ['Documents?$expand=$value', '$value'],
  ['Company?$expand=Branches($expand=Chief)', 'Branches(Chief@People)'],
  ['$crossjoin(Products,Orders)?$expand=Orders', 'Orders'],
])('%s', (url, expected) => {
  expect(expanded(url)).toBe(expected);
});

test('all options of a collection may be nested', () => {
  const url =
    'Products?$expand=Related($filter=Active;$search=x;$orderby=Name;$skip=1;$top=2;$count=true;$select=Name;$compute=Price add 1 as P;$levels=2)';
  expect(Object.keys(resolveUrl(url).options.expand?.[0]?.options ?? {}).sort()).toEqual([
    'compute',
    'count',
    'filter',
    'levels',
    'orderby',
    'search',
    'select',
    'shape',
    'skip',
    'top',
  ]);
});

test('what the type cannot expand is refused', () => {
  expect(() => expanded('Products?$expand=Categry')).toThrow(/Did you mean 'Category'/);
  expect(() => expanded('Products?$expand=Origin')).toThrow(/no navigation property/);
});
