// OData URL Conventions 4.01, sections 4.6 "Addressing a Property" and 4.11 "Addressing Derived Types": from an entity to a place in it.
import type { EdmModel, EdmStructuredType, EdmType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { type EdmValue, isCollectionValue, isStructuredValue } from '../edm/value.ts';
import { encodeSegment } from './literal.ts';

/**
 * What follows an entity's edit URL, percent-encoded: `Addresses/0/ns.PostalAddress/Zip`. Complex values are cast before
 * members that only their own types have. `path`: names of properties, and ordinals.
 */
export function placePath(model: EdmModel, entity: Entity, path: readonly string[]): string {
  return stepsTo(model, entity, entity.type, path).map(encodeSegment).join('/');
}

/** The same from what is known to be of a type: where the entity's own type alone has the member, it is cast as well. */
export function stepsTo(
  model: EdmModel,
  entity: Entity,
  known: EdmStructuredType,
  path: readonly string[],
): readonly string[] {
  const steps: string[] = [];
  let value: EdmValue | undefined = entity.values;
  let declared: EdmStructuredType | undefined = known;
  for (const step of path) {
    if (isCollectionValue(value)) value = value[Number(step)];
    else if (isStructuredValue(value)) {
      const named: EdmValue | undefined = value['@type'];
      const own: EdmStructuredType | undefined = value === entity.values ? entity.type : declared;
      const type: EdmStructuredType | undefined =
        typeof named === 'string' ? model.findStructuredType(named) : own;
      if (type !== undefined && hasMember(type, step) && !(declared && hasMember(declared, step)))
        steps.push(type.qualifiedName);
      const next: EdmType | undefined = type?.properties.get(step)?.type.type;
      declared = next?.kind === 'ComplexType' ? next : undefined;
      value = value[step];
    }
    steps.push(step);
  }
  return steps;
}

function hasMember({ properties, navigationProperties }: EdmStructuredType, name: string): boolean {
  return properties.has(name) || navigationProperties.has(name);
}
