import { describe, expect, it } from 'vitest';
import { apply } from './apply-fixture.ts';

const decimal = { 'Total@type': 'Edm.Decimal' };

describe('groupby', () => {
  it('groups by paths and aggregates each group', () => {
    expect(
      apply(
        'Sales?$apply=groupby((Customer/Country,Product/Name),aggregate(Amount with sum as Total))&$orderby=Customer/Country,Product/Name',
      ),
    ).toEqual([
      { Customer: { Country: 'Netherlands' }, Product: { Name: 'Paper' }, Total: '3', ...decimal },
      { Customer: { Country: 'Netherlands' }, Product: { Name: 'Sugar' }, Total: '2', ...decimal },
      { Customer: { Country: 'USA' }, Product: { Name: 'Coffee' }, Total: '12', ...decimal },
      { Customer: { Country: 'USA' }, Product: { Name: 'Paper' }, Total: '5', ...decimal },
      { Customer: { Country: 'USA' }, Product: { Name: 'Sugar' }, Total: '2', ...decimal },
    ]);
  });
  it('gives distinct combinations without a second parameter', () => {
    expect(apply('Sales?$apply=groupby((Product/Name,Amount))&$top=2')).toEqual([
      { Product: { Name: 'Paper' }, Amount: '1' },
      { Product: { Name: 'Sugar' }, Amount: '2' },
    ]);
  });
  it('several paths into one member, whole entities, complex values', () => {
    expect(apply('Sales?$apply=groupby((Customer/Name,Customer/Country))&$top=1')).toEqual([
      { Customer: { Name: 'Joe', Country: 'USA' } },
    ]);
    expect(apply('Sales?$apply=groupby((Customer),aggregate(Amount with max as Total))')).toEqual([
      { Customer: { key: 'C1' }, Total: '4', ...decimal },
      { Customer: { key: 'C2' }, Total: '8', ...decimal },
      { Customer: { key: 'C3' }, Total: '2', ...decimal },
    ]);
    expect(
      apply('Customers?$apply=groupby((Address/City),aggregate($count as Total))&$filter=Total gt 1'),
    ).toEqual([{ Address: { City: 'Rome' }, Total: '2', ...decimal }]);
    expect(apply('Customers?$apply=groupby((Address))')).toHaveLength(3);
  });
  it('keeps entities when the second parameter does', () => {
    expect(apply('Sales?$apply=groupby((Customer),topcount(1,Amount))')).toEqual([
      { key: 3, Customer: { key: 'C1' } },
      { key: 4, Customer: { key: 'C2' } },
      { key: 6, Customer: { key: 'C3' } },
    ]);
  });
  it('rollup adds a grouping for each level', () => {
    const result = apply(
      'Sales?$apply=groupby((rollup(Customer/Country,Customer/Name),rollup(Product/Category,Product/Name)),aggregate(Amount with sum as Total))',
    ) as { Customer: object; Product: object; Total: string }[];
    expect(result).toHaveLength(7 + 5 + 6 + 4);
    expect(result).toContainEqual({
      Customer: { Country: 'USA' },
      Product: { Category: 'Food' },
      Total: '14',
      ...decimal,
    });
    expect(result).toContainEqual({
      Customer: { Country: 'USA', Name: 'Joe' },
      Product: { Category: 'Non-Food', Name: 'Paper' },
      Total: '1',
      ...decimal,
    });
  });
  it('grouping again, computing and filtering what was grouped', () => {
    expect(
      apply(
        'Sales?$apply=groupby((Customer/Name,Customer/Country),aggregate(Amount with sum as Total))/groupby((Customer/Name),aggregate(Total with average as Total))',
      ),
    ).toEqual([
      { Customer: { Name: 'Joe' }, Total: '7', ...decimal },
      { Customer: { Name: 'Sue' }, Total: '8.5', ...decimal },
    ]);
    expect(
      apply(
        'Sales?$apply=groupby((Product/Name),aggregate(Amount with sum as Total))/filter(Total gt 4)/compute(Total mul 2 as Twice)/orderby(Total desc)',
      ),
    ).toEqual([
      { Product: { Name: 'Coffee' }, Total: '12', ...decimal, Twice: '24', 'Twice@type': 'Edm.Decimal' },
      { Product: { Name: 'Paper' }, Total: '8', ...decimal, Twice: '16', 'Twice@type': 'Edm.Decimal' },
    ]);
    expect(
      apply('Sales?$apply=groupby((Product/Name))/filter(isdefined(Product/Name) and not isdefined(Amount))'),
    ).toHaveLength(3);
  });
});
