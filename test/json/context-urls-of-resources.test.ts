// OData Protocol 4.01, section 10 "Context URL": of what services answer, for paths that tell less than the result does.
import { beforeAll, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const service = serviceFor(
  csdl(`
  <ComplexType Name="Address">
    <Property Name="City" Type="Edm.String"/>
    <NavigationProperty Name="Country" Type="Test.Country"/>
  </ComplexType>
  <ComplexType Name="PostalAddress" BaseType="Test.Address">
    <NavigationProperty Name="Office" Type="Test.Country"/>
  </ComplexType>
  <EntityType Name="Country"><Key><PropertyRef Name="Code"/></Key><Property Name="Code" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="Note"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityType Name="Person"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Addresses" Type="Collection(Test.Address)"><Annotation Term="Core.Ordered"/></Property>
    <NavigationProperty Name="Best" Type="Test.Person"/>
    <NavigationProperty Name="Friends" Type="Collection(Test.Person)"/>
    <NavigationProperty Name="Items" Type="Collection(Test.Note)" ContainsTarget="true"/>
    <NavigationProperty Name="Notes" Type="Collection(Test.Note)"/>
  </EntityType>
  <EntityType Name="Employee" BaseType="Test.Person"><Property Name="Salary" Type="Edm.Decimal"/></EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="People" EntityType="Test.Person">
      <NavigationPropertyBinding Path="Best" Target="People"/><NavigationPropertyBinding Path="Friends" Target="People"/>
      <NavigationPropertyBinding Path="Addresses/Country" Target="Countries"/>
    </EntitySet>
    <EntitySet Name="Countries" EntityType="Test.Country"/>
    <EntitySet Name="Notes" EntityType="Test.Note"/><EntitySet Name="OldNotes" EntityType="Test.Note"/>
  </EntityContainer>`),
);
const full = { accept: 'application/json;metadata=full' };

beforeAll(async () => {
  await ask(service, 'POST /Countries', { Code: 'DE' });
  const addresses = [
    { City: 'Ulm', Country: { '@id': "Countries('DE')" } },
    { '@type': '#Test.PostalAddress', City: 'Bonn' },
  ];
  await ask(service, 'POST /People', { ID: 1, Addresses: addresses, Notes: [{ ID: 7 }] });
  await ask(service, 'POST /People', { '@type': '#Test.Employee', ID: 2, Best: { '@id': 'People(1)' } });
});

const fragment = async (url: string): Promise<string> =>
  (await ask(service, `GET /${url}`)).body['@context'].replace('http://localhost/$metadata', '');

test.each([
  ['People(2)/Best/Items', '#People(1)/Items'],
  ['People(2)/Best/Addresses', '#People(1)/Addresses'],
  ['People(1)/Addresses/0', '#Test.Address'],
  ['People(1)/Addresses/0?$expand=Country', '#Test.Address(Country())'],
  ['People(1)/Notes', '#Collection(Test.Note)'],
  ['People(1)/Notes(7)', '#Test.Note'],
  ['People(1)/Notes(7)/ID', '#Edm.Int32'],
  ['People?$expand=Friends/Test.Employee($select=ID,Salary)', '#People(Friends(ID,Test.Employee/Salary))'],
])('%s', async (url, expected) => {
  expect(await fragment(url)).toBe(expected);
});

test('entities that no set has say their id', async () => {
  const { body } = await ask(service, 'GET /People(1)?$select=ID&$expand=Notes');
  expect(body).toMatchObject({
    'Notes@context': 'http://localhost/$metadata#Collection(Test.Note)',
    Notes: [{ '@id': 'http://localhost/People(1)/Notes(7)', ID: 7 }],
  });
});

test('where the context URL is a type, what is expanded says its set', async () => {
  const { body } = await ask(service, 'GET /People(1)/Addresses/0?$expand=Country');
  expect(body.Country).toEqual({ '@context': 'http://localhost/$metadata#Countries/$entity', Code: 'DE' });
});

test('items of an addressed collection have their links, through a cast where only their own type has them', async () => {
  const { body } = await ask(service, 'GET /People(1)/Addresses', undefined, full);
  expect(body.value[0]['Country@navigationLink']).toBe('http://localhost/People(1)/Addresses/0/Country');
  expect(body.value[1]['Country@navigationLink']).toBe('http://localhost/People(1)/Addresses/1/Country');
  expect(body.value[1]['Office@navigationLink']).toBe(
    'http://localhost/People(1)/Addresses/1/Test.PostalAddress/Office',
  );
  const filtered = await ask(service, 'GET /People(1)/Addresses?$skip=1', undefined, full);
  expect(filtered.body.value[0]['Country@navigationLink']).toBe(
    'http://localhost/People(1)/Addresses/1/Country',
  );
});
