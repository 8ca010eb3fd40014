// Sets whose types are related by inheritance show one entity; it lives once.
import { expect, test } from 'vitest';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const graph = () => serviceFor('metadata/graph.csdl.xml', { profile: graphProfile });

test('a user is a directory object', async () => {
  const service = graph();
  const { body: user } = await ask(service, 'POST /users', {
    displayName: 'Adele',
    accountEnabled: true,
    userPrincipalName: 'adele@contoso.com',
  });
  const { body: group } = await ask(service, 'POST /groups', {
    displayName: 'G',
    mailEnabled: false,
    mailNickname: 'g',
    securityEnabled: true,
  });
  const objects = await ask(service, 'GET /directoryObjects');
  expect(
    objects.body.value.map((item: Record<string, string>) => [item['@odata.type'], item.id]).sort(),
  ).toEqual(
    [
      ['#microsoft.graph.group', group.id],
      ['#microsoft.graph.user', user.id],
    ].sort(),
  );
  expect((await ask(service, `GET /directoryObjects/${user.id}`)).body.displayName).toBe('Adele');
  expect(
    (
      await ask(service, `PATCH /directoryObjects/${user.id}`, {
        '@odata.type': '#microsoft.graph.user',
        displayName: 'Adele V.',
      })
    ).status,
  ).toBe(204);
  expect((await ask(service, `GET /users/${user.id}`)).body.displayName).toBe('Adele V.');
  expect((await ask(service, `DELETE /directoryObjects/${user.id}`)).status).toBe(204);
  expect((await ask(service, `GET /users/${user.id}`)).status).toBe(404);
  expect((await ask(service, 'GET /users')).body.value).toEqual([]);
  expect((await ask(service, 'GET /groups')).body.value).toHaveLength(1);
});

test('an entity created in the set of the base type lives in the set of its own type', async () => {
  const service = graph();
  const created = await ask(service, 'POST /directoryObjects', {
    '@odata.type': '#microsoft.graph.user',
    id: 'u1',
    displayName: 'Adele',
  });
  expect(created.status, created.text).toBe(201);
  expect(created.headers.get('location')).toMatch(/\/users\('u1'\)$/);
  expect((await ask(service, 'GET /users/u1')).status).toBe(200);
  expect((await ask(service, 'GET /groups/u1')).status).toBe(404);
});

test('a key is there once in all of them', async () => {
  const service = graph();
  await ask(service, 'POST /users', { id: 'x', displayName: 'Adele' });
  expect((await ask(service, 'POST /groups', { id: 'x', displayName: 'G' })).status).toBe(409);
});

test('sets of one and the same type are different sets', async () => {
  const service = serviceFor(
    csdl(`<EntityType Name="E"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
      <EntityContainer Name="C"><EntitySet Name="A" EntityType="Test.E"/><EntitySet Name="B" EntityType="Test.E"/></EntityContainer>`),
  );
  expect((await ask(service, 'POST /A', { Id: 1 })).status).toBe(201);
  expect((await ask(service, 'GET /B(1)')).status).toBe(404);
  expect((await ask(service, 'POST /B', { Id: 1 })).status).toBe(201);
});
