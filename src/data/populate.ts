// OData CSDL 4.01, section 13.2 "Entity Set": entities that are made up, the same in every run, with their relationships.
import type { Faker } from '@faker-js/faker';
import {
  type EdmEntitySet,
  type EdmEntityType,
  type EdmModel,
  type EdmNavigationProperty,
  type EdmProperty,
  isSameOrDerived,
} from '../edm/edm-model.ts';
import { entitySets } from '../edm/navigation-target.ts';
import { type Generator, type PlainJson, type PlainObject, plausibleObject } from './plausible-data.ts';
import type { DataText } from './read-data.ts';
import { candidates, type Row, relate, targetSet } from './relate-entities.ts';

export interface PopulateOptions {
  /** Entities of each entity set. */
  readonly count: number;
  /** The same number makes the same entities. Default 1. */
  readonly seed?: number;
  /** Names of the entity sets to fill; all where absent. */
  readonly sets?: readonly string[];
}

/** Contained entities of one parent's collection. */
const containedCount = 2;
/** Contained entities altogether: a model such as Graph's has hundreds of such collections. */
const containedLimit = 5_000;

/**
 * Makes the entities of a model's sets, as files that hold them would: texts by entity set, for loading.
 * Sets that only show the entities of others stay as those make them. Rejects where @faker-js/faker is not installed.
 */
export async function populate(
  model: EdmModel,
  options: PopulateOptions,
): Promise<ReadonlyMap<string, DataText>> {
  const faker = await loadFaker();
  const sets = dependentsLast(model, setsToFill(model, options.sets));
  const rows = new Map<EdmEntitySet, readonly Row[]>();
  const keys = new Map<EdmEntityType, Set<string>>();
  for (const entitySet of sets) {
    reseed(faker, entitySet.name, options.seed ?? 1);
    rows.set(entitySet, makeRows({ model, faker }, entitySet, options.count, rows, keys));
  }
  let contained = 0;
  for (const entitySet of sets) {
    reseed(faker, `${entitySet.name}/`, options.seed ?? 1);
    relate({ model, faker }, entitySet, rows);
    contained += fillContained({ model, faker }, rows.get(entitySet) ?? [], containedLimit - contained);
  }
  return new Map(
    [...rows].map(([{ name }, entities]) => [
      name,
      { text: JSON.stringify(entities.map(({ values }) => values)), file: `(made up) ${name}` },
    ]),
  );
}

async function loadFaker(): Promise<Faker> {
  try {
    const { faker } = await import('@faker-js/faker/locale/en');
    faker.setDefaultRefDate('2026-01-01T00:00:00Z');
    return faker;
  } catch (cause) {
    throw new Error('Making up entities needs @faker-js/faker: npm install @faker-js/faker', { cause });
  }
}

/** Each set has a row of random numbers of its own, so that one more set leaves the others as they are. */
function reseed(faker: Faker, name: string, seed: number): void {
  let hash = seed >>> 0;
  for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  faker.seed(hash);
}

function setsToFill(model: EdmModel, names: readonly string[] | undefined): readonly EdmEntitySet[] {
  const all = entitySets(model).filter(({ name }) => names?.includes(name) ?? true);
  return all.filter(
    (set) =>
      !all.some(
        (other) => other.entityType !== set.entityType && isSameOrDerived(other.entityType, set.entityType),
      ),
  );
}

/** Sets whose keys or properties repeat those of others come after them. */
function dependentsLast(model: EdmModel, sets: readonly EdmEntitySet[]): readonly EdmEntitySet[] {
  const ordered = new Set<EdmEntitySet>();
  const visiting = new Set<EdmEntitySet>();
  const visit = (set: EdmEntitySet): void => {
    if (ordered.has(set) || visiting.has(set)) return;
    visiting.add(set);
    for (const property of set.entityType.navigationProperties.values()) {
      if (property.referentialConstraints.length === 0) continue;
      const target = targetSet(model, set, property);
      if (target !== undefined && sets.includes(target)) visit(target);
    }
    ordered.add(set);
  };
  sets.forEach(visit);
  return [...ordered];
}

