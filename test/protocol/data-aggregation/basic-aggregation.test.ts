// Data Aggregation, sections 3.2 "Basic Aggregation", 3.6 "Expressions Evaluable on a Collection" and 7.2 "Standard Aggregation Methods".
import { expect, test } from 'vitest';
import { resultOf, salesService } from './sales-service.ts';

const service = await salesService();
const country = (Country: string): object => ({ Customer: { Country } });
const byName = (member: string, values: Readonly<Record<string, unknown>>): object[] =>
  Object.entries(values).map(([Name, value]) => ({ Name, [member]: value }));

test.each([
  ['Amount with sum as Total,Amount with max as MxA', { Total: 24, MxA: 8 }],
  ['Amount mul Product/TaxRate with sum as Tax', { Tax: 2.08 }],
  ['Amount with min as MinAmount', { MinAmount: 1 }],
  ['Amount with average as AverageAmount', { AverageAmount: 3 }],
  ['Product with countdistinct as DistinctProducts', { DistinctProducts: 3 }],
  ['$count as SalesCount', { SalesCount: 8 }],
  ['Amount with sum from Time with average as Daily', { Daily: expect.closeTo(3.428571428571429) }],
  ['Amount from Time with average as Daily', { Daily: expect.closeTo(3.428571428571429) }],
  ['Amount with sum from Time with average from Customer/Country with max as Most', { Most: 4.75 }],
  ['Amount', { Amount: 24 }],
])('aggregate(%s)', async (items, row) => {
  expect(await resultOf(service, `Sales?$apply=aggregate(${items})`)).toEqual({
    context: `#Sales(${Object.keys(row)})`,
    value: [row],
  });
});

test.each([
  `groupby((Customer/Country),groupby((Time),aggregate(Amount with sum as D1))/aggregate(D1 with average as D2))`,
  `groupby((Customer/Country,Time),aggregate(Amount with sum as D1))/groupby((Customer/Country),aggregate(D1 with average as D2))`,
])('what from stands for: %s', async (apply) => {
  const { value } = await resultOf(service, `Sales?$apply=${apply}/aggregate(D2 with max as Most)`);
  expect(value).toEqual([{ Most: 4.75 }]);
});

