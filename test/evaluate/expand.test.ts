import { describe, expect, it } from 'vitest';
import { evaluate, plain, type Rows } from './fixture.ts';

const rows: Rows = {
  Products: [
    {
      ID: 1,
      Name: 'a',
      Rating: 1,
      Home: { City: 'Rome' },
      Stores: [{ City: 'x' }, { City: 'y' }],
      Tags: ['b', 'a', 'c'],
    },
    { ID: 2, Name: 'b', Rating: 2, Home: null },
    { ID: 3, Name: 'c', Rating: 3, '@type': 'shop.Bundle' },
  ],
  Categories: [
    { ID: 1, Name: 'top' },
    { ID: 2, Name: 'middle' },
    { ID: 3, Name: 'low' },
  ],
  Countries: [{ Code: 'IT', Name: 'Italy' }],
  links: {
    'Categories/1/Products': [1, 2, 3],
    'Products/1/Category': [1],
    'Products/1/Home/Country': ['IT'],
    'Products/1/Stores/1/Country': ['IT'],
    'Categories/1/Children': [2],
    'Categories/2/Children': [3],
    'Categories/3/Children': [1],
  },
};
const read = (url: string, pageSize?: number) => plain(evaluate(url, rows, { pageSize }));

describe('$expand', () => {
  it('single and collection, with nested options', () => {
    expect(read('Products(1)?$expand=Category')).toEqual({ key: 1, Category: { key: 1 } });
    expect(read('Products(2)?$expand=Category')).toEqual({ key: 2, Category: null });
    expect(read('Categories(1)?$expand=Products($filter=Rating gt 1;$orderby=Name desc)')).toEqual({
      key: 1,
      Products: [{ key: 3 }, { key: 2 }],
    });
    expect(read('Categories(1)?$expand=Products($skip=1;$top=1;$expand=Category)')).toEqual({
      key: 1,
      Products: [{ key: 2, Category: null }],
    });
  });
  it('a nested path without prefix is of the expanded entity, $it of the outer one', () => {
    expect(read('Categories(1)?$expand=Products($filter=Rating eq $it/ID)')).toEqual({
      key: 1,
      Products: [{ key: 1 }],
    });
    expect(read('Categories(1)?$expand=Products($filter=$this/Rating ge 2)')).toEqual({
      key: 1,
      Products: [{ key: 2 }, { key: 3 }],
    });
  });
  it('$count, $ref, casts and nested $compute', () => {
    expect(read('Categories(1)?$expand=Products/$count($filter=Rating gt 1)')).toEqual({
      key: 1,
      Products: 2,
    });
    expect(read('Categories(1)?$expand=Products/$ref')).toEqual({
      key: 1,
      Products: [{ key: 1 }, { key: 2 }, { key: 3 }],
    });
    expect(read('Categories(1)?$expand=Products/shop.Bundle')).toEqual({ key: 1, Products: [{ key: 3 }] });
    expect(read('Categories(1)?$expand=Products($compute=Rating mul 2 as Twice;$filter=Twice gt 4)')).toEqual(
      {
        key: 1,
        Products: [{ key: 3, Twice: 6, 'Twice@type': 'Edm.Int32' }],
      },
    );
    const counted = evaluate('Categories(1)?$expand=Products($count=true;$top=1)', rows);
    const products = counted?.kind === 'entity' ? counted.expanded?.get('Products') : undefined;
    expect(products?.kind === 'collection' && products.count).toBe(3);
  });
  it('navigation properties of complex values, those in collections too', () => {
    expect(read('Products(1)?$expand=Home/Country')).toEqual({ key: 1, 'Home/Country': { key: 'IT' } });
    expect(read('Products(2)?$expand=Home/Country')).toEqual({ key: 2 });
    expect(read('Products(1)?$expand=Stores/Country')).toEqual({
      key: 1,
      'Stores/0/Country': null,
      'Stores/1/Country': { key: 'IT' },
    });
    expect(read('Products(1)/Home?$expand=Country')).toEqual({ City: 'Rome', Country: { key: 'IT' } });
  });
  it('$levels recurs so often, max until it comes round', () => {
    expect(read('Categories(1)?$expand=Children($levels=2)')).toEqual({
      key: 1,
      Children: [{ key: 2, Children: [{ key: 3 }] }],
    });
    expect(read('Categories(1)?$expand=Children($levels=max)')).toEqual({
      key: 1,
      Children: [{ key: 2, Children: [{ key: 3, Children: [{ key: 1 }] }] }],
    });
    expect(() => read('Categories(1)?$expand=Children($levels=1000)')).toThrow(/levels/);
  });
  it('pages expanded collections', () => {
    const result = evaluate('Categories(1)?$expand=Products', rows, { pageSize: 2 });
    const first = result?.kind === 'entity' ? result.expanded?.get('Products') : undefined;
    expect(plain(first)).toEqual([{ key: 1 }, { key: 2 }]);
    const token = first?.kind === 'collection' ? first.skiptoken : undefined;
    expect(read(`Categories(1)/Products?$skiptoken=${token}`, 2)).toEqual([{ key: 3 }]);
  });
});

describe('$select with nested options', () => {
  it('shapes collections of values', () => {
    const result = evaluate("Products(1)?$select=Tags($filter=$this ne 'c';$orderby=$this;$top=5)", rows);
    expect(result?.kind === 'entity' && plain(result.selected?.get('Tags'))).toEqual(['a', 'b']);
  });
});

describe('$crossjoin and $all', () => {
  it('combines the entities of sets', () => {
    expect(
      read('$crossjoin(Products,Categories)?$filter=Products/ID eq Categories/ID&$orderby=Products/ID desc'),
    ).toEqual([
      { Products: { key: 3 }, Categories: { key: 3 } },
      { Products: { key: 2 }, Categories: { key: 2 } },
      { Products: { key: 1 }, Categories: { key: 1 } },
    ]);
    expect(
      read(
        '$crossjoin(Products,Categories)?$filter=Products/ID eq 1 and Categories/ID eq 1&$expand=Products($expand=Category)',
      ),
    ).toEqual([{ Products: { key: 1, Category: { key: 1 } }, Categories: { key: 1 } }]);
  });
  it('all entities, each once', () => {
    expect((read('$all') as unknown[]).length).toBe(7);
  });
});
