// OData URL Conventions 4.01, sections 5.1.1.14 "Literals" and 5.1.7.1 "Search Expressions": what only looks like a value.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EnumType Name="Color"><Member Name="Red"/></EnumType>
  <EntityType Name="Day">
    <Key><PropertyRef Name="Date"/></Key>
    <Property Name="Date" Type="Edm.Date" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/>
  </EntityType>
  <Function Name="Paint"><Parameter Name="color" Type="Test.Color"/><Parameter Name="sizes" Type="Collection(Edm.Int32)"/><ReturnType Type="Edm.String"/></Function>
  <EntityContainer Name="Container">
    <EntitySet Name="Days" EntityType="Test.Day"/>
    <FunctionImport Name="Paint" Function="Test.Paint"/>
  </EntityContainer>`),
);

test.each([
  ['/Days?$filter=Date eq 2024-02-30', 400],
  ['/Days?$filter=Date eq 2023-02-29', 400],
  ['/Days?$filter=Date eq 2024-02-29', 200],
  ['/Days?$filter=now() gt 2024-04-31T00:00:00Z', 400],
  ["/Days?$filter=cast('2024-02-30',Edm.Date) eq null", 200],
  ['/Days(2024-02-30)', 404],
  ['/Days?$search=AND', 400],
  ['/Days?$search=tea OR', 400],
  ['/Days?$search=ANDROID', 200],
])('%s: %i', async (path, status) => {
  expect((await ask(service, `GET ${path}`)).status).toBe(status);
});

test('parameters as plain query options may have the prefix of their type, or be JSON', async () => {
  const answers = ["color=Test.Color'Red'&sizes=[1,2]", "color='Red'&sizes=%5B%5D", 'color=Blue&sizes=[]'];
  const statuses = [];
  for (const query of answers) statuses.push((await ask(service, `GET /Paint?${query}`)).status);
  expect(statuses).toEqual([200, 200, 400]);
});
