// OData CSDL 4.01, section 8.3 "Containment Navigation Property": contained entities that are there without being created, as singletons are.
import type { EdmEntitySet, EdmNavigationProperty } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import type { StructuredValue } from '../edm/value.ts';

/** The values of the entities of a set that are there before anybody has written them: found by key, and in no list. */
export type ExistingInSet = (entitySet: EdmEntitySet) => readonly StructuredValue[];

/** The values of the entities that a containment navigation property leads to before anybody has written them. */
export type ExistingEntities = (
  parent: Entity,
  navigationProperty: EdmNavigationProperty,
) => readonly StructuredValue[];
