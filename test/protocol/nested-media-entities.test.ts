// OData Protocol 4.01, section 11.4.2.2: media entities that are nested in a deep insert hold their content as $value.
import { expect, test } from 'vitest';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <EntityType Name="Album">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Photos" Type="Collection(Test.Photo)" ContainsTarget="true"/>
  </EntityType>
  <EntityType Name="Photo" HasStream="true">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
  </EntityType>
  <EntityContainer Name="C"><EntitySet Name="Albums" EntityType="Test.Album"/></EntityContainer>`);

test('with their content they are created', async () => {
  const service = serviceFor(schema);
  const photo = { Id: 1, '@mediaContentType': 'text/plain', $value: 'hello' };
  expect((await ask(service, 'POST /Albums', { Id: 1, Photos: [photo] })).status).toBe(201);
  expect((await ask(service, 'GET /Albums(1)/Photos(1)/$value')).text).toBe('hello');
});

test('without it the request is refused', async () => {
  const answer = await ask(serviceFor(schema), 'POST /Albums', { Id: 1, Photos: [{ Id: 1, '@media': 'x' }] });
  expect([answer.status, answer.body.error.target]).toEqual([400, 'Photos/0/$value']);
});

test('the graph profile asks for keys alone', async () => {
  const service = serviceFor(schema, { profile: graphProfile });
  expect((await ask(service, 'POST /Albums', { Id: 1, Photos: [{ Id: 1 }] })).status).toBe(201);
});

test('a content that is neither text nor base64url is refused', async () => {
  const photo = { Id: 1, '@mediaContentType': 'image/png', $value: 'x' };
  const answer = await ask(serviceFor(schema), 'POST /Albums', { Id: 1, Photos: [photo] });
  expect([answer.status, answer.body.error.target]).toEqual([400, '$value']);
});
