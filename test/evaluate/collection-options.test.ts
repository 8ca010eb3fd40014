import { describe, expect, it } from 'vitest';
import type { QueryResult } from '../../src/query/result.ts';
import { evaluate, plain, type Row, type Rows } from './fixture.ts';

const rows: Rows = {
  Products: [
    { ID: 1, Name: 'b', Rating: 2 },
    { ID: 2, Name: null, Rating: 1 },
    { ID: 3, Name: 'a', Rating: 2 },
    { ID: 4, Name: 'c', Rating: 1 },
  ],
};
const keys = (result: QueryResult | undefined) => (plain(result) as { key: unknown }[]).map(({ key }) => key);
const read = (options: string) => keys(evaluate(`Products?${options}`, rows));

describe('$orderby, $top, $skip, $count', () => {
  it('null comes first ascending and last descending', () => {
    expect(read('$orderby=Name')).toEqual([2, 3, 1, 4]);
    expect(read('$orderby=Name desc')).toEqual([4, 1, 3, 2]);
  });
  it('sorts by several keys and is stable', () => {
    expect(read('$orderby=Rating desc,Name')).toEqual([3, 1, 2, 4]);
    expect(read('$orderby=Rating')).toEqual([2, 4, 1, 3]);
  });
  it('sorts by an expression', () => {
    expect(read('$orderby=ID mod 2,ID desc')).toEqual([4, 2, 3, 1]);
  });
  it('takes the first of the order, as sorting all would', () => {
    for (let top = 0; top <= 5; top++) {
      for (let skip = 0; skip <= 4; skip++) {
        expect(read(`$orderby=Rating,Name desc&$top=${top}&$skip=${skip}`)).toEqual(
          read('$orderby=Rating,Name desc').slice(skip, skip + top),
        );
      }
    }
  });
  it('$count is the number before paging, of what the filter leaves', () => {
    const result = evaluate('Products?$count=true&$top=1&$filter=Rating eq 2', rows);
    expect(result?.kind === 'collection' && [result.count, result.items.length]).toEqual([2, 1]);
    const none = evaluate('Products?$count=true&$top=0', rows);
    expect(none?.kind === 'collection' && [none.count, none.items.length]).toEqual([4, 0]);
  });
  it('$compute can be used by $filter and $orderby', () => {
    const result = evaluate(
      'Products?$compute=Rating mul ID as Total&$filter=Total gt 2&$orderby=Total desc',
      rows,
    );
    expect(plain(result)).toEqual([
      { key: 3, Total: 6, 'Total@type': 'Edm.Int32' },
      { key: 4, Total: 4, 'Total@type': 'Edm.Int32' },
    ]);
  });
  it('$compute uses what it computed before', () => {
    const result = evaluate('Products(3)?$compute=Rating add 1 as A,A mul 2 as B,A add B as C', rows);
    expect(result?.kind === 'entity' && result.computed).toMatchObject({ A: 3, B: 6, C: 9 });
  });
  it('collections of values are filtered and sorted by $it and $this', () => {
    const one = { Products: [{ ID: 1, Scores: [3, 1, 2] }] };
    expect(plain(evaluate('Products(1)/Scores?$filter=$it gt 1&$orderby=$this desc', one))).toEqual([3, 2]);
  });
});

describe('server-driven paging', () => {
  function pages(url: string, change: (products: Row[], page: number) => Row[] = (products) => products) {
    let products = [...rows.Products!];
    const seen: unknown[] = [];
    const counts: unknown[] = [];
    let token: string | undefined;
    for (let page = 0; page === 0 || token !== undefined; page++) {
      const next = token === undefined ? '' : `&$skiptoken=${token}`;
      const result = evaluate(`Products?${url}${next}`, { Products: products }, { pageSize: 2 });
      if (result?.kind !== 'collection') throw new Error('no collection');
      seen.push(keys(result));
      counts.push(result.count);
      token = result.skiptoken;
      products = change(products, page);
    }
    return { seen, counts };
  }
  it('goes through everything in pages, in the order asked for', () => {
    expect(pages('$orderby=Name').seen).toEqual([
      [2, 3],
      [1, 4],
    ]);
    expect(pages('$orderby=ID').seen).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
  it('keeps $top, $skip and $count over all pages', () => {
    expect(pages('$top=3').seen).toEqual([[1, 2], [3]]);
    expect(pages('$top=2').seen).toEqual([[1, 2]]);
    const counted = pages('$skip=1&$count=true&$filter=ID gt 0');
    expect(counted.seen).toEqual([[2, 3], [4]]);
    expect(counted.counts).toEqual([4, 4]);
  });
  it('neither repeats nor drops what stays there while others come and go', () => {
    const { seen } = pages('$orderby=Rating', (products, page) =>
      page === 0 ? [{ ID: 0, Name: 'new', Rating: 0 }, ...products.filter(({ ID }) => ID !== 4)] : products,
    );
    expect(seen).toEqual([
      [2, 4],
      [1, 3],
    ]);
  });
  it('refuses a token that it has not made', () => {
    expect(() => evaluate('Products?$skiptoken=abc', rows)).toThrow(/skiptoken/);
  });
});

describe('$search', () => {
  const shop = {
    Products: [
      { ID: 1, Name: 'Blue Mountain bike' },
      { ID: 2, Name: 'Red bike' },
      { ID: 3, Name: null, Home: { City: 'Blue Town' } },
    ],
  };
  it.each([
    ['bike', [1, 2]],
    ['BLUE', [1, 3]],
    ['mountain bike', [1]],
    ['"blue mountain"', [1]],
    ['"mountain blue"', []],
    ['blue OR red', [1, 2, 3]],
    ['NOT bike', [3]],
    ['bike AND NOT red', [1]],
    ['ike', []],
    ['bik', []],
  ])('%s', (search, expected) => {
    expect(keys(evaluate(`Products?$search=${encodeURIComponent(search)}`, shop))).toEqual(expected);
  });
});
