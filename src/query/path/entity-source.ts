// OData CSDL 4.01, section 13.4 "Navigation Property Binding": where the entities live that a path leads to.
import {
  type EdmEntityType,
  type EdmModel,
  type EdmNavigationProperty,
  type EdmNavigationSource,
  type EdmStructuredType,
  isSameOrDerived,
} from '../../edm/edm-model.ts';
import { entitySetOfType, type NavigationOrigin, navigationTarget } from '../../edm/navigation-target.ts';
import type { EntitySource } from './resource-path.ts';

/** Where entities live, and the way to them as binding paths are written. */
export interface Place {
  readonly source: EntitySource | undefined;
  readonly origin: NavigationOrigin | undefined;
}

export function atNavigationSource(navigationSource: EdmNavigationSource): Place {
  return {
    source: { kind: 'navigationSource', navigationSource },
    origin: { navigationSource, path: [] },
  };
}

/** The containment navigation property at the end of a binding's target path. */
function placeOfTargetPath(
  model: EdmModel,
  navigationSource: EdmNavigationSource,
  target: readonly string[],
): Place | undefined {
  let holder: EdmStructuredType = navigationSource.entityType;
  let last: EdmNavigationProperty | undefined;
  const path: string[] = [];
  for (const name of target) {
    if (name.includes('.')) {
      // Real documents also have the type of the next navigation property here, which is no cast: passed over.
      const cast = model.findStructuredType(name);
      if (cast !== undefined && isSameOrDerived(cast, holder)) holder = cast;
      continue;
    }
    path.push(name);
    last = holder.navigationProperties.get(name);
    const complex = holder.properties.get(name)?.type.type;
    if (last !== undefined) holder = last.entityType;
    else if (complex?.kind === 'ComplexType') holder = complex;
    else return undefined;
  }
  if (last === undefined) return undefined;
  return {
    source: { kind: 'targetPath', navigationSource, path, navigationProperty: last },
    origin: { navigationSource, path: target },
  };
}

/** Where entities of a type live when nothing but the type is known. */
export function placeOfType(model: EdmModel, type: EdmEntityType): Place {
  const entitySet = entitySetOfType(model, type);
  return entitySet === undefined ? { source: undefined, origin: undefined } : atNavigationSource(entitySet);
}

/**
 * Where the targets of a navigation property live: contained, or as bound, or in the one set that fits the type, or else
 * contained after all, since they must live somewhere.
 * @param complexPath complex properties (and casts) between the entity and the navigation property
 */
export function placeOfNavigation(
  model: EdmModel,
  origin: NavigationOrigin | undefined,
  complexPath: readonly string[],
  navigationProperty: EdmNavigationProperty,
): Place {
  const target = navigationTarget(model, origin, complexPath, navigationProperty);
  if (target.kind === 'navigationSource') return atNavigationSource(target.navigationSource);
  if (target.kind === 'path') {
    const place = placeOfTargetPath(model, target.navigationSource, target.path);
    if (place !== undefined) return place;
  }
  const path = [...complexPath, navigationProperty.name];
  const withoutCasts = path.filter((name) => !name.includes('.'));
  return {
    source: { kind: 'contained', navigationProperty, path: withoutCasts },
    origin: origin === undefined ? undefined : { ...origin, path: [...origin.path, ...path] },
  };
}
