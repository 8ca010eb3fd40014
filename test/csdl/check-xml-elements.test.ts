// OData CSDL XML 4.01: what an XML document may not have, and CSDL JSON would not show.
import { expect, test } from 'vitest';
import { findingsOf, xmlOf } from './documents.ts';

const entity = (content: string): string =>
  `<EntityType Name="E"><Key><PropertyRef Name="ID"/></Key>
<Property Name="ID" Type="Edm.Int32" Nullable="false"/>
${content}</EntityType>`;
const annotated = (annotation: string): string =>
  `<Term Name="T" Type="Edm.Untyped"/><ComplexType Name="C">
${annotation}</ComplexType>`;

test.each([
  [
    'an attribute that is unknown',
    entity('<Property Name="P" Type="Edm.String" nullable="true"/>'),
    'unknown-attribute ns.E/P 6:1',
  ],
  ['IsComposable of an action', '\n<Action Name="A" IsComposable="true"/>', 'unknown-attribute ns.A 5:1'],
  ['a second key', entity('<Key><PropertyRef Name="ID"/></Key>'), 'repeated-element ns.E 6:1'],
  [
    'Nullable of a collection of entities',
    entity('<NavigationProperty Name="N" Type="Collection(self.E)" Nullable="false"/>'),
    'nullable-collection ns.E/N 6:1',
  ],
  [
    'members with and without value',
    '<EnumType Name="E"><Member Name="A" Value="1"/>\n<Member Name="B"/></EnumType>',
    'missing-enum-value ns.E 5:1',
  ],
  [
    'flags without values',
    '<EnumType Name="E" IsFlags="true">\n<Member Name="A"/></EnumType>',
    'missing-enum-value ns.E 5:1',
  ],
  [
    'two values of an annotation',
    annotated('<Annotation Term="self.T" Int="1" String="a"/>'),
    'invalid-expression ns.C 5:1',
  ],
  [
    'a constant that is none',
    annotated('<Annotation Term="self.T" Int="one"/>'),
    'invalid-expression ns.C 5:1',
  ],
  [
    'a constant element that is none',
    annotated('<Annotation Term="self.T"><Guid>1</Guid></Annotation>'),
    'invalid-expression ns.C 5:27',
  ],
  [
    'a comparison with one operand',
    annotated('<Annotation Term="self.T"><Eq><Int>1</Int></Eq></Annotation>'),
    'invalid-expression ns.C 5:27',
  ],
  [
    'a condition without result',
    annotated('<Annotation Term="self.T"><If><Bool>true</Bool></If></Annotation>'),
    'invalid-expression ns.C 5:27',
  ],
])('%s is told with its place', (_, schema, expected) => {
  const found = findingsOf(xmlOf(schema)).filter((finding) => finding.startsWith('warning'));
  expect(found).toContain(`warning ${expected}`);
});

test('attributes of other namespaces are no concern', () => {
  const schema = '<ComplexType Name="C" xmlns:x="http://example.org" x:y="1"/>';
  expect(findingsOf(xmlOf(schema))).toEqual([]);
});
