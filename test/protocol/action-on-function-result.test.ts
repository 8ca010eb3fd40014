// OData URL Conventions 4.01, section 4.5.1: an action may be bound to what a function in the path yields, by its handler or by default.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <Annotation Term="Org.OData.Core.V1.DefaultNamespace"/>
  <EntityType Name="Sheet"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <ComplexType Name="Range"><Property Name="Address" Type="Edm.String"/></ComplexType>
  <Function Name="range" IsBound="true" IsComposable="true"><Parameter Name="it" Type="Test.Sheet"/><Parameter Name="address" Type="Edm.String"/><ReturnType Type="Test.Range"/></Function>
  <Action Name="clear" IsBound="true"><Parameter Name="it" Type="Test.Range"/><ReturnType Type="Edm.String"/></Action>
  <EntityContainer Name="C"><EntitySet Name="Sheets" EntityType="Test.Sheet"/></EntityContainer>`);

test('with handlers', async () => {
  const service = serviceFor(schema, {
    handlers: {
      'Test.range': ({ address }) => ({ Address: address ?? null }),
      'Test.clear': (_, { binding }) => `cleared ${(binding as { Address: string }).Address}`,
    },
  });
  await ask(service, 'POST /Sheets', { Id: 1 });
  const answer = await ask(service, `POST /Sheets(1)/range(address='A1')/clear`, {});
  expect([answer.status, answer.body.value]).toEqual([200, 'cleared A1']);
});

test('without: default answers', async () => {
  const service = serviceFor(schema);
  await ask(service, 'POST /Sheets', { Id: 1 });
  const answer = await ask(service, `POST /Sheets(1)/range(address='A1')/clear`, {});
  expect([answer.status, answer.headers.get('OData-Emulator-Default-Answer')]).toEqual([
    200,
    'Test.range, Test.clear',
  ]);
  expect((await ask(service, `POST /Sheets(2)/range(address='A1')/clear`, {})).status).toBe(404);
});
