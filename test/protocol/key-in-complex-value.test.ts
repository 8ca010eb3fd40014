// OData CSDL 4.01, section 6.5 "Key": a part of the key that a complex value has, by its alias.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <ComplexType Name="Code"><Property Name="Zone" Type="Edm.String" Nullable="false"/><Property Name="Text" Type="Edm.String"/></ComplexType>
  <EntityType Name="Place"><Key><PropertyRef Name="Code/Zone" Alias="Zone"/><PropertyRef Name="No"/></Key>
    <Property Name="No" Type="Edm.Int32" Nullable="false"/><Property Name="Code" Type="Test.Code" Nullable="false"/><Property Name="Name" Type="Edm.String"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Places" EntityType="Test.Place"/></EntityContainer>`);

let service: ODataService;
const path = "/Places(Zone='a',No=1)";
const code = async (at = path) => (await ask(service, `GET ${at}/Code`)).body;

beforeEach(async () => {
  service = serviceFor(schema);
  await ask(service, 'POST /Places', { No: 1, Code: { Zone: 'a', Text: 't' } });
});

test.each([
  ['PATCH', '', { Code: { Text: 'u' } }],
  ['PATCH', '', { Code: { Zone: 'other', Text: 'u' } }],
  ['PUT', '', { Code: { Zone: 'other', Text: 'u' } }],
  ['PATCH', '/Code', { Text: 'u' }],
  ['PUT', '/Code', { Zone: 'other', Text: 'u' }],
  ['PUT', '/Code/Text', { value: 'u' }],
])('%s %s changes what is beside it: %j', async (method, rest, body) => {
  expect((await ask(service, `${method} ${path}${rest}`, body)).status).toBe(204);
  expect(await code()).toMatchObject({ Zone: 'a', Text: 'u' });
});

test('it is not changed itself, and its holder is not taken away', async () => {
  for (const line of [`PUT ${path}/Code/Zone`, `DELETE ${path}/Code/Zone`, `DELETE ${path}/Code`])
    expect([
      line,
      (await ask(service, line, line.startsWith('PUT') ? { value: 'z' } : undefined)).status,
    ]).toEqual([line, 400]);
  expect(await code()).toMatchObject({ Zone: 'a', Text: 't' });
});

test('an upsert takes it from the URL', async () => {
  const other = "/Places(Zone='b',No=2)";
  const { status, text } = await ask(service, `PATCH ${other}`, {
    Name: 'n',
    Code: { Zone: 'ignored', Text: 'x' },
  });
  expect(text).toContain('"Name":"n"');
  expect([status, await code(other)]).toMatchObject([201, { Zone: 'b', Text: 'x' }]);
});
