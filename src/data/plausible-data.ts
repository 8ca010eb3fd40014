// OData JSON Format 4.01, section 7 "Structural Property": values that satisfy type, facets and annotations, made by @faker-js/faker.
import type { Faker } from '@faker-js/faker';
import type {
  EdmAnnotations,
  EdmComplexType,
  EdmModel,
  EdmPrimitiveTypeName,
  EdmProperty,
  EdmStructuredType,
  EdmTypeReference,
} from '../edm/edm-model.ts';
import { Validation } from '../edm/vocabularies.ts';
import { isUsuallyNull, rangeFor, textFor } from './plausible-by-name.ts';

export type PlainJson = null | boolean | number | string | PlainJson[] | { [name: string]: PlainJson };
export type PlainObject = { [name: string]: PlainJson };

export interface Generator {
  readonly model: EdmModel;
  readonly faker: Faker;
}

/** Complex values in complex values. */
const deepest = 3;

/** All structural properties of a type but streams; `given` wins, by name. */
export function plausibleObject(
  generator: Generator,
  type: EdmStructuredType,
  given: PlainObject,
  depth = 0,
): PlainObject {
  const object: PlainObject = {};
  for (const property of type.properties.values()) {
    if (isStream(property)) continue;
    object[property.name] = Object.hasOwn(given, property.name)
      ? given[property.name]!
      : plausibleProperty(generator, property, depth);
  }
  return object;
}

function isStream({ type: { type } }: EdmProperty): boolean {
  return type.kind === 'Primitive' && type.name === 'Stream';
}

export function plausibleProperty(generator: Generator, property: EdmProperty, depth: number): PlainJson {
  const { type: reference, name, annotations } = property;
  const { faker } = generator;
  if (!reference.collection) {
    if (reference.nullable && isUsuallyNull(name)) return null;
    return plausibleItem(generator, reference, name, annotations, depth);
  }
  const least = numberOf(annotations.get(Validation.MinItems)) ?? 0;
  const most = Math.max(least, Math.min(3, numberOf(annotations.get(Validation.MaxItems)) ?? 3));
  const items: PlainJson[] = [];
  for (let count = faker.number.int({ min: least, max: most }); count > 0; count--) {
    const item = plausibleItem(generator, reference, name.replace(/s$/, ''), annotations, depth);
    if (item !== null || reference.nullable) items.push(item);
  }
  return items;
}

function plausibleItem(
  generator: Generator,
  reference: EdmTypeReference,
  name: string,
  annotations: EdmAnnotations,
  depth: number,
): PlainJson {
  const { type } = reference;
  const { faker } = generator;
  const allowed = allowedValues(annotations);
  if (allowed.length > 0) return faker.helpers.arrayElement(allowed);
  if (type.kind === 'EnumType')
    return type.members.size === 0 ? null : faker.helpers.arrayElement([...type.members.keys()]);
  if (type.kind === 'ComplexType') return plausibleComplex(generator, type, reference.nullable, depth);
  if (type.kind === 'TypeDefinition')
    return plausiblePrimitive(
      generator,
      type.underlyingType.name,
      { ...type.facets, ...reference },
      name,
      annotations,
    );
  if (type.kind !== 'Primitive') return null;
  return plausiblePrimitive(generator, type.name, reference, name, annotations);
}

function plausibleComplex(
  generator: Generator,
  type: EdmComplexType,
  nullable: boolean,
  depth: number,
): PlainJson {
  if (depth >= deepest && nullable) return null;
  const concrete = concreteType(generator.model, type);
  if (concrete === undefined || depth > 2 * deepest) return null;
  const object = plausibleObject(generator, concrete, {}, depth + 1);
  return concrete === type ? object : { '@odata.type': `#${concrete.qualifiedName}`, ...object };
}

/** The type itself, or the first that derives from it where it is abstract. */
export function concreteType<T extends EdmStructuredType>(model: EdmModel, type: T): T | undefined {
  if (!type.abstract) return type;
  return model.derivedTypes(type).find((derived) => !derived.abstract) as T | undefined;
}

