// OData Protocol 4.01, section 11.4.2 "Create an Entity": what a body must have.
import type { EdmNavigationProperty, EdmProperty, EdmStructuredType } from '../edm/edm-model.ts';
import { type RequiredOnCreate, requiredNavigationOnCreate, requiredOnCreate } from '../edm/write-rules.ts';
import { joinPath, type Reading, violate } from './deserialize-context.ts';

interface Requirements {
  readonly properties: readonly EdmProperty[];
  readonly navigation: readonly EdmNavigationProperty[];
}

const requirementsByRule: Readonly<Record<RequiredOnCreate, WeakMap<EdmStructuredType, Requirements>>> = {
  model: new WeakMap(),
  keys: new WeakMap(),
};

function requirementsOf(type: EdmStructuredType, rule: RequiredOnCreate): Requirements {
  let requirements = requirementsByRule[rule].get(type);
  if (requirements === undefined) {
    requirements = {
      properties: requiredOnCreate(type, rule),
      navigation: requiredNavigationOnCreate(type, rule),
    };
    requirementsByRule[rule].set(type, requirements);
  }
  return requirements;
}

/**
 * Reports what is missing. `isSent` looks at structural properties, `isRelated` at navigation properties; `isExempt`
 * takes out properties that the request can't set. `through`: the navigation property that the entity comes by.
 */
export function requireMembers(
  type: EdmStructuredType,
  path: string,
  sent: {
    readonly isSent: (property: string) => boolean;
    readonly isRelated: (navigationProperty: string) => boolean;
    readonly isExempt: (property: EdmProperty) => boolean;
  },
  through: EdmNavigationProperty | undefined,
  reading: Reading,
): void {
  const { properties, navigation } = requirementsOf(type, reading.context.requiredOnCreate);
  if (properties.length === 0 && navigation.length === 0) return;
  const known = [...type.navigationProperties.values()].filter(
    (property) => isPartner(property, through) || sent.isRelated(property.name),
  );
  const tied = new Set(known.flatMap((property) => property.referentialConstraints.map((c) => c.property)));
  for (const property of properties) {
    if (sent.isSent(property.name) || tied.has(property.name) || sent.isExempt(property)) continue;
    missing(property.name, property.type.type.qualifiedName, path, reading);
  }
  for (const property of navigation)
    if (!known.includes(property)) missing(property.name, property.entityType.qualifiedName, path, reading);
}

function isPartner(property: EdmNavigationProperty, through: EdmNavigationProperty | undefined): boolean {
  if (through === undefined) return false;
  return property.name === through.partner || property.partner === through.name;
}

function missing(name: string, type: string, path: string, reading: Reading): void {
  violate(
    reading,
    'MissingProperty',
    joinPath(path, name),
    `'${name}' (${type}) is required and has no default value.`,
  );
}
