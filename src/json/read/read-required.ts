// OData Protocol 4.01, section 11.4.2 "Create an Entity": what a body must have.
import type { EdmNavigationProperty, EdmProperty, EdmStructuredType } from '../../edm/edm-model.ts';
import {
  type RequiredOnCreate,
  requiredNavigationOnCreate,
  requiredOnCreate,
} from '../../edm/write-rules.ts';
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

/** What is known of an entity that is to be created. */
export interface KnownMembers {
  readonly isSent: (property: string) => boolean;
  readonly isRelated: (navigationProperty: string) => boolean;
  /** Properties that the request can't set. */
  readonly isExempt: (property: EdmProperty) => boolean;
}

/** A member that a create must have, and its type's name. */
export interface MissingMember {
  readonly name: string;
  readonly type: string;
}

/** What a create lacks. `through`: the navigation property that the entity comes by. */
export function missingMembers(
  type: EdmStructuredType,
  known: KnownMembers,
  through: EdmNavigationProperty | undefined,
  rule: RequiredOnCreate,
): readonly MissingMember[] {
  const { properties, navigation } = requirementsOf(type, rule);
  if (properties.length === 0 && navigation.length === 0) return [];
  const related = [...type.navigationProperties.values()].filter(
    (property) => isPartner(property, through) || known.isRelated(property.name),
  );
  const tied = new Set(related.flatMap((property) => property.referentialConstraints.map((c) => c.property)));
  return [
    ...properties
      .filter(
        (property) => !known.isSent(property.name) && !tied.has(property.name) && !known.isExempt(property),
      )
      .map(({ name, type: { type: valueType } }) => ({ name, type: valueType.qualifiedName })),
    ...navigation
      .filter((property) => !related.includes(property))
      .map(({ name, entityType }) => ({ name, type: entityType.qualifiedName })),
  ];
}

/** Reports what is missing. */
export function requireMembers(
  type: EdmStructuredType,
  path: string,
  known: KnownMembers,
  through: EdmNavigationProperty | undefined,
  reading: Reading,
): void {
  for (const member of missingMembers(type, known, through, reading.context.requiredOnCreate))
    violate(reading, 'MissingProperty', joinPath(path, member.name), requiredText(member));
}

export function requiredText({ name, type }: MissingMember): string {
  return `'${name}' (${type}) is required and has no default value.`;
}

function isPartner(property: EdmNavigationProperty, through: EdmNavigationProperty | undefined): boolean {
  if (through === undefined) return false;
  return property.name === through.partner || property.partner === through.name;
}
