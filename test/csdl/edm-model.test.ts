import { describe, expect, test } from 'vitest';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { createEdmModelFromArtifact, packModel } from '../../src/csdl/model/model-artifact.ts';
import type { EdmEntitySet, EdmModel } from '../../src/edm/edm-model.ts';
import { primitiveType } from '../../src/edm/primitive-types.ts';
import { documentOf, xmlOf } from './documents.ts';

const key = '<Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>';
const text = xmlOf(
  `
<Term Name="T" Type="Edm.String"/>
<TypeDefinition Name="Length" UnderlyingType="Edm.Decimal" Precision="5" Scale="1"/>
<EnumType Name="Color" IsFlags="true"><Member Name="red" Value="1"><Annotation Term="self.T" String="inline"/></Member>
  <Member Name="blue" Value="2"/></EnumType>
<ComplexType Name="Address"><Property Name="City" Type="Edm.String"/><Property Name="Code" Type="Edm.Int32" Nullable="false"/>
  <NavigationProperty Name="Country" Type="self.Base"/></ComplexType>
<ComplexType Name="Office" BaseType="ns.Address"><Property Name="Room" Type="Edm.String"/></ComplexType>
<EntityType Name="Base" Abstract="true" HasStream="true">${key}</EntityType>
<EntityType Name="Person" BaseType="self.Base" OpenType="true"><Property Name="Name" Type="Edm.String" MaxLength="9" DefaultValue="x"/>
  <Property Name="Home" Type="ns.Address" Nullable="false"/><Property Name="Size" Type="self.Length"/>
  <Property Name="Colors" Type="Collection(self.Color)" Nullable="true"/>
  <NavigationProperty Name="Friends" Type="Collection(ns.Person)" Partner="Friends"/>
  <Annotation Term="self.T" String="inline"/></EntityType>
<EntityType Name="Boss" BaseType="ns.Person"><NavigationProperty Name="Chief" Type="self.Boss"/></EntityType>
<EntityType Name="Country"><Key><PropertyRef Name="Where/Code" Alias="Code"/></Key><Property Name="Where" Type="self.Address" Nullable="false"/></EntityType>
<Action Name="hire" IsBound="true"><Parameter Name="p" Type="Collection(self.Person)"/><Parameter Name="n" Type="Edm.Int32"/></Action>
<Action Name="hire" IsBound="true"><Parameter Name="p" Type="ns.Person"/>
  <Parameter Name="n" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter></Action>
<Function Name="any" IsBound="true"><Parameter Name="p" Type="Edm.EntityType"/><ReturnType Type="Edm.Decimal"/></Function>
<Function Name="max"><Parameter Name="a" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
<EntityContainer Name="BaseC"><EntitySet Name="People" EntityType="self.Person">
  <NavigationPropertyBinding Path="self.Boss/Chief" Target="self.BaseC/People"/></EntitySet></EntityContainer>
<EntityContainer Name="C" Extends="self.BaseC"><Singleton Name="Me" Type="self.Boss"/>
  <FunctionImport Name="Max" Function="self.max" IncludeInServiceDocument="true"/></EntityContainer>
<Annotations Target="ns.Person"><Annotation Term="self.T" String="external"/><Annotation Term="self.T" Qualifier="q" Path="self.Boss/Name"/></Annotations>
<Annotations Target="self.Person/Name"><Annotation Term="self.T" String="of Name"/></Annotations>
<Annotations Target="self.Color/blue"><Annotation Term="self.T" String="of blue"/></Annotations>
<Annotations Target="self.hire(Collection(ns.Person))/n"><Annotation Term="self.T" String="of n"/></Annotations>
<Annotations Target="self.hire(self.Person, Edm.Int32)"><Annotation Term="self.T" String="of one overload"/></Annotations>
<Annotations Target="self.max/$ReturnType"><Annotation Term="self.T" String="of the result"/></Annotations>
<Annotations Target="self.C/Me"><Annotation Term="self.T" String="of Me"/></Annotations>
<Annotations Target="self.BaseC/People"><Annotation Term="self.T" String="of People"/></Annotations>
<Annotations Target="self.C/People/Name"><Annotation Term="self.T" String="of the set's Name"/></Annotations>
<Annotations Target="self.Person/@self.T"><Annotation Term="self.T" String="of an annotation"/></Annotations>`,
);
const document = documentOf(text);
const models: readonly (readonly [string, EdmModel])[] = [
  ['a document', createEdmModel(document)],
  ['an artifact', createEdmModelFromArtifact(JSON.parse(JSON.stringify(packModel(document))))],
];