function makeRows(
  generator: Generator,
  entitySet: EdmEntitySet,
  count: number,
  earlier: ReadonlyMap<EdmEntitySet, readonly Row[]>,
  keys: Map<EdmEntityType, Set<string>>,
): readonly Row[] {
  const { model } = generator;
  const declared = entitySet.entityType;
  const types = declared.abstract
    ? model.derivedTypes(declared).filter(({ abstract }) => !abstract)
    : [declared];
  const rows: Row[] = [];
  if (types.length === 0) return rows;
  for (let index = 0; index < count; index++) {
    const type = types[index % types.length] as EdmEntityType;
    const row = makeRow(generator, entitySet, type, rows, earlier, keys);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** How often another key is tried where one is taken. */
const attempts = 20;

function makeRow(
  generator: Generator,
  entitySet: EdmEntitySet,
  type: EdmEntityType,
  own: readonly Row[],
  earlier: ReadonlyMap<EdmEntitySet, readonly Row[]>,
  keys: Map<EdmEntityType, Set<string>>,
): Row | undefined {
  const root = rootOf(type);
  const taken = keys.get(root) ?? new Set<string>();
  keys.set(root, taken);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const given = constrainedValues(generator, entitySet, type, own, earlier);
    if (given === undefined) return undefined;
    for (const { path, property } of type.key)
      if (path.length === 1 && !Object.hasOwn(given, property.name)) {
        const value = keyValue(generator, property, taken.size + 1, attempt);
        if (value !== undefined) given[property.name] = value;
      }
    const values = plausibleObject(generator, type, given);
    const key = keyText(type, values);
    if (taken.has(key)) continue;
    taken.add(key);
    const typed =
      type === entitySet.entityType ? values : { '@odata.type': `#${type.qualifiedName}`, ...values };
    return { type, values: typed, url: `${entitySet.name}(${key})` };
  }
  return undefined;
}

function rootOf(type: EdmEntityType): EdmEntityType {
  let root = type;
  while (root.baseType !== undefined) root = root.baseType;
  return root;
}

/** Whole numbers count; texts that are an id of something are one, others get a number when the first is taken. */
function keyValue(
  { faker }: Generator,
  property: EdmProperty,
  next: number,
  attempt: number,
): PlainJson | undefined {
  const { type } =
    property.type.type.kind === 'TypeDefinition'
      ? { type: property.type.type.underlyingType }
      : property.type;
  if (type.kind !== 'Primitive') return undefined;
  if (/^(Int|Byte|SByte|Decimal)/.test(type.name)) return next + attempt;
  if (type.name !== 'String') return undefined;
  const { maxLength } = property.type;
  const room = typeof maxLength === 'number' ? maxLength : 36;
  if (room < 36) return faker.string.alphanumeric({ length: Math.min(room, 8), casing: 'upper' });
  return /id$/i.test(property.name) ? faker.string.uuid() : undefined;
}

/** Section 8.5: values that repeat those of related entities; undefined where one is needed and there is none. */
function constrainedValues(
  { model, faker }: Generator,
  entitySet: EdmEntitySet,
  type: EdmEntityType,
  own: readonly Row[],
  earlier: ReadonlyMap<EdmEntitySet, readonly Row[]>,
): PlainObject | undefined {
  const given: PlainObject = {};
  for (const property of type.navigationProperties.values()) {
    const { referentialConstraints } = property;
    if (referentialConstraints.length === 0 || property.containsTarget) continue;
    const target = targetSet(model, entitySet, property);
    const rows = target === entitySet ? own : candidates(earlier, target, property.entityType);
    const fitting = rows.filter(({ values }) =>
      referentialConstraints.every(
        (constraint) =>
          !(constraint.property in given) ||
          given[constraint.property] === values[constraint.referencedProperty],
      ),
    );
    const principal = fitting.length === 0 ? undefined : faker.helpers.arrayElement([...fitting]);
    for (const { property: name, referencedProperty } of referentialConstraints) {
      const nullable = type.properties.get(name)?.type.nullable === true;
      if (principal === undefined && !nullable) return undefined;
      if (!name.includes('/') && !(name in given))
        given[name] = principal?.values[referencedProperty] ?? null;
    }
  }
  return given;
}

/** As it stands in the parentheses of a URL. */
function keyText({ key }: EdmEntityType, values: PlainObject): string {
  const parts = key.map(({ path, name, property }) => {
    let value: PlainJson | undefined = values;
    for (const step of path) value = (value as PlainObject | null | undefined)?.[step];
    return [name, literal(value ?? null, property)] as const;
  });
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first[1];
  return parts.map(([name, text]) => `${name}=${text}`).join(',');
}

function literal(value: PlainJson, { type: { type } }: EdmProperty): string {
  const isText =
    type.kind === 'EnumType' ||
    (type.kind === 'Primitive'
      ? type.name
      : type.kind === 'TypeDefinition'
        ? type.underlyingType.name
        : '') === 'String';
  return encodeURIComponent(isText ? `'${String(value).replaceAll("'", "''")}'` : String(value));
}

/** A few entities in each contained collection; gives how many. */
function fillContained(generator: Generator, rows: readonly Row[], room: number): number {
  let made = 0;
  for (const { type, values } of rows) {
    for (const property of type.navigationProperties.values()) {
      const { entityType } = property;
      if (!property.containsTarget || entityType.abstract || made + containedCount > room) continue;
      if ([...entityType.navigationProperties.values()].some(isNeeded)) continue;
      const count = property.collection ? containedCount : 1;
      const items = Array.from({ length: count }, (_, index) =>
        containedEntity(generator, entityType, index + 1),
      );
      values[property.name] = property.collection ? items : (items[0] ?? null);
      made += count;
    }
  }
  return made;
}

function isNeeded({ nullable, collection, referentialConstraints }: EdmNavigationProperty): boolean {
  return referentialConstraints.length > 0 || (!nullable && !collection);
}

function containedEntity(generator: Generator, type: EdmEntityType, number: number): PlainObject {
  const given: PlainObject = {};
  for (const { path, property } of type.key) {
    const value = path.length === 1 ? keyValue(generator, property, number, 0) : undefined;
    if (value !== undefined) given[property.name] = value;
  }
  return plausibleObject(generator, type, given);
}
