import { describe, expect, test } from 'vitest';
import { writeCsdlXml } from '../../src/csdl/xml/write-xml.ts';
import { documentOf, schemaOf, xmlOf } from './documents.ts';

/** The value of an annotation with the content, read; and read again from what is written of it. */
function annotationValue(content: string, attributes = ''): unknown {
  const document = documentOf(xmlOf(`<Annotation Term="self.T" ${attributes}>${content}</Annotation>`));
  expect(documentOf(writeCsdlXml(document))).toEqual(document);
  return (document.ns as { '@self.T': unknown })['@self.T'];
}

describe('constant expressions', () => {
  test.each([
    ['String', '007', '007'],
    ['String', '  two blanks  ', '  two blanks  '],
    ['Bool', 'true', true],
    ['Int', '42', 42],
    ['Int', '9223372036854775807', '9223372036854775807'],
    ['Decimal', '3.14', 3.14],
    ['Decimal', '3.140', '3.140'],
    ['Float', 'INF', 'INF'],
    ['Date', '2000-01-01', '2000-01-01'],
    ['DateTimeOffset', '2000-01-01T16:00:00.000Z', '2000-01-01T16:00:00.000Z'],
    ['Duration', 'P7D', 'P7D'],
    ['Guid', '21EC2020-3AEA-1069-A2DD-08002B30309D', '21EC2020-3AEA-1069-A2DD-08002B30309D'],
    ['TimeOfDay', '21:45:00', '21:45:00'],
    ['Binary', 'T0RhdGE', 'T0RhdGE'],
    ['EnumMember', 'ns.Pattern/Red ns.Pattern/Striped', 'Red,Striped'],
    ['PropertyPath', 'ns.D/P', 'self.D/P'],
    ['NavigationPropertyPath', 'N', 'N'],
    ['AnnotationPath', 'N/@ns.T', 'N/@self.T'],
    ['ModelElementPath', '/ns.act', '/self.act'],
  ])('%s %s', (name, text, value) => {
    expect(annotationValue('', `${name}="${text}"`)).toEqual(value);
    expect(annotationValue(`<${name}>${text}</${name}>`)).toEqual(value);
  });

  test('line breaks and characters of XML', () => {
    expect(annotationValue('<String>\n a &lt;b&gt; &amp; &#x1F600;<![CDATA[<&]]>\n</String>')).toBe(
      '\n a <b> & \u{1F600}<&\n',
    );
    expect(annotationValue('', 'String="a&#10;b&#9;&quot;"')).toBe('a\nb\t"');
    expect(annotationValue('', 'String="a\nb"')).toBe('a b');
  });

  test('no expression', () => {
    expect(annotationValue('')).toBe(true);
  });
});

