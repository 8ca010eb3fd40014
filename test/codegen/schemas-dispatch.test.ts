import { describe, expect, it } from 'vitest';
import { standardValidator } from './emitted.ts';
import { modelOf, schema } from './small-model.ts';

const model = modelOf(
  schema(
    `<EntityType Name="Base" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
     <EntityType Name="Person" BaseType="ns.Base"><Property Name="name" Type="Edm.String"/>
       <Property Name="home" Type="ns.Address" Nullable="false"/>
       <Property Name="places" Type="Collection(ns.Address)" Nullable="false"/>
       <NavigationProperty Name="boss" Type="ns.Person"/>
       <NavigationProperty Name="things" Type="Collection(ns.Base)"/></EntityType>
     <ComplexType Name="Address"><Property Name="city" Type="Edm.String"/></ComplexType>
     <ComplexType Name="Foreign" BaseType="ns.Address"><Property Name="country" Type="Edm.String" Nullable="false"/></ComplexType>
     <ComplexType Name="Loose" OpenType="true"><Property Name="known" Type="Edm.Int32"/></ComplexType>`,
    'ns',
    'self',
  ),
  schema(
    '<EntityType Name="Worker" BaseType="ns.Person"><Property Name="salary" Type="Edm.Int32"/></EntityType>',
    'other',
  ),
);
const validate = standardValidator(model);
const person = validate('ns.Person');
const base = validate('ns.Base');

describe('a value is of the type that it names', () => {
  it('is the declared type where it names none', () => {
    expect(person({ id: 'a', name: 'b' })).toBe(true);
    expect(person({ id: 'a', salary: 1 })).toBe(false);
  });

  it('may have the properties of the derived type that it names, and those of the base types', () => {
    expect(person({ '@odata.type': '#other.Worker', id: 'a', name: 'b', salary: 1 })).toBe(true);
    expect(person({ '@odata.type': '#other.Worker', salary: 'much' })).toBe(false);
  });

  it.each(['#ns.Person', 'ns.Person', '#self.Person', 'https://example.org/service/$metadata#ns.Person'])(
    'names it by namespace or alias, as a fragment, a URL or bare: %s',
    (name) => {
      expect(person({ '@odata.type': name, name: 'b' })).toBe(true);
      expect(person({ '@type': name, name: 'b' })).toBe(true);
      expect(person({ '@type': name, salary: 1 })).toBe(false);
    },
  );

  it.each(['#ns.Nobody', '#ns.Base', '#ns.Address', '#nsXPerson', '', '#ns.Person ', 5, null])(
    'may not name a type that is unknown, abstract or not derived from the declared one: %j',
    (name) => {
      expect(person({ '@odata.type': name })).toBe(false);
      expect(person({ '@type': name })).toBe(false);
    },
  );

  it('must name one where the declared type is abstract', () => {
    expect(base({ id: 'a' })).toBe(false);
    expect(base({ '@odata.type': '#ns.Person', id: 'a', name: 'b' })).toBe(true);
    expect(base({ '@odata.type': '#other.Worker', salary: 1 })).toBe(true);
  });

  it('needs no type where it is a reference', () => {
    expect(base({ '@odata.id': 'people/1' })).toBe(true);
    expect(base({ '@id': 'people/1' })).toBe(true);
    expect(base({ '@id': 'people/1', name: 'b' })).toBe(false);
  });

  it('is dispatched within properties, collections and navigation properties', () => {
    expect(person({ home: { '@odata.type': '#ns.Foreign', country: 'x' } })).toBe(true);
    expect(person({ home: { country: 'x' } })).toBe(false);
    expect(person({ places: [{ city: 'a' }, { '@type': '#ns.Foreign', country: 'x' }] })).toBe(true);
    expect(person({ places: [{ '@type': '#ns.Foreign', country: null }] })).toBe(false);
    expect(person({ boss: { '@odata.type': '#other.Worker', salary: 1, boss: { name: 'x' } } })).toBe(true);
    expect(person({ things: [{ '@odata.type': '#ns.Person' }, { '@id': 'x' }] })).toBe(true);
  });
});

describe('members', () => {
  it('of annotations are let through, of objects and of properties', () => {
    const annotated = {
      '@odata.etag': 'W/"1"',
      '@my.term#q': [1],
      'name@my.term': {},
      'boss@odata.bind': 'people/1',
    };
    expect(
      person({ ...annotated, 'places@odata.count': 3, home: { '@my.term': 1, 'city@my.term': 1 } }),
    ).toBe(true);
  });

  it('that a closed type does not have are refused, its base types looked at', () => {
    expect(person({ id: 'a', nickname: 'b' })).toBe(false);
    expect(person({ home: { town: 'b' } })).toBe(false);
    expect(person({ constructor: 'a' })).toBe(false);
  });

  it('of an open type are free, declared ones are not', () => {
    const loose = validate('ns.Loose');
    expect(loose({ anything: { a: [1] }, known: 1 })).toBe(true);
    expect(loose({ known: 'one' })).toBe(false);
  });

  it('that bind are strings, one or many', () => {
    expect(person({ 'boss@odata.bind': null })).toBe(true);
    expect(person({ 'boss@odata.bind': ['people/1'] })).toBe(false);
    expect(person({ 'things@odata.bind': ['people/1'] })).toBe(true);
    expect(person({ 'things@odata.bind': 'people/1' })).toBe(false);
  });

  it('are null only where they are nullable, and collections never', () => {
    expect(person({ name: null, boss: null })).toBe(true);
    expect(person({ home: null })).toBe(false);
    expect(person({ places: null })).toBe(false);
    expect(person({ places: [null] })).toBe(false);
    expect(person({ things: null })).toBe(false);
  });
});
