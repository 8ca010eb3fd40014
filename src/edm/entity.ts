// OData Protocol 4.01, section 4.1 "Entity-Ids and Entity References" and 4.2 "Read URLs and Edit URLs".
import type { EdmEntitySet, EdmEntityType, EdmNavigationProperty, EdmSingleton } from './edm-model.ts';
import type { StructuredValue } from './value.ts';

/**
 * Where an entity lives. Every entity lives once:
 * - in an entity set (the one that it was created in, or the one that its type resolves to; sets whose types are
 *   related by inheritance show the same entities),
 * - as a singleton,
 * - or in a containment navigation property of its parent.
 */
export type EntityHome =
  | { readonly kind: 'entitySet'; readonly entitySet: EdmEntitySet }
  | { readonly kind: 'singleton'; readonly singleton: EdmSingleton }
  | {
      readonly kind: 'contained';
      readonly parent: EntityIdentity;
      /** Path from the parent: complex properties, then the navigation property. */
      readonly path: readonly string[];
      readonly navigationProperty: EdmNavigationProperty;
    };

/** The element of the model that declares where an entity lives. */
export function elementOfHome(home: EntityHome): EdmEntitySet | EdmSingleton | EdmNavigationProperty {
  switch (home.kind) {
    case 'entitySet':
      return home.entitySet;
    case 'singleton':
      return home.singleton;
    case 'contained':
      return home.navigationProperty;
  }
}

/** What stays the same while an entity changes; compared by reference within one store. */
export interface EntityIdentity {
  readonly home: EntityHome;
  /** Key values by the names (or aliases) of the key; empty for a singleton and for a contained single entity. */
  readonly key: StructuredValue;
}

/** One state of an entity. It is immutable: a change makes another Entity with the same identity. */
export interface Entity {
  readonly identity: EntityIdentity;
  readonly type: EdmEntityType;
  readonly values: StructuredValue;
  /** Grows with every change of this entity, its links and its stream contents included. Starts with 1. */
  readonly revision: number;
}

/** Whether a value is an entity rather than a structured value, whatever names that has. */
export function isEntity(value: unknown): value is Entity {
  if (typeof value !== 'object' || value === null) return false;
  const { identity, revision } = value as Partial<Entity>;
  return (
    typeof revision === 'number' && typeof identity === 'object' && identity !== null && 'home' in identity
  );
}
