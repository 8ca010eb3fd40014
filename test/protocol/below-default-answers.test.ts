// OData Protocol 4.01, section 11.5.4.1: paths go on below what a function without handler answers by default; changes there are checked, and nothing lasts.
import { beforeAll, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <Annotation Term="Org.OData.Core.V1.DefaultNamespace"/>
  <EntityType Name="Sheet"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityType Name="Range"><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.String" Nullable="false"/><Property Name="Address" Type="Edm.String" MaxLength="5"/>
    <Property Name="Area" Type="Test.Area" Nullable="false"/><Property Name="Photo" Type="Edm.Stream"><Annotation Term="Core.AcceptableMediaTypes"><Collection><String>image/png</String></Collection></Annotation></Property>
    <Property Name="Marks" Type="Collection(Edm.Int32)" Nullable="false"/><NavigationProperty Name="Sheets" Type="Collection(Test.Sheet)"/><NavigationProperty Name="Sheet" Type="Test.Sheet"/>
    <NavigationProperty Name="Format" Type="Test.Format" ContainsTarget="true"/>
    <NavigationProperty Name="Rows" Type="Collection(Test.Range)" ContainsTarget="true"/></EntityType>
  <EntityType Name="NamedRange" BaseType="Test.Range"><Property Name="Name" Type="Edm.String"/></EntityType>
  <ComplexType Name="Area"><Property Name="Color" Type="Edm.String"/><NavigationProperty Name="Fill" Type="Test.Format"/></ComplexType>
  <EntityType Name="Format"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String" Nullable="false"/>
    <Property Name="Width" Type="Edm.Double"/><NavigationProperty Name="Fill" Type="Test.Format" ContainsTarget="true"/></EntityType>
  <Function Name="range" IsBound="true" IsComposable="true"><Parameter Name="it" Type="Test.Sheet"/><Parameter Name="address" Type="Edm.String"/><ReturnType Type="Test.Range"/></Function>
  <Function Name="used" IsBound="true" IsComposable="true"><Parameter Name="it" Type="Test.Range"/><ReturnType Type="Test.Range"/></Function>
  <Action Name="clear" IsBound="true"><Parameter Name="it" Type="Test.Format"/></Action>
  <Action Name="count" IsBound="true"><Parameter Name="it" Type="Test.Format"/><Parameter Name="n" Type="Edm.Int32" Nullable="false"/><ReturnType Type="Edm.Int32"/></Action>
  <EntityContainer Name="C"><EntitySet Name="Sheets" EntityType="Test.Sheet"/></EntityContainer>`);

let service: ODataService;
const root = "/Sheets(1)/range(address='A1')";

beforeAll(async () => {
  service = serviceFor(schema);
  await ask(service, 'POST /Sheets', { Id: 1 });
});

test.each([
  ['', { Id: '', Address: null, Area: { Color: null } }],
  ['/Format', { Id: '', Width: null }],
  ['/Format/Fill/Fill?$select=Width', { Width: null }],
  ['/Area/Fill', { Id: '', Width: null }],
  ['/used()/Format', { Id: '', Width: null }],
  ['/Test.NamedRange', { Name: null }],
  [
    '?$expand=Format($expand=Fill;$select=Width),Rows',
    { Format: { Width: null, Fill: { Id: '', Width: null } }, Rows: [] },
  ],
  ['/Format?$select=Id&$expand=Fill($select=Id)', { Id: '', Fill: { Id: '' } }],
  ['/Rows', { value: [] }],
  ["/Rows('r')", { Id: 'r', Address: null }],
  ["/Rows('r')/Format/Fill", { Id: '', Width: null }],
])('GET …%s', async (path, expected) => {
  const answer = await ask(service, `GET ${root}${path}`);
  expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(expected)]);
  expect(answer.headers.get('OData-Emulator-Default-Answer')).toContain('Test.range');
});

test.each([
  ['PATCH', '/Format', { Width: 3 }, 204],
  ['PUT', '/Format/Fill', { Width: 3 }, 204],
  ['DELETE', '/Format/Fill', undefined, 204],
  ['PATCH', '', { Address: 'B2' }, 204],
  ['POST', '/Sheets/$ref', { '@id': 'Sheets(1)' }, 204],
  ['POST', '/Sheets/$ref', { '@id': 'Sheets(404)' }, 400],
  ['PUT', '/Sheets/$ref', { value: [{ '@id': 'Sheets(1)' }] }, 204],
  ['PUT', '/Sheet/$ref', { '@id': 'Sheets(1)' }, 204],
  ['PUT', '/Sheet/$ref', { '@id': 'no URL of ours' }, 400],
  ['DELETE', '/Sheet/$ref', undefined, 204],
  ['PUT', '/Photo', 'binary', 415],
  ['DELETE', '/Photo', undefined, 204],
  ['DELETE', '/Address/$value', undefined, 204],
  ['PATCH', '/Rows/$each', { Address: 'B2' }, 204],
  ['PATCH', '/Rows/$each', { Address: 'too long' }, 400],
  ['DELETE', '/Rows/$each', undefined, 204],
  ['PATCH', '/Marks/$each', { value: 'one' }, 400],
  ['PATCH', '/Marks/$each', { value: 1 }, 204],
  ['PUT', '/Format/Width', { value: 3 }, 204],
  ['PATCH', '/Area', { Color: 'red' }, 204],
  ['DELETE', '/Format/Width', undefined, 204],
  ['POST', '/Format/Fill/clear', {}, 204],
  ['POST', '/Format/count', { n: 1 }, 200],
  ['PATCH', '/Format', { Width: 'wide' }, 400],
  ['PATCH', '', { Address: 'too long' }, 400],
  ['PUT', '/Format/Width', { value: 'wide' }, 400],
  ['POST', '/Format/count', {}, 400],
  ['POST', '/Rows', { Id: 'r', Address: 'too long', Area: {} }, 400],
  ['PATCH', "/Rows('r')", { Address: 'B2' }, 204],
  ['PATCH', "/Rows('r')", { Address: 'too long' }, 400],
  ['GET', "/Rows('r')/Rows/$count", undefined, 200],
])('%s …%s %j: %i', async (method, path, body, status) => {
  expect((await ask(service, `${method} ${root}${path}`, body)).status).toBe(status);
});

test('what is wanted back is the default answer with what was sent', async () => {
  const headers = { prefer: 'return=representation' };
  const patched = await ask(service, `PATCH ${root}/Format`, { Width: 3 }, headers);
  expect([patched.status, patched.body]).toEqual([200, expect.objectContaining({ Id: '', Width: 3 })]);
  const posted = await ask(service, `POST ${root}/Rows`, { Id: 'r', Address: 'A2', Area: {} });
  expect([posted.status, posted.body.Address]).toEqual([201, 'A2']);
  expect(posted.headers.get('location')).toBe(`http://localhost${root}/Rows('r')`);
});

test('nothing lasts', async () => {
  await ask(service, `PATCH ${root}/Format`, { Width: 3 });
  expect((await ask(service, `GET ${root}/Format`)).body.Width).toBe(null);
});

test('what the function is bound to must be there', async () => {
  const missing = "/Sheets(2)/range(address='A1')/Format";
  expect((await ask(service, `GET ${missing}`)).status).toBe(404);
  expect((await ask(service, `PATCH ${missing}`, { Width: 'wide' })).status).toBe(404);
});

test('contents and raw values are taken as such', async () => {
  const png = { 'content-type': 'image/png' };
  expect((await ask(service, `PUT ${root}/Photo`, 'bytes', png)).status).toBe(204);
  expect((await ask(service, `PUT ${root}/Photo/$value`, 'bytes', png)).status).toBe(204);
  const text = { 'content-type': 'text/plain' };
  expect((await ask(service, `PUT ${root}/Format/Width/$value`, '2.5', text)).status).toBe(204);
  expect((await ask(service, `PUT ${root}/Format/Width/$value`, 'wide', text)).status).toBe(400);
});
