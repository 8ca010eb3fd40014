// OData CSDL 4.01, sections 6 to 13: rules whose breach a service can live with, but hardly anyone means.
import { expect, test } from 'vitest';
import { findingsOf, xmlOf } from './documents.ts';

const entity = (name: string, content = ''): string =>
  `<EntityType Name="${name}"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>${content}</EntityType>`;
const keyed = (key: string, properties: string): string =>
  `<ComplexType Name="K"><Property Name="Id" Type="Edm.Int32" Nullable="false"/></ComplexType><EntityType Name="E"><Key>${key}</Key>${properties}</EntityType>`;
const property = (attributes: string): string =>
  `<ComplexType Name="C"><Property Name="P" ${attributes}/></ComplexType>`;
const set = (bindings: string, more = ''): string =>
  `<EntityContainer Name="Box"><EntitySet Name="Es" EntityType="ns.E">${bindings}</EntitySet>${more}</EntityContainer>`;
const fn = (name: string, parameters: string, result: string): string =>
  `<Function Name="${name}">${parameters}<ReturnType Type="${result}"/></Function>`;

test.each([
  [
    'invalid-key-type',
    keyed('<PropertyRef Name="Id"/>', '<Property Name="Id" Type="Collection(Edm.Int32)" Nullable="false"/>'),
  ],
  [
    'needless-alias',
    keyed('<PropertyRef Name="Id" Alias="X"/>', '<Property Name="Id" Type="Edm.Int32" Nullable="false"/>'),
  ],
  [
    'duplicate-name',
    keyed('<PropertyRef Name="K/Id" Alias="K"/>', '<Property Name="K" Type="ns.K" Nullable="false"/>'),
  ],
  ['nullable-key', keyed('<PropertyRef Name="K/Id" Alias="X"/>', '<Property Name="K" Type="ns.K"/>')],
  ['invalid-facet', property('Type="Edm.Decimal" Precision="0"')],
  ['invalid-facet', property('Type="Edm.TimeOfDay" Precision="13"')],
  ['invalid-default-value', property('Type="Edm.Byte" DefaultValue="256"')],
  ['invalid-default-value', property('Type="Collection(Edm.Byte)" DefaultValue="1"')],
  ['invalid-default-value', property('Type="Edm.String" MaxLength="2" DefaultValue="abc"')],
  ['invalid-default-value', property('Type="Edm.Duration" DefaultValue="1 day"')],
  ['stream-collection', property('Type="Collection(Edm.Stream)"')],
  ['wrong-kind', property('Type="Edm.EntityType"')],
  ['wrong-kind', entity('E', '<Property Name="P" Type="Edm.PropertyPath"/>')],
  [
    'constraint-type',
    entity(
      'E',
      '<Property Name="F" Type="Edm.String"/><NavigationProperty Name="N" Type="ns.E"><ReferentialConstraint Property="F" ReferencedProperty="ID"/></NavigationProperty>',
    ),
  ],
  [
    'constraint-nullability',
    entity(
      'E',
      '<Property Name="F" Type="Edm.Int32" Nullable="false"/><NavigationProperty Name="N" Type="ns.E"><ReferentialConstraint Property="F" ReferencedProperty="ID"/></NavigationProperty>',
    ),
  ],
  [
    'constraint-on-collection',
    entity(
      'E',
      '<Property Name="F" Type="Edm.Int32"/><NavigationProperty Name="N" Type="Collection(ns.E)"><ReferentialConstraint Property="F" ReferencedProperty="ID"/></NavigationProperty>',
    ),
  ],
  [
    'wrong-partner',
    entity(
      'E',
      '<NavigationProperty Name="A" Type="ns.E" Partner="B"/><NavigationProperty Name="B" Type="ns.E" Partner="B"/>',
    ),
  ],
  [
    'overload-return-type',
    fn('F', '<Parameter Name="a" Type="Edm.Int32"/>', 'Edm.Int32') + fn('F', '', 'Edm.String'),
  ],
  [
    'overload-parameter-types',
    fn('F', '<Parameter Name="a" Type="Edm.Int32"/>', 'Edm.Int32') +
      fn('F', '<Parameter Name="b" Type="Edm.Int32"/>', 'Edm.Int32'),
  ],
  ['shared-name', `${fn('F', '', 'Edm.Int32')}<Action Name="F"/>`],
  [
    'parameter-order',
    fn(
      'F',
      '<Parameter Name="a" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter><Parameter Name="b" Type="Edm.Int32"/>',
      'Edm.Int32',
    ),
  ],
  ['second-container', '<EntityContainer Name="Box"/><EntityContainer Name="Other"/>'],
  ['container-cycle', '<EntityContainer Name="Box" Extends="ns.Box"/>'],
  [
    'wrong-kind',
    '<EntityContainer Name="Box"><EntitySet Name="Es" EntityType="Edm.EntityType"/></EntityContainer>',
  ],
  [
    'wrong-binding-target',
    entity('E', '<NavigationProperty Name="N" Type="ns.E"/>') +
      entity('D') +
      set('<NavigationPropertyBinding Path="N" Target="Ds"/>', '<EntitySet Name="Ds" EntityType="ns.D"/>'),
  ],
  [
    'bound-containment',
    entity('E', '<NavigationProperty Name="N" Type="ns.E" ContainsTarget="true"/>') +
      set('<NavigationPropertyBinding Path="N" Target="Es"/>'),
  ],
  [
    'needless-entity-set',
    `${entity('E')}${fn('F', '', 'Edm.Int32')}${set('', '<FunctionImport Name="F" Function="ns.F" EntitySet="Es"/>')}`,
  ],
  ['inheritance-cycle', '<Term Name="A" Type="Edm.String" BaseTerm="ns.A"/>'],
  ['unknown-term', '<Term Name="A" Type="Edm.String" BaseTerm="ns.Nope"/>'],
  ['unknown-applies-to', '<Term Name="A" Type="Edm.String" AppliesTo="Entity"/>'],
])('%s: %s', (code, schema) => {
  expect(findingsOf(xmlOf(schema)).map((finding) => finding.split(' ')[1])).toEqual([code]);
});
