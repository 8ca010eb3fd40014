// Data Aggregation, sections 3.1.2 "Sameness and Order" and 3.2.1.1 "Aggregation Algorithm": each entity that a path reaches counts once.
import { expect, test } from 'vitest';
import { ask } from '../service-for.ts';
import { resultOf, salesService } from './sales-service.ts';

const service = await salesService();
const discounted = (discount: string): string =>
  `concat(addnested(Product,compute(0.1 as Discount) as Augmented),addnested(Product,compute(${discount} as Discount) as Augmented))`;

test.each([
  ['aggregate(Augmented/Discount with max as Most)'],
  ['groupby((Augmented),aggregate($count as N))'],
])('contradictory representations of one entity are refused: %s', async (then) => {
  const { status, body } = await ask(service, `GET /Sales?$apply=${discounted('0.2')}/${then}`);
  expect(status).toBe(400);
  expect(body.error.message).toContain("'Discount'");
});

test('representations that agree are one', async () => {
  const { value } = await resultOf(
    service,
    `Sales?$apply=${discounted('0.1')}/aggregate(Augmented/Discount with sum as Sum)`,
  );
  expect(value).toEqual([{ Sum: expect.closeTo(0.3) }]);
});

test('instances without identity that have the same values are one', async () => {
  const url =
    'Products?$apply=filter(Name ne %27Pencil%27)/addnested(Sales,aggregate($count as N) as Counted)/aggregate(Counted/N with sum as Sum)';
  expect((await resultOf(service, url)).value).toEqual([{ Sum: 6 }]);
});

test('representations that contradict each other may stand side by side in the result', async () => {
  const url = `Sales?$apply=concat(groupby((Customer),topcount(1,Amount))/compute('Customer' as per),
    groupby((Product),topcount(1,Amount))/compute('Product' as per))&$expand=Customer($select=ID),Product($select=ID)&$filter=ID eq '4'`;
  const { context, value } = await resultOf(service, url);
  expect(context).toBe('#Sales(*,per,Customer(ID),Product(ID))');
  expect(value).toMatchObject([
    { ID: '4', per: 'Customer', Customer: { ID: 'C2' } },
    { ID: '4', per: 'Product', Product: { ID: 'P2' } },
  ]);
});
