// The schemas of codegen, applied by ajv type by type.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileDefinition } from '../../codegen/compile-definition.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import type { ServiceDefinition } from '../../src/csdl/service-definition.ts';
import { deserializeEntity } from '../../src/json/read/deserialize.ts';
import { createValidator } from '../../src/json/validate/validate.ts';

const csdl = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="t" Alias="self">
  <EnumType Name="Status"><Member Name="off" Value="0"/><Member Name="on" Value="1"/></EnumType>
  <EnumType Name="Flags" IsFlags="true"><Member Name="a" Value="1"/><Member Name="b" Value="2"/></EnumType>
  <TypeDefinition Name="Code" UnderlyingType="Edm.String" MaxLength="3"/>
  <ComplexType Name="Place"><Property Name="City" Type="Edm.String" MaxLength="5"/><Property Name="Inner" Type="t.Place"/></ComplexType>
  <ComplexType Name="Harbour" BaseType="t.Place"><Property Name="Berths" Type="Edm.Int32"/></ComplexType>
  <EntityType Name="Thing" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="Ship" BaseType="t.Thing">
    <Property Name="Name" Type="Edm.String" Nullable="false"/>
    <Property Name="Status" Type="t.Status"/><Property Name="Flags" Type="t.Flags" Nullable="false"/>
    <Property Name="Code" Type="t.Code"/>
    <Property Name="Home" Type="t.Place"/><Property Name="Ports" Type="Collection(t.Place)" Nullable="false"/>
    <Property Name="Tons" Type="Edm.Decimal" Precision="5" Scale="2"/><Property Name="Big" Type="Edm.Int64"/>
    <Property Name="Where" Type="Edm.GeographyPoint"/>
    <NavigationProperty Name="Owner" Type="t.Thing"/><NavigationProperty Name="Fleet" Type="Collection(t.Ship)"/>
  </EntityType>
  <EntityType Name="Yacht" BaseType="t.Ship" OpenType="true"><Property Name="Sails" Type="Edm.Byte"/></EntityType>
