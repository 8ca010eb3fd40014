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
  const steps: string[] = [];
  let value: EdmValue | undefined = entity.values;
  let declared: EdmStructuredType | undefined = entity.type;
  for (const step of path) {
    if (isCollectionValue(value)) value = value[Number(step)];
    else if (isStructuredValue(value)) {
      const named: EdmValue | undefined = value['@type'];
      const type: EdmStructuredType | undefined =
        typeof named === 'string' ? model.findStructuredType(named) : declared;
      if (type !== undefined && hasMember(type, step) && !(declared && hasMember(declared, step)))
        steps.push(encodeSegment(type.qualifiedName));
      const next: EdmType | undefined = type?.properties.get(step)?.type.type;
      declared = next?.kind === 'ComplexType' ? next : undefined;
      value = value[step];
    }
    steps.push(encodeSegment(step));
  }
  return steps.join('/');
}

function hasMember({ properties, navigationProperties }: EdmStructuredType, name: string): boolean {
  return properties.has(name) || navigationProperties.has(name);
}
