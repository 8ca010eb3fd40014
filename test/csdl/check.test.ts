import { describe, expect, test } from 'vitest';
import { checkCsdl } from '../../src/csdl/check/check.ts';
import { loadCsdl } from '../../src/csdl/load-csdl.ts';
import { documentOf, findingsOf, xmlOf } from './documents.ts';

const entity = (name: string, content = '', attributes = ''): string =>
  `<EntityType Name="${name}" ${attributes}><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>${content}</EntityType>`;
const container = (content: string): string => `<EntityContainer Name="C">${content}</EntityContainer>`;

describe('what makes a model unusable is an error, with its place', () => {
  test.each([
    [
      'an unknown type',
      '<ComplexType Name="C"><Property Name="P" Type="self.Nope"/></ComplexType>',
      'unknown-type ns.C/P',
    ],
    [
      'an unknown primitive type',
      '<ComplexType Name="C"><Property Name="P" Type="Edm.Integer"/></ComplexType>',
      'unknown-type ns.C/P',
    ],
    [
      'a type in another case',
      '<ComplexType Name="c"/><ComplexType Name="D"><Property Name="P" Type="self.C"/></ComplexType>',
      'unknown-type ns.D/P',
    ],
    ['an unknown base type', '<ComplexType Name="C" BaseType="self.Nope"/>', 'unknown-type ns.C'],
    [
      'a base type of another kind',
      `${entity('E')}<ComplexType Name="C" BaseType="self.E"/>`,
      'wrong-kind ns.C',
    ],
    [
      'an entity type as the type of a property',
      entity('E', '<Property Name="P" Type="self.E"/>'),
      'wrong-kind ns.E/P',
    ],
    [
      'a complex type behind a navigation property',
      `<ComplexType Name="C"/>${entity('E', '<NavigationProperty Name="N" Type="self.C"/>')}`,
      'wrong-kind ns.E/N',
    ],
    [
      'a type that derives from itself',
      '<ComplexType Name="C" BaseType="self.C"/>',
      'inheritance-cycle ns.C',
    ],
    [
      'a key on a derived type',
      `${entity('E')}${entity('D', '', 'BaseType="self.E"').replaceAll('"ID"', '"ID2"')}`,
      'key-on-derived-type ns.D',
    ],
    [
      'a key without its property',
      '<EntityType Name="E"><Key><PropertyRef Name="ID"/></Key></EntityType>',
      'unknown-property ns.E',
    ],
    [
      'a key path without an alias',
      '<ComplexType Name="C"><Property Name="ID" Type="Edm.Int32" Nullable="false"/></ComplexType><EntityType Name="E"><Key><PropertyRef Name="P/ID"/></Key><Property Name="P" Type="self.C" Nullable="false"/></EntityType>',
      'missing-alias ns.E',
    ],
    [
      'an entity set without a key',
      `<EntityType Name="E"/>${container('<EntitySet Name="S" EntityType="self.E"/>')}`,
      'missing-key ns.C/S',
    ],
    [
      'an entity set of an unknown type',
      container('<EntitySet Name="S" EntityType="self.E"/>'),
      'unknown-type ns.C/S',
    ],
    [
      'an import of an unknown operation',
      container('<ActionImport Name="A" Action="self.act"/>'),
      'unknown-operation ns.C/A',
    ],
    [
      'an import of a bound operation',
      `<Action Name="act" IsBound="true"><Parameter Name="p" Type="Edm.Int32"/></Action>${container('<ActionImport Name="A" Action="self.act"/>')}`,
      'unknown-operation ns.C/A',
    ],
    ['an unknown base container', '<EntityContainer Name="C" Extends="self.B"/>', 'unknown-container ns.C'],
    [
      'a value out of range',
      '<EnumType Name="E" UnderlyingType="Edm.Byte"><Member Name="x" Value="256"/></EnumType>',
      'enum-value-range ns.E/x',
    ],
    [
      'an underlying type that is no integer',
      '<EnumType Name="E" UnderlyingType="Edm.String"/>',
      'invalid-underlying-type ns.E',
    ],
    [
      'a bound operation without a parameter',
      '<Action Name="A" IsBound="true"/>',
      'missing-binding-parameter ns.A',
    ],
    ['a function without a return type', '<Function Name="F"/>', 'missing-return-type ns.F'],
    [
      'a parameter of an unknown type',
      '<Action Name="A"><Parameter Name="p" Type="self.Nope"/></Action>',
      'unknown-type ns.A/p',
    ],
    ['a name used twice', '<ComplexType Name="C"/><EnumType Name="C"/>', 'duplicate-name ns.C'],
    [
      'a property used twice',
      '<ComplexType Name="C"><Property Name="P" Type="Edm.Int32"/><Property Name="P" Type="Edm.Int32"/></ComplexType>',
      'duplicate-name ns.C/P',
    ],
    [
      'a member used twice',
      '<EnumType Name="E"><Member Name="x"/><Member Name="x"/></EnumType>',
      'duplicate-name ns.E/x',
    ],
    [
      'a facet that is no number',
      '<ComplexType Name="C"><Property Name="P" Type="Edm.String" MaxLength="long"/></ComplexType>',
      'invalid-facet ns.C/P',
    ],
    [
      'an attribute that is missing',
      '<ComplexType Name="C"><Property Type="Edm.String"/></ComplexType>',
      'missing-attribute ns.C',
    ],
    ['a Boolean that is none', '<ComplexType Name="C" OpenType="yes"/>', 'invalid-value ns.C'],
    ['a name that is no identifier', '<ComplexType Name="a-b"/>', 'invalid-name ns.a-b'],
  ])('%s', (_title, schema, expected) => {
    const errors = findingsOf(xmlOf(schema)).filter((finding) => finding.startsWith('error'));
    expect(errors).toEqual([expect.stringMatching(new RegExp(`^error ${expected} \\d+:\\d+$`))]);
  });

  test('a cycle of three types is reported at each', () => {
    const schema = ['AB', 'BC', 'CA'].map(
      ([name, base]) => `<ComplexType Name="${name}" BaseType="self.${base}"/>`,
    );
    const findings = findingsOf(xmlOf(schema.join('\n')));
    expect(findings.map((finding) => finding.replace(/ \S+$/, ''))).toEqual([
      'error inheritance-cycle ns.A',
      'error inheritance-cycle ns.B',
      'error inheritance-cycle ns.C',
    ]);
  });
});

