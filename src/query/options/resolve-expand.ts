// OData URL Conventions 4.01, section 5.1.3 "System Query Option $expand".

import type { EdmNavigationProperty, EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import { mayBeMediaEntity } from '../../edm/media-entity.ts';
import type { NavigationOrigin } from '../../edm/navigation-target.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import type { ExpandItem as ExpandSyntax } from '../../uri/syntax-tree.ts';
import type { Shape } from '../apply/shape.ts';
import { type Scope, scopeOfItems } from '../expression/scope.ts';
import { findCast, findDerivedMember, findMember } from '../find-name.ts';
import { placeOfNavigation } from '../path/entity-source.ts';
import type { ExpandItem, ExpandStep } from '../query.ts';
import { expressionError, type ResolveContext, urlError } from '../resolve-context.ts';
import { allowedInExpand } from './allowed-options.ts';
import { type OptionsTarget, resolveOptions } from './resolve-options.ts';

export function resolveExpand(
  context: ResolveContext,
  scope: Scope,
  target: OptionsTarget,
  items: readonly ExpandSyntax[],
): readonly ExpandItem[] {
  const named = new Map<string, ExpandItem>();
  const stars: { item: ExpandSyntax; walk: Walk }[] = [];
  for (const item of items) {
    const walk = startWalk(target, scope.current?.shape);
    const star = walkTo(context, walk, item);
    if (star) {
      stars.push({ item, walk });
      continue;
    }
    const resolved = finishItem(context, scope, walk, item);
    const path = pathOf(resolved);
    if (named.has(path))
      throw urlError(context, 400, 'InvalidQueryOption', `'${path}' is expanded twice.`, item.at, '$expand');
    named.set(path, resolved);
  }
  // "Explicitly named navigation properties take precedence over the star operator."
  for (const { item, walk } of stars)
    for (const resolved of allMembers(context, scope, walk, item)) {
      const path = pathOf(resolved);
      if (!named.has(path)) named.set(path, resolved);
    }
  return [...named.values()];
}

function pathOf(item: ExpandItem): string {
  const steps = item.path.map((step) =>
    step.kind === 'cast' ? step.type.qualifiedName : step.property.name,
  );
  const stream = item.stream === '$value' || item.stream === undefined ? item.stream : item.stream.name;
  const cast = item.cast === undefined ? [] : [item.cast.qualifiedName];
  return [
    ...steps,
    item.navigationProperty?.name ?? item.entitySet?.name ?? item.dynamic ?? stream,
    ...cast,
  ].join('/');
}

/** How far the path of an item is resolved. */
interface Walk {
  type: EdmType | undefined;
  readonly origin: NavigationOrigin | undefined;
  complexPath: readonly string[];
  readonly path: ExpandStep[];
  shape: Shape | undefined;
  end: Partial<Pick<ExpandItem, 'navigationProperty' | 'stream' | 'cast' | 'entitySet' | 'dynamic'>>;
  /** Whether what is expanded is a collection. */
  many: boolean;
}

function startWalk({ type, origin, complexPath }: OptionsTarget, shape: Shape | undefined): Walk {
  return { type, origin, complexPath, path: [], shape, end: {}, many: false };
}

/** Follows the names of the path; true where it ends with a star. */
function walkTo(context: ResolveContext, walk: Walk, item: ExpandSyntax): boolean {
  for (const [index, { name, at }] of item.path.entries()) {
    if (name === '*' && index === item.path.length - 1) return true;
    if (walk.end.navigationProperty ?? walk.end.entitySet ?? walk.end.dynamic)
      addCastAfter(context, walk, name, at);
    else if (walk.end.stream !== undefined) throw unknownStep(context, walk, name, at);
    else takeStep(context, walk, name, at);
  }
  if (walk.end.navigationProperty ?? walk.end.stream ?? walk.end.entitySet ?? walk.end.dynamic) return false;
  const shown = item.path.map((step) => step.name).join('/');
  throw expressionError(context, `'${shown}' is no navigation property and no stream.`, item.at);
}

function unknownStep(context: ResolveContext, walk: Walk, name: string, at: number): Error {
  const names = isStructuredType(walk.type) ? [...walk.type.navigationProperties.keys()] : [];
  const type = walk.type?.qualifiedName ?? 'The resource';
  return expressionError(
    context,
    `${type} has nothing to expand named '${name}'.${didYouMean(name, names)}`,
    at,
  );
}

function addCastAfter(context: ResolveContext, walk: Walk, name: string, at: number): void {
  const cast = isStructuredType(walk.type) ? findCast(context, walk.type, name) : undefined;
  if (isStructuredType(walk.type) && walk.type.navigationProperties.has(name))
    throw expressionError(context, `'${name}' is expanded in parentheses: ($expand=${name}).`, at);
  if (cast === undefined || walk.end.cast !== undefined) throw unknownStep(context, walk, name, at);
  walk.type = cast;
  walk.end = { ...walk.end, cast };
}

function takeStep(context: ResolveContext, walk: Walk, name: string, at: number): void {
  if (name === '$value') {
    if (!mayBeMediaEntity(context.model, walk.type)) throw unknownStep(context, walk, name, at);
    walk.end = { stream: '$value' };
    return;
  }
  if (crossjoinMember(context, walk, name) || dynamicMember(walk, name)) return;
  if (!isStructuredType(walk.type)) throw unknownStep(context, walk, name, at);
  const member = findMember(context, walk.type, name) ?? findDerivedMember(context, walk.type, name)?.member;
  if (member === undefined) {
    takeCast(context, walk, walk.type, name, at);
    return;
  }
  walk.shape = walk.shape?.declared?.get(member.name);
  if (member.kind === 'NavigationProperty') {
    walk.end = { navigationProperty: member };
    walk.many = member.collection;
    walk.type = member.entityType;
    return;
  }
  const { type } = member.type;
  if (type.qualifiedName === 'Edm.Stream') {
    walk.end = { stream: member };
    return;
  }
  if (type.kind !== 'ComplexType') throw unknownStep(context, walk, name, at);
  walk.path.push({ kind: 'property', property: member });
  walk.complexPath = [...walk.complexPath, member.name];
  walk.type = type;
}

/** In a cross join, what can be expanded is the entity of each joined set. */
function crossjoinMember(context: ResolveContext, walk: Walk, name: string): boolean {
  if (walk.type?.qualifiedName !== 'Edm.ComplexType') return false;
  const member = walk.shape?.dynamic.get(name);
  const entitySet = context.model.entityContainer?.children.get(name);
  if (member === undefined || entitySet?.kind !== 'EntitySet') return false;
  walk.end = { entitySet };
  walk.type = entitySet.entityType;
  walk.shape = undefined;
  return true;
}

/** A member that $apply made: related instances of join, nest or addnested. */
function dynamicMember(walk: Walk, name: string): boolean {
  const member = walk.shape?.dynamic.get(name);
  if (!isStructuredType(member?.type)) return false;
  walk.end = { dynamic: name };
  walk.many = member.collection;
  walk.type = member.type;
  walk.shape = member.shape;
  return true;
}

function takeCast(
  context: ResolveContext,
  walk: Walk,
  type: EdmStructuredType,
  name: string,
  at: number,
): void {
  const cast = findCast(context, type, name);
  if (cast === undefined) throw unknownStep(context, walk, name, at);
  walk.path.push({ kind: 'cast', type: cast });
  walk.complexPath = [...walk.complexPath, cast.qualifiedName];
  walk.type = cast;
}

const forms = { $ref: '$ref', $count: '$count' } as const;

function finishItem(context: ResolveContext, scope: Scope, walk: Walk, item: ExpandSyntax): ExpandItem {
  const { navigationProperty, stream, cast, entitySet, dynamic } = walk.end;
  const form = item.suffix === undefined ? 'entities' : forms[item.suffix];
  const { many } = walk;
  if (form === '$count' && !many)
    throw expressionError(context, `'/$count' follows a collection only.`, item.at);
  const place =
    navigationProperty === undefined
      ? undefined
      : placeOfNavigation(context.model, walk.origin, walk.complexPath, navigationProperty);
  const options = resolveOptions(
    context,
    scopeOfItems(scope, walk.type, walk.shape),
    {
      type: walk.type,
      origin: place?.origin,
      complexPath: [],
      allowed: stream === undefined ? allowedInExpand(form, many) : new Set(),
      name: `the expanded ${navigationProperty?.name ?? 'item'}`,
      annotated: place?.source?.kind === 'navigationSource' ? [place.source.navigationSource] : [],
    },
    item.options,
  );
  return {
    path: walk.path,
    navigationProperty,
    stream,
    cast,
    form,
    options,
    written: item.options,
    source: place?.source,
    ...(entitySet && { entitySet }),
    ...(dynamic !== undefined && { dynamic }),
  };
}

/** `*`: every declared navigation property of the type. */
function allMembers(
  context: ResolveContext,
  scope: Scope,
  walk: Walk,
  item: ExpandSyntax,
): readonly ExpandItem[] {
  if (!isStructuredType(walk.type)) throw unknownStep(context, walk, '*', item.at);
  const declared = walk.shape?.declared;
  const members: EdmNavigationProperty[] = [...walk.type.navigationProperties.values()];
  return members
    .filter((member) => declared === undefined || declared.has(member.name))
    .filter((member) => item.suffix !== '$count' || member.collection)
    .map((member) => {
      const one: Walk = {
        ...walk,
        path: [...walk.path],
        type: member.entityType,
        shape: undefined,
        end: { navigationProperty: member },
        many: member.collection,
      };
      return finishItem(context, scope, one, item);
    });
}
