import { describe, expect, test } from 'vitest';
import type { CsdlObject } from '../../src/csdl/csdl-document.ts';
import { documentOf, schemaOf, xmlOf } from './documents.ts';

function propertyOf(attributes: string): unknown {
  const schema = schemaOf(`<ComplexType Name="C"><Property Name="P" ${attributes}/></ComplexType>`);
  return (schema.C as CsdlObject).P;
}

describe('properties', () => {
  test('a nullable string needs no type', () => {
    expect(propertyOf('Type="Edm.String"')).toEqual({ $Nullable: true });
    expect(propertyOf('Type="Edm.String" Nullable="false"')).toEqual({});
  });
  test('nullability of a collection is kept as the document has it', () => {
    const type = 'Type="Collection(ns.E)"';
    expect(propertyOf(type)).toEqual({ $Type: 'self.E', $Collection: true });
    expect(propertyOf(`${type} Nullable="false"`)).toEqual({
      $Type: 'self.E',
      $Collection: true,
      $Nullable: false,
    });
    expect(propertyOf(`${type} Nullable="true"`)).toMatchObject({ $Nullable: true });
  });
  test('a missing scale is zero, and a symbolic one stays as it is written', () => {
    expect(propertyOf('Type="Edm.Decimal"')).toMatchObject({ $Scale: 0 });
    expect(propertyOf('Type="Edm.Decimal" Scale="Variable"')).toMatchObject({ $Scale: 'Variable' });
    expect(propertyOf('Type="Edm.Decimal" Scale="floating"')).toMatchObject({ $Scale: 'floating' });
  });
  test('facets', () => {
    expect(propertyOf('Type="Edm.String" MaxLength="max" Unicode="false"')).toEqual({
      $Nullable: true,
      $MaxLength: 'max',
      $Unicode: false,
    });
    expect(propertyOf('Type="Edm.GeographyPoint" SRID="variable"')).toMatchObject({ $SRID: 'variable' });
  });
  test.each([
    ['Edm.Boolean', 'true', true],
    ['Edm.Int32', '7', 7],
    ['Edm.Int64', '9223372036854775807', '9223372036854775807'],
    ['Edm.Int64', '9007199254740991', 9007199254740991],
    ['Edm.Decimal', '123456789012345678901234567890', '123456789012345678901234567890'],
    ['Edm.Decimal', '1.50', '1.50'],
    ['Edm.Double', '-0', '-0'],
    ['Edm.Double', 'INF', 'INF'],
    ['Edm.String', '007', '007'],
    ['Edm.String', '  x\t ', '  x  '],
    ['self.D', '42', 42],
  ])('default value of %s: %s', (type, text, value) => {
    const schema = schemaOf(`<TypeDefinition Name="D" UnderlyingType="Edm.Int32"/>
      <ComplexType Name="C"><Property Name="P" Type="${type}" DefaultValue="${text}"/></ComplexType>`);
    expect(((schema.C as CsdlObject).P as CsdlObject).$DefaultValue).toBe(value);
  });
});

test('names are qualified by the alias, and the container by its namespace', () => {
  const document = documentOf(
    xmlOf(`<EntityType Name="B"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
    <EntityType Name="D" BaseType="ns.B"><NavigationProperty Name="N" Type="Collection(ns.B)" Partner="ns.D/N"/></EntityType>
    <EntityContainer Name="C"><EntitySet Name="S" EntityType="ns.B">
      <NavigationPropertyBinding Path="ns.D/N" Target="ns.C/S"/></EntitySet></EntityContainer>`),
  );
  expect(document.$EntityContainer).toBe('ns.C');
  expect(document.ns).toMatchObject({
    D: { $BaseType: 'self.B', N: { $Type: 'self.B', $Collection: true, $Partner: 'self.D/N' } },
    C: { S: { $Type: 'self.B', $NavigationPropertyBinding: { 'self.D/N': 'S' } } },
  });
});

test('keys with aliases, referential constraints and on-delete', () => {
  const schema = schemaOf(`<EntityType Name="E"><Property Name="A" Type="self.C" Nullable="false"/>
    <NavigationProperty Name="N" Type="self.E"><OnDelete Action="SetNull"><Annotation Term="self.T" String="o"/></OnDelete>
      <ReferentialConstraint Property="A" ReferencedProperty="B"><Annotation Term="self.T" String="r"/></ReferentialConstraint>
    </NavigationProperty><Key><PropertyRef Name="A/ID" Alias="AID"/></Key></EntityType>`);
  expect(schema.E).toEqual({
    $Kind: 'EntityType',
    $Key: [{ AID: 'A/ID' }],
    A: { $Type: 'self.C' },
    N: {
      $Kind: 'NavigationProperty',
      $Type: 'self.E',
      $Nullable: true,
      $ReferentialConstraint: { A: 'B', 'A@self.T': 'r' },
      $OnDelete: 'SetNull',
      '$OnDelete@self.T': 'o',
    },
  });
});

test('members without values count from zero, and large values keep their digits', () => {
  const schema =
    schemaOf(`<EnumType Name="A"><Member Name="x"/><Member Name="y"><Annotation Term="self.T" Bool="true"/></Member></EnumType>
    <EnumType Name="B" UnderlyingType="Edm.Int64" IsFlags="true"><Member Name="x" Value="9223372036854775807"/></EnumType>`);
  expect(schema.A).toEqual({ $Kind: 'EnumType', x: 0, y: 1, 'y@self.T': true });
  expect(schema.B).toMatchObject({ $IsFlags: true, $UnderlyingType: 'Edm.Int64', x: '9223372036854775807' });
});

test('overloads are an array, with a type of the same name among them', () => {
  const schema = schemaOf(`<ComplexType Name="image"/>
    <Function Name="image" IsBound="true"><Parameter Name="p" Type="self.image"/><ReturnType Type="Edm.Stream"/></Function>
    <Action Name="act"><Parameter Name="p" Type="Collection(Edm.Int32)" Nullable="false"/></Action>`);
  expect((schema.image as readonly CsdlObject[]).map(({ $Kind }) => $Kind)).toEqual([
    'ComplexType',
    'Function',
  ]);
  expect(schema.act).toEqual([
    {
      $Kind: 'Action',
      $Parameter: [{ $Name: 'p', $Type: 'Edm.Int32', $Collection: true, $Nullable: false }],
    },
  ]);
});

test('names that objects of JavaScript have', () => {
  const schema = schemaOf(
    '<ComplexType Name="constructor"><Property Name="__proto__" Type="Edm.Int32"/></ComplexType>',
  );
  const type = schema.constructor as unknown as CsdlObject;
  expect(Object.keys(type)).toEqual(['$Kind', '__proto__']);
});
