// Graph profile: a containment navigation property also takes references to entities that live elsewhere; the standard refuses them.
import { expect, test } from 'vitest';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = csdl(`
  <EntityType Name="Group">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="senders" Type="Collection(Test.User)" ContainsTarget="true"/>
  </EntityType>
  <EntityType Name="User"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="groups" EntityType="Test.Group"/><EntitySet Name="users" EntityType="Test.User"/></EntityContainer>`);

test.each([
  ['graph', 204],
  ['odata', 400],
] as const)('%s', async (name, status) => {
  const service = serviceFor(schema, name === 'graph' ? { profile: graphProfile } : {});
  await ask(service, 'POST /groups', { id: 'g' });
  await ask(service, 'POST /users', { id: 'u' });
  const reference = { '@odata.id': 'http://localhost/users/u' };
  expect((await ask(service, 'POST /groups/g/senders/$ref', reference)).status).toBe(status);
  if (status !== 204) return;
  await ask(service, 'POST /groups/g/senders', { id: 'own' });
  expect((await ask(service, 'GET /groups/g/senders')).body.value).toHaveLength(2);
  expect((await ask(service, 'DELETE /groups/g/senders/u/$ref')).status).toBe(204);
  expect((await ask(service, 'GET /groups/g/senders')).body.value).toHaveLength(1);
  expect((await ask(service, 'GET /users/u')).status).toBe(200);
});
