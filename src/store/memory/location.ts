// OData Protocol 4.01, section 4.1 "Entity-Ids and Entity References": the text under which the memory store keeps an entity.
import type { EdmEntitySet, EdmEntityType, EdmModel, EdmNavigationProperty } from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { EntityHome, EntityIdentity } from '../../edm/entity.ts';
import { entitySets, showsEntitiesOf } from '../../edm/navigation-target.ts';
import type { StructuredValue } from '../../edm/value.ts';
import type { CreateTarget } from '../store.ts';
import { keyText } from './key-text.ts';

/** Between the parts of a location; no key text has it. */
export const stepSeparator = '\u0001';

/** The collection that holds all singletons, by their names. */
export const singletonCollection = '$singletons';

/** An identity that this store made: where the entity is. */
export interface MemoryIdentity extends EntityIdentity {
  /** Name of the collection, and the entity's key in it. */
  readonly collection: string;
  readonly keyText: string;
  /** Both: unique in the store. */
  readonly location: string;
}

/** Entity sets that show the same entities, because their types are related by inheritance. */
export interface Extent {
  /** Name of the collection of all its entities. */
  readonly collection: string;
  readonly sets: readonly EdmEntitySet[];
}

/** The extents of a model's entity sets. Sets of one and the same type are different sets. */
export function findExtents(model: EdmModel): ReadonlyMap<EdmEntitySet, Extent> {
  const groups: EdmEntitySet[][] = [];
  for (const set of entitySets(model)) {
    const related = groups.filter((group) => group.some((other) => areRelated(set, other)));
    const merged = [...related.flat(), set];
    for (const group of related) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  const extents = new Map<EdmEntitySet, Extent>();
  for (const sets of groups) {
    const name = sets[0]?.name ?? '';
    const extent = { collection: sets.length === 1 ? name : `~${name}`, sets };
    for (const set of sets) extents.set(set, extent);
  }
  return extents;
}

function areRelated(a: EdmEntitySet, b: EdmEntitySet): boolean {
  if (a.entityType === b.entityType) return false;
  return isSameOrDerived(a.entityType, b.entityType) || isSameOrDerived(b.entityType, a.entityType);
}

/** The set of an extent where an entity lives: the one of the most derived type that fits; of several, the one it was created in. */
function homeSet(extent: Extent, createdIn: EdmEntitySet, type: EdmEntityType): EdmEntitySet {
  let home = createdIn;
  for (const set of extent.sets)
    if (
      set.entityType !== home.entityType &&
      isSameOrDerived(type, set.entityType) &&
      isSameOrDerived(set.entityType, home.entityType)
    )
      home = set;
  return home;
}

/** Names of the further collections that show the entity, in an extent of several sets. */
export function viewsOf(extent: Extent, home: EdmEntitySet, type: EdmEntityType): readonly string[] {
  if (extent.sets.length === 1) return [];
  return extent.sets.filter((set) => showsEntitiesOf(set, home, type)).map((set) => set.name);
}

function containedCollection(
  parent: EntityIdentity,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): string {
  return linkKey(parent, path, navigationProperty);
}

/** The text of one navigation property of one entity. */
export function linkKey(
  source: EntityIdentity,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): string {
  const steps = path.length === 0 ? navigationProperty.name : `${path.join('/')}/${navigationProperty.name}`;
  return `${locationOf(source)}${stepSeparator}${steps}`;
}

/** Stands for the content of a media entity where stream properties have their paths. */
export const ownContent = '$value';

export function streamKey(entity: EntityIdentity, property: string | undefined): string {
  return `${locationOf(entity)}${stepSeparator}${property ?? ownContent}`;
}

export function locationOf(identity: EntityIdentity): string {
  return (identity as MemoryIdentity).location;
}

/** The identity of a new entity; undefined when the values lack a key. */
export function createIdentity(
  extents: ReadonlyMap<EdmEntitySet, Extent>,
  target: CreateTarget,
  type: EdmEntityType,
  key: StructuredValue,
): MemoryIdentity | undefined {
  switch (target.kind) {
    case 'singleton':
      return identity(
        { kind: 'singleton', singleton: target.singleton },
        {},
        singletonCollection,
        target.singleton.name,
      );
    case 'entitySet': {
      const extent = extents.get(target.entitySet);
      const text = keyText(type, key);
      if (extent === undefined || text === undefined) return undefined;
      const entitySet = homeSet(extent, target.entitySet, type);
      return identity({ kind: 'entitySet', entitySet }, key, extent.collection, text);
    }
    case 'contained': {
      const { navigationProperty } = target;
      const text = navigationProperty.collection ? keyText(type, key) : '';
      if (text === undefined) return undefined;
      const collection = containedCollection(target.parent, target.path, navigationProperty);
      return identity(target, navigationProperty.collection ? key : {}, collection, text);
    }
  }
}

function identity(home: EntityHome, key: StructuredValue, collection: string, text: string): MemoryIdentity {
  return { home, key, collection, keyText: text, location: `${collection}${stepSeparator}${text}` };
}
