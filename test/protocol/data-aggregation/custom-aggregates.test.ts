// Data Aggregation, sections 3.2.1.3.6 "Custom Aggregation Methods", 5.2 "Custom Aggregates" and 7.4: defined by the service.
import { expect, test } from 'vitest';
import type { Entity } from '../../../src/edm/entity.ts';
import { ask } from '../service-for.ts';
import { resultOf, salesService } from './sales-service.ts';

/** A fifth more than what was sold; of values that are forecasts themselves, their sum. */
const forecast = (values: readonly unknown[]): number =>
  values.reduce<number>(
    (sum, value) => sum + (typeof value === 'number' ? value : Number((value as Entity).values.Amount) * 1.2),
    0,
  );
const service = await salesService({
  aggregates: {
    Forecast: forecast,
    Budget: (values) => values.length * 100,
    'Custom.concat': (values) => [...new Set(values)].sort().join(','),
  },
});
const country = (Country: string): object => ({ Customer: { Country } });

test.each([
  [
    'Sales?$apply=groupby((Customer/Country),aggregate(Amount with sum as Actual,Forecast))',
    '#Sales(Customer(Country),Actual,Forecast)',
    [
      { ...country('USA'), Actual: 19, Forecast: expect.closeTo(22.8) },
      { ...country('Netherlands'), Actual: 5, Forecast: expect.closeTo(6) },
    ],
  ],
  [
    'Sales?$apply=groupby((Customer/Country),aggregate(Amount))',
    '#Sales(Customer(Country),Amount)',
    [
      { ...country('USA'), Amount: 19 },
      { ...country('Netherlands'), Amount: 5 },
    ],
  ],
  [
    'Sales?$apply=groupby((Customer/Country),aggregate(Amount with sum as Total,Product/Name with Custom.concat as Names))',
    '#Sales(Customer(Country),Total,Names)',
    [
      { ...country('USA'), Total: 19, Names: 'Coffee,Paper,Sugar' },
      { ...country('Netherlands'), Total: 5, Names: 'Paper,Sugar' },
    ],
  ],
  [
    '$crossjoin(Time)?$apply=groupby((Time/Year),aggregate(Budget))',
    '#Collection(Edm.ComplexType)',
    [{ Budget: 800 }],
  ],
  [
    'Sales?$apply=aggregate(Forecast from Product with max as Most)',
    '#Sales(Most)',
    [{ Most: expect.closeTo(14.4) }],
  ],
  [
    'Sales?$apply=aggregate(Forecast from Product as ProductForecast)',
    '#Sales(ProductForecast)',
    [{ ProductForecast: expect.closeTo(28.8) }],
  ],
  [
    'Sales?$apply=aggregate(Forecast from Time with average from Customer/Country as CountryForecast)',
    '#Sales(CountryForecast)',
    [{ CountryForecast: expect.closeTo(7.7) }],
  ],
])('%s', async (url, context, value) => {
  const result = await resultOf(service, url);
  expect(result.context).toBe(context);
  expect(result.value).toMatchObject(value);
});

test('without a definition, a custom aggregate that is no numeric property answers 501', async () => {
  const { status, body } = await ask(await salesService(), 'GET /Sales?$apply=aggregate(Forecast)');
  expect(status).toBe(501);
  expect(body.error.message).toContain("'Forecast'");
});
