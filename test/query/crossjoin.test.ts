// URL Conventions, section 4.15 "Addressing the Cross Join of Entity Sets": members are the joined sets.
import { expect, test } from 'vitest';
import { resolveUrl, show } from './shop.ts';

test('expressions start from the name of a set', () => {
  const url =
    '$crossjoin(Products,Orders)?$filter=Products/ID eq Orders/ID&$orderby=Products/Name&$select=Products/Name&$expand=Orders($select=ID)';
  const { filter, orderby, select, expand } = resolveUrl(url).options;
  expect(filter && show(filter)).toBe('($it/Products?/ID eq $it/Orders?/ID)');
  expect(orderby).toHaveLength(1);
  expect(select?.properties.get('Products')?.select?.properties.has('Name')).toBe(true);
  expect(expand?.[0]).toMatchObject({ entitySet: { name: 'Orders' }, navigationProperty: undefined });
});

test('a property without its set is unknown', () => {
  expect(() => resolveUrl('$crossjoin(Products,Orders)?$filter=Price gt 5')).toThrow(/no member 'Price'/);
});
