// A lenient form of URLs beside the standard: `root:/Folder/File.txt:/content` names items below one another by a property.
import type { EdmEntityType } from '../../edm/edm-model.ts';
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { NameSegment, PathSegment } from '../../uri/syntax-tree.ts';
import type { PathAddressing } from '../query.ts';
import { typeReference } from '../resolve-context.ts';
import { placeOfNavigation } from './entity-source.ts';
import { addSegment, type PathState } from './path-state.ts';
import { addKeySegment } from './resolve-key.ts';

/** Whether a segment opens such a path: what stands before the colon is resolved as usual. */
export function opensPath(state: PathState, segment: NameSegment): boolean {
  const { pathAddressing } = state.context.options;
  return pathAddressing !== undefined && segment.raw.endsWith(':') && segment.raw.length > 1;
}

/** The segment without its colon. */
export function withoutColon(segment: NameSegment): NameSegment {
  const raw = segment.raw.slice(0, -1);
  return {
    ...segment,
    raw,
    name: segment.name ?? (/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(raw) ? raw : undefined),
  };
}

function addressingOf(state: PathState, type: EdmEntityType): PathAddressing | undefined {
  const { model, options } = state.context;
  return options.pathAddressing?.find((entry) => {
    const declared = model.findEntityType(entry.type);
    return declared !== undefined && isSameOrDerived(type, declared);
  });
}

/**
 * Resolves the names up to the one that ends with a colon, or to the end: each one step along the navigation property,
 * then the item whose property has the name, as an alternate key.
 * @returns how many segments were consumed; undefined where the current entity can't be the start of such a path
 */
export function resolveAddressedPath(state: PathState, segments: readonly PathSegment[]): number | undefined {
  let consumed = 0;
  for (const segment of segments) {
    const type = state.result?.collection === false ? state.result.type : undefined;
    if (type?.kind !== 'EntityType' || segment.kind !== 'name') return consumed > 0 ? consumed : undefined;
    const addressing = addressingOf(state, type);
    if (addressing === undefined) return undefined;
    const closes = segment.raw.endsWith(':');
    if (!addStep(state, type, addressing, segment, closes ? segment.raw.slice(0, -1) : segment.raw))
      return undefined;
    consumed++;
    if (closes) return consumed;
  }
  return consumed;
}

function addStep(
  state: PathState,
  type: EdmEntityType,
  addressing: PathAddressing,
  segment: NameSegment,
  name: string,
): boolean {
  const navigationProperty = type.navigationProperties.get(addressing.navigationProperty);
  const property = navigationProperty?.entityType.properties.get(addressing.property);
  if (navigationProperty === undefined || property === undefined) return false;
  const { entityType } = navigationProperty;
  Object.assign(state, placeOfNavigation(state.context.model, state.origin, [], navigationProperty));
  state.result = typeReference(entityType, true, false);
  addSegment(state, { kind: 'navigation', navigationProperty, at: segment.at });
  const result = { type: property.type.type, collection: false };
  const key = new Map([[property.name, { kind: 'literal', value: name, result, at: segment.at } as const]]);
  const keyProperties = [{ name: property.name, path: [property.name], property }];
  addKeySegment(state, entityType, { key, keyProperties, alternate: true }, segment.at);
  return true;
}
