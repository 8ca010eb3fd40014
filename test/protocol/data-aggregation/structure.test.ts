// Data Aggregation, sections 3.3 to 3.5, 4 "Cross-Joins and Aggregation", 7.3 "Requesting Expanded Results" and 7.9: sets and their structure.
import { expect, test } from 'vitest';
import { resultOf, salesService } from './sales-service.ts';

const service = await salesService();
const amounts: Readonly<Record<string, number>> = { 1: 1, 2: 2, 3: 4, 4: 8, 5: 4, 6: 2, 7: 1, 8: 2 };
const sale = (ID: string): object => ({ ID, Amount: amounts[ID] });
const sales = (...ids: readonly number[]): object[] => ids.map((id) => sale(String(id)));

test.each([
  ['bottomcount(2,Amount)', sales(1, 7)],
  ['topcount(2,Amount)', sales(3, 4)],
  ['toppercent(50,Amount)', sales(3, 4)],
  ['bottomsum(7,Amount)', sales(1, 2, 6, 7, 8)],
  ['topsum(15,Amount)', sales(3, 4, 5)],
  ['filter(Amount gt 3)', sales(3, 4, 5)],
  ['orderby(Customer/Name desc)/skip(2)/top(2)', sales(6, 7)],
  ['orderby(Customer/Name desc)/top(2)', sales(4, 5)],
  ['top(0)', []],
])('transformations producing a subset keep entities: %s', async (apply, value) => {
  expect(await resultOf(service, `Sales?$apply=${apply}`)).toEqual({ context: '#Sales', value });
});

test('bottompercent stops once the ratio is reached', async () => {
  const { value } = await resultOf(
    service,
    'Sales?$apply=bottompercent(50,Amount)/aggregate(Amount with sum as Sum)',
  );
  expect(value).toEqual([{ Sum: 12 }]);
});

test.each([
  ['concat(topcount(2,Amount),aggregate(Amount))', '#Sales(Amount)', [...sales(3, 4), { Amount: 24 }]],
  [
    'concat(identity,aggregate(Amount with sum as Total))/filter(ID eq null or ID eq %271%27)',
    '#Sales(@Org.OData.Core.V1.AnyStructure)',
    [sale('1'), { Total: 24 }],
  ],
  [
    'compute(Amount mul Product/TaxRate as Tax)',
    '#Sales(*,Tax)',
    [0.14, 0.12, 0.24, 0.48, 0.56, 0.12, 0.14, 0.28].map((Tax, i) => ({ ...sale(String(i + 1)), Tax })),
  ],
  [
    'groupby((Product/Name),aggregate(Amount with sum as Total))/orderby(Total desc)',
    '#Sales(Product(Name),Total)',
    [
      { Product: { Name: 'Coffee' }, Total: 12 },
      { Product: { Name: 'Paper' }, Total: 8 },
      { Product: { Name: 'Sugar' }, Total: 4 },
    ],
  ],
  [
    'nest(groupby((Customer/ID)) as Customers)',
    '#Sales(Customers())',
    [
      {
        'Customers@context': '#Sales(Customer(ID))',
        Customers: ['C1', 'C2', 'C3'].map((ID) => ({ Customer: { ID } })),
      },
    ],
  ],
  [
    'groupby((Product/Category/ID),nest(groupby((Customer/ID)) as Customers))/orderby(Product/Category/ID)',
    '#Sales(Product(Category(ID)),Customers())',
    ['PG1', 'PG2'].map((category) => ({
      Product: { Category: { ID: category } },
      'Customers@context': '#Sales(Customer(ID))',
      Customers: ['C1', 'C2', 'C3'].map((ID) => ({ Customer: { ID } })),
    })),
  ],
])('%s', async (apply, context, value) => {
  expect(await resultOf(service, `Sales?$apply=${apply}`)).toEqual({ context, value });
});

test('addnested adds what is made of related entities, with its context', async () => {
  const url = 'Customers?$apply=addnested(Sales,filter(Amount gt 3) as FilteredSales)&$select=ID';
  const row = (ID: string, ...ids: readonly number[]): object => ({
    ID,
    'FilteredSales@context': '#Sales',
    FilteredSales: sales(...ids),
  });
  expect(await resultOf(service, url)).toEqual({
    context: '#Customers(ID,FilteredSales())',
    value: [row('C1', 3), row('C2', 4, 5), row('C3'), row('C4')],
  });
});

