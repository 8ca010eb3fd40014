// URL Conventions, section 4.5.2 "Addressing Functions": aliases may hold path expressions on what a function is bound to.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Employee"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/><Property Name="Name" Type="Edm.String"/>
    <NavigationProperty Name="Manager" Type="Test.Employee"/></EntityType>
  <Function Name="Greeting" IsBound="true"><Parameter Name="to" Type="Test.Employee"/>
    <Parameter Name="word" Type="Edm.String"/><Parameter Name="by" Type="Test.Employee"/>
    <ReturnType Type="Edm.String"/></Function>
  <Function Name="Count" IsBound="true"><Parameter Name="of" Type="Collection(Test.Employee)"/>
    <Parameter Name="word" Type="Edm.String"/><ReturnType Type="Edm.Int32"/></Function>
  <EntityContainer Name="Container"><EntitySet Name="Employees" EntityType="Test.Employee"/></EntityContainer>`),
  {
    handlers: {
      'Test.Greeting': ({ word, by }) => `${word} ${(by as { Name?: string } | null)?.Name ?? 'nobody'}`,
    },
  },
);
await ask(service, 'POST /Employees', { ID: 1, Name: 'Ann' });
await ask(service, 'POST /Employees', { ID: 2, Name: 'Ben', Manager: { '@id': 'Employees(1)' } });

test.each([
  ['@w=Name&@b=Manager', 'Ben Ann'],
  ["@w=concat(Name,'!')&@b=$root/Employees(2)", 'Ben! Ben'],
  ['@w=Manager/Name&@b=null', 'Ann nobody'],
  ["@w='Hello'&@b=$it/Manager", 'Hello Ann'],
])('%s', async (aliases, value) => {
  const { body } = await ask(service, `GET /Employees(2)/Test.Greeting(word=@w,by=@b)?${aliases}`);
  expect(body.value).toBe(value);
});

test('a collection has no instance to take a member of', async () => {
  const { status } = await ask(service, 'GET /Employees/Test.Count(word=@w)?@w=Name');
  expect(status).toBe(400);
});
