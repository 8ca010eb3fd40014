// OData JSON Format 4.01, sections 15.4.2.1 "Added Link" and 15.4.2.2 "Deleted Link", in requests and their answers.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const service = serviceFor(
  csdl(`
  <ComplexType Name="Address"><NavigationProperty Name="Country" Type="Test.Country"/></ComplexType>
  <ComplexType Name="PostalAddress" BaseType="Test.Address"><NavigationProperty Name="Office" Type="Test.Country"/></ComplexType>
  <EntityType Name="Country"><Key><PropertyRef Name="Code"/></Key><Property Name="Code" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="Person"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Home" Type="Test.Address"/>
    <Property Name="Addresses" Type="Collection(Test.Address)"><Annotation Term="Core.Ordered"/></Property>
    <NavigationProperty Name="Origin" Type="Test.Country"/>
  </EntityType>
  <EntityType Name="Employee" BaseType="Test.Person"><NavigationProperty Name="Branch" Type="Test.Country"/></EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="People" EntityType="Test.Person">
      <Annotation Term="Capabilities.UpdateRestrictions"><Record><PropertyValue Property="DeltaUpdateSupported" Bool="true"/></Record></Annotation>
      <Annotation Term="Capabilities.ChangeTracking"><Record><PropertyValue Property="Supported" Bool="true"/></Record></Annotation>
    </EntitySet>
    <EntitySet Name="Countries" EntityType="Test.Country"/>
  </EntityContainer>`),
);
const germany = "http://localhost/Countries('DE')";
const link = (relationship: string, target?: string): Record<string, unknown> => ({
  '@odata.context': `http://localhost/$metadata#People/$${target === undefined ? 'deletedLink' : 'link'}`,
  source: 'http://localhost/People(1)',
  relationship,
  ...(target !== undefined && { target }),
});
const patch = (...value: unknown[]) =>
  ask(
    service,
    'PATCH /People',
    { '@odata.context': '#$delta', value },
    {
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
      prefer: 'return=representation',
    },
  );

test('a relationship may go through complex properties, casts and items of collections', async () => {
  await ask(service, 'POST /Countries', { Code: 'DE' });
  await ask(service, 'POST /People', {
    ID: 1,
    Home: {},
    Addresses: [{}, { '@type': '#Test.PostalAddress' }],
  });
  const links = [link('Home/Country', germany), link('Addresses/1/Test.PostalAddress/Office', germany)];
  expect((await patch(...links)).body.value).toEqual([
    link('Home/Country', germany),
    link('Addresses/1/Test.PostalAddress/Office', germany),
  ]);
  expect((await ask(service, 'GET /People(1)/Addresses/1/Test.PostalAddress/Office')).body.Code).toBe('DE');
});

test('what only the own type of an entity has is cast, in delta answers as well', async () => {
  await ask(service, 'POST /People', { '@type': '#Test.Employee', ID: 2 });
  const branch = { ...link('Test.Employee/Branch', germany), source: 'http://localhost/People(2)' };
  const in40 = { 'odata-maxversion': '4.0' };
  const first = await ask(service, 'GET /People?$expand=Test.Employee/Branch&$select=ID', undefined, {
    ...in40,
    prefer: 'odata.track-changes',
  });
  expect((await patch(branch)).body.value).toEqual([branch]);
  const url = first.body['@odata.deltaLink'].replace('http://localhost', '');
  const { body } = await ask(service, `GET ${url}`, undefined, in40);
  expect(body.value).toContainEqual(branch);
});

test('a deleted link of a single-valued property needs no target; its answer has one', async () => {
  await patch(link('Origin', germany));
  const { body } = await patch(link('Origin'));
  expect(body.value).toEqual([{ ...link('Origin'), target: germany }]);
  expect((await ask(service, 'GET /People(1)/Origin')).status).toBe(204);
});

test.each(['Nowhere', 'Home/Nowhere', 'Addresses/0/Office', 'Addresses/7/Country'])(
  '%s leads nowhere',
  async (relationship) => {
    expect((await patch(link(relationship, germany))).status).toBe(400);
  },
);
