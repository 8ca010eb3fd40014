import { describe, expect, it } from 'vitest';
import { apply } from './apply-fixture.ts';

const keys = (url: string) => (apply(url) as { key: unknown }[]).map(({ key }) => key);

describe('transformations that preserve the structure', () => {
  it.each([
    ['bottomcount(2,Amount)', [1, 7]],
    ['topcount(2,Amount)', [3, 4]],
    ['bottompercent(50,Amount)', [1, 2, 3, 6, 7, 8]],
    ['toppercent(50,Amount)', [3, 4]],
    ['bottomsum(7,Amount)', [1, 2, 6, 7, 8]],
    ['topsum(15,Amount)', [3, 4, 5]],
    ['filter(Amount gt 3)', [3, 4, 5]],
    ['identity', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['orderby(Customer/Name desc)/skip(2)/top(2)', [6, 7]],
    ['orderby(Customer/Name desc)/top(2)', [4, 5]],
    ['topcount($these/$count sub 7,Amount)', [4]],
  ])('%s', (transformation, expected) => {
    expect(keys(`Sales?$apply=${transformation}`)).toEqual(expected);
  });
  it('search', () => {
    expect(keys('Customers?$apply=search(sue)')).toEqual(['C2', 'C3']);
  });
  it('refuse an amount that is none', () => {
    expect(() => apply('Sales?$apply=toppercent(101,Amount)')).toThrow(/toppercent/);
    expect(() => apply('Sales?$apply=topcount(0,Amount)')).toThrow(/topcount/);
  });
});

describe('concat, compute, join, nest, addnested', () => {
  it('concat appends the results', () => {
    expect(apply('Sales?$apply=concat(topcount(2,Amount),aggregate(Amount))')).toEqual([
      { key: 3 },
      { key: 4 },
      { Amount: '24', 'Amount@type': 'Edm.Decimal' },
    ]);
  });
  it('compute adds to each instance', () => {
    expect(apply('Sales?$apply=compute(Amount mul Product/TaxRate as Tax)&$top=1&$orderby=Tax desc')).toEqual(
      [{ key: 5, Tax: '0.56', 'Tax@type': 'Edm.Decimal' }],
    );
  });
  it('join makes a copy for each related instance, outerjoin one at least', () => {
    expect(
      apply('Products?$apply=join(Sales as Sale)/groupby((Name),aggregate(Sale/Amount with sum as Total))'),
    ).toEqual([
      { Name: 'Sugar', Total: '4', 'Total@type': 'Edm.Decimal' },
      { Name: 'Coffee', Total: '12', 'Total@type': 'Edm.Decimal' },
      { Name: 'Paper', Total: '8', 'Total@type': 'Edm.Decimal' },
    ]);
    expect(apply('Products?$apply=outerjoin(Sales as Sale)/filter(Sale eq null)/groupby((Name))')).toEqual([
      { Name: 'Pencil' },
    ]);
    expect(
      apply(
        'Products?$apply=join(Sales as Sale,topcount(1,Amount))/aggregate(Sale/Amount with sum as Total)',
      ),
    ).toEqual([{ Total: '14', 'Total@type': 'Edm.Decimal' }]);
  });
  it('what is joined is written when $expand names it', () => {
    const url = 'Products?$apply=join(Sales as Sale)&$filter=Sale/Amount gt 3&$orderby=Sale/Amount desc,ID';
    expect(apply(url)).toEqual([{ key: 'P2' }, { key: 'P2' }, { key: 'P3' }]);
    expect(apply(`${url}&$expand=Sale`)).toEqual([
      { key: 'P2', Sale: { key: 4 } },
      { key: 'P2', Sale: { key: 3 } },
      { key: 'P3', Sale: { key: 5 } },
    ]);
  });
  it('nest puts results into one instance', () => {
    expect(
      apply('Sales?$apply=nest(groupby((Customer/ID)) as Customers,topcount(1,Amount) as Best)'),
    ).toEqual([
      {
        Customers: [{ Customer: { ID: 'C1' } }, { Customer: { ID: 'C2' } }, { Customer: { ID: 'C3' } }],
        Best: [{ key: 4 }],
      },
    ]);
  });
  it('addnested adds transformed related instances', () => {
    expect(apply('Customers?$apply=addnested(Sales,filter(Amount gt 3) as Big)')).toEqual([
      { key: 'C1', Big: [{ key: 3 }] },
      { key: 'C2', Big: [{ key: 4 }, { key: 5 }] },
      { key: 'C3', Big: [] },
      { key: 'C4', Big: [] },
    ]);
    expect(
      apply('Customers?$apply=addnested(Sales,filter(Amount gt 3) as Big)/filter(Big/$count gt 1)'),
    ).toEqual([{ key: 'C2', Big: [{ key: 4 }, { key: 5 }] }]);
  });
});
