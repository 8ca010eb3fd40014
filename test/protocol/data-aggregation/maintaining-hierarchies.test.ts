// Data Aggregation, section 7.10 "Maintaining Recursive Hierarchies": changes of the parent, and relations that are entities keyed by it.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from '../service-for.ts';

const hierarchy = (qualifier: string, parent: string): string => `
  <Annotation Term="Org.OData.Aggregation.V1.RecursiveHierarchy" Qualifier="${qualifier}"><Record>
    <PropertyValue Property="NodeProperty" PropertyPath="ID"/>
    <PropertyValue Property="ParentNavigationProperty" NavigationPropertyPath="${parent}"/>
  </Record></Annotation>`;

const schema = csdl(`
  <EntityType Name="Relation"><Key><PropertyRef Name="Superordinate/ID" Alias="SuperordinateID"/></Key>
    <Property Name="Weight" Type="Edm.Decimal" Scale="variable" Nullable="false" DefaultValue="1"/>
    <NavigationProperty Name="Superordinate" Type="Test.Organization" Nullable="false"/>
  </EntityType>
  <EntityType Name="Organization"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.String" Nullable="false"/>
    <Property Name="SuperordinateID" Type="Edm.String"/>
    <NavigationProperty Name="Superordinate" Type="Test.Organization">
      <ReferentialConstraint Property="SuperordinateID" ReferencedProperty="ID"/>
    </NavigationProperty>
    <NavigationProperty Name="Relations" Type="Collection(Test.Relation)" Nullable="false" ContainsTarget="true"/>
    ${hierarchy('Tree', 'Superordinate')}${hierarchy('Net', 'Relations/Superordinate')}
  </EntityType>
  <EntityContainer Name="Container"><EntitySet Name="Organizations" EntityType="Test.Organization"/></EntityContainer>`);

let service: ODataService;
beforeEach(async () => {
  service = serviceFor(schema);
  for (const ID of ['EMEA', 'Switzerland']) await ask(service, 'POST /Organizations', { ID });
});

const below = async (qualifier: string): Promise<readonly string[]> => {
  const url = `Organizations?$apply=descendants($root/Organizations,${qualifier},ID,filter(ID eq 'EMEA'))`;
  const { body, text } = await ask(service, `GET /${url}`);
  expect(body.value, text).toBeDefined();
  return body.value.map(({ ID }: { ID: string }) => ID);
};
const switzerland = "/Organizations('Switzerland')";
const toEmea = { Superordinate: { '@id': "Organizations('EMEA')" } };

test.each([
  ['the navigation property', toEmea],
  ['the property of its referential constraint', { SuperordinateID: 'EMEA' }],
])('the parent is set by %s', async (_, body) => {
  expect(await below('Tree')).toEqual([]);
  expect((await ask(service, `PATCH ${switzerland}`, body)).status).toBe(204);
  expect(await below('Tree')).toEqual(['Switzerland']);
});

test.each([
  ['a null id', `PATCH ${switzerland}`, { Superordinate: { '@id': null } }],
  ['deleting the reference', `DELETE ${switzerland}/Superordinate/$ref`, undefined],
])('the node becomes a root by %s', async (_, request, body) => {
  await ask(service, `PATCH ${switzerland}`, toEmea);
  expect((await ask(service, request, body)).status).toBe(204);
  expect(await below('Tree')).toEqual([]);
});

test('a relation that is an entity has the key of the parent, under its alias in URLs alone', async () => {
  const refused = await ask(service, `POST ${switzerland}/Relations`, { SuperordinateID: 'EMEA' });
  expect(refused.status).toBe(400);
  const created = await ask(service, `POST ${switzerland}/Relations`, toEmea);
  expect([created.status, created.body.Weight]).toEqual([201, 1]);
  expect(await below('Net')).toEqual(['Switzerland']);
  expect((await ask(service, `DELETE ${switzerland}/Relations('EMEA')`)).status).toBe(204);
  expect(await below('Net')).toEqual([]);
});
