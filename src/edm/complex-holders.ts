// OData CSDL 4.01, section 8 "Navigation Property": the complex values in an entity, which may have navigation properties as it has.
import type {
  EdmComplexType,
  EdmModel,
  EdmNavigationProperty,
  EdmProperty,
  EdmStructuredType,
} from './edm-model.ts';
import { isCollectionValue, isStructuredValue, type StructuredValue } from './value.ts';

/** An entity, or a complex value in it. */
export interface Holder {
  readonly type: EdmStructuredType;
  readonly values: StructuredValue;
  /** Names and ordinals from the entity. */
  readonly path: readonly string[];
}

/** The type that a complex value says it has, else the declared one. */
export function complexTypeOf(
  model: EdmModel,
  declared: EdmComplexType,
  value: StructuredValue,
): EdmComplexType {
  const named = value['@type'];
  const type = typeof named === 'string' ? model.findStructuredType(named) : undefined;
  return type?.kind === 'ComplexType' ? type : declared;
}

/** The entity itself and all complex values in it that may have navigation properties. */
export function* holdersIn(model: EdmModel, holder: Holder): Generator<Holder> {
  yield holder;
  for (const { name, type: reference } of leadingProperties(model, holder.type)) {
    const value = holder.values[name];
    if (reference.type.kind !== 'ComplexType') continue;
    const items = isCollectionValue(value) ? [...value.entries()] : [[undefined, value] as const];
    for (const [ordinal, item] of items) {
      if (!isStructuredValue(item)) continue;
      const path = [...holder.path, name, ...(ordinal === undefined ? [] : [String(ordinal)])];
      yield* holdersIn(model, { type: complexTypeOf(model, reference.type, item), values: item, path });
    }
  }
}

/** Whether entities of a type have complex values that may have navigation properties. */
export function hasComplexHolders(model: EdmModel, type: EdmStructuredType): boolean {
  return leadingProperties(model, type).length > 0;
}

/** Navigation properties of the complex values that entities of a type may hold, at any depth. */
export function navigationInComplex(
  model: EdmModel,
  type: EdmStructuredType,
): readonly EdmNavigationProperty[] {
  const found = new Set<EdmNavigationProperty>();
  for (const one of [type, ...model.derivedTypes<EdmStructuredType>(type)])
    for (const property of one.properties.values()) collect(model, property, new Set(), found);
  return [...found];
}

function collect(
  model: EdmModel,
  { type: { type } }: EdmProperty,
  seen: Set<EdmStructuredType>,
  found: Set<EdmNavigationProperty>,
): void {
  if (type.kind !== 'ComplexType' || seen.has(type)) return;
  seen.add(type);
  for (const one of [type, ...model.derivedTypes<EdmStructuredType>(type)]) {
    for (const navigationProperty of one.navigationProperties.values()) found.add(navigationProperty);
    for (const property of one.properties.values()) collect(model, property, seen, found);
  }
}

const known = new WeakMap<EdmStructuredType, readonly EdmProperty[]>();

/** Complex properties of a type that lead to navigation properties. */
function leadingProperties(model: EdmModel, type: EdmStructuredType): readonly EdmProperty[] {
  let properties = known.get(type);
  if (properties === undefined) {
    properties = [...type.properties.values()].filter((property) => {
      const found = new Set<EdmNavigationProperty>();
      collect(model, property, new Set(), found);
      return found.size > 0;
    });
    known.set(type, properties);
  }
  return properties;
}
