// URL Conventions, section 5.1.4 "System Query Option $select".
import { expect, test } from 'vitest';
import type { Select } from '../../src/query/query.ts';
import { resolveUrl } from './shop.ts';

function shown({ all, properties, navigationProperties, operations }: Select): string {
  const items = [...properties].map(([name, { select, cast }]) => {
    const prefix = cast === undefined ? '' : `${cast.name}/`;
    return select === undefined ? `${prefix}${name}` : `${prefix}${name}(${shown(select)})`;
  });
  const links = [...navigationProperties].map((name) => `~${name}`);
  return [
    ...(all ? ['*'] : []),
    ...items,
    ...links,
    ...operations.map(({ operation }) => `!${operation.name}`),
  ].join(',');
}

function selected(url: string): string {
  const { select } = resolveUrl(url).options;
  return select === undefined ? '' : shown(select);
}

test.each([
  ['Products?$select=Name,Price', 'Name,Price'],
  ['Products?$select=*', '*'],
  ['Products?$select=Origin/City,Origin/Street', 'Origin(City,Street)'],
  ['Products?$select=Origin/Country', 'Origin(~Country)'],
  ['Products?$select=Depots/shop.Warehouse/Doors', 'Depots(Warehouse/Doors)'],
  ['Products?$select=shop.Book/Pages', 'Book/Pages'],
  ['Products?$select=Category', '~Category'],
  ['Products?$select=shop.Discount', '!Discount'],
  ['Products?$select=shop.*', '!Discount,!PriceIn,!PriceIn,!Similar'],
  ['Products?$select=shop.PriceIn(currency)', '!PriceIn'],
  ['Products?$select=shop.Review', ''],
  ['People?$select=Hobby', 'Hobby'],
  ['Products?$compute=Price mul 2 as Twice&$select=Twice', 'Twice'],
])('%s', (url, expected) => {
  expect(selected(url)).toBe(expected);
});

test('options on a collection are about its items', () => {
  const { select } = resolveUrl(
    `Products?$select=Tags($filter=$this gt 'a';$top=2),Depots($orderby=City)`,
  ).options;
  expect(select?.properties.get('Tags')?.options).toMatchObject({
    top: 2,
    filter: { left: { kind: 'this' } },
  });
  expect(select?.properties.get('Depots')?.options?.orderby).toHaveLength(1);
});

test('what the type does not have is refused', () => {
  expect(() => selected('Products?$select=Nme')).toThrow(/no member 'Nme' to select\. Did you mean 'Name'/);
});

test('names of parameters follow an operation only', () => {
  expect(() => resolveUrl('Products?$select=Name(x)')).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining("no operation 'Name'") }),
  );
});

test('options and paths select the union of what they name', () => {
  const select = (url: string) =>
    resolveUrl(`Products?$select=${url}`).options.select!.properties.get('Origin');
  for (const url of ['Origin($select=City),Origin/Street', 'Origin/Street,Origin($select=City)']) {
    const selected = select(url);
    expect([...(selected?.select?.properties.keys() ?? [])].sort()).toEqual(['City', 'Street']);
    expect(selected?.options?.select).toBe(selected?.select);
  }
  expect(select('Origin($select=City),Origin')).toMatchObject({ select: undefined, options: {} });
});
