// OData CSDL 4.01, section 3.3 "Primitive Types"; OData JSON Format 4.01, section 7.1 "Primitive Value": the module `Edm`.
import {
  type InterfaceDeclarationStructure,
  type StatementStructures,
  StructureKind,
  type TypeAliasDeclarationStructure,
} from 'ts-morph';
import type { EdmPrimitiveTypeName } from '../../src/edm/edm-model.ts';
import type { Member } from './property.ts';

/** Every member whose name holds an `@`. */
const annotationNames = `\`\${string}@\${string}\``;

type Alias = readonly [type: string, documentation: string];

const number = "number | 'INF' | '-INF' | 'NaN'";
const geoJson = (type: string, coordinates: string, what: string): Alias => [
  `GeoJson<'${type}'> & { coordinates: ${coordinates} }`,
  `GeoJSON of ${what}: longitude (or x) first.`,
];
const anyGeo = (prefix: 'Geography' | 'Geometry'): Alias => [
  ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'Collection']
    .map((name) => `${prefix}${name}`)
    .join(' | '),
  'Any GeoJSON geometry.',
];
const geoCollection = (prefix: 'Geography' | 'Geometry'): Alias => [
  `GeoJson<'GeometryCollection'> & { geometries: ${prefix}[] }`,
  'GeoJSON of a collection of geometries.',
];
const path: Alias = ['string', 'A path in the model; in annotations only.'];

const point = geoJson('Point', 'Position', 'a point');
const lineString = geoJson('LineString', 'Position[]', 'a line');
const polygon = geoJson('Polygon', 'Position[][]', 'a polygon');
const multiPoint = geoJson('MultiPoint', 'Position[]', 'points');
const multiLineString = geoJson('MultiLineString', 'Position[][]', 'lines');
const multiPolygon = geoJson('MultiPolygon', 'Position[][][]', 'polygons');

const aliases: Record<EdmPrimitiveTypeName, Alias> = {
  Binary: ['string', 'Bytes as base64url text, padding optional: `T0RhdGE`.'],
  Boolean: ['boolean', '`true` or `false`.'],
  Byte: ['number', 'An integer from 0 to 255.'],
  Date: ['string', 'A date without time zone: `2012-12-03`.'],
  DateTimeOffset: [
    'string',
    'A date and time with an offset from UTC and up to twelve digits of fraction: `2012-12-03T07:16:23.5Z`.',
  ],
  Decimal: [
    'number | string',
    'An exact decimal number; text where IEEE754Compatible=true was asked for, or a number could not hold the digits.',
  ],
  Double: [number, 'An IEEE 754 binary64 number; what JSON has no number for is text.'],
  Duration: ['string', 'Signed days, hours, minutes and seconds: `P12DT23H59M59.5S`.'],
  Guid: ['string', 'A GUID: `01234567-89ab-cdef-0123-456789abcdef`.'],
  Int16: ['number', 'An integer of 16 bits.'],
  Int32: ['number', 'An integer of 32 bits.'],
  Int64: [
    'number | string',
    'An integer of 64 bits; text where IEEE754Compatible=true was asked for, or a number could not hold the digits.',
  ],
  SByte: ['number', 'An integer from -128 to 127.'],
  Single: [number, 'An IEEE 754 binary32 number; what JSON has no number for is text.'],
  Stream: ['unknown', 'A stream of bytes, behind a media link; inline as JSON, text or base64url text.'],
  String: ['string', 'A sequence of Unicode characters.'],
  TimeOfDay: ['string', 'A time of day with up to twelve digits of fraction: `07:59:59.999`.'],
  Geography: anyGeo('Geography'),
  GeographyPoint: point,
  GeographyLineString: lineString,
  GeographyPolygon: polygon,
  GeographyMultiPoint: multiPoint,
  GeographyMultiLineString: multiLineString,
  GeographyMultiPolygon: multiPolygon,
  GeographyCollection: geoCollection('Geography'),
  Geometry: anyGeo('Geometry'),
  GeometryPoint: point,
  GeometryLineString: lineString,
  GeometryPolygon: polygon,
  GeometryMultiPoint: multiPoint,
  GeometryMultiLineString: multiLineString,
  GeometryMultiPolygon: multiPolygon,
  GeometryCollection: geoCollection('Geometry'),
  PrimitiveType: [
    'string | number | boolean | GeoJson<string>',
    'A value of any primitive or enumeration type.',
  ],
  ComplexType: ['object', 'A value of any complex type.'],
  EntityType: ['object', 'An entity of any type.'],
  Untyped: ['unknown', 'A value of any type, or of none.'],
  AnnotationPath: path,
  AnyPropertyPath: path,
  ModelElementPath: path,
  NavigationPropertyPath: path,
  PropertyPath: path,
};