test.each([
  [
    'Sales?$apply=groupby((Customer/Country,Product/Name),aggregate(Amount with sum as Total))&$orderby=Customer/Country,Product/Name',
    '#Sales(Customer(Country),Product(Name),Total)',
    [
      { ...country('Netherlands'), Product: { Name: 'Paper' }, Total: 3 },
      { ...country('Netherlands'), Product: { Name: 'Sugar' }, Total: 2 },
      { ...country('USA'), Product: { Name: 'Coffee' }, Total: 12 },
      { ...country('USA'), Product: { Name: 'Paper' }, Total: 5 },
      { ...country('USA'), Product: { Name: 'Sugar' }, Total: 2 },
    ],
  ],
  [
    'Sales?$apply=groupby((Product/Name,Amount))&$orderby=Product/Name,Amount',
    '#Sales(Product(Name),Amount)',
    [
      { Product: { Name: 'Coffee' }, Amount: 4 },
      { Product: { Name: 'Coffee' }, Amount: 8 },
      { Product: { Name: 'Paper' }, Amount: 1 },
      { Product: { Name: 'Paper' }, Amount: 2 },
      { Product: { Name: 'Paper' }, Amount: 4 },
      { Product: { Name: 'Sugar' }, Amount: 2 },
    ],
  ],
  [
    'Sales?$apply=groupby((Customer/Country),aggregate(Amount with sum as Total,Amount with average as AvgAmt))',
    '#Sales(Customer(Country),Total,AvgAmt)',
    [
      { ...country('USA'), Total: 19, AvgAmt: 3.8 },
      { ...country('Netherlands'), Total: 5, AvgAmt: expect.closeTo(1.6666667) },
    ],
  ],
  [
    'Sales?$apply=groupby((Amount),aggregate(Amount with sum as Total))',
    '#Sales(Amount,Total)',
    [
      { Amount: 1, Total: 2 },
      { Amount: 2, Total: 6 },
      { Amount: 4, Total: 8 },
      { Amount: 8, Total: 8 },
    ],
  ],
  [
    'Products?$apply=groupby((Name),aggregate(Sales/Amount with sum as Total))',
    '#Products(Name,Total)',
    byName('Total', { Sugar: 4, Coffee: 12, Paper: 8, Pencil: null }),
  ],
  [
    'Products?$apply=groupby((Name),aggregate(Sales/$count as SalesCount))',
    '#Products(Name,SalesCount)',
    byName('SalesCount', { Sugar: 2, Coffee: 2, Paper: 4, Pencil: 0 }),
  ],
  [
    'Sales?$apply=groupby((Customer/Country,Product/Name),topcount(2,Amount)/aggregate(Amount with sum as Total))&$orderby=Total',
    '#Sales(Customer(Country),Product(Name),Total)',
    [
      { ...country('USA'), Product: { Name: 'Sugar' }, Total: 2 },
      { ...country('Netherlands'), Product: { Name: 'Sugar' }, Total: 2 },
      { ...country('Netherlands'), Product: { Name: 'Paper' }, Total: 3 },
      { ...country('USA'), Product: { Name: 'Paper' }, Total: 5 },
      { ...country('USA'), Product: { Name: 'Coffee' }, Total: 12 },
    ],
  ],
  [
    `Sales?$apply=concat(groupby((Customer/Country,Product/Name),aggregate(Amount with sum as Total))
      /groupby((Customer/Country),topcount(1,Total)),groupby((Customer/Country),aggregate(Amount with sum as Total)))`,
    '#Sales(Customer(Country),Total)',
    [
      { ...country('USA'), Product: { Name: 'Coffee' }, Total: 12 },
      { ...country('Netherlands'), Product: { Name: 'Paper' }, Total: 3 },
      { ...country('USA'), Total: 19 },
      { ...country('Netherlands'), Total: 5 },
    ],
  ],
  [
    `Sales?$apply=concat(groupby((rollup(Customer/Country,Customer/ID)),aggregate(Amount with sum from Customer/ID with average as Average)),
      aggregate(Amount with sum from Customer/ID with average from Customer/Country with average as Average))`,
    '#Sales(Average)',
    [
      { Customer: { Country: 'USA', ID: 'C1' }, Average: 7 },
      { Customer: { Country: 'USA', ID: 'C2' }, Average: 12 },
      { Customer: { Country: 'Netherlands', ID: 'C3' }, Average: 5 },
      { ...country('USA'), Average: 9.5 },
      { ...country('Netherlands'), Average: 5 },
      { Average: 7.25 },
    ],
  ],
  [
    'Sales?$apply=filter(Amount le 2)/groupby((Product/Name),aggregate(Amount with sum as Total))&$filter=Total ge 4',
    '#Sales(Product(Name),Total)',
    [
      { Product: { Name: 'Paper' }, Total: 4 },
      { Product: { Name: 'Sugar' }, Total: 4 },
    ],
  ],
  ['Sales?$apply=filter(Amount le 1)/aggregate(Amount with sum as Total)', '#Sales(Total)', [{ Total: 2 }]],
  [
    'Products?$apply=groupby((rollup(ProductHierarchy)))&$top=1&$skip=4',
    '#Products(Category(Name))',
    [{ Category: { Name: 'Food' } }],
  ],
])('groupby and concat: %s', async (url, context, value) => {
  expect(await resultOf(service, url)).toEqual({ context, value });
});

test('rollup: two hierarchies make all combinations of their levels, of which the context URL has what all have', async () => {
  const url =
    'Sales?$apply=groupby((rollup(Customer/Country,Customer/Name),rollup(Product/Category/Name,Product/Name)),aggregate(Amount with sum as Total))';
  const { context, value } = await resultOf(service, url);
  expect(context).toBe('#Sales(Customer(Country),Product(Category(Name)),Total)');
  const cell = (
    Country: string,
    Name: string | undefined,
    category: string,
    product: string | undefined,
  ): object => ({
    Customer: { Country, ...(Name && { Name }) },
    Product: { Category: { Name: category }, ...(product && { Name: product }) },
  });
  expect(value).toHaveLength(22);
  expect(value).toEqual(
    expect.arrayContaining([
      { ...cell('USA', 'Joe', 'Non-Food', 'Paper'), Total: 1 },
      { ...cell('USA', undefined, 'Food', 'Sugar'), Total: 2 },
      { ...cell('USA', 'Joe', 'Food', undefined), Total: 6 },
      { ...cell('USA', undefined, 'Food', undefined), Total: 14 },
      { ...cell('Netherlands', undefined, 'Non-Food', undefined), Total: 3 },
    ]),
  );
});

