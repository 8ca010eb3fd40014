// OData Protocol 4.01, sections 11.4.2 "Create an Entity" and 11.4.3 "Update an Entity": where the two differ.
import type { EdmModel, EdmProperty, EdmStructuredType } from '../../src/edm/edm-model.ts';
import { underlyingType } from '../../src/edm/underlying-type.ts';
import {
  isComputed,
  isImmutable,
  type RequiredOnCreate,
  requiredOnCreate,
} from '../../src/edm/write-rules.ts';
import { simpleKey } from './key-rules.ts';

export interface WriteRules {
  /** Whether what a create of the type may send is more, or must be more, than what an update may send. */
  readonly differs: (type: EdmStructuredType) => boolean;
  /** The same for the type and all that derive from it. */
  readonly familyDiffers: (type: EdmStructuredType) => boolean;
  /** Properties, the base types' included, that a create must have. */
  readonly required: (type: EdmStructuredType) => ReadonlySet<EdmProperty>;
}

/** What the service makes cannot be sent; a stream is sent to its own URL. */
export function isSendable(property: EdmProperty): boolean {
  const primitive = underlyingType(property.type.type);
  return !isComputed(property) && !(primitive.kind === 'Primitive' && primitive.name === 'Stream');
}

/** Keys and immutable properties never change. */
export function isUpdatable(property: EdmProperty, type: EdmStructuredType): boolean {
  return !isImmutable(property) && !simpleKey(type).includes(property);
}

/** An update merges into a single complex value, and replaces a collection as a whole by new values. */
export function mergedComplexType({ type }: EdmProperty): EdmStructuredType | undefined {
  return type.type.kind === 'ComplexType' && !type.collection ? type.type : undefined;
}

export function createWriteRules(
  model: EdmModel,
  rule: RequiredOnCreate,
  derivedTypes: (type: EdmStructuredType) => readonly EdmStructuredType[],
): WriteRules {
  const required = new Map<EdmStructuredType, ReadonlySet<EdmProperty>>();
  const requiredOf = (type: EdmStructuredType) => {
    let properties = required.get(type);
    if (properties === undefined) {
      properties = new Set(requiredOnCreate(type, rule).filter(isSendable));
      required.set(type, properties);
    }
    return properties;
  };
  const differing = differingTypes(model, requiredOf, derivedTypes);
  const differs = (type: EdmStructuredType) => differing.has(type);
  return {
    differs,
    familyDiffers: (type) => differs(type) || derivedTypes(type).some(differs),
    required: requiredOf,
  };
}

/** Types that differ by themselves, then those that hold a differing type, until nothing is added: types may be recursive. */
function differingTypes(
  model: EdmModel,
  required: WriteRules['required'],
  derivedTypes: (type: EdmStructuredType) => readonly EdmStructuredType[],
): ReadonlySet<EdmStructuredType> {
  const differing = new Set<EdmStructuredType>();
  const holders = new Map<EdmStructuredType, EdmStructuredType[]>();
  for (const type of model.elements()) {
    if (type.kind !== 'EntityType' && type.kind !== 'ComplexType') continue;
    const sendable = [...type.properties.values()].filter(isSendable);
    if (required(type).size > 0 || sendable.some((property) => !isUpdatable(property, type)))
      differing.add(type);
    for (const complex of sendable.map(mergedComplexType)) {
      if (complex === undefined) continue;
      for (const value of [complex, ...derivedTypes(complex)])
        holders.set(value, [...(holders.get(value) ?? []), type]);
    }
  }
  // A set's iteration reaches what is added while it runs.
  for (const type of differing) {
    for (const holder of holders.get(type) ?? []) differing.add(holder);
  }
  return differing;
}
