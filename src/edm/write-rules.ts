// OData Protocol 4.01, sections 11.4.2 "Create an Entity" and 11.4.3 "Update an Entity"; Core.Computed, Core.Immutable,
// Core.ComputedDefaultValue, Core.Permissions: what a client may send, and what it must.

import type {
  EdmAnnotations,
  EdmEntityType,
  EdmKeyProperty,
  EdmNavigationProperty,
  EdmProperty,
  EdmStructuredType,
} from './edm-model.ts';
import { permits } from './permissions.ts';
import { integerTypes } from './primitive-types.ts';
import { underlyingType } from './underlying-type.ts';
import { Core } from './vocabularies.ts';

interface Annotated {
  readonly annotations: EdmAnnotations;
}

/** Which properties a create must have: the standard's rule, or nothing but the keys that clients make. */
export type RequiredOnCreate = 'model' | 'keys';

/**
 * The service makes the value: what a client sends for it is ignored. A key property that is merely not writable is
 * not computed: services mark with it that a key never changes, and take the key that a create gives.
 */
export function isComputed(element: EdmProperty | EdmNavigationProperty): boolean {
  if (element.annotations.get(Core.Computed) === true) return true;
  return !permits(element, 'Write') && !isOfKey(element);
}

function isOfKey(element: EdmProperty | EdmNavigationProperty): boolean {
  const { declaringType } = element;
  return declaringType.kind === 'EntityType' && declaringType.key.some((key) => key.property === element);
}

/** May be sent on create, and never changes after it. Key properties are immutable without saying so. */
export function isImmutable(element: Annotated): boolean {
  return element.annotations.get(Core.Immutable) === true;
}

/**
 * Whether the service makes the value of a key property that a create leaves out: where an annotation says so or a
 * default is declared, and for a key of one GUID or integer; under the rule `keys` for a key of one string as well.
 */
export function isKeyMadeByService(
  type: EdmEntityType,
  key: EdmKeyProperty,
  rule: RequiredOnCreate,
): boolean {
  const { property } = key;
  if (isComputed(property) || hasDefault(property)) return true;
  if (type.key.length !== 1 || key.path.length !== 1) return false;
  const { name } = underlyingType(property.type.type);
  return name === 'Guid' || integerTypes.has(name) || (rule === 'keys' && name === 'String');
}

function hasDefault(property: EdmProperty): boolean {
  return property.defaultValue !== undefined || hasComputedDefault(property);
}

/** "If no value is provided on insert, a non-static default value is generated." */
export function hasComputedDefault({ annotations }: Annotated): boolean {
  return annotations.get(Core.ComputedDefaultValue) === true;
}

/** Structural properties that a create of the type must have; the base types' are among them. */
export function requiredOnCreate(type: EdmStructuredType, rule: RequiredOnCreate): readonly EdmProperty[] {
  const keys = new Map(
    type.kind === 'EntityType'
      ? type.key.filter((key) => key.path.length === 1).map((key) => [key.property, key])
      : [],
  );
  return [...type.properties.values()].filter((property) => {
    const key = keys.get(property);
    if (key !== undefined) return !isKeyMadeByService(type as EdmEntityType, key, rule);
    return rule === 'model' && isRequiredValue(property);
  });
}

function isRequiredValue(property: EdmProperty): boolean {
  const { type, collection, nullable } = property.type;
  if (nullable || collection || (type.kind === 'Primitive' && type.name === 'Stream')) return false;
  return !isComputed(property) && !hasDefault(property);
}

/** Navigation properties that a create must bind or hold, unless the values of their constraints say the same. */
export function requiredNavigationOnCreate(
  type: EdmStructuredType,
  rule: RequiredOnCreate,
): readonly EdmNavigationProperty[] {
  if (rule === 'keys') return [];
  return [...type.navigationProperties.values()].filter(
    (property) => !property.nullable && !property.collection && property.referentialConstraints.length === 0,
  );
}
