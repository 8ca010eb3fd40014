// $metadata as XML is the document as its author wrote it, in the version that the client takes.
import { expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';

const metadata = `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
  <edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop" Alias="self">
      <!-- what people buy -->
      <EntityType Name="Thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
      <EntityContainer Name="C"><EntitySet Name="Things" EntityType="self.Thing"/></EntityContainer>
      <Annotations Target="shop.C"><Annotation Term="Org.OData.Capabilities.V1.ConformanceLevel" EnumMember="Org.OData.Capabilities.V1.ConformanceLevelType/Advanced"/></Annotations>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;

it('keeps aliases, notations and comments', async () => {
  const emulator = await createEmulator({ metadata });
  expect(await (await emulator.fetch('$metadata')).text()).toBe(metadata);
});

it('says 4.0 to clients of 4.0', async () => {
  const emulator = await createEmulator({ metadata });
  const response = await emulator.fetch('$metadata', { headers: { 'OData-MaxVersion': '4.0' } });
  expect(await response.text()).toBe(metadata.replace('Version="4.01"', 'Version="4.0"'));
});

it('leaves out MaxLength="max" in JSON, which CSDL JSON does not have', async () => {
  const property = '<Property Name="text" Type="Edm.String" MaxLength="max"/></EntityType>';
  const emulator = await createEmulator({ metadata: metadata.replace('</EntityType>', property) });
  const response = await emulator.fetch('$metadata?$format=json');
  const document = (await response.json()) as { shop: { Thing: { text: unknown } } };
  expect(document.shop.Thing.text).toEqual({ $Nullable: true });
});