</Schema></edmx:DataServices></edmx:Edmx>`;

function define(text: string): ServiceDefinition {
  const { document } = readCsdl(text, { file: 'test.csdl.xml' });
  return compileDefinition(document!, { file: 'test.csdl.xml', sha256: '' });
}

const definition = define(csdl);
const validator = createValidator(definition);
const wrong = (json: unknown, type = 't.Ship'): string[] =>
  validator.validate(type, json).map(({ code, target }) => `${code} ${target}`);

describe('takes', () => {
  it.each([
    [{}],
    [{ id: '1', Name: 'x', Status: 'on', Flags: 'a,b', Code: 'abc', Tons: 1.5, Big: 1 }],
    [{ Status: null, Home: null, Ports: [], Tons: '1.50', Big: '9223372036854775807' }],
    [{ Home: { City: 'x', Inner: { City: 'y', Inner: null } }, Ports: [{ City: null }] }],
    [{ Home: { '@odata.type': '#t.Harbour', Berths: 1 }, Ports: [{ '@type': 't.Harbour' }] }],
    [{ '@odata.type': '#self.Yacht', Sails: 3, anything: { goes: 1 } }],
    [{ '@odata.context': 'x', 'Name@odata.type': '#String', '@ns.Term': 1, '#t.Action': {} }],
    [{ Owner: { '@odata.type': '#t.Ship', Name: 'y' }, Fleet: [{ Name: 'z' }, { '@id': 'Ships(1)' }] }],
    [{ Owner: { '@odata.id': 'Ships(1)' }, 'Fleet@odata.bind': ['Ships(1)'], 'Owner@odata.bind': null }],
    [{ Where: { type: 'Point', coordinates: [1, 2] } }],
  ])('%j', (json) => expect(wrong(json)).toEqual([]));
});

describe('refuses', () => {
  it.each<[unknown, string[]]>([
    [{ Nope: 1 }, ['UnknownProperty Nope']],
    [{ Name: null, Flags: null }, ['NullNotAllowed Name', 'NullNotAllowed Flags']],
    [{ Status: 'String' }, ['InvalidValue Status']],
    [{ Flags: 'a,c' }, ['InvalidValue Flags']],
    [{ Code: 'abcd' }, ['InvalidValue Code']],
    [{ Home: 3 }, ['InvalidValue Home']],
    [{ Ports: null }, ['NullNotAllowed Ports']],
    [{ Ports: [null, { City: 'abcdef' }] }, ['NullNotAllowed Ports/0', 'InvalidValue Ports/1/City']],
    [
      { Home: { Inner: { Inner: { Nope: 1, City: 2 } } } },
      ['UnknownProperty Home/Inner/Inner/Nope', 'InvalidValue Home/Inner/Inner/City'],
    ],
    [{ Home: { '@odata.type': '#t.Ship' } }, ['UnknownType Home/@odata.type']],
    [{ '@odata.type': '#t.Thing' }, ['UnknownType @odata.type']],
    [{ '@type': '#t.Nope' }, ['UnknownType @type']],
    [{ Owner: { Name: 'x' } }, ['UnknownType Owner/@odata.type']],
    [{ Fleet: [{ Fleet: [{ Name: 1 }] }] }, ['InvalidValue Fleet/0/Fleet/0/Name']],
    [{ Tons: 1000 }, ['InvalidValue Tons']],
    [{ Big: '9223372036854775808' }, ['InvalidValue Big']],
    [{ 'Fleet@odata.bind': 'x' }, ['InvalidValue Fleet@odata.bind']],
    [{ Where: { type: 'Point' } }, ['InvalidValue Where']],
    ['x', ['InvalidValue ']],
  ])('%j', (json, expected) => {
    // each value breaks one rule; a geometry breaks several of its own
    expect(wrong(json).map((text) => text.replace(/^(\S+ Where)\/.*/, '$1'))).toEqual(expected);
  });

  it('says what is allowed', () => {
    const message = (json: unknown): string | undefined => validator.validate('t.Ship', json)[0]?.message;
    expect(message({ Status: 'x' })).toBe('\'Status\' must be one of "off", "on".');
    expect(message({ Big: 'x' })).toContain('an integer from -9223372036854775808');
    expect(message({ Name: 3 })).toBe("'Name' must be a string (Edm.String).");
  });

  it('leaf types by name', () => {
    expect(wrong('on', 't.Status')).toEqual([]);
    expect(wrong('x', 't.Status')).toEqual(['InvalidValue ']);
    expect(wrong('abcd', 't.Code')).toEqual(['InvalidValue ']);
  });
});

it('agrees with what the reading of a body finds', () => {
  const type = definition.model.findEntityType('t.Ship')!;
  const context = { model: definition.model, mode: 'value', requiredOnCreate: 'model' } as const;
  for (const json of [
    { Nope: 1, Name: null, Status: 'String', Flags: 'a,c', Code: 'abcd', Home: 3, Tons: 1000, Big: 'x' },
    { Ports: [null, { City: 'abcdef' }], Fleet: [{ Name: 1 }], Owner: { Name: 'x' } },
  ]) {
    const { violations } = deserializeEntity(JSON.stringify(json), type, context);
    const read = violations.map(({ code, target }) => `${code} ${target}`);
    // an abstract type must be told only where something is made of the entity
    expect(
      [...read, ...('Owner' in json ? ['UnknownType Owner/@odata.type'] : [])]
        .filter((v) => !v.endsWith('Owner/Name'))
        .sort(),
    ).toEqual(wrong(json).sort());
    const merged = deserializeEntity(JSON.stringify(json), type, { ...context, validator }).violations;
    expect(new Set(merged.map(({ target }) => target)).size).toBe(merged.length);
  }
});

const graph = new URL('../../../shared/csdl/graph-v1.0-2026-08.csdl.xml', import.meta.url);
const hasGraph = existsSync(graph);
if (!hasGraph)
  console.log('skipped: ../shared/csdl is not here, so the full Graph model is not validated with');

describe.skipIf(!hasGraph)('the full Graph model', () => {
  it('compiles no more than the members that come', () => {
    const full = define(readFileSync(graph, 'utf8'));
    const asked: string[] = [];
    const schema = (name: string): ReturnType<typeof full.schema> => {
      asked.push(name);
      return full.schema(name);
    };
    const counting = { ...full, schema };
    const graphValidator = createValidator(counting);
    const user = { displayName: 'x', passwordProfile: { password: 'y' }, businessPhones: ['1'] };
    expect(graphValidator.validate('microsoft.graph.user', user)).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['microsoft.graph.user', 'microsoft.graph.passwordProfile']));
    expect(
      graphValidator.validate('microsoft.graph.user', { ageGroup: 1, accountEnabled: 'x' }),
    ).toHaveLength(2);
  });
});