describe.each(models)('the model of %s', (_source, model) => {
  const person = model.findEntityType('ns.Person')!;
  const base = model.findEntityType('self.Base')!;
  const boss = model.findEntityType('self.Boss')!;

  test('look-ups know aliases and case, and give one object for one element', () => {
    expect(model.findType('self.Person')).toBe(person);
    expect(model.findType('ns.person')).toBeUndefined();
    expect(model.findType('other.Person')).toBeUndefined();
    expect(model.findType('ns.constructor')).toBeUndefined();
    expect(model.findType('Edm.String')).toBe(primitiveType('String'));
    expect(model.findStructuredType('ns.Color')).toBeUndefined();
    expect(model.expandAlias('self')).toBe('ns');
    expect(model.expandAlias('ns')).toBe('ns');
    expect(model.expandAlias('other')).toBeUndefined();
  });

  test('properties are inherited, the base types’ first', () => {
    expect([...boss.properties.keys()]).toEqual(['ID', 'Name', 'Home', 'Size', 'Colors']);
    expect([...boss.ownProperties.keys()]).toEqual([]);
    expect([...boss.navigationProperties.keys()]).toEqual(['Friends', 'Chief']);
    expect(boss.properties.get('Name')).toBe(person.properties.get('Name'));
    expect(boss.properties.get('Name')?.declaringType).toBe(person);
  });

  test('abstract is a type’s own; open and having a stream are inherited', () => {
    expect([base.abstract, person.abstract]).toEqual([true, false]);
    expect([base.open, person.open, boss.open]).toEqual([false, true, true]);
    expect([base.hasStream, boss.hasStream]).toEqual([true, true]);
    expect(boss.baseType).toBe(person);
  });

  test('keys are inherited, and have names for paths', () => {
    expect(boss.key).toEqual(base.key);
    const [code] = model.findEntityType('ns.Country')!.key;
    expect(code).toMatchObject({ name: 'Code', path: ['Where', 'Code'] });
    expect(code?.property).toBe(model.findStructuredType('ns.Address')?.properties.get('Code'));
  });

  test('type references have facets, nullability and the types that they name', () => {
    expect(person.properties.get('Name')).toMatchObject({
      defaultValue: 'x',
      type: { type: primitiveType('String'), collection: false, nullable: true, maxLength: 9 },
    });
    expect(person.properties.get('Home')?.type).toMatchObject({ nullable: false });
    expect(person.properties.get('Home')?.type.type).toBe(model.findType('ns.Address'));
    expect(person.properties.get('Colors')?.type).toMatchObject({ collection: true, nullable: true });
    const length = person.properties.get('Size')?.type.type;
    expect(length).toMatchObject({
      kind: 'TypeDefinition',
      underlyingType: primitiveType('Decimal'),
      facets: { precision: 5, scale: 1 },
    });
  });

  test('enumeration members have values and annotations', () => {
    const color = model.findType('ns.Color');
    if (color?.kind !== 'EnumType') throw new Error('no enumeration');
    expect(color.isFlags).toBe(true);
    expect([...color.members.values()].map(({ name, value }) => [name, value])).toEqual([
      ['red', 1n],
      ['blue', 2n],
    ]);
    expect([...color.members.values()].map(({ annotations }) => annotations.get('ns.T'))).toEqual([
      'inline',
      'of blue',
    ]);
  });

  test('derived types, direct and indirect, in document order', () => {
    expect(model.derivedTypes(base)).toEqual([person, boss]);
    expect(model.derivedTypes(boss)).toEqual([]);
    const address = model.findStructuredType('ns.Address')!;
    expect(model.derivedTypes(address).map(({ name }) => name)).toEqual(['Office']);
  });

  test('bound operations of a type are its base types’ too', () => {
    const names = (collection: boolean) =>
      model.boundOperations(boss, collection).map(({ name, parameters }) => `${name} ${parameters.length}`);
    expect(names(false)).toEqual(['hire 2', 'any 1']);
    expect(names(true)).toEqual(['hire 2']);
    expect(model.boundOperations(boss, true)[0]).toBe(model.findActions('ns.hire')[0]);
    expect(model.boundOperations(primitiveType('Int32'), false)).toEqual([]);
  });

  test('parameters are optional where they are annotated so', () => {
    const optional = model.findActions('ns.hire').map(({ parameters }) => parameters.map((p) => p.optional));
    expect(optional).toEqual([
      [false, false],
      [false, true],
    ]);
  });

  test('inline annotations win over external ones, and qualifiers tell them apart', () => {
    expect(person.annotations.get('ns.T')).toBe('inline');
    expect(person.annotations.get('ns.T', 'q')).toEqual({ $Path: 'ns.Boss/Name' });
    expect([...person.annotations.entries.keys()]).toEqual(['ns.T', 'ns.T#q']);
    expect(person.annotations.get('self.T')).toBeUndefined();
    expect(boss.annotations.entries.size).toBe(0);
  });

  test('external annotations of properties, parameters, overloads, results and container children', () => {
    expect(person.properties.get('Name')?.annotations.get('ns.T')).toBe('of Name');
    const [many, one] = model.findActions('ns.hire');
    expect(many?.parameters[1]?.annotations.get('ns.T')).toBe('of n');
    expect(many?.annotations.get('ns.T')).toBeUndefined();
    expect(one?.annotations.get('ns.T')).toBe('of one overload');
    expect(model.findFunctions('ns.max')[0]?.returnTypeAnnotations.get('ns.T')).toBe('of the result');
    expect(model.entityContainer?.children.get('Me')?.annotations.get('ns.T')).toBe('of Me');
    expect(model.entityContainer?.children.get('People')?.annotations.get('ns.T')).toBe('of People');
    expect(model.annotationsOf('ns.C/People/Name').get('ns.T')).toBe("of the set's Name");
    expect(person.annotations.get('ns.T@ns.T')).toBe('of an annotation');
  });

  test('the container is the one that no other extends, with the children of its base', () => {
    const container = model.entityContainer;
    expect(container?.qualifiedName).toBe('ns.C');
    expect([...(container?.children.keys() ?? [])]).toEqual(['People', 'Me', 'Max']);
    const people = container?.children.get('People') as EdmEntitySet;
    expect(people.entityType).toBe(person);
    expect(people.container).toBe(container);
    expect(container?.children.get('Max')).toMatchObject({ kind: 'FunctionImport', function: 'ns.max' });
  });

  test('binding paths and targets are without aliases', () => {
    const people = model.entityContainer?.children.get('People') as EdmEntitySet;
    expect([...people.navigationPropertyBindings.keys()]).toEqual(['ns.Boss/Chief']);
  });

  test('a decimal without a scale in CSDL JSON is variable, and one in XML has none', () => {
    expect(model.findFunctions('ns.any')[0]?.returnType).toMatchObject({ scale: 0 });
    const json = documentOf('{"$Version":"4.01","x":{"T":{"$Kind":"Term","$Type":"Edm.Decimal"}}}');
    expect(createEdmModel(json).findTerm('x.T')?.type).toMatchObject({ scale: 'variable' });
  });

  test('elements are listed in document order, overloads one by one', () => {
    const names = [...model.elements()].map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(['T', 'Length', 'Color', 'Address']);
    expect(names.filter((name) => name === 'hire')).toHaveLength(2);
    expect(model.schemas[0]?.childNames.filter((name) => name === 'hire')).toHaveLength(1);
  });
});

