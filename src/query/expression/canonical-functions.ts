// OData URL Conventions 4.01, sections 5.1.1.4 to 5.1.1.12: the signatures of the canonical functions.
import type { EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import type { CanonicalFunction } from './expression.ts';

/** `Collection` stands for a collection of anything. */
export type SignatureType = EdmPrimitiveTypeName | 'Collection';

export interface Signature {
  readonly parameters: readonly SignatureType[];
  /** `same`: the type of the first argument. */
  readonly result: EdmPrimitiveTypeName | 'same';
}

function signature(result: Signature['result'], ...parameters: SignatureType[]): Signature {
  return { parameters, result };
}

const searching = (result: EdmPrimitiveTypeName) => [
  signature(result, 'String', 'String'),
  signature(result, 'Collection', 'Collection'),
];
const onDates = [signature('Int32', 'DateTimeOffset'), signature('Int32', 'Date')];
const onTimes = [signature('Int32', 'DateTimeOffset'), signature('Int32', 'TimeOfDay')];
const text = [signature('String', 'String')];
const rounding = [signature('Decimal', 'Decimal'), signature('Double', 'Double')];

/** Functions that take values only; `cast`, `isof`, `case` and the hierarchy functions have rules of their own. */
export const signatures: Readonly<Partial<Record<CanonicalFunction, readonly Signature[]>>> = {
  concat: [signature('String', 'String', 'String'), signature('same', 'Collection', 'Collection')],
  contains: searching('Boolean'),
  endswith: searching('Boolean'),
  startswith: searching('Boolean'),
  indexof: searching('Int32'),
  length: [signature('Int32', 'String'), signature('Int32', 'Collection')],
  substring: [
    signature('String', 'String', 'Int32'),
    signature('String', 'String', 'Int32', 'Int32'),
    signature('same', 'Collection', 'Int32'),
    signature('same', 'Collection', 'Int32', 'Int32'),
  ],
  hassubset: [signature('Boolean', 'Collection', 'Collection')],
  hassubsequence: [signature('Boolean', 'Collection', 'Collection')],
  matchesPattern: [
    signature('Boolean', 'String', 'String'),
    signature('Boolean', 'String', 'String', 'String'),
  ],
  tolower: text,
  toupper: text,
  trim: text,
  date: [signature('Date', 'DateTimeOffset')],
  time: [signature('TimeOfDay', 'DateTimeOffset')],
  year: onDates,
  month: onDates,
  day: onDates,
  hour: onTimes,
  minute: onTimes,
  second: onTimes,
  fractionalseconds: [signature('Decimal', 'DateTimeOffset'), signature('Decimal', 'TimeOfDay')],
  maxdatetime: [signature('DateTimeOffset')],
  mindatetime: [signature('DateTimeOffset')],
  now: [signature('DateTimeOffset')],
  totaloffsetminutes: [signature('Int32', 'DateTimeOffset')],
  totalseconds: [signature('Decimal', 'Duration')],
  ceiling: rounding,
  floor: rounding,
  round: rounding,
  'geo.distance': [
    signature('Double', 'GeographyPoint', 'GeographyPoint'),
    signature('Double', 'GeometryPoint', 'GeometryPoint'),
  ],
  'geo.intersects': [
    signature('Boolean', 'GeographyPoint', 'GeographyPolygon'),
    signature('Boolean', 'GeometryPoint', 'GeometryPolygon'),
  ],
  'geo.length': [signature('Double', 'GeographyLineString'), signature('Double', 'GeometryLineString')],
};

const byLowerCase = new Map(Object.keys(signatures).map((name) => [name.toLowerCase(), name]));

/** 4.01: canonical function names are case-insensitive. */
export function canonicalName(name: string): CanonicalFunction | undefined {
  return byLowerCase.get(name.toLowerCase()) as CanonicalFunction | undefined;
}
