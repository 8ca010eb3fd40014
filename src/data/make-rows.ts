// OData CSDL 4.01, section 6.5 "Key": made-up entities, each with a key of its own.
import type {
  EdmEntityType,
  EdmNavigationSource,
  EdmPrimitiveTypeName,
  EdmProperty,
} from '../edm/edm-model.ts';
import { relatedKeyParts } from '../edm/related-key.ts';
import {
  concreteTypes,
  type Generator,
  type PlainJson,
  type PlainObject,
  plausibleObject,
} from './plausible-data.ts';
import { candidates, type Row, type Rows, targetSet } from './relate-entities.ts';
import { repeatedValues, repeatInside, type Surroundings } from './repeated-values.ts';
import { derivedTypesOf, restrictionsOf } from './restrictions.ts';

export interface RowMaker {
  /** As many entities as there can be, at most `count`; of an abstract type, each of the types that derive from it in turn. */
  makeRows(source: EdmNavigationSource, count: number, rows: Rows): readonly Row[];
}

/** How often another key is tried where one is taken. */
const attempts = 20;

export function createRowMaker(generator: Generator): RowMaker {
  const taken = new Map<EdmEntityType, Set<string>>();
  const takenOf = (type: EdmEntityType): Set<string> => {
    const root = rootOf(type);
    const keys = taken.get(root) ?? new Set<string>();
    taken.set(root, keys);
    return keys;
  };
  return {
    makeRows(source, count, rows) {
      const own: Row[] = [];
      const types = concreteTypes(generator.model, source.entityType, derivedTypesOf(source.annotations));
      const around = { origin: { navigationSource: source, path: [] }, path: [], rows, own };
      for (let index = 0; index < count; index++) {
        const type = types[index % types.length];
        const row = type === undefined ? undefined : makeRow(generator, source, type, around, takenOf(type));
        if (row !== undefined) own.push(row);
      }
      return own;
    },
  };
}

function makeRow(
  generator: Generator,
  source: EdmNavigationSource,
  type: EdmEntityType,
  around: Surroundings,
  taken: Set<string>,
): Row | undefined {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const made = makeEntity(generator, type, around, taken.size + 1 + attempt);
    const principals = choosePrincipals(generator, type, around);
    if (made === undefined || principals === undefined) return undefined;
    const key = keyOf(type, made, principals);
    const text = keyText(type, key);
    if (source.kind === 'EntitySet' && taken.has(text)) continue;
    if (source.kind === 'EntitySet') taken.add(text);
    const values = { ...made, ...bindings(principals) };
    const typed =
      type === source.entityType ? values : { '@odata.type': `#${type.qualifiedName}`, ...values };
    const url = source.kind === 'EntitySet' ? `${source.name}(${text})` : source.name;
    return { type, values: typed, key, url };
  }
  return undefined;
}

/** @param number what a whole number in its key is; undefined where it would repeat what nobody has */
export function makeEntity(
  generator: Generator,
  type: EdmEntityType,
  around: Surroundings,
  number: number,
): PlainObject | undefined {
  const given = repeatedValues(generator, type, around);
  if (given === undefined) return undefined;
  for (const { path, property } of type.key) {
    if (path.length !== 1 || Object.hasOwn(given, property.name)) continue;
    const value = keyValue(generator, property, number);
    if (value !== undefined) given[property.name] = value;
  }
  const values = plausibleObject(generator, type, given);
  for (const { path, property } of type.key)
    if (path.length === 1 && !Object.hasOwn(given, property.name))
      values[property.name] = distinctText(generator, property, values[property.name] ?? null, number);
  return repeatInside(generator, type, values, around) ? values : undefined;
}