describe('what a service can live with is a warning', () => {
  test.each([
    ['names that differ only by case', '<ComplexType Name="C"/><ComplexType Name="c"/>', 'similar-name ns.c'],
    [
      'properties that differ only by case',
      '<ComplexType Name="C"><Property Name="P" Type="Edm.Int32"/><Property Name="p" Type="Edm.Int32"/></ComplexType>',
      'similar-name ns.C/p',
    ],
    ['an enumeration without members', '<EnumType Name="E"/>', 'empty-enum ns.E'],
    [
      'two members with one value',
      '<EnumType Name="E"><Member Name="x" Value="1"/><Member Name="y" Value="1"/></EnumType>',
      'duplicate-enum-value ns.E/y',
    ],
    [
      'a partner that is not there',
      entity('E', '<NavigationProperty Name="N" Type="self.E" Partner="M"/>'),
      'unknown-partner ns.E/N',
    ],
    [
      'a constraint on a property that is not there',
      entity(
        'E',
        '<NavigationProperty Name="N" Type="self.E"><ReferentialConstraint Property="X" ReferencedProperty="ID"/></NavigationProperty>',
      ),
      'unknown-property ns.E/N',
    ],
    [
      'a binding path that is not there',
      `${entity('E')}${container('<EntitySet Name="S" EntityType="self.E"><NavigationPropertyBinding Path="N" Target="S"/></EntitySet>')}`,
      'unknown-binding-path ns.C/S/N',
    ],
    [
      'a binding target that is not there',
      `${entity('E', '<NavigationProperty Name="N" Type="self.E"/>')}${container('<EntitySet Name="S" EntityType="self.E"><NavigationPropertyBinding Path="N" Target="T"/></EntitySet>')}`,
      'unknown-binding-target ns.C/S/N',
    ],
    [
      'an annotation target that is not there',
      '<Annotations Target="self.Nope/P"><Annotation Term="x.T"/></Annotations>',
      'unknown-target self.Nope/P',
    ],
    [
      'a facet of another type',
      '<ComplexType Name="C"><Property Name="P" Type="Edm.Int32" MaxLength="3"/></ComplexType>',
      'invalid-facet ns.C/P',
    ],
    [
      'a scale above the precision',
      '<ComplexType Name="C"><Property Name="P" Type="Edm.Decimal" Precision="2" Scale="3"/></ComplexType>',
      'invalid-facet ns.C/P',
    ],
    [
      'a default value of another type',
      '<ComplexType Name="C"><Property Name="P" Type="Edm.Int32" DefaultValue="x"/></ComplexType>',
      'invalid-default-value ns.C/P',
    ],
    [
      'a default value that is no member',
      '<EnumType Name="E"><Member Name="x"/></EnumType><ComplexType Name="C"><Property Name="P" Type="self.E" DefaultValue="y"/></ComplexType>',
      'invalid-default-value ns.C/P',
    ],
    [
      'a key that may be null',
      '<EntityType Name="E"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32"/></EntityType>',
      'nullable-key ns.E',
    ],
    ['overloads that nothing tells apart', '<Action Name="A"/><Action Name="A"/>', 'duplicate-overload ns.A'],
    [
      'an entity set path that leads nowhere',
      `${entity('E')}<Action Name="A" IsBound="true" EntitySetPath="p/N"><Parameter Name="p" Type="self.E"/></Action>`,
      'unknown-entity-set-path ns.A',
    ],
    [
      'a term used twice',
      '<Term Name="T" Type="Edm.String"/><Term Name="T" Type="Edm.String"/>',
      'duplicate-name ns.T',
    ],
    ['an element that is not known', '<Usings/>', 'unknown-element ns'],
  ])('%s', (_title, schema, expected) => {
    expect(findingsOf(xmlOf(schema))).toEqual([
      expect.stringMatching(new RegExp(`^warning ${expected} \\d+:\\d+$`)),
    ]);
  });
});

