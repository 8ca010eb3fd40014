// Data for a service to start with: what rows refer to, by id or by key, may stand in a later row.
import { expect, test } from 'vitest';
import { loadData } from '../../src/protocol/load-data.ts';
import { ask, serviceFor } from './service-for.ts';

test('by id, by key, and in collections', async () => {
  const service = serviceFor('test/exchanges/orders.csdl.xml');
  const orders = [
    { Id: 1, Customer: { Code: 'A' }, Lines: [{ OrderId: 1, No: 1, Text: 'x' }] },
    { Id: 2, 'Customer@odata.bind': "Customers('B')" },
  ];
  const customers = [
    { Code: 'A', Name: 'Ann' },
    { Code: 'B', Name: 'Bob', Orders: [{ Id: 2 }] },
  ];
  const text = (rows: unknown[], file: string) => ({ file, text: JSON.stringify(rows) });
  await loadData(
    service,
    new Map([
      ['Orders', text(orders, 'orders.json')],
      ['Customers', text(customers, 'customers.json')],
    ]),
  );
  const { body } = await ask(service, 'GET /Orders?$expand=Customer($select=Name),Lines($count=true)');
  expect(body.value).toMatchObject([
    { Customer: { Name: 'Ann' }, 'Lines@count': 1 },
    { Customer: { Name: 'Bob' }, Lines: [] },
  ]);
});
