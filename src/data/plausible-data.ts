// OData JSON Format 4.01, section 7 "Structural Property": values that satisfy type, facets and annotations, made by @faker-js/faker.
import type { Faker } from '@faker-js/faker';
import type { ContentElement } from '../edm/content-annotation.ts';
import {
  type EdmAnnotations,
  type EdmComplexType,
  type EdmEnumType,
  type EdmModel,
  type EdmPrimitiveTypeName,
  type EdmProperty,
  type EdmStructuredType,
  type EdmTypeReference,
  isSameOrDerived,
} from '../edm/edm-model.ts';
import { isUsuallyNull, type Subject } from './plausible-by-name.ts';
import { plausibleContent } from './plausible-content.ts';
import type { Owner, Person } from './plausible-names.ts';
import { plausibleNumber } from './plausible-number.ts';
import { plausibleText, plausibleTime, plausibleTimeOfDay, type TextSources } from './plausible-text.ts';
import { countsOf, type Restrictions, restrictionsOf } from './restrictions.ts';

export type PlainJson = null | boolean | number | string | PlainJson[] | { [name: string]: PlainJson };
export type PlainObject = { [name: string]: PlainJson };

export interface Generator extends TextSources {
  readonly model: EdmModel;
  /** Texts that are keys already, by their property. */
  readonly keyTexts: Map<EdmProperty, Set<string>>;
}

/** Complex values in complex values. */
const deepest = 3;
/** Items of a collection that may have any number of them. */
const mostItems = 3;

/**
 * All structural properties of a type, and its content where it is that of media entities; `given` wins, by name.
 * @param holder name of the property that holds the object; empty for an entity
 */
export function plausibleObject(
  generator: Generator,
  type: EdmStructuredType,
  given: PlainObject,
  holder = '',
  depth = 0,
): PlainObject {
  const object: PlainObject = {};
  const owner = ownerOf(generator.faker, type, holder);
  const streams: EdmProperty[] = [];
  for (const property of type.properties.values()) {
    if (isStream(property)) streams.push(property);
    else
      object[property.name] = Object.hasOwn(given, property.name)
        ? given[property.name]!
        : plausibleProperty(generator, property, owner, depth);
  }
  for (const property of streams) addContent(generator, object, property, { name: property.name, owner });
  if (type.kind === 'EntityType' && type.hasStream)
    addContent(generator, object, type, { name: '$value', owner });
  return object;
}

/** One person, made when the first property asks. */
function ownerOf(faker: Faker, type: EdmStructuredType, holder: string): Owner {
  let made: Person | undefined;
  const kinds = holder === '' ? [] : [holder.toLowerCase()];
  for (let at: EdmStructuredType | undefined = type; at !== undefined; at = at.baseType)
    kinds.push(at.name.toLowerCase());
  return {
    kinds,
    person: () => {
      made ??= { firstName: faker.person.firstName(), lastName: faker.person.lastName() };
      return made;
    },
  };
}

/** A content, and its media type, also where the model keeps that. */
function addContent(
  { faker }: Generator,
  object: PlainObject,
  element: ContentElement,
  subject: Subject,
): void {
  const { mediaType, content, mediaTypePath } = plausibleContent(faker, element, subject);
  const prefix = subject.name === '$value' ? '' : subject.name;
  object[`${prefix}@odata.mediaContentType`] = mediaType;
  object[subject.name] = content;
  const [property, ...more] = mediaTypePath ?? [];
  if (property !== undefined && more.length === 0) object[property] = mediaType;
}

function isStream({ type: { type } }: EdmProperty): boolean {
  return type.kind === 'Primitive' && type.name === 'Stream';
}

function plausibleProperty(
  generator: Generator,
  property: EdmProperty,
  owner: Owner,
  depth: number,
): PlainJson {
  const { type: reference, name, annotations } = property;
  const { faker } = generator;
  if (!reference.collection) {
    if (reference.nullable && isUsuallyNull(name)) return null;
    return plausibleItem(generator, reference, { name, owner }, annotations, depth);
  }
  const [least, most = mostItems] = countsOf(annotations);
  const items: PlainJson[] = [];
  for (
    let count = faker.number.int({ min: least, max: Math.max(least, Math.min(mostItems, most)) });
    count > 0;
    count--
  ) {
    const item = plausibleItem(
      generator,
      reference,
      { name: name.replace(/s$/, ''), owner },
      annotations,
      depth,
    );
    if (item !== null || reference.nullable) items.push(item);
  }
  return items;
}

