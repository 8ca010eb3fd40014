// OASIS Core vocabulary, "AlternateKeys", and CSDL 4.01, section 8.5 "Referential Constraint": entities found by values that are not their key.
import type { EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { type EdmValue, type StructuredValue, valueAt } from '../../edm/value.ts';
import { partSeparator, valueText } from './key-text.ts';
import { createOrderedMap, type OrderedMap } from './ordered-map.ts';

/** Paths of the properties that an index is about. */
export type IndexPaths = readonly (readonly string[])[];

export interface CollectionIndex {
  /** The paths as text. */
  readonly name: string;
  readonly paths: IndexPaths;
  /** Entities by key text, by the text of the values. Entities with a null among them are not here. */
  readonly entries: OrderedMap<string, OrderedMap<string, Entity>>;
}

export function indexName(paths: IndexPaths): string {
  return paths.map((path) => path.join('/')).join(',');
}

export function createIndex(paths: IndexPaths, entities: Iterable<[string, Entity]>): CollectionIndex {
  let index: CollectionIndex = { name: indexName(paths), paths, entries: createOrderedMap() };
  for (const [key, entity] of entities) index = indexedAgain(index, key, undefined, entity);
  return index;
}

/** The index after an entity has changed, come (`before` undefined) or gone (`after` undefined). */
export function indexedAgain(
  index: CollectionIndex,
  key: string,
  before: Entity | undefined,
  after: Entity | undefined,
): CollectionIndex {
  const old = before && entityText(index.paths, before);
  const now = after && entityText(index.paths, after);
  let { entries } = index;
  if (old !== undefined && old !== now) {
    const rest = entries.get(old)?.delete(key);
    entries = rest === undefined || rest.size === 0 ? entries.delete(old) : entries.set(old, rest);
  }
  if (now !== undefined && after !== undefined)
    entries = entries.set(now, (entries.get(now) ?? createOrderedMap<string, Entity>()).set(key, after));
  return entries === index.entries ? index : { ...index, entries };
}

function entityText(paths: IndexPaths, entity: Entity): string | undefined {
  return textAt(entity.type, entity.values, paths);
}

/** The text of the values that a structured value has at the paths; undefined when one is null. */
export function textAt(
  type: EdmStructuredType,
  values: StructuredValue,
  paths: IndexPaths,
): string | undefined {
  let text = '';
  for (const path of paths) {
    const part = pathText(type, path, valueAt(values, path));
    if (part === undefined) return undefined;
    text += part + partSeparator;
  }
  return text;
}

/** The text of a value of the property at the path. */
export function pathText(
  type: EdmStructuredType,
  path: readonly string[],
  value: EdmValue | undefined,
): string | undefined {
  const propertyType = typeAt(type, path);
  return propertyType && valueText(propertyType, value);
}

function typeAt(type: EdmStructuredType, path: readonly string[]): EdmType | undefined {
  let current: EdmType | undefined = type;
  for (const step of path) {
    if (current?.kind !== 'EntityType' && current?.kind !== 'ComplexType') return undefined;
    const property = current.properties.get(step);
    if (property === undefined || property.type.collection) return undefined;
    current = property.type.type;
  }
  return current;
}
