// Data Aggregation, sections 3.2.3.1 "Simple Grouping" and 7.1 "Requesting Distinct Values".
import { expect, test } from 'vitest';
import { resultOf, salesService } from './sales-service.ts';

const service = await salesService();
const customers = [
  { ID: 'C1', Name: 'Joe', Country: 'USA' },
  { ID: 'C2', Name: 'Sue', Country: 'USA' },
  { ID: 'C3', Name: 'Sue', Country: 'Netherlands' },
];

test.each<[string, string, unknown]>([
  [
    'Customers?$apply=groupby((Name))',
    '#Customers(Name)',
    [{ Name: 'Joe' }, { Name: 'Sue' }, { Name: 'Luc' }],
  ],
  [
    'Sales?$apply=groupby((Customer/Name))',
    '#Sales(Customer(Name))',
    [{ Customer: { Name: 'Joe' } }, { Customer: { Name: 'Sue' } }],
  ],
  ...['groupby((Customer/Name,Customer/ID))', 'groupby((Customer))&$expand=Customer($select=Name,ID)'].map(
    (apply) =>
      [
        `Sales?$apply=${apply}`,
        '#Sales(Customer(Name,ID))',
        customers.map(({ ID, Name }) => ({ Customer: { ID, Name } })),
      ] as [string, string, unknown],
  ),
  ['Sales?$apply=groupby((Customer))', '#Sales(Customer())', customers.map((Customer) => ({ Customer }))],
  [
    'Sales?$apply=groupby((Customer/Name,Customer/ID,Product/Name))&$count=true&$top=1&$orderby=Product/Name,Customer/ID',
    '#Sales(Customer(Name,ID),Product(Name))',
    [{ Customer: { ID: 'C1', Name: 'Joe' }, Product: { Name: 'Coffee' } }],
  ],
])('%s', async (url, context, value) => {
  expect(await resultOf(service, url)).toEqual({ context, value });
});

test('entities of derived types that are grouped by say their type', async () => {
  const { value } = await resultOf(service, 'Sales?$apply=groupby((Product))&$orderby=Product/ID&$top=1');
  expect(value).toMatchObject([{ Product: { '@type': '#SalesModel.FoodProduct', ID: 'P1', Rating: 5 } }]);
});

const grouped = 'Sales?$apply=groupby((Customer/Name),aggregate($count as N))&$top=1';
test.each([
  ['$expand=Customer', '#Sales(N,Customer(Name))', { N: 3, Customer: { Name: 'Joe' } }],
  ['$expand=Customer($expand=Sales)', '#Sales(N,Customer(Name))', { N: 3, Customer: { Name: 'Joe' } }],
  ['$expand=Product', '#Sales(N)', { N: 3 }],
  ['$select=N', '#Sales(N,Customer(Name))', { N: 3, Customer: { Name: 'Joe' } }],
  ['$select=Customer', '#Sales(Customer(Name))', { Customer: { Name: 'Joe' } }],
  ['$select=Amount', '#Sales(Customer(Name))', { Customer: { Name: 'Joe' } }],
])('the context URL lists what is left of grouped entities: %s', async (option, context, row) => {
  expect(await resultOf(service, `${grouped}&${option}`)).toEqual({ context, value: [row] });
});

test('links of entities that are kept', async () => {
  const { context } = await resultOf(
    service,
    'Sales?$apply=groupby((Product),topcount(1,Amount))&$select=ID,Customer',
  );
  expect(context).toBe('#Sales(ID,Customer,Product())');
});
