// OASIS Core vocabulary, term Permissions, of a containment navigation property: in Graph, it is not about what is contained.
import { expect, test } from 'vitest';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { odataProfile } from '../../src/service/profiles/odata.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const metadata = csdl(`
  <EntityType Name="App"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="versions" Type="Collection(Test.Version)" ContainsTarget="true">
      <Annotation Term="Core.Permissions"><EnumMember>Core.Permission/Read</EnumMember></Annotation></NavigationProperty></EntityType>
  <EntityType Name="Version"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="apps" EntityType="Test.App"/></EntityContainer>`);

test.each([
  [odataProfile, 405],
  [graphProfile, 201],
])('POST to what can only be read: %#', async (profile, status) => {
  const service = serviceFor(metadata, { profile });
  await ask(service, 'POST /apps', { id: 'a' });
  expect((await ask(service, 'POST /apps/a/versions', { id: 'v' })).status).toBe(status);
});
