// OData CSDL 4.01, section 6.5 "Key": parts of a key that are those of a related entity.
import type { EdmEntityType, EdmKeyProperty, EdmNavigationProperty, EdmStructuredType } from './edm-model.ts';

export interface RelatedKeyPart {
  readonly part: EdmKeyProperty;
  /** The single-valued navigation property of the entity type that the path begins with. */
  readonly navigationProperty: EdmNavigationProperty;
  /** Path of the part of the related entity's key. */
  readonly rest: readonly string[];
}

const known = new WeakMap<EdmEntityType, readonly RelatedKeyPart[]>();

/** None for most types. */
export function relatedKeyParts(type: EdmEntityType): readonly RelatedKeyPart[] {
  let parts = known.get(type);
  if (parts === undefined) {
    parts = type.key.flatMap((part): readonly RelatedKeyPart[] => {
      const [name = '', ...rest] = part.path;
      const navigationProperty = type.navigationProperties.get(name);
      return navigationProperty === undefined ? [] : [{ part, navigationProperty, rest }];
    });
    known.set(type, parts);
  }
  return parts;
}

/** How many entities there must be, one after the other, before one of the type: 0 for most. */
export function keyDepth(type: EdmEntityType, seen: readonly EdmEntityType[] = []): number {
  if (seen.includes(type)) return 0;
  const depths = relatedKeyParts(type).map(
    ({ navigationProperty }) => 1 + keyDepth(navigationProperty.entityType, [...seen, type]),
  );
  return Math.max(0, ...depths);
}

/** Whether a navigation property of the type leads to what has a part of its key: it cannot change, and the entity ends with what it leads to. */
export function isInKey(type: EdmStructuredType | undefined, name: string): boolean {
  return (
    type?.kind === 'EntityType' &&
    relatedKeyParts(type).some(({ navigationProperty }) => navigationProperty.name === name)
  );
}
