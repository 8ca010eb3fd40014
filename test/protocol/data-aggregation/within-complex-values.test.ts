// Data Aggregation, section 7.3 "Requesting Expanded Results", first example: addnested inside of complex values.
import { beforeAll, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../service-for.ts';
import { resultOf } from './sales-service.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Organization"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="Superordinate" Type="Test.Organization"/>
  </EntityType>
  <ComplexType Name="Address">
    <Property Name="Locality" Type="Edm.String"/>
    <NavigationProperty Name="Responsible" Type="Test.Organization"/>
  </ComplexType>
  <EntityType Name="Customer"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.String" Nullable="false"/>
    <Property Name="Home" Type="Test.Address"/>
    <Property Name="Addresses" Type="Collection(Test.Address)"/>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Organizations" EntityType="Test.Organization"/>
    <EntitySet Name="Customers" EntityType="Test.Customer"/>
  </EntityContainer>`),
);
const at = (Locality: string, ID: string) => ({ Locality, Responsible: { '@id': `Organizations('${ID}')` } });

beforeAll(async () => {
  await ask(service, 'POST /Organizations', { ID: 'Sales' });
  for (const [ID, above] of [
    ['US', 'Sales'],
    ['US West', 'US'],
  ] as const)
    await ask(service, 'POST /Organizations', { ID, Superordinate: { '@id': `Organizations('${above}')` } });
  const Addresses = [at('Seattle', 'US West'), at('DC', 'US')];
  await ask(service, 'POST /Customers', { ID: 'C1', Home: at('Boston', 'US'), Addresses });
});

const augmented = (ID: string, Region: string) => ({
  Augmented: { '@context': '#Organizations(*,Region)/$entity', ID, Region },
});
const addnested = (path: string): string =>
  `Customers?$apply=addnested(${path}/Responsible,compute(Superordinate/ID as Region) as Augmented)`;

test('in each of a collection', async () => {
  expect(await resultOf(service, addnested('Addresses'))).toEqual({
    context: '#Customers(Addresses/Augmented())',
    value: [
      {
        ID: 'C1',
        Home: { Locality: 'Boston' },
        Addresses: [
          { Locality: 'Seattle', ...augmented('US West', 'US') },
          { Locality: 'DC', ...augmented('US', 'Sales') },
        ],
      },
    ],
  });
});

test('in a single one', async () => {
  expect(await resultOf(service, addnested('Home'))).toMatchObject({
    context: '#Customers(Home/Augmented())',
    value: [{ Home: { Locality: 'Boston', ...augmented('US', 'Sales') } }],
  });
});

test('only what $expand names is written, where there is one', async () => {
  const { value } = await resultOf(service, `${addnested('Home')}&$expand=Addresses/Responsible`);
  expect(JSON.stringify(value)).not.toContain('Augmented');
});
