// OData JSON Format 4.01, section 3.2 "Controlling the Representation of Numbers", and CSDL, section 10 "Enumeration Type": what a body may write.
import { expect, test } from 'vitest';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <EnumType Name="Days" IsFlags="true"><Member Name="Mon" Value="1"/><Member Name="Tue" Value="2"/></EnumType>
  <EnumType Name="Size"><Member Name="S" Value="1"/><Member Name="L" Value="2"/></EnumType>
  <EntityType Name="Count">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Big" Type="Edm.Int64"/>
    <Property Name="Exact" Type="Edm.Decimal" Scale="floating"/>
    <Property Name="Days" Type="Test.Days"/>
    <Property Name="Size" Type="Test.Size"/>
  </EntityType>
  <EntityContainer Name="C"><EntitySet Name="Counts" EntityType="Test.Count"/></EntityContainer>`);

test('Int64 and Decimal are strings where Content-Type says IEEE754Compatible, and numbers elsewhere', async () => {
  const service = serviceFor(schema);
  const texts = { Id: 1, Big: '9007199254740993', Exact: '1.5' };
  const refused = await ask(service, 'POST /Counts', texts);
  expect(refused.body.error.details.map(({ target }: { target: string }) => target)).toEqual([
    'Big',
    'Exact',
  ]);
  const compatible = { 'content-type': 'application/json;IEEE754Compatible=true' };
  expect((await ask(service, 'POST /Counts', texts, compatible)).status).toBe(201);
  expect((await ask(service, 'PUT /Counts(1)/Big', { value: '5' })).status).toBe(400);
  expect((await ask(service, 'PATCH /Counts(1)', '{"Big":9007199254740995,"Exact":"INF"}')).status).toBe(204);
  expect((await ask(service, 'GET /Counts(1)')).text).toContain('"Big":9007199254740995,"Exact":"INF"');
});

test('the graph profile takes both', async () => {
  const service = serviceFor(schema, { profile: graphProfile });
  expect((await ask(service, 'POST /Counts', { Id: 1, Big: '5', Exact: '1.5' })).status).toBe(201);
});

test('a number stands for members of an enumeration where members make it up', async () => {
  const service = serviceFor(schema);
  const { body } = await ask(service, 'POST /Counts', { Id: 1, Days: '3', Size: '2' });
  expect([body.Days, body.Size]).toEqual(['Mon,Tue', 'L']);
  expect((await ask(service, 'PATCH /Counts(1)', { Days: '4' })).status).toBe(400);
  expect((await ask(service, 'PATCH /Counts(1)', { Days: 'Mon,8' })).status).toBe(400);
  expect((await ask(service, 'PATCH /Counts(1)', { Size: '3' })).status).toBe(400);
  expect((await ask(service, 'PATCH /Counts(1)', { Days: '0' })).status).toBe(204);
});
