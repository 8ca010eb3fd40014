// OData JSON Format 4.01, section 15.4.2 "OData 4.0 Flattened Delta Payload": expanded results as links and entities of their own.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const schema = `
<EntityType Name="Customer">
  <Key><PropertyRef Name="ID"/></Key>
  <Property Name="ID" Type="Edm.String" Nullable="false"/>
  <Property Name="Name" Type="Edm.String"/>
  <NavigationProperty Name="Orders" Type="Collection(Test.Order)" Partner="Customer"/>
  <NavigationProperty Name="Friends" Type="Collection(Test.Customer)"/>
  <NavigationProperty Name="Notes" Type="Collection(Test.Note)" ContainsTarget="true"/>
</EntityType>
<EntityType Name="Order">
  <Key><PropertyRef Name="ID"/></Key>
  <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
  <Property Name="City" Type="Edm.String"/>
  <Property Name="CustomerID" Type="Edm.String"/>
  <NavigationProperty Name="Customer" Type="Test.Customer" Partner="Orders">
    <ReferentialConstraint Property="CustomerID" ReferencedProperty="ID"/>
  </NavigationProperty>
</EntityType>
<EntityType Name="Note">
  <Key><PropertyRef Name="ID"/></Key>
  <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
</EntityType>
<EntityContainer Name="Container">
  <EntitySet Name="Customers" EntityType="Test.Customer">
    <NavigationPropertyBinding Path="Orders" Target="Orders"/>
    <NavigationPropertyBinding Path="Friends" Target="Customers"/>
  </EntitySet>
  <EntitySet Name="Orders" EntityType="Test.Order"><NavigationPropertyBinding Path="Customer" Target="Customers"/></EntitySet>
</EntityContainer>`;

let service: ODataService;
beforeEach(async () => {
  service = serviceFor(csdl(schema), { changeTracking: 'all' });
  await ask(service, 'POST /Customers', { ID: 'A', Name: 'Ann' });
  await ask(service, 'POST /Customers', { ID: 'B', Name: 'Bob' });
  await ask(service, 'POST /Orders', { ID: 1, City: 'Ulm', CustomerID: 'A' });
  await ask(service, 'POST /Orders', { ID: 2, City: 'Ulm', CustomerID: 'A' });
});

const in40 = { 'odata-maxversion': '4.0' };
const link = (form: string, source: string, relationship: string, target: string): unknown => ({
  '@odata.context': `http://localhost/$metadata#Customers/$${form}`,
  source: `http://localhost/Customers('${source}')`,
  relationship,
  target: `http://localhost/${target}`,
});

/** What the delta link of a query says after the changes. */
async function told(query: string, ...changes: readonly (readonly [string, unknown?])[]): Promise<unknown[]> {
  const first = await ask(service, `GET /Customers?${query}`, undefined, {
    ...in40,
    prefer: 'track-changes',
  });
  for (const [line, body] of changes) expect((await ask(service, line, body)).status, line).toBeLessThan(300);
  const deltaLink = first.body['@odata.deltaLink'].replace('http://localhost', '');
  const { body } = await ask(service, `GET ${deltaLink}&$count=true`, undefined, in40);
  expect(body['@odata.count']).toBe(body.value.length);
  return body.value;
}

test('what is related and changes has the context of its own set', async () => {
  expect(
    await told('$select=ID&$expand=Orders($select=City)', ['PATCH /Orders(1)', { City: 'Bonn' }]),
  ).toEqual([
    {
      '@odata.context': 'http://localhost/$metadata#Orders(City)/$entity',
      '@odata.id': 'http://localhost/Orders(1)',
      City: 'Bonn',
    },
  ]);
});

test('what goes to another entity is a deleted link and an added one', async () => {
  const changes = await told('$select=ID&$expand=Orders($select=ID)', [
    'PATCH /Orders(1)',
    { CustomerID: 'B' },
  ]);
  expect(changes).toEqual([
    link('deletedLink', 'A', 'Orders', 'Orders(1)'),
    { '@odata.context': 'http://localhost/$metadata#Orders(ID)/$entity', ID: 1 },
    link('link', 'B', 'Orders', 'Orders(1)'),
  ]);
});

test('a deleted related entity is a deleted entity, without a link', async () => {
  expect(await told('$select=ID&$expand=Orders', ['DELETE /Orders(2)'])).toEqual([
    {
      '@odata.context': 'http://localhost/$metadata#Orders/$deletedEntity',
      id: 'http://localhost/Orders(2)',
      reason: 'deleted',
    },
  ]);
});

test('links that no value tells', async () => {
  const add = ['POST /Customers(%27A%27)/Friends/$ref', { '@id': "Customers('B')" }] as const;
  expect(await told('$select=ID&$expand=Friends/$ref', add)).toEqual([
    { ID: 'A' },
    link('link', 'A', 'Friends', "Customers('B')"),
  ]);
  const remove = ["DELETE /Customers('A')/Friends('B')/$ref"] as const;
  expect(await told('$select=ID&$expand=Friends/$ref', remove)).toEqual([
    { ID: 'A' },
    link('deletedLink', 'A', 'Friends', "Customers('B')"),
  ]);
});

test('contained entities have their canonical context URL', async () => {
  expect(await told('$select=ID&$expand=Notes', ["POST /Customers('A')/Notes", { ID: 7 }])).toContainEqual({
    '@odata.context': "http://localhost/$metadata#Customers('A')/Notes/$entity",
    ID: 7,
  });
});

test('4.01 nests what is expanded', async () => {
  const { body } = await ask(service, 'GET /Customers?$select=ID&$expand=Orders($select=ID)', undefined, {
    prefer: 'track-changes',
  });
  await ask(service, 'PATCH /Orders(1)', { CustomerID: 'B' });
  const delta = await ask(service, `GET ${body['@deltaLink'].replace('http://localhost', '')}`);
  expect(delta.body.value).toEqual([
    { ID: 'A', Orders: [{ ID: 2 }] },
    { ID: 'B', Orders: [{ ID: 1 }] },
  ]);
});