function plausiblePrimitive(
  { faker }: Generator,
  type: EdmPrimitiveTypeName,
  facets: Pick<EdmTypeReference, 'maxLength' | 'precision' | 'scale' | 'nullable'>,
  name: string,
  annotations: EdmAnnotations,
): PlainJson {
  switch (type) {
    case 'String':
      return plausibleText(faker, name, facets.maxLength, annotations);
    case 'Boolean':
      return faker.datatype.boolean();
    case 'Guid':
      return faker.string.uuid();
    case 'Date':
      return faker.date.past({ years: 3 }).toISOString().slice(0, 10);
    case 'DateTimeOffset':
      return faker.date
        .past({ years: 3 })
        .toISOString()
        .replace(/\.\d+Z$/, 'Z');
    case 'TimeOfDay':
      return faker.date.recent().toISOString().slice(11, 19);
    case 'Duration':
      return `PT${faker.number.int({ min: 1, max: 23 })}H${faker.number.int({ min: 0, max: 59 })}M`;
    case 'Binary':
      return plausibleBytes(faker, facets.maxLength);
    case 'Byte':
    case 'SByte':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'Single':
    case 'Double':
    case 'Decimal':
      return plausibleNumber(faker, type, facets, name, annotations);
    default:
      return type.startsWith('Geo') ? plausibleShape(faker, type) : null;
  }
}

function plausibleText(
  faker: Faker,
  name: string,
  maxLength: EdmTypeReference['maxLength'],
  annotations: EdmAnnotations,
): string {
  const pattern = annotations.get(Validation.Pattern);
  const text =
    typeof pattern === 'string'
      ? faker.helpers.fromRegExp(pattern.replace(/^\^|\$$/g, ''))
      : textFor(name, faker);
  return typeof maxLength === 'number' ? text.slice(0, maxLength).trimEnd() : text;
}

function plausibleBytes(faker: Faker, maxLength: EdmTypeReference['maxLength']): string {
  const length = Math.min(typeof maxLength === 'number' ? maxLength : 12, 12);
  const bytes = Array.from({ length }, () => faker.number.int({ min: 0, max: 255 }));
  return Buffer.from(bytes).toString('base64url');
}

/** Least and most of the whole types. */
const wholeTypes: Readonly<Partial<Record<EdmPrimitiveTypeName, readonly [number, number]>>> = {
  Byte: [0, 255],
  SByte: [-128, 127],
  Int16: [-32_768, 32_767],
  Int32: [-2_147_483_648, 2_147_483_647],
  Int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

function plausibleNumber(
  faker: Faker,
  type: EdmPrimitiveTypeName,
  { precision, scale }: Pick<EdmTypeReference, 'precision' | 'scale'>,
  name: string,
  annotations: EdmAnnotations,
): number {
  const whole = wholeTypes[type];
  const digits =
    whole !== undefined ? 0 : type === 'Decimal' ? (typeof scale === 'number' ? Math.min(scale, 6) : 2) : 2;
  const largest =
    precision === undefined || type !== 'Decimal'
      ? Number.MAX_SAFE_INTEGER
      : 10 ** Math.max(0, precision - digits) - 1;
  const [usualLeast, usualMost] = rangeFor(name);
  const step = numberOf(annotations.get(Validation.MultipleOf));
  let least = numberOf(annotations.get(Validation.Minimum)) ?? usualLeast;
  let most = numberOf(annotations.get(Validation.Maximum)) ?? Math.max(usualMost, least);
  least = Math.max(Math.min(least, most), whole?.[0] ?? -largest);
  most = Math.min(Math.max(least, most), whole?.[1] ?? largest);
  if (step !== undefined && step > 0)
    return (
      Math.ceil(least / step) * step +
      faker.number.int({ min: 0, max: Math.max(0, Math.floor((most - least) / step) - 1) }) * step
    );
  if (digits === 0)
    return faker.number.int({ min: Math.ceil(least), max: Math.max(Math.ceil(least), Math.floor(most)) });
  return Number(faker.number.float({ min: least, max: most }).toFixed(digits));
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Validation.AllowedValues: a list of records with a member Value. */
function allowedValues(annotations: EdmAnnotations): PlainJson[] {
  const value: unknown = annotations.get(Validation.AllowedValues);
  if (!Array.isArray(value)) return [];
  return value
    .map((item) => (item as { readonly Value?: unknown } | null)?.Value)
    .filter((item): item is string | number | boolean =>
      ['string', 'number', 'boolean'].includes(typeof item),
    );
}

function plausibleShape(faker: Faker, type: string): PlainJson {
  const position = (): [number, number] => [faker.location.longitude(), faker.location.latitude()];
  const ring = (): [number, number][] => [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ];
  const shape = type.replace(/^Geo(graphy|metry)/, '');
  const coordinates: Readonly<Record<string, () => PlainJson>> = {
    '': position,
    Point: position,
    MultiPoint: () => [position(), position()],
    LineString: () => [position(), position()],
    MultiLineString: () => [[position(), position()]],
    Polygon: () => [ring()],
    MultiPolygon: () => [[ring()]],
  };
  if (shape === 'Collection')
    return { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: position() }] };
  const make = coordinates[shape];
  return make === undefined ? null : { type: shape === '' ? 'Point' : shape, coordinates: make() };
}
