import { describe, expect, it } from 'vitest';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import type { EdmEntityType } from '../../src/edm/edm-model.ts';
import { isComputed, isImmutable, isKeyMadeByService, requiredOnCreate } from '../../src/edm/write-rules.ts';

function entityType(content: string): EdmEntityType {
  const text = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
    <edmx:Reference Uri="https://example.org/Core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
    <edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="ns"><EntityType Name="E">${content}</EntityType>
    </Schema></edmx:DataServices></edmx:Edmx>`;
  return createEdmModel(readCsdl(text, { file: 'e.xml' }).document!).findEntityType('ns.E')!;
}
const property = (name: string, attributes: string, annotation = '') =>
  `<Property Name="${name}" ${attributes}>${annotation}</Property>`;
const key = (type: string, annotation = '') =>
  `<Key><PropertyRef Name="id"/></Key>${property('id', `Type="${type}" Nullable="false"`, annotation)}`;
const readOnly = '<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Read"/>';

describe('computed', () => {
  const type = entityType(
    key('Edm.String', readOnly) +
      property('a', 'Type="Edm.Int32"', '<Annotation Term="Core.Computed"/>') +
      property('b', 'Type="Edm.Int32"', '<Annotation Term="Core.Computed" Bool="false"/>') +
      property('c', 'Type="Edm.Int32"', readOnly) +
      property(
        'd',
        'Type="Edm.Int32"',
        '<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Read Core.Permission/Write"/>',
      ) +
      property('e', 'Type="Edm.Int32"', '<Annotation Term="Core.Immutable"/>'),
  );

  it('by Core.Computed, or by Core.Permissions without Write', () => {
    const computed = [...type.properties.values()].filter(isComputed).map(({ name }) => name);
    expect(computed).toEqual(['a', 'c']);
  });

  it('is no key that is merely not writable: clients make it', () => {
    expect(isKeyMadeByService(type, type.key[0]!, 'model')).toBe(false);
    expect(requiredOnCreate(type, 'model').map(({ name }) => name)).toEqual(['id']);
  });

  it('is not what is immutable', () => {
    expect([...type.properties.values()].filter(isImmutable).map(({ name }) => name)).toEqual(['e']);
  });
});

describe('keys that the service makes', () => {
  const made = (content: string, rule: 'model' | 'keys' = 'model') => {
    const type = entityType(content);
    return type.key.map((part) => isKeyMadeByService(type, part, rule));
  };

  it('are single GUIDs and integers, and under the rule keys single strings', () => {
    expect(made(key('Edm.Guid'))).toEqual([true]);
    expect(made(key('Edm.Int64'))).toEqual([true]);
    expect(made(key('Edm.String'))).toEqual([false]);
    expect(made(key('Edm.String'), 'keys')).toEqual([true]);
    expect(made(key('Edm.Date'), 'keys')).toEqual([false]);
  });

  it('are those with an annotation that says so', () => {
    expect(made(key('Edm.String', '<Annotation Term="Core.ComputedDefaultValue"/>'))).toEqual([true]);
    expect(made(key('Edm.String', '<Annotation Term="Core.Computed"/>'))).toEqual([true]);
  });

  it('are no parts of a composite key', () => {
    const parts =
      property('a', 'Type="Edm.Guid" Nullable="false"') + property('b', 'Type="Edm.Int32" Nullable="false"');
    expect(made(`<Key><PropertyRef Name="a"/><PropertyRef Name="b"/></Key>${parts}`, 'keys')).toEqual([
      false,
      false,
    ]);
  });
});

it('required on create: not nullable, no default, not computed, no collection, no stream', () => {
  const type = entityType(
    key('Edm.Guid') +
      property('needed', 'Type="Edm.String" Nullable="false"') +
      property('nullable', 'Type="Edm.String"') +
      property('defaulted', 'Type="Edm.String" Nullable="false" DefaultValue=""') +
      property('computed', 'Type="Edm.String" Nullable="false"', '<Annotation Term="Core.Computed"/>') +
      property('many', 'Type="Collection(Edm.String)" Nullable="false"') +
      property('stream', 'Type="Edm.Stream" Nullable="false"'),
  );
  expect(requiredOnCreate(type, 'model').map(({ name }) => name)).toEqual(['needed']);
  expect(requiredOnCreate(type, 'keys')).toEqual([]);
});