function plausibleItem(
  generator: Generator,
  reference: EdmTypeReference,
  subject: Subject,
  annotations: EdmAnnotations,
  depth: number,
): PlainJson {
  const { type } = reference;
  const { faker } = generator;
  const restrictions = restrictionsOf(reference, annotations);
  if (restrictions.allowed.length > 0) return faker.helpers.arrayElement([...restrictions.allowed]);
  switch (type.kind) {
    case 'EnumType':
      return plausibleMembers(faker, type);
    case 'ComplexType':
      return plausibleComplex(
        generator,
        type,
        reference.nullable,
        restrictions.derivedTypes,
        subject.name,
        depth,
      );
    case 'TypeDefinition': {
      const facets = { ...type.facets, ...reference };
      return plausiblePrimitive(generator, type.underlyingType.name, facets, subject, restrictions);
    }
    case 'Primitive':
      return plausiblePrimitive(generator, type.name, reference, subject, restrictions);
    default:
      return null;
  }
}

/** Section 10 "Enumeration Type": one member; of flags, one or two that are bits. */
function plausibleMembers(faker: Faker, { members, isFlags }: EdmEnumType): PlainJson {
  if (members.size === 0) return null;
  const names = [...members.keys()];
  const bits = [...members.values()].filter(({ value }) => Number(value) !== 0).map(({ name }) => name);
  if (!isFlags || bits.length < 2) return faker.helpers.arrayElement(names);
  return faker.helpers.arrayElements(bits, { min: 1, max: 2 }).join(',');
}

function plausibleComplex(
  { model, ...generator }: Generator,
  type: EdmComplexType,
  nullable: boolean,
  derivedTypes: readonly string[] | undefined,
  holder: string,
  depth: number,
): PlainJson {
  if (depth >= deepest && nullable) return null;
  const allowed = concreteTypes(model, type, derivedTypes);
  const flat = depth < deepest ? [] : allowed.filter((candidate) => !needsComplex(candidate));
  const types = flat.length === 0 ? allowed : flat;
  if (types.length === 0 || depth > 2 * deepest) return null;
  const concrete = types.includes(type) ? type : generator.faker.helpers.arrayElement([...types]);
  const object = plausibleObject({ model, ...generator }, concrete, {}, holder, depth + 1);
  return concrete === type ? object : { '@odata.type': `#${concrete.qualifiedName}`, ...object };
}

export function isPlainObject(value: PlainJson | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The type that a value names, else the declared one. */
export function complexTypeOf(model: EdmModel, value: PlainObject, declared: EdmComplexType): EdmComplexType {
  const named = value['@odata.type'];
  const found = typeof named === 'string' ? model.findType(named.slice(1)) : declared;
  return found?.kind === 'ComplexType' ? found : declared;
}

/** Whether a value of the type holds other complex values in any case. */
function needsComplex({ properties }: EdmComplexType): boolean {
  return [...properties.values()].some(
    ({ type: { type, nullable, collection } }) => type.kind === 'ComplexType' && !nullable && !collection,
  );
}

/**
 * The type itself, or those that derive from it where it is abstract or may not be used.
 * @param derivedTypes qualified names of the types that are allowed with all that derive from them; undefined for all
 */
export function concreteTypes<T extends EdmStructuredType>(
  model: EdmModel,
  type: T,
  derivedTypes: readonly string[] | undefined,
): readonly T[] {
  const isAllowed = (candidate: EdmStructuredType): boolean =>
    !candidate.abstract &&
    (derivedTypes === undefined ||
      derivedTypes.some((name) => {
        const allowed = model.findType(name);
        return allowed !== undefined && isSameOrDerived(candidate, allowed);
      }));
  return isAllowed(type) ? [type] : (model.derivedTypes(type).filter(isAllowed) as unknown as T[]);
}

function plausiblePrimitive(
  sources: TextSources,
  type: EdmPrimitiveTypeName,
  facets: Pick<EdmTypeReference, 'maxLength' | 'precision' | 'scale' | 'nullable'>,
  subject: Subject,
  restrictions: Restrictions,
): PlainJson {
  const { faker } = sources;
  const { name } = subject;
  switch (type) {
    case 'String':
      return plausibleText(sources, subject, facets.maxLength, restrictions) ?? (facets.nullable ? null : '');
    case 'Boolean':
      return faker.datatype.boolean();
    case 'Guid':
      return faker.string.uuid();
    case 'Date':
    case 'DateTimeOffset':
      return plausibleTime(faker, type, name, restrictions);
    case 'TimeOfDay':
      return plausibleTimeOfDay(faker, restrictions);
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
      return plausibleNumber(faker, type, facets, name, restrictions);
    default:
      return type.startsWith('Geo') ? plausibleShape(faker, type) : null;
  }
}

function plausibleBytes(faker: Faker, maxLength: EdmTypeReference['maxLength']): string {
  const length = Math.min(typeof maxLength === 'number' ? maxLength : 12, 12);
  const bytes = Array.from({ length }, () => faker.number.int({ min: 0, max: 255 }));
  return Buffer.from(bytes).toString('base64url');
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
