// OData JSON Format 4.01, section 4.3 "Relative URLs": names beyond ASCII are percent-encoded in URLs, not in context URLs.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const service = serviceFor(
  csdl(`
  <EntityType Name="Straße">
    <Key><PropertyRef Name="Größe"/><PropertyRef Name="Nr"/></Key>
    <Property Name="Größe" Type="Edm.String" Nullable="false"/>
    <Property Name="Nr" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Häuser" Type="Collection(Test.Straße)" ContainsTarget="true"/>
  </EntityType>
  <EntityType Name="Allee" BaseType="Test.Straße"><Property Name="Bild" Type="Edm.Stream"/></EntityType>
  <EntityContainer Name="Container"><EntitySet Name="Straßen" EntityType="Test.Straße"/></EntityContainer>`),
);

const url = "Stra%C3%9Fen(Gr%C3%B6%C3%9Fe='a',Nr=1)";

test('headers and links are encoded', async () => {
  const created = await ask(service, 'POST /Stra%C3%9Fen', { Größe: 'a', Nr: 1 });
  expect(created.status).toBe(201);
  expect(created.headers.get('Location')).toBe(`http://localhost/${url}`);
  const { body } = await ask(service, `GET /${url}?$format=application/json;metadata=full`);
  expect(body).toMatchObject({
    '@context': 'http://localhost/$metadata#Straßen/$entity',
    '@id': `http://localhost/${url}`,
    'Häuser@navigationLink': `http://localhost/${url}/H%C3%A4user`,
  });
});

test('a stream property of a derived type is reached through a cast', async () => {
  await ask(service, 'POST /Stra%C3%9Fen', { '@type': '#Test.Allee', Größe: 'b', Nr: 2 });
  const edit = "Stra%C3%9Fen(Gr%C3%B6%C3%9Fe='b',Nr=2)/Test.Allee";
  const { body } = await ask(service, `GET /${edit}?$format=application/json;metadata=full`);
  expect(body).toMatchObject({ 'Bild@mediaReadLink': `http://localhost/${edit}/Bild` });
});
