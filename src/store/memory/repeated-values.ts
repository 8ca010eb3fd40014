// OData Protocol 4.01, section 11.4.2 "Create an Entity": dependent properties that are tied to non-key properties of the principal repeat them.
import type { EdmEntityType, EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import { repeatingNavigation, splitConstraints } from '../../edm/referential-constraint.ts';
import { type StructuredValue, valueAt } from '../../edm/value.ts';
import { withValueAt } from '../../edm/value-at.ts';
import { relatedEntities } from './relations.ts';
import type { State } from './state.ts';
import type { StoreModel } from './stored-entities.ts';

const byType = new WeakMap<EdmEntityType, readonly EdmNavigationProperty[]>();

/** The values of a new state of an entity, with what repeats those of its principals. */
export function withRepeatedValues(
  store: StoreModel,
  state: State,
  identity: EntityIdentity,
  type: EdmEntityType,
  given: StructuredValue,
): StructuredValue {
  let navigation = byType.get(type);
  if (navigation === undefined) {
    navigation = repeatingNavigation(type);
    byType.set(type, navigation);
  }
  let values = given;
  for (const navigationProperty of navigation) {
    const dependent: Entity = { identity, type, values, revision: 0 };
    const [principal] = relatedEntities(store, state, dependent, [], navigationProperty);
    for (const { property, referencedProperty } of splitConstraints(navigationProperty).repeating) {
      const value = (principal && valueAt(principal.values, referencedProperty.split('/'))) ?? null;
      if (valueAt(values, property.split('/')) !== value)
        values = withValueAt(values, property.split('/'), value);
    }
  }
  return values;
}
