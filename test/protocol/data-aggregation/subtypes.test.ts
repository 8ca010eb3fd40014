// Data Aggregation, sections 3.2.3.1 "Simple Grouping" and 7.1 "Requesting Distinct Values": properties of derived types.
import { expect, test } from 'vitest';
import { resultOf, salesService } from './sales-service.ts';

const service = await salesService();
const food = (Rating: number | null): object => ({ '@type': '#SalesModel.FoodProduct', Rating });

test('groups of different derived types stay apart, and a missing property is not null', async () => {
  const url =
    'Products?$apply=groupby((SalesModel.FoodProduct/Rating,SalesModel.NonFoodProduct/RatingClass))';
  expect(await resultOf(service, url)).toEqual({
    context: '#Products(SalesModel.FoodProduct/Rating,SalesModel.NonFoodProduct/RatingClass)',
    value: [
      food(5),
      food(null),
      { '@type': '#SalesModel.NonFoodProduct', RatingClass: 'average' },
      { '@type': '#SalesModel.NonFoodProduct', RatingClass: null },
    ],
  });
});

test('what lacks the property is a group of its own', async () => {
  const url = 'Products?$apply=groupby((SalesModel.FoodProduct/Rating))';
  expect(await resultOf(service, url)).toEqual({
    context: '#Products(@Org.OData.Core.V1.AnyStructure)',
    value: [food(5), food(null), {}],
  });
});

test('groups of derived types are aggregated and filtered', async () => {
  const grouped = 'Products?$apply=groupby((SalesModel.FoodProduct/Rating),aggregate($count as N))';
  expect(await resultOf(service, grouped)).toEqual({
    context: '#Products(N)',
    value: [{ ...food(5), N: 1 }, { ...food(null), N: 1 }, { N: 2 }],
  });
  const { value } = await resultOf(service, `${grouped}/filter(SalesModel.FoodProduct/Rating gt 3)`);
  expect(value).toEqual([{ ...food(5), N: 1 }]);
});

test('a property that only some instances still have', async () => {
  const url = 'Sales?$apply=concat(groupby((Amount)),groupby((ID)))/groupby((Amount),aggregate($count as N))';
  expect(await resultOf(service, url)).toEqual({
    context: '#Sales(N)',
    value: [...[1, 2, 4, 8].map((Amount) => ({ Amount, N: 1 })), { N: 8 }],
  });
});
