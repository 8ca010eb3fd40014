// Terms of the OASIS vocabularies are written to XML in the notation of their types, without the vocabularies at hand.
import { expect, it } from 'vitest';
import { readCsdl } from '../../src/csdl/read.ts';
import { writeCsdlXml } from '../../src/csdl/xml/write-xml.ts';

const csdl = `<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="T"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.Int32" Nullable="false"><Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/></Property>
  </EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Ts" EntityType="n.T">
      <Annotation Term="Org.OData.Core.V1.OptimisticConcurrency"><Collection><PropertyPath>id</PropertyPath></Collection></Annotation>
      <Annotation Term="Org.OData.Capabilities.V1.SearchRestrictions"><Record><PropertyValue Property="UnsupportedExpressions" EnumMember="Org.OData.Capabilities.V1.SearchExpressions/NOT Org.OData.Capabilities.V1.SearchExpressions/phrase"/></Record></Annotation>
    </EntitySet>
    <Annotation Term="Org.OData.Core.V1.Description" String="Read"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

it('enumeration members, paths, and strings that are nothing but strings', () => {
  const { document } = readCsdl(csdl, { file: 'n.csdl.xml' });
  if (document === undefined) throw new Error('The document does not read.');
  const xml = writeCsdlXml(document);
  expect(xml).toContain('EnumMember="Org.OData.Core.V1.Permission/Read"');
  expect(xml).toContain('<PropertyPath>id</PropertyPath>');
  expect(xml).toMatch(
    /EnumMember="Org.OData.Capabilities.V1.SearchExpressions\/NOT Org.OData.Capabilities.V1.SearchExpressions\/phrase"/,
  );
  expect(xml).toContain('String="Read"');
});