test.each([
  ['Sales?$filter=Amount mul 3 ge $these/aggregate(Amount with sum)', ['4']],
  ['Products?$filter=Sales/aggregate(Amount mul $it/TaxRate with sum) gt 1', ['P3']],
  ['Products?$filter=Sales/any(s:s/Amount ge Sales/aggregate(Amount with average) mul 2)', ['P3']],
  ['Products?$filter=Sales/aggregate(Amount with sum) ge 10', ['P2']],
  ['Customers?$orderby=Sales/aggregate(Amount with sum) desc', ['C2', 'C1', 'C3', 'C4']],
  ['Categories?$filter=Products/any(p:p/Sales/aggregate(Amount with sum) gt 10)', ['PG1']],
  ['Sales?$apply=topcount($these/$count div 3,Amount)', ['3', '4']],
  ['Sales?$apply=toppercent(33.3,Amount)', ['4']],
])('the aggregate function: %s', async (url, ids) => {
  const { value } = await resultOf(service, url);
  expect((value as { ID: string }[]).map(({ ID }) => ID)).toEqual(ids);
});

test.each([
  [
    'Products?$compute=Sales/aggregate(Amount with sum) as Total&$select=Name,Total',
    '#Products(Name,Total)',
    byName('Total', { Sugar: 4, Coffee: 12, Paper: 8, Pencil: null }),
  ],
  [
    'Sales?$compute=Amount divby $these/aggregate(Amount with sum) as Contribution&$top=1&$select=Contribution',
    '#Sales(Contribution)',
    [{ Contribution: expect.closeTo(1 / 24) }],
  ],
  [
    `Sales?$apply=groupby((Customer),aggregate(Amount with sum as CustomerAmount))
      /compute(CustomerAmount divby $these/aggregate(CustomerAmount with sum) as Contribution)&$expand=Customer/$ref`,
    '#Sales(CustomerAmount,Contribution,Customer())',
    [
      ['C1', 7, 0.2916667],
      ['C2', 12, 0.5],
      ['C3', 5, 0.2083333],
    ].map(([key, CustomerAmount, Contribution]) => ({
      Customer: { '@id': `http://localhost/Customers('${key}')` },
      CustomerAmount,
      Contribution: expect.closeTo(Contribution as number),
    })),
  ],
])('the aggregate function in compute: %s', async (url, context, value) => {
  const result = await resultOf(service, url);
  expect(result.context).toBe(context);
  expect(result.value).toMatchObject(value);
});

test.each([
  ['$filter=isdefined(Product)', []],
  ['$filter=isdefined(Total)', [{ Total: 24 }]],
  ['$filter=Product eq null and Product/Name eq null and Amount eq null', [{ Total: 24 }]],
  ['$orderby=Amount,Product/Name', [{ Total: 24 }]],
  ['$expand=Product', [{ Total: 24 }]],
])('what is aggregated away is null, and not written: %s', async (option, value) => {
  expect(await resultOf(service, `Sales?$apply=aggregate(Amount with sum as Total)&${option}`)).toEqual({
    context: '#Sales(Total)',
    value,
  });
});

test('aggregated in $expand, the context URL lists what is there', async () => {
  const { context, value } = await resultOf(
    service,
    'Products?$select=Name&$expand=Sales($apply=aggregate(Amount with sum as Total))',
  );
  expect(context).toBe('#Products(Name,Sales(Total))');
  expect(value).toMatchObject([4, 12, 8, null].map((Total) => ({ Sales: [{ Total }] })));
});
