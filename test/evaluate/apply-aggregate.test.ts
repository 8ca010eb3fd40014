import { describe, expect, it } from 'vitest';
import { apply } from './apply-fixture.ts';

const one = (aggregate: string) =>
  (apply(`Sales?$apply=aggregate(${aggregate} as X)`) as { X: unknown }[])[0]!.X;

describe('aggregate', () => {
  it.each([
    ['Amount with sum', '24'],
    ['Amount with min', '1'],
    ['Amount with max', '8'],
    ['Amount with average', '3'],
    ['Amount with countdistinct', '4'],
    ['Product with countdistinct', '3'],
    ['Product/Name with countdistinct', '3'],
    ['Time with max', '2022-11-22'],
    ['$count', '8'],
    ['Amount mul Product/TaxRate with sum', '2.08'],
  ])('%s', (aggregate, expected) => {
    expect(one(aggregate)).toBe(expected);
  });
  it('counts each entity that a path reaches once', () => {
    expect(one('Product/TaxRate with sum')).toBe('0.26');
    expect(apply('Products?$apply=aggregate(Sales/Amount with sum as X,Sales/$count as N)')).toEqual([
      { X: '24', 'X@type': 'Edm.Decimal', N: '8', 'N@type': 'Edm.Decimal' },
    ]);
    expect(apply('Customers?$apply=aggregate(Sales/Product/Name with countdistinct as X)')).toEqual([
      { X: '3', 'X@type': 'Edm.Decimal' },
    ]);
  });
  it('null where there is nothing to aggregate', () => {
    expect(
      apply('Sales?$apply=filter(false)/aggregate(Amount with sum as X,Amount with max as M,$count as N)'),
    ).toEqual([{ X: null, M: null, N: '0', 'N@type': 'Edm.Decimal' }]);
  });
  it('from aggregates groups first', () => {
    expect(one('Amount with sum from Time with average')).toBe('3.428571428571428571428571428571429');
    expect(one('Amount with sum from Customer/Country with max')).toBe('19');
  });
  it("custom aggregates are the service's; without one a property of the name is added up", () => {
    expect(apply('Sales?$apply=aggregate(Amount)')).toEqual([{ Amount: '24', 'Amount@type': 'Edm.Decimal' }]);
    expect(() => apply('Sales?$apply=aggregate(Forecast)')).toThrow(/Forecast/);
    expect(
      apply('Sales?$apply=aggregate(Forecast)', {
        aggregate: (name, values) => `${name === 'Forecast' ? values.length : 0}`,
      }),
    ).toEqual([{ Forecast: '8', 'Forecast@type': 'Edm.Decimal' }]);
  });
  it('$these and aggregate as a path segment', () => {
    expect(apply('Sales?$apply=filter(Amount gt $these/aggregate(Amount with average))')).toEqual([
      { key: 3 },
      { key: 4 },
      { key: 5 },
    ]);
    expect(apply('Sales?$filter=Amount eq $these/aggregate(Amount with max) and ID eq 4')).toEqual([
      { key: 4 },
    ]);
    expect(apply('Customers?$filter=Sales/aggregate(Amount with sum) gt 10')).toEqual([{ key: 'C2' }]);
  });
});