/** What things are called comes again and again, but not as their key: `Reports`, `Reports 2`. */
function distinctText(
  { keyTexts }: Generator,
  property: EdmProperty,
  value: PlainJson,
  number: number,
): PlainJson {
  const { patterns, maximum, allowed } = restrictionsOf(property.type, property.annotations);
  const isFree = patterns.length + allowed.length === 0 && maximum === undefined;
  if (typeof value !== 'string' || primitiveName(property.type.type) !== 'String' || !isFree) return value;
  const used = keyTexts.get(property) ?? new Set<string>();
  keyTexts.set(property, used);
  const { maxLength } = property.type;
  const separator = value.includes(' ') || /^[A-Z]/.test(value) ? ' ' : '-';
  let text = value;
  for (let suffix = Math.max(2, number); used.has(text); suffix++) text = `${value}${separator}${suffix}`;
  if (typeof maxLength === 'number' && text.length > maxLength) return value;
  used.add(text);
  return text;
}

function rootOf(type: EdmEntityType): EdmEntityType {
  let root = type;
  while (root.baseType !== undefined) root = root.baseType;
  return root;
}

/** Whole numbers count; texts that are an id of something are one; undefined for what is made as any property is. */
function keyValue(
  { faker }: Generator,
  { name, type: reference, annotations }: EdmProperty,
  number: number,
): PlainJson | undefined {
  const { patterns, minimum, maximum, multipleOf, allowed } = restrictionsOf(reference, annotations);
  if (patterns.length + allowed.length > 0 || (minimum ?? maximum ?? multipleOf) !== undefined)
    return undefined;
  const type = primitiveName(reference.type);
  if (type === undefined) return undefined;
  if (/^(Int|Byte|SByte|Decimal)/.test(type))
    return type.endsWith('Byte') && number > 127 ? undefined : number;
  if (type !== 'String') return undefined;
  const room = typeof reference.maxLength === 'number' ? reference.maxLength : 36;
  if (room < 36) return faker.string.alphanumeric({ length: Math.min(room, 8), casing: 'upper' });
  return /id$/i.test(name) ? faker.string.uuid() : undefined;
}

function primitiveName(type: EdmProperty['type']['type']): EdmPrimitiveTypeName | undefined {
  if (type.kind === 'TypeDefinition') return type.underlyingType.name;
  return type.kind === 'Primitive' ? type.name : undefined;
}

/** The entities that have parts of a new one's key, by the navigation properties that lead to them; undefined where there are none to choose from. */
function choosePrincipals(
  { model, faker }: Generator,
  type: EdmEntityType,
  { origin, rows }: Surroundings,
): ReadonlyMap<string, Row> | undefined {
  const chosen = new Map<string, Row>();
  for (const { navigationProperty } of relatedKeyParts(type)) {
    const { name, entityType } = navigationProperty;
    const found = candidates(rows, targetSet(model, origin, [], navigationProperty), entityType);
    if (found.length === 0) return undefined;
    if (!chosen.has(name)) chosen.set(name, faker.helpers.arrayElement(found));
  }
  return chosen;
}

function bindings(principals: ReadonlyMap<string, Row>): PlainObject {
  return Object.fromEntries([...principals].map(([name, { url }]) => [`${name}@odata.bind`, url]));
}

function keyOf(type: EdmEntityType, values: PlainObject, principals: ReadonlyMap<string, Row>): PlainObject {
  const key: PlainObject = {};
  for (const { name, path } of type.key) {
    let value: PlainJson | undefined = values;
    for (const step of path) value = (value as PlainObject | null | undefined)?.[step];
    key[name] = value ?? null;
  }
  for (const { part, navigationProperty, rest } of relatedKeyParts(type)) {
    const principal = principals.get(navigationProperty.name);
    const own = principal?.type.key.find(({ path }) => path.join('/') === rest.join('/'));
    key[part.name] = (own && principal?.key[own.name]) ?? null;
  }
  return key;
}

/** As it stands in the parentheses of a URL. */
function keyText({ key }: EdmEntityType, values: PlainObject): string {
  const parts = key.map(({ name, property }) => [name, literal(values[name] ?? null, property)] as const);
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first[1];
  return parts.map(([name, text]) => `${name}=${text}`).join(',');
}

function literal(value: PlainJson, { type: { type } }: EdmProperty): string {
  const primitive = primitiveName(type);
  if (primitive === 'Duration') return `duration'${value}'`;
  const isText = primitive === undefined || primitive === 'String';
  return encodeURIComponent(isText ? `'${String(value).replaceAll("'", "''")}'` : String(value));
}