const nested =
  'addnested(Products,addnested(Sales,filter(Amount gt 3) as FilteredSales) as FilteredProducts)';
test('addnested in addnested; $expand says what of it is shown', async () => {
  const { value } = await resultOf(service, `Categories?$apply=${nested}`);
  expect(value).toMatchObject([
    {
      ID: 'PG1',
      'FilteredProducts@context': '#Products(FilteredSales())',
      FilteredProducts: [
        {
          '@type': '#SalesModel.FoodProduct',
          ID: 'P1',
          'FilteredSales@context': '#Sales',
          FilteredSales: [],
        },
        { ID: 'P2', FilteredSales: sales(3, 4) },
      ],
    },
    {
      ID: 'PG2',
      FilteredProducts: [
        { ID: 'P3', FilteredSales: sales(5) },
        { ID: 'P4', FilteredSales: [] },
      ],
    },
  ]);
  const asked = await resultOf(service, `Categories?$apply=${nested}&$expand=FilteredProducts`);
  expect(JSON.stringify(asked.value)).toContain('FilteredProducts');
  expect(JSON.stringify(asked.value)).not.toContain('FilteredSales');
});

test('what groupby expands in a nested result is left out where $expand does not name it', async () => {
  const url =
    'Customers?$apply=addnested(Sales,groupby((Product/Name)) as GroupedSales)&$expand=GroupedSales&$select=ID';
  const { value } = await resultOf(service, url);
  const row = (ID: string, count: number): object => ({
    ID,
    'GroupedSales@context': '#Sales(@Org.OData.Core.V1.AnyStructure)',
    GroupedSales: Array.from({ length: count }, () => ({})),
  });
  expect(value).toEqual([row('C1', 3), row('C2', 2), row('C3', 2), row('C4', 0)]);
});

const sold = (product: string, ids: readonly number[]): object[] =>
  ids.map((id) => ({ ID: product, Sale: { '@context': '#Sales/$entity', ...sale(String(id)) } }));
const links = [...sold('P1', [2, 6]), ...sold('P2', [3, 4]), ...sold('P3', [1, 5, 7, 8])];
test.each([
  ['join', links],
  ['outerjoin', [...links, { ID: 'P4', Sale: null }]],
])('%s makes one instance for each related one', async (kind, value) => {
  const result = await resultOf(service, `Products?$apply=${kind}(Sales as Sale)&$select=ID&$expand=Sale`);
  expect(result.context).toBe('#Products(ID,Sale())');
  expect(result.value).toMatchObject(value);
});

test('joined instances are grouped, one of which is none', async () => {
  const url =
    'Customers?$apply=outerjoin(Sales as ProductSales)/groupby((Country,ProductSales/Product/Name))';
  const row = (Country: string, Name: string): object => ({
    Country,
    ProductSales: { '@context': '#Sales(Product(Name))/$entity', Product: { Name } },
  });
  expect(await resultOf(service, url)).toEqual({
    context: '#Customers(Country,ProductSales())',
    value: [
      row('USA', 'Paper'),
      row('USA', 'Sugar'),
      row('USA', 'Coffee'),
      row('Netherlands', 'Sugar'),
      row('Netherlands', 'Paper'),
      { Country: 'France', ProductSales: null },
    ],
  });
});

test('what joined instances aggregate to', async () => {
  const url = `Products?$apply=join(Sales as TotalSales,aggregate(Amount with sum as Total))
    /filter(TotalSales/Total ne null)/groupby((Name,TotalSales/Total))`;
  const row = (Name: string, Total: number): object => ({
    Name,
    TotalSales: { '@context': '#Sales(Total)/$entity', Total },
  });
  expect(await resultOf(service, url)).toEqual({
    context: '#Products(Name,TotalSales())',
    value: [row('Sugar', 4), row('Coffee', 12), row('Paper', 8)],
  });
});

test('a cross join is filtered, grouped and aggregated', async () => {
  const url = `$crossjoin(Products,Sales)?$apply=filter(Products/ID eq Sales/Product/ID)
    /groupby((Products/Name),aggregate(Sales/Amount with sum as Total))`;
  const { context, value } = await resultOf(service, url);
  expect(context).toBe('#Collection(Edm.ComplexType)');
  expect(value).toMatchObject([
    { Products: { Name: 'Sugar' }, Total: 4 },
    { Products: { Name: 'Coffee' }, Total: 12 },
    { Products: { Name: 'Paper' }, Total: 8 },
  ]);
});