test('a term of a type that is in no document at hand is untyped, and the model works', () => {
  const reference = '<edmx:Reference Uri="x"><edmx:Include Namespace="x.V1" Alias="X"/></edmx:Reference>';
  const model = createEdmModel(
    documentOf(xmlOf('<Term Name="T" Type="X.Tag"/><Annotation Term="X.Y" Int="1"/>', '4.01', reference)),
  );
  expect(model.findTerm('ns.T')?.type.type).toBe(primitiveType('Untyped'));
  expect(model.schemas[0]?.annotations.get('x.V1.Y')).toBe(1);
});

test('types that derive from each other end the model’s look-ups', () => {
  const model = createEdmModel(
    documentOf(xmlOf('<ComplexType Name="A" BaseType="self.B"/><ComplexType Name="B" BaseType="self.A"/>')),
  );
  const a = model.findStructuredType('ns.A')!;
  expect(a.properties.size).toBe(0);
  expect(model.derivedTypes(a).map(({ name }) => name)).toEqual(['B']);
});

test('elements of references are found with their own aliases, in documents and in artifacts', () => {
  const reference = '<edmx:Reference Uri="x"><edmx:Include Namespace="other" Alias="o"/></edmx:Reference>';
  const other = documentOf(
    xmlOf(`<EntityType Name="B">${key}</EntityType><EntityType Name="M" BaseType="self.B"/>
      <Action Name="act" IsBound="true"><Parameter Name="p" Type="self.B"/></Action>`)
      .replace('"ns"', '"other"')
      .replace('"self"', '"self"'),
  );
  const own = documentOf(xmlOf('<EntityType Name="E" BaseType="o.M"/>', '4.01', reference));
  for (const model of [createEdmModel(own, [other]), createEdmModelFromArtifact(packModel(own, [other]))]) {
    const type = model.findEntityType('self.E')!;
    expect(type.qualifiedName).toBe('ns.E');
    expect(type.key.map(({ name }) => name)).toEqual(['ID']);
    expect(
      model
        .derivedTypes(model.findEntityType('o.B')!)
        .map(({ qualifiedName }) => qualifiedName)
        .sort(),
    ).toEqual(['ns.E', 'other.M']);
    expect(model.boundOperations(type, false).map(({ name }) => name)).toEqual(['act']);
    expect([...model.elements()].map(({ name }) => name)).toEqual(['E']);
  }
});
