// OData CSDL 4.01, section 8.5 "Referential Constraint": values of made-up entities that repeat those of related ones.
import type { EdmNavigationProperty, EdmStructuredType } from '../edm/edm-model.ts';
import type { NavigationOrigin } from '../edm/navigation-target.ts';
import {
  complexTypeOf,
  type Generator,
  isPlainObject,
  type PlainJson,
  type PlainObject,
} from './plausible-data.ts';
import { candidates, type Row, type Rows, targetSet } from './relate-entities.ts';

/** Where an entity or a complex value is, for what it may refer to. */
export interface Surroundings {
  readonly origin: NavigationOrigin;
  /** Complex properties from the entity to the value. */
  readonly path: readonly string[];
  readonly rows: Rows;
  /** The rows of the entity's own set, made so far. */
  readonly own: readonly Row[];
  /** Of a contained entity: the values that hold it, and the name of the navigation property that leads back. */
  readonly parent?: { readonly values: PlainObject; readonly partner: string | undefined };
}

/** The own properties that repeat others, by name; undefined where a value is needed and nobody has it. */
export function repeatedValues(
  generator: Generator,
  type: EdmStructuredType,
  around: Surroundings,
): PlainObject | undefined {
  const given: PlainObject = {};
  for (const property of type.navigationProperties.values()) {
    const { referentialConstraints: constraints, containsTarget } = property;
    if (constraints.length === 0 || containsTarget) continue;
    const principal = principalOf(generator, property, around, given);
    for (const { property: path, referencedProperty } of constraints) {
      const value = principal === undefined ? null : (valueAt(principal, referencedProperty) ?? null);
      if (value === null && !isNullable(type, path)) return undefined;
      if (!path.includes('/') && !Object.hasOwn(given, path)) given[path] = value;
    }
  }
  return given;
}

/** Lets the complex values inside of an entity's or a value's properties repeat what they have to; false where they can't. */
export function repeatInside(
  generator: Generator,
  type: EdmStructuredType,
  values: PlainObject,
  around: Surroundings,
): boolean {
  for (const { name, type: reference } of type.properties.values()) {
    if (reference.type.kind !== 'ComplexType') continue;
    const inside = { ...around, path: [...around.path, name] };
    for (const item of [values[name]].flat()) {
      if (!isPlainObject(item)) continue;
      const actual = complexTypeOf(generator.model, item, reference.type);
      const given = repeatedValues(generator, actual, inside);
      if (given === undefined) return false;
      Object.assign(item, given);
      if (!repeatInside(generator, actual, item, inside)) return false;
    }
  }
  return true;
}

function principalOf(
  { model, faker }: Generator,
  property: EdmNavigationProperty,
  { origin, path, rows, own, parent }: Surroundings,
  given: PlainObject,
): PlainObject | undefined {
  if (parent?.partner !== undefined && parent.partner === property.name) return parent.values;
  const target = targetSet(model, origin, path, property);
  const all =
    target === origin.navigationSource && origin.path.length === 0
      ? own
      : candidates(rows, target, property.entityType);
  const fitting = all.filter(({ values }) =>
    property.referentialConstraints.every(
      (constraint) =>
        !Object.hasOwn(given, constraint.property) ||
        given[constraint.property] === valueAt(values, constraint.referencedProperty),
    ),
  );
  return fitting.length === 0 ? undefined : faker.helpers.arrayElement(fitting).values;
}

function valueAt(values: PlainObject, path: string): PlainJson | undefined {
  let value: PlainJson | undefined = values;
  for (const step of path.split('/')) value = isPlainObject(value) ? value[step] : undefined;
  return value;
}

function isNullable(type: EdmStructuredType, path: string): boolean {
  return type.properties.get(path)?.type.nullable !== false;
}
