// OData JSON Format 4.01, section 4.6.3 "Control Information: type": a type that there is not does not change that of an entity.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const metadata = csdl(`
  <EntityType Name="Shape" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="Circle" BaseType="Test.Shape"><Property Name="radius" Type="Edm.Int32"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="shapes" EntityType="Test.Shape"/></EntityContainer>`);

test('where violations are only reported, the entity keeps its type', async () => {
  const service = serviceFor(metadata, { validation: 'report' });
  await ask(service, 'POST /shapes', { '@type': '#Test.Circle', id: 'a', radius: 1 });
  const { status, headers } = await ask(service, 'PATCH /shapes/a', { '@type': '#Other.Circle', radius: 2 });
  expect(status).toBe(204);
  expect(headers.get('OData-Emulator-Violations')).toMatch(/Other\.Circle/);
  expect((await ask(service, 'GET /shapes/a')).body).toMatchObject({ '@type': '#Test.Circle', radius: 2 });
});
