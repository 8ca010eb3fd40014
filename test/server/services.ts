// Two small services for tests of the host.
import { createService, type ODataService, openDefinition } from '../../src/index.ts';

const document = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Product"><Key><PropertyRef Name="ID" /></Key><Property Name="ID" Type="Edm.Int32" Nullable="false" /></EntityType>
    <EntityContainer Name="Container"><EntitySet Name="Products" EntityType="shop.Product" /></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

export async function createServices(
  ...settings: readonly Parameters<typeof createService>[1][]
): Promise<ODataService[]> {
  const definition = await openDefinition({ metadata: document });
  return settings.map((each) => createService(definition, each));
}