describe('dynamic expressions', () => {
  test('value paths', () => {
    expect(annotationValue('', 'Path="ns.D/P"')).toEqual({ $Path: 'self.D/P' });
    expect(annotationValue('<Path>@ns.T#q/P</Path>')).toEqual({ $Path: '@self.T#q/P' });
  });
  test('null, with and without annotations', () => {
    expect(annotationValue('<Null/>')).toBe(null);
    expect(annotationValue('<Null><Annotation Term="self.R" String="why"/></Null>')).toEqual({
      $Null: null,
      '@self.R': 'why',
    });
  });
  test('collections keep the order of their items', () => {
    const items = '<String>a</String><Path>P</Path><Int>1</Int><String>b</String><Null/><Collection/>';
    expect(annotationValue(`<Collection>${items}</Collection>`)).toEqual([
      'a',
      { $Path: 'P' },
      1,
      'b',
      null,
      [],
    ]);
  });
  test('operators', () => {
    expect(annotationValue('<And><Path>A</Path><Not><Eq><Null/><Path>B</Path></Eq></Not></And>')).toEqual({
      $And: [{ $Path: 'A' }, { $Not: { $Eq: [null, { $Path: 'B' }] } }],
    });
    expect(annotationValue('<DivBy><Neg><Path>A</Path></Neg><Int>2</Int></DivBy>')).toEqual({
      $DivBy: [{ $Neg: { $Path: 'A' } }, 2],
    });
  });
  test('if, in a collection without an else', () => {
    expect(annotationValue('<Collection><If><Path>A</Path><String>x</String></If></Collection>')).toEqual([
      { $If: [{ $Path: 'A' }, 'x'] },
    ]);
  });
  test('apply, labeled elements and references to them, URL references', () => {
    expect(
      annotationValue(`<UrlRef><Apply Function="odata.fillUriTemplate"><String>/x({id})</String>
        <LabeledElement Name="id" Path="ID"/></Apply></UrlRef>`),
    ).toEqual({
      $UrlRef: {
        $Apply: ['/x({id})', { $LabeledElement: { $Path: 'ID' }, $Name: 'id' }],
        $Function: 'odata.fillUriTemplate',
      },
    });
    expect(annotationValue('<LabeledElementReference>ns.id</LabeledElementReference>')).toEqual({
      $LabeledElementReference: 'self.id',
    });
    expect(annotationValue('', 'UrlRef="http://host/x"')).toEqual({ $UrlRef: 'http://host/x' });
  });
  test('cast and isof', () => {
    expect(annotationValue('<Cast Type="Edm.Decimal" Precision="5"><Path>A</Path></Cast>')).toEqual({
      $Cast: { $Path: 'A' },
      $Type: 'Edm.Decimal',
      $Precision: 5,
    });
    expect(annotationValue('<IsOf Type="Collection(ns.D)"><Path>A</Path></IsOf>')).toEqual({
      $IsOf: { $Path: 'A' },
      $Type: 'self.D',
      $Collection: true,
    });
  });
  test('records with annotations of the record and of its members', () => {
    const record = `<Record Type="ns.R"><Annotation Term="self.A" String="on record"/>
      <PropertyValue Property="P" Path="X"><Annotation Term="self.A" String="on member"/></PropertyValue>
      <PropertyValue Property="Q"><Collection/></PropertyValue></Record>`;
    expect(annotationValue(record)).toEqual({
      '@type': '#self.R',
      P: { $Path: 'X' },
      'P@self.A': 'on member',
      Q: [],
      '@self.A': 'on record',
    });
  });
});

test('qualifiers, annotations of annotations, and external annotations with a shared qualifier', () => {
  const schema =
    schemaOf(`<Annotation Term="self.T" Qualifier="q" Int="1"><Annotation Term="self.U" Int="2"/></Annotation>
    <Annotations Target="ns.E/P" Qualifier="tablet"><Annotation Term="self.T" Int="3"/></Annotations>
    <Annotations Target="ns.f(ns.E,Collection(ns.E))/p"><Annotation Term="self.T" Int="4"/></Annotations>`);
  expect(schema).toEqual({
    $Alias: 'self',
    '@self.T#q': 1,
    '@self.T#q@self.U': 2,
    $Annotations: {
      'self.E/P': { '@self.T#tablet': 3 },
      'self.f(self.E,Collection(self.E))/p': { '@self.T': 4 },
    },
  });
});

test('references', () => {
  const references = `<edmx:Reference Uri="core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/>
    <edmx:IncludeAnnotations TermNamespace="x.y" Qualifier="q" TargetNamespace="ns"/>
    <Annotation Term="Core.Description" String="the core"/></edmx:Reference>`;
  const document = documentOf(
    xmlOf('<Annotation Term="Org.OData.Core.V1.Description" String="s"/>', '4.0', references),
  );
  expect(document.$Reference).toEqual({
    'core.xml': {
      $Include: [{ $Namespace: 'Org.OData.Core.V1', $Alias: 'Core' }],
      $IncludeAnnotations: [{ $TermNamespace: 'x.y', $Qualifier: 'q', $TargetNamespace: 'ns' }],
      '@Core.Description': 'the core',
    },
  });
  expect(document.ns).toEqual({ $Alias: 'self', '@Org.OData.Core.V1.Description': 's' });
  expect(documentOf(writeCsdlXml(document))).toEqual(document);
});