/** Statements of the module `Edm`: primitive types, and what all structured types have in common. */
export function primitiveTypeStatements(): StatementStructures[] {
  const types = Object.entries(aliases).map(([name, [type, text]]) =>
    alias(name, type, `Edm.${name}. ${text}`),
  );
  return [...types, ...geoStatements(), ...instanceStatements(), ...operatorStatements()];
}

function alias(
  name: string,
  type: string,
  text: string,
  ...typeParameters: string[]
): TypeAliasDeclarationStructure {
  return { kind: StructureKind.TypeAlias, isExported: true, name, type, docs: [text], typeParameters };
}

function geoStatements(): StatementStructures[] {
  return [
    alias('Position', 'number[]', 'GeoJSON: longitude, latitude, and possibly altitude.'),
    alias(
      'GeoJson',
      '{ type: Type; crs?: { type: "name"; properties: { name: string } } }'.replaceAll('"', "'"),
      'What all GeoJSON geometries have.',
      'Type extends string',
    ),
  ];
}

const optional = (members: Record<string, readonly [type: string, text: string]>): Member[] =>
  Object.entries(members).map(([name, [type, text]]) => ({
    name: `'${name}'`,
    hasQuestionToken: true,
    type,
    docs: [text],
  }));

function instance(
  name: string,
  base: string[],
  text: string,
  properties: Member[],
): InterfaceDeclarationStructure {
  return { kind: StructureKind.Interface, isExported: true, name, extends: base, docs: [text], properties };
}

/** OData JSON Format 4.01, section 4.6 "Control Information". */
function instanceStatements(): StatementStructures[] {
  return [
    {
      ...instance(
        'ComplexInstance',
        [],
        'What every complex value and every entity may hold.',
        optional({
          '@odata.context': ['string', 'URL that describes the payload; at its root only.'],
        }),
      ),
      indexSignatures: [
        {
          keyName: 'annotation',
          keyType: annotationNames,
          returnType: 'unknown',
          docs: ['Annotations, and control information about members: `name@odata.type`.'],
        },
      ],
    },
    instance(
      'EntityInstance',
      ['ComplexInstance'],
      'What every entity may hold.',
      optional({
        '@odata.id': ['string', 'The entity-id.'],
        '@odata.etag': ['string', 'The ETag of the entity.'],
        '@odata.editLink': ['string', 'URL for changing the entity.'],
        '@odata.readLink': ['string', 'URL for reading the entity.'],
        '@odata.removed': [
          "{ reason: 'changed' | 'deleted' }",
          'In a delta response: the entity is no more part of the result.',
        ],
      }),
    ),
    instance(
      'MediaEntityInstance',
      ['EntityInstance'],
      'What every media entity may hold.',
      optional({
        '@odata.mediaReadLink': ['string', 'URL for reading the media stream.'],
        '@odata.mediaEditLink': ['string', 'URL for changing the media stream.'],
        '@odata.mediaContentType': ['string', 'Media type of the stream.'],
        '@odata.mediaEtag': ['string', 'ETag of the stream.'],
      }),
    ),
    {
      ...instance(
        'Sent',
        [],
        'What every value that a client sends may hold.',
        optional({
          '@odata.id': ['string', 'The entity-id.'],
          '@odata.etag': ['string', 'The ETag of the entity.'],
        }),
      ),
      indexSignatures: [
        {
          keyName: 'annotation',
          keyType: annotationNames,
          returnType: 'unknown',
          docs: ['Annotations.'],
        },
      ],
    },
  ];
}

function operatorStatements(): StatementStructures[] {
  return [
    alias(
      'Reference',
      "{ '@odata.id': string } | { '@id': string }",
      'A reference to an entity that exists; `@id` in OData 4.01 only.',
    ),
    alias(
      'Exact',
      "T & { '@odata.type'?: Name }",
      'A value of the declared type itself, whose type need not be named.',
      'T',
      'Name extends string',
    ),
    alias(
      'Typed',
      "T & { '@odata.type': Name }",
      'A value of a derived type, which must be named.',
      'T',
      'Name extends string',
    ),
    alias(
      'Flags',
      `Member | \`\${Member},\${string}\``,
      'Members of an enumeration with flags, joined by commas without blanks.',
      'Member extends string',
    ),
  ];
}
