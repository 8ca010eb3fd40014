// OData JSON Format 4.01, sections 15.4.2.1 "Added Link" and 15.4.2.2 "Deleted Link": what their `relationship` names.
import { complexTypeOf } from '../../edm/complex-holders.ts';
import type { EdmModel, EdmProperty, EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isStructuredValue, valueAt } from '../../edm/value.ts';
import type { LinkPath } from '../../store/store.ts';

/**
 * The link that a path from the source leads to: "which MAY traverse one or more complex properties, type cast segments, or
 * members of ordered collections". undefined where it leads to no navigation property.
 */
export function linkAt(model: EdmModel, source: Entity, relationship: string): LinkPath | undefined {
  const path = relationship.split('/').filter((step) => !step.includes('.'));
  const name = path.pop() ?? '';
  const type = holderType(model, source, path);
  const navigationProperty = type?.navigationProperties.get(name);
  return navigationProperty && { source: source.identity, path, navigationProperty };
}

/** The type of the entity, or of the complex value in it, at the path; undefined where there is none. */
function holderType(
  model: EdmModel,
  { type, values }: Entity,
  path: readonly string[],
): EdmStructuredType | undefined {
  let holder: EdmStructuredType = type;
  for (const [index, step] of path.entries()) {
    const value = valueAt(values, path.slice(0, index + 1));
    const property: EdmProperty | undefined = holder.properties.get(step);
    const declared: EdmType = property?.type.type ?? holder;
    // the items of a collection are of its type
    if (property?.type.collection === true) {
      if (declared.kind !== 'ComplexType') return undefined;
      holder = declared;
    } else if (declared.kind === 'ComplexType' && isStructuredValue(value))
      holder = complexTypeOf(model, declared, value);
    else return undefined;
  }
  return holder;
}
