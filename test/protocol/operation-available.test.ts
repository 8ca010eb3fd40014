// Core.OperationAvailable: an operation is refused where the annotation says that it cannot be called.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const available = 'Org.OData.Core.V1.OperationAvailable';
const action = (name: string, annotation: string) =>
  `<Action Name="${name}" IsBound="true"><Parameter Name="it" Type="Test.Door"/>${annotation}</Action>`;
const schema = csdl(`
  <EntityType Name="Door"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Open" Type="Edm.Boolean"/></EntityType>
  ${action('Close', `<Annotation Term="${available}" Path="it/Open"/>`)}
  ${action('Unlock', `<Annotation Term="${available}"><Not><Path>it/Open</Path></Not></Annotation>`)}
  ${action('Burn', `<Annotation Term="${available}" Bool="false"/>`)}
  <EntityContainer Name="C"><EntitySet Name="Doors" EntityType="Test.Door"/></EntityContainer>`);

test.each([
  ['Close', true, 204],
  ['Close', false, 409],
  ['Unlock', true, 409],
  ['Unlock', false, 204],
  ['Burn', true, 409],
] as const)('%s with Open=%s: %s', async (name, open, status) => {
  const service = serviceFor(schema);
  await ask(service, 'POST /Doors', { Id: 1, Open: open });
  expect((await ask(service, `POST /Doors(1)/Test.${name}`, {})).status).toBe(status);
});
