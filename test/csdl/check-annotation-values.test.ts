// OData CSDL 4.01, section 14.2 "Annotation": terms that are there, where they apply, with values of their types.
import { expect, test } from 'vitest';
import { findingsOf, xmlOf } from './documents.ts';

const terms = `<EnumType Name="Color"><Member Name="Red"/></EnumType>
<ComplexType Name="Size"><Property Name="Width" Type="Edm.Int32" Nullable="false"/><Property Name="Height" Type="Edm.Int32"/></ComplexType>
<Term Name="Number" Type="Edm.Int32"/><Term Name="Text" Type="Edm.String"/><Term Name="Flag" Type="Edm.Boolean" DefaultValue="true"/>
<Term Name="Paint" Type="ns.Color"/><Term Name="Box" Type="self.Size"/><Term Name="Texts" Type="Collection(Edm.String)"/>
<Term Name="OfSets" Type="Edm.String" AppliesTo="EntitySet Singleton"/>
<Term Name="OfNumbers" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.RequiresType" String="Edm.Int32"/></Term>
<Term Name="OfTexts" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.RequiresType" String="Edm.String"/></Term>`;
const findings = (annotation: string): string[] =>
  findingsOf(
    xmlOf(
      `${terms}<ComplexType Name="C"><Property Name="P" Type="Edm.String">${annotation}</Property></ComplexType>`,
    ),
  );

test.each([
  ['<Annotation Term="self.Nope" String="a"/>', 'unknown-term'],
  ['<Annotation Term="self.OfSets" String="a"/>', 'not-applicable'],
  ['<Annotation Term="self.OfNumbers" String="a"/>', 'not-applicable'],
  ['<Annotation Term="self.Number" String="one"/>', 'annotation-type'],
  ['<Annotation Term="self.Number" Int="3000000000"/>', 'annotation-type'],
  ['<Annotation Term="self.Text" Int="1"/>', 'annotation-type'],
  ['<Annotation Term="self.Texts" String="a"/>', 'annotation-type'],
  [
    '<Annotation Term="self.Text"><Collection><String>a</String></Collection></Annotation>',
    'annotation-type',
  ],
  ['<Annotation Term="self.Paint" EnumMember="self.Color/Blue"/>', 'annotation-type'],
  ['<Annotation Term="self.Box" String="big"/>', 'annotation-type'],
  [
    '<Annotation Term="self.Box"><Record><PropertyValue Property="Height" Int="1"/></Record></Annotation>',
    'missing-property',
  ],
  [
    '<Annotation Term="self.Box"><Record><PropertyValue Property="Width" Int="1"/><PropertyValue Property="Depth" Int="1"/></Record></Annotation>',
    'unknown-property',
  ],
  ['<Annotation Term="self.Box"><Record Type="self.Nope"/></Annotation>', 'unknown-type'],
])('%s: %s', (annotation, code) => {
  expect(findings(annotation).map((finding) => finding.split(' ')[1])).toEqual([code]);
});

test.each([
  ['<Annotation Term="self.Number" Path="P"/>'],
  ['<Annotation Term="self.OfTexts" String="a"/>'],
  ['<Annotation Term="self.Flag"/>'],
  ['<Annotation Term="self.Paint" EnumMember="self.Color/Red"/>'],
  ['<Annotation Term="self.Texts"><Collection><String>a</String><Path>P</Path></Collection></Annotation>'],
  ['<Annotation Term="self.Box"><Record><PropertyValue Property="Width" Path="P"/></Record></Annotation>'],
  ['<Annotation Term="self.Box"><Null/></Annotation>'],
  ['<Annotation Term="org.example.Unread" String="a"/>'],
])('%s is in order', (annotation) => {
  expect(findings(annotation)).toEqual([]);
});
