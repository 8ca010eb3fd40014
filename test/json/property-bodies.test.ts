// OData JSON Format 4.01, section 11 "Individual Property or Operation Response", as request bodies; 20 "Instance Annotations".
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

let service: ODataService;
const root = 'http://localhost/$metadata#Things(1)/';

beforeEach(async () => {
  service = serviceFor(
    csdl(`
    <ComplexType Name="Place"><Property Name="City" Type="Edm.String"/></ComplexType>
    <EntityType Name="Thing" OpenType="true">
      <Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Name" Type="Edm.String"/>
      <Property Name="Primitive" Type="Edm.PrimitiveType"/>
      <Property Name="Complex" Type="Edm.ComplexType"/>
      <Property Name="Several" Type="Collection(Edm.ComplexType)"/>
      <Property Name="Shape" Type="Edm.Geometry"/>
    </EntityType>
    <EntityContainer Name="Container"><EntitySet Name="Things" EntityType="Test.Thing"/></EntityContainer>`),
  );
  const sent = { 'Primitive@type': 'Duration', Primitive: 'PT1H', 'Free@type': 'Duration', Free: 'PT1H' };
  await ask(service, 'POST /Things', { ID: 1, ...sent });
});

/** What a property is after a PUT of the body. */
async function put(name: string, body: unknown): Promise<unknown> {
  const { status, text } = await ask(service, `PUT /Things(1)/${name}`, body);
  expect(status, text).toBe(204);
  return (await ask(service, `GET /Things(1)/${name}`)).body;
}

test.each([
  ['Free', { '@type': 'Date', value: '2024-02-29' }],
  ['Free', { '@type': '#Test.Place', City: 'Ulm' }],
  ['Free', { value: 'without a type' }],
  ['Primitive', { '@type': 'Guid', value: '01234567-89ab-cdef-0123-456789abcdef' }],
  ['Primitive', { value: true }],
  ['Complex', { '@type': '#Test.Place', City: 'Ulm' }],
  ['Several', { value: [{ '@type': '#Test.Place', City: 'Ulm' }] }],
])('the new value of %s has the type that %j says', async (name, body) => {
  expect(await put(name, body)).toEqual({ '@context': root + name, ...body });
});

test.each([
  ['Free', { '@type': 'Date', value: 'yesterday' }],
  ['Primitive', { value: [1] }],
  ['Complex', { value: { City: 'Ulm' } }],
])('%s does not take %j', async (name, body) => {
  expect((await ask(service, `PUT /Things(1)/${name}`, body)).status).toBe(400);
});

test('annotations stand beside the value', async () => {
  const body = { '@Org.OData.Core.V1.Description': 'short', value: 'n' };
  expect(await put('Name', body)).toEqual({ '@context': `${root}Name`, ...body });
  const { text } = await ask(service, 'GET /Things(1)?$select=Name');
  expect(text).toContain('"Name@Org.OData.Core.V1.Description":"short","Name":"n"');
});

test('the keys of a geometry are ordered: type, coordinates, others', async () => {
  const crs = { type: 'name', properties: { name: 'EPSG:0' } };
  const point = { coordinates: [1, 2], type: 'Point' };
  await put('Shape', { value: { crs, geometries: [point], type: 'GeometryCollection' } });
  const { text } = await ask(service, 'GET /Things(1)/Shape');
  expect(text).toContain(
    '"value":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}],"crs":{"type":"name",',
  );
});
