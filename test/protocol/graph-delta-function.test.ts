// Graph's delta(), bound to a collection, answers with change tracking where nobody gives it a behaviour.
import { expect, test } from 'vitest';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const model = csdl(`<EntityType Name="user"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="name" Type="Edm.String"/></EntityType>
  <Function Name="delta" IsBound="true"><Parameter Name="bindingParameter" Type="Collection(Test.user)"/>
  <ReturnType Type="Collection(Test.user)"/></Function>
  <EntityContainer Name="C"><EntitySet Name="users" EntityType="Test.user"/></EntityContainer>`);

test('all of it first, then what has changed since', async () => {
  const service = serviceFor(model, { profile: graphProfile });
  await ask(service, 'POST /users', { id: 'a', name: 'A' });
  await ask(service, 'POST /users', { id: 'b', name: 'B' });
  const first = await ask(service, 'GET /users/Test.delta()?$select=name');
  expect(first.status, first.text).toBe(200);
  expect(first.body.value).toHaveLength(2);
  const link = new URL(first.body['@odata.deltaLink']);
  expect(link.pathname + link.search).toMatch(/^\/users\/Test\.delta\(\)\?.*\$deltatoken=/);
  await ask(service, 'PATCH /users/a', { name: 'A2' });
  await ask(service, 'DELETE /users/b');
  const second = await ask(service, `GET ${link.pathname}${link.search}`);
  expect(second.status, second.text).toBe(200);
  expect(second.body.value).toMatchObject([
    { name: 'A2' },
    { id: expect.stringContaining("users('b')"), reason: 'deleted' },
  ]);
});
