// Core.OptimisticConcurrency with a property that the service should compute, and does not: the ETag still follows each change.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const document = csdl(`
  <EntityType Name="Person">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/>
    <Property Name="Concurrency" Type="Edm.Int64" Nullable="false"><Annotation Term="Core.Computed" Bool="true"/></Property>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="People" EntityType="Test.Person">
      <Annotation Term="Core.OptimisticConcurrency"><Collection><PropertyPath>Concurrency</PropertyPath></Collection></Annotation>
    </EntitySet>
  </EntityContainer>`);

test('a change that another has made is told', async () => {
  const service = serviceFor(document);
  await ask(service, 'POST /People', { ID: 1, Name: 'a' });
  const etag = (await ask(service, 'GET /People(1)')).headers.get('etag') ?? '';
  expect((await ask(service, 'PATCH /People(1)', { Name: 'b' }, { 'if-match': etag })).status).toBe(204);
  expect((await ask(service, 'PATCH /People(1)', { Name: 'c' }, { 'if-match': etag })).status).toBe(412);
});