test('all findings are reported at once, in the order of the rules', () => {
  const schema = `<ComplexType Name="C"><Property Name="P" Type="self.A"/>
<Property Name="Q" Type="self.B"/></ComplexType>
<EnumType Name="E"/>`;
  expect(findingsOf(xmlOf(schema))).toEqual([
    'error unknown-type ns.C/P 4:23',
    'error unknown-type ns.C/Q 5:1',
    'warning empty-enum ns.E 6:1',
  ]);
});

test('findings of CSDL JSON have their places too', () => {
  const text = `{
  "$Version": "4.01",
  "ns": {
    "C": {
      "$Kind": "ComplexType",
      "P": { "$Type": "ns.Nope" }
    }
  }
}`;
  expect(findingsOf(text)).toEqual(['error unknown-type ns.C/P 6:7']);
});

describe('references', () => {
  const reference =
    '<edmx:Reference Uri="other.xml"><edmx:Include Namespace="other" Alias="o"/></edmx:Reference>';
  const text = xmlOf(
    '<ComplexType Name="C"><Property Name="P" Type="o.T"/></ComplexType>',
    '4.01',
    reference,
  );
  const other = text
    .replace(reference, '')
    .replace('"ns" Alias="self"', '"other"')
    .replace('<ComplexType Name="C"><Property Name="P" Type="o.T"/>', '<ComplexType Name="T">');

  test('a type of a document that is not at hand is a warning', () => {
    expect(checkCsdl(documentOf(text), { file: 'a.xml' }).map(({ code }) => code)).toEqual(['unread-type']);
  });
  test('a referenced file is read beside the document', () => {
    const files: string[] = [];
    const readFile = (uri: string, file: string) => {
      files.push(`${uri} from ${file}`);
      return { file: uri, text: other };
    };
    const loaded = loadCsdl(text, 'a.xml', { readFile });
    expect(loaded.findings).toEqual([]);
    expect(loaded.references).toHaveLength(1);
    expect(files).toEqual(['other.xml from a.xml']);
  });
  test('a document that is given is not read', () => {
    expect(loadCsdl(text, 'a.xml', { documents: [documentOf(other)] }).findings).toEqual([]);
  });
});
