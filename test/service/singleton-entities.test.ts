// A singleton may stand for an entity of a set: Graph's `me` is one of its `users`.
import { expect, test } from 'vitest';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

const schema = csdl(`
  <EntityType Name="user"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="name" Type="Edm.String"/>
    <NavigationProperty Name="notes" Type="Collection(Test.note)" ContainsTarget="true"/></EntityType>
  <EntityType Name="note"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="users" EntityType="Test.user"/><Singleton Name="me" Type="Test.user"/></EntityContainer>`);

test('reads and changes are those of the entity', async () => {
  const service = serviceFor(schema, { profile: graphProfile, singletonEntities: { me: 'users/1' } });
  expect((await ask(service, 'GET /me')).status).toBe(404);
  await ask(service, 'POST /users', { id: '1', name: 'a' });
  expect((await ask(service, 'PATCH /Me', { name: 'b' })).status).toBe(200);
  await ask(service, 'POST /me/notes', { id: 'n' });
  expect((await ask(service, 'GET /users/1?$expand=notes')).body).toMatchObject({
    name: 'b',
    notes: [{ id: 'n' }],
  });
  const me = await ask(service, 'GET /me?$select=name');
  expect(me.body['@odata.context']).toBe('http://localhost/$metadata#users(name)/$entity');
});

test('without the option a singleton is an entity of its own', async () => {
  const service = serviceFor(schema);
  await ask(service, 'PATCH /me', { name: 'b' });
  expect((await ask(service, 'GET /users')).body.value).toEqual([]);
});
