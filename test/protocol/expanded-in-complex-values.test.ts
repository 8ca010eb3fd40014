// URL Conventions, section 5.1.4: "Expanded navigation properties MUST be returned, even if they are not specified in $select."
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <ComplexType Name="Address"><Property Name="City" Type="Edm.String"/>
    <NavigationProperty Name="Country" Type="Test.Country"/></ComplexType>
  <EntityType Name="Country"><Key><PropertyRef Name="Code"/></Key><Property Name="Code" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="Customer"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Home" Type="Test.Address"/>
    <Property Name="Others" Type="Collection(Test.Address)"/>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Customers" EntityType="Test.Customer"/><EntitySet Name="Countries" EntityType="Test.Country"/>
  </EntityContainer>`),
);
await ask(service, 'POST /Countries', { Code: 'DE' });
const address = { City: 'Ulm', Country: { '@id': "Countries('DE')" } };
await ask(service, 'POST /Customers', { ID: 1, Home: address, Others: [address] });

const country = { Country: { Code: 'DE' } };
test.each([
  ['$select=ID&$expand=Home/Country', '(ID,Home/Country())', { Home: country }],
  [
    '$select=ID,Home/City&$expand=Home/Country',
    '(ID,Home/City,Home/Country())',
    { Home: { City: 'Ulm', ...country } },
  ],
  ['$select=ID&$expand=Others/Country', '(ID,Others/Country())', { Others: [country] }],
])('%s', async (options, list, members) => {
  const { body } = await ask(service, `GET /Customers(1)?${options}`);
  expect(body).toEqual({
    '@context': `http://localhost/$metadata#Customers${list}/$entity`,
    ID: 1,
    ...members,
  });
});
