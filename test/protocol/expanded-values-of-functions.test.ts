// OData JSON Format 4.01, section 8.3 "Expanded Navigation Property": complex values that functions give have them as all others do.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const rome = { City: 'Rome', Country: { Code: 'IT' }, Others: [] };
const handlers = {
  'Test.One': () => ({ City: 'Ulm', Home: { City: 'Bonn' } }),
  'Test.Many': () => [{ City: 'Ulm' }, rome],
};
const service = serviceFor(
  csdl(`
  <ComplexType Name="Address"><Property Name="City" Type="Edm.String"/>
    <NavigationProperty Name="Country" Type="Test.Country"/>
    <NavigationProperty Name="Others" Type="Collection(Test.Country)"/></ComplexType>
  <ComplexType Name="Visit" BaseType="Test.Address"><Property Name="Home" Type="Test.Address"/></ComplexType>
  <EntityType Name="Country"><Key><PropertyRef Name="Code"/></Key><Property Name="Code" Type="Edm.String" Nullable="false"/></EntityType>
  <Function Name="One"><ReturnType Type="Test.Visit"/></Function>
  <Function Name="Many"><ReturnType Type="Collection(Test.Address)"/></Function>
  <EntityContainer Name="Container"><EntitySet Name="Countries" EntityType="Test.Country"/>
    <FunctionImport Name="One" Function="Test.One"/><FunctionImport Name="Many" Function="Test.Many"/>
  </EntityContainer>`),
  { handlers },
);

test('what is not related is null, or an empty collection', async () => {
  const { body } = await ask(service, 'GET /One()?$expand=Country,Others,Home/Country');
  expect(body).toMatchObject({
    City: 'Ulm',
    Country: null,
    Others: [],
    Home: { City: 'Bonn', Country: null },
  });
});

test('so it is in each item of a collection; what was given is as it was given', async () => {
  const { body } = await ask(service, 'GET /Many()?$expand=Country,Others');
  expect(body.value).toMatchObject([{ City: 'Ulm', Country: null, Others: [] }, rome]);
});

test('query options hold for the items of a collection', async () => {
  const { body } = await ask(service, "GET /Many()?$filter=City eq 'Rome'&$select=City&$count=true");
  expect(body).toMatchObject({ '@count': 1, value: [{ City: 'Rome' }] });
});
