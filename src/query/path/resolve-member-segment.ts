// OData URL Conventions 4.01, section 4.6 "Addressing a Property", 4.3.5 "Resources Reached by Navigation", 4.11 "Addressing Derived Types".
import type { EdmNavigationProperty, EdmProperty, EdmStructuredType } from '../../edm/edm-model.ts';
import type { NameSegment } from '../../uri/syntax-tree.ts';
import { findCast, findDerivedMember, findMember, findType, type Member } from '../find-name.ts';
import { primitive, typeReference } from '../resolve-context.ts';
import { placeOfNavigation } from './entity-source.ts';
import { addSegment, type PathState } from './path-state.ts';
import { resolveKeyParentheses } from './resolve-key-parentheses.ts';

/** A property, navigation property or type cast; false where the name is none of the current type's. */
export function resolveMemberSegment(state: PathState, segment: NameSegment): boolean {
  const { result, context } = state;
  const { name } = segment;
  if (result === undefined || name === undefined) return false;
  const { type } = result;
  if (type.kind !== 'EntityType' && type.kind !== 'ComplexType') return resolveUntyped(state, segment);
  if (!result.collection) {
    const member = findMember(context, type, name);
    if (member !== undefined) {
      addMember(state, member, segment);
      return true;
    }
  }
  if (resolveCast(state, type, segment, name)) return true;
  return !result.collection && resolveLenientMember(state, type, segment, name);
}

function resolveCast(state: PathState, type: EdmStructuredType, segment: NameSegment, name: string): boolean {
  const cast = findCast(state.context, type, name);
  if (cast === undefined) return false;
  addCast(state, cast, false, segment.at);
  resolveKeyParentheses(state, segment, 0);
  return true;
}

export function addCast(state: PathState, type: EdmStructuredType, implicit: boolean, at: number): void {
  if (state.result !== undefined) state.result = { ...state.result, type };
  state.complexPath = [...state.complexPath, type.qualifiedName];
  addSegment(state, { kind: 'cast', type, implicit, at });
}

/** Members of derived types without a cast. */
function resolveLenientMember(
  state: PathState,
  type: EdmStructuredType,
  segment: NameSegment,
  name: string,
): boolean {
  const derived = findDerivedMember(state.context, type, name);
  if (derived !== undefined) {
    addCast(state, derived.type, true, segment.at);
    addMember(state, derived.member, segment);
    return true;
  }
  return false;
}

function addMember(state: PathState, member: Member, segment: NameSegment): void {
  if (member.kind === 'Property') addProperty(state, member, segment);
  else addNavigation(state, member, segment);
  resolveKeyParentheses(state, segment, 0);
}

function addProperty(state: PathState, property: EdmProperty, segment: NameSegment): void {
  state.result = property.type;
  state.source = undefined;
  state.complexPath = [...state.complexPath, property.name];
  addSegment(state, { kind: 'property', property, at: segment.at });
}

function addNavigation(
  state: PathState,
  navigationProperty: EdmNavigationProperty,
  segment: NameSegment,
): void {
  const { entityType, collection, nullable } = navigationProperty;
  const place = placeOfNavigation(state.context.model, state.origin, state.complexPath, navigationProperty);
  Object.assign(state, place);
  state.result = typeReference(entityType, collection, nullable);
  state.complexPath = [];
  addSegment(state, { kind: 'navigation', navigationProperty, at: segment.at });
}

/** Section 4.6: an undeclared property of an open type; anything below it is known only at run time. */
export function resolveDynamicProperty(state: PathState, segment: NameSegment): boolean {
  const { result } = state;
  const type = result?.type;
  const open = (type?.kind === 'EntityType' || type?.kind === 'ComplexType') && type.open;
  if (!open || result?.collection || segment.name === undefined || segment.name.includes('.')) return false;
  if (segment.parentheses.length > 0) return false;
  addDynamic(state, segment.name, segment.at);
  return true;
}

/** Below an untyped value, or a cast after `$all` and `$entity`, whose entities are of any type. */
function resolveUntyped(state: PathState, segment: NameSegment): boolean {
  const type = state.result?.type;
  if (type?.kind !== 'Primitive' || segment.name === undefined) return false;
  if (type.name === 'EntityType') {
    const cast = findType(state.context, segment.name);
    if (cast?.kind !== 'EntityType') return false;
    addCast(state, cast, false, segment.at);
    return true;
  }
  if (type.name !== 'Untyped') return false;
  if (state.result?.collection || segment.parentheses.length > 0 || segment.name.includes('.')) return false;
  addDynamic(state, segment.name, segment.at);
  return true;
}

function addDynamic(state: PathState, name: string, at: number): void {
  state.result = typeReference(primitive(state.context, 'Untyped'), false);
  state.source = undefined;
  state.complexPath = [...state.complexPath, name];
  addSegment(state, { kind: 'dynamicProperty', name, at });
}
