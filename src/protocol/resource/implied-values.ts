// OData Protocol 4.01, section 11.4.2 "Create an Entity": what follows for a new entity from the way by which it is created.
import type { EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { createRecord, type StructuredValue, valueAt } from '../../edm/value.ts';

/** The entity that a new one is created through, and the navigation property that leads from it to the new one. */
export interface Through {
  readonly source: Entity;
  readonly navigationProperty: EdmNavigationProperty;
}

/** Related entities by the names of the navigation properties that lead to them. */
export type Principals = ReadonlyMap<string, Entity>;

/** What the way back from a new entity leads to. */
export function principalOfWay(through: Through | undefined): Principals {
  const partner = through?.navigationProperty.partner;
  return new Map(through === undefined || partner === undefined ? [] : [[partner, through.source]]);
}

/** The values of the dependent side that follow from the principal's. */
export function dependentValues(
  navigationProperty: EdmNavigationProperty,
  principal: StructuredValue,
): StructuredValue {
  const values = createRecord();
  for (const { property, referencedProperty } of navigationProperty.referentialConstraints)
    if (!property.includes('/')) values[property] = valueAt(principal, referencedProperty.split('/')) ?? null;
  return values;
}

/** Values that a new target of a navigation property gets from the entity that it is created below. */
export function impliedValues({ navigationProperty, source }: Through): StructuredValue {
  const partner = navigationProperty.entityType.navigationProperties.get(navigationProperty.partner ?? '');
  return partner === undefined ? {} : dependentValues(partner, source.values);
}
