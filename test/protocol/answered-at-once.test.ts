// ARCHITECTURE.md, decision 15: a request that waits for nothing is answered in the same turn.
import { expect, test } from 'vitest';
import { handle } from '../../src/protocol/handle.ts';
import { csdl, serviceFor } from './service-for.ts';

const document = csdl(`<EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Text" Type="Edm.String"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Items" EntityType="Test.Item"/></EntityContainer>`);
const root = 'http://localhost/';

test.each(['Items', 'Items(1)', 'Items(1)/Text', 'Items/$count', 'Items(2)', ''])(
  'GET /%s gives a response, not a promise',
  async (path) => {
    const service = serviceFor(document);
    const body = JSON.stringify({ Id: 1, Text: 'a' });
    const headers = { 'Content-Type': 'application/json' };
    const created = await handle(service, new Request(`${root}Items`, { method: 'POST', headers, body }));
    expect(created.status).toBe(201);
    expect(handle(service, new Request(root + path))).toBeInstanceOf(Response);
  },
);

test('the journal has the headers that came over a connection by their names in lower case, repeated ones joined', async () => {
  const service = serviceFor(document, { journal: true });
  const parts = ['X-Part', 'a', 'x-part', 'b', 'Cookie', 'c=1', 'cookie', 'd=2'];
  const rawHeaders = ['Host', 'localhost', 'Accept', 'application/json', ...parts];
  await handle(service, new Request(`${root}Items`), { rawHeaders });
  expect(service.journal?.entries.at(-1)?.headers).toEqual({
    host: 'localhost',
    accept: 'application/json',
    'x-part': 'a, b',
    cookie: 'c=1; d=2',
  });
});
