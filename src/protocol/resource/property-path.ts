// OData URL Conventions 4.01, sections 4.7 "Addressing a Property" and 4.10 "Addressing a Member within an Entity Collection": the property at the end of a path.
import type { EdmProperty, EdmTypeReference } from '../../edm/edm-model.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';

/** A property of an entity, or one item of it: where the entity ends in the path, and the steps from there. */
export interface PropertyPath {
  readonly entityLength: number;
  readonly steps: readonly string[];
  /** undefined for a dynamic property. */
  readonly property: EdmProperty | undefined;
  /** Of the property, or of the item; undefined for a dynamic property. */
  readonly type: EdmTypeReference | undefined;
  /** The path ends with an ordinal. */
  readonly isItem: boolean;
  readonly raw: boolean;
}

export function propertyPath({ segments }: ResourcePath): PropertyPath {
  const steps: string[] = [];
  let property: EdmProperty | undefined;
  let raw = false;
  let at = segments.length - 1;
  for (; at >= 0; at--) {
    const segment = segments[at];
    if (segment?.kind === 'property') {
      if (steps.every(isOrdinal)) property = segment.property;
      steps.unshift(segment.property.name);
    } else if (segment?.kind === 'dynamicProperty') steps.unshift(segment.name);
    else if (segment?.kind === 'index') steps.unshift(String(segment.ordinal));
    else if (segment?.kind === 'value') raw = true;
    else if (segment?.kind !== 'cast' || segment.result?.type.kind === 'EntityType') break;
  }
  const isItem = isOrdinal(steps.at(-1) ?? '');
  const type = property && (isItem ? { ...property.type, collection: false } : property.type);
  return { entityLength: at + 1, steps, property, type, isItem, raw };
}

/** Whether a step names an item of a collection, from its start or its end. */
export const isOrdinal = (step: string): boolean => /^-?\d+$/.test(step);
