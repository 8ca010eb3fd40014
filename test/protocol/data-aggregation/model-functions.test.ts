// Data Aggregation, section 3 "System Query Option $apply" and 7.7 "Model Functions as Set Transformations".
import { expect, test } from 'vitest';
import type { Entity } from '../../../src/edm/entity.ts';
import type { StructuredValue } from '../../../src/edm/value.ts';
import type { OperationHandler } from '../../../src/service/handlers.ts';
import { resultOf, salesService } from './sales-service.ts';

const name = 'SalesModel.TopCountAndRemainder';
const numberAt = (row: StructuredValue, property: string): number => Number(row[property]);

const topCountAndRemainder: OperationHandler = ({ Count, Property }, { binding }) => {
  const property = String(Property);
  const rows = [...(binding as readonly StructuredValue[])];
  rows.sort((a, b) => numberAt(b, property) - numberAt(a, property));
  const rest = rows.slice(Number(Count));
  const remainder = rest.reduce((sum, row) => sum + numberAt(row, property), 0);
  return [
    ...rows.slice(0, Number(Count)),
    { [property]: String(remainder), [`${property}@type`]: 'Edm.Decimal' },
  ];
};

const bestSelling = `Sales?$apply=groupby((Customer/Country,Product/Name),aggregate(Amount with sum as Total))
  /groupby((Customer/Country),${name}(Count=1,Property='Total'))&$orderby=Customer/Country,Total desc`;

test.each([
  ['at once', topCountAndRemainder],
  ['later', async (parameters, context) => topCountAndRemainder(parameters, context)],
] satisfies [string, OperationHandler][])(
  'instances have what the function gives them: %s',
  async (_, handler) => {
    const service = await salesService({ handlers: { [name]: handler } });
    const row = (Country: string, Total: number, product?: string): object => ({
      Customer: { Country },
      ...(product !== undefined && { Product: { Name: product } }),
      Total,
    });
    expect(await resultOf(service, bestSelling)).toEqual({
      context: '#Sales(Customer(Country),Total)',
      value: [row('Netherlands', 3, 'Paper'), row('Netherlands', 2), row('USA', 12, 'Coffee'), row('USA', 7)],
    });
  },
);

test('entities that it gives back keep what was computed before', async () => {
  const service = await salesService({
    handlers: { [name]: (_, { binding }) => (binding as readonly Entity[]).slice(0, 2).reverse() },
  });
  const url = `Sales?$apply=compute(Amount mul 2 as Double)/${name}(Count=1,Property='Amount')/filter(Double gt 0)`;
  expect((await resultOf(service, url)).value).toEqual([
    { ID: '2', Amount: 2, Double: 4 },
    { ID: '1', Amount: 1, Double: 2 },
  ]);
});
