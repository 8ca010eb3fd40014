// OData URL Conventions 4.01, section 5.1.4 "System Query Option $select".

import type { EdmOperation, EdmProperty, EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import type { SelectItem } from '../../uri/syntax-tree.ts';
import type { Shape } from '../apply/shape.ts';
import { type Scope, scopeOfItems } from '../expression/scope.ts';
import { findCast, findDerivedMember, findMember, qualifiedNames } from '../find-name.ts';
import { findBoundOperations, ownParameters } from '../path/resolve-overload.ts';
import type { Select } from '../query.ts';
import { expressionError, type ResolveContext, urlError } from '../resolve-context.ts';
import { allowedInSelect } from './allowed-options.ts';
import { type OptionsTarget, resolveOptions } from './resolve-options.ts';
import { build, createBuilder, type SelectBuilder, type SelectedBuilder } from './select-builder.ts';

export function resolveSelect(
  context: ResolveContext,
  scope: Scope,
  target: OptionsTarget,
  items: readonly SelectItem[],
): Select {
  const builder = createBuilder();
  for (const item of items) addItem(context, scope, target, builder, item);
  return build(builder);
}

/** How far the path of an item is resolved. */
interface Walk {
  type: EdmType | undefined;
  shape: Shape | undefined;
  cast: EdmStructuredType | undefined;
  builder: SelectBuilder;
  selected: SelectedBuilder | undefined;
  collection: boolean;
  /** Behind a navigation property, where no path of $select goes on. */
  ended: boolean;
}

function addItem(
  context: ResolveContext,
  scope: Scope,
  target: OptionsTarget,
  builder: SelectBuilder,
  item: SelectItem,
): void {
  const walk: Walk = {
    type: target.type,
    shape: scope.current?.shape,
    cast: undefined,
    builder,
    selected: undefined,
    collection: false,
    ended: false,
  };
  for (const [index, step] of item.path.entries()) {
    const isLast = index === item.path.length - 1;
    if (walk.selected !== undefined) enter(walk);
    takeStep(context, walk, step, isLast);
  }
  if (item.options.length > 0) addOptions(context, scope, walk, item);
  else if (walk.selected !== undefined) walk.selected.whole = true;
}

/** Goes into the complex value that was named last. */
function enter(walk: Walk): void {
  const { selected } = walk;
  if (selected === undefined) return;
  selected.below ??= createBuilder();
  walk.builder = selected.below;
  walk.selected = undefined;
  walk.cast = undefined;
}

function takeStep(
  context: ResolveContext,
  walk: Walk,
  step: SelectItem['path'][number],
  isLast: boolean,
): void {
  const { name, at } = step;
  if (walk.ended)
    throw expressionError(
      context,
      `A path in $select ends with a navigation property; '${name}' follows one.`,
      at,
    );
  if (name === '*') {
    walk.builder.all = true;
    return;
  }
  if (name.endsWith('.*')) {
    addNamespace(context, walk, name.slice(0, -2), at);
    return;
  }
  if (name.startsWith('@') || name.includes('@')) {
    select(walk, name, undefined);
    return;
  }
  const dynamic = walk.shape?.dynamic.get(name);
  if (dynamic !== undefined) {
    select(walk, name, undefined);
    walk.type = dynamic.type;
    walk.shape = dynamic.shape;
    return;
  }
  // names of parameters follow an operation only
  const isOperation = step.parameters !== undefined;
  if (!isOperation && (addMember(context, walk, name) || addCast(context, walk, name))) return;
  if (isLast && addOperation(context, walk, step)) return;
  if (isOperation)
    throw expressionError(context, `There is no operation '${name}' with these parameters to select.`, at);
  const open = walk.type === undefined || (isStructuredType(walk.type) && walk.type.open);
  if (!open || name.includes('.')) throw unknownItem(context, walk, name, at);
  select(walk, name, undefined);
  walk.type = undefined;
}

function select(walk: Walk, name: string, property: EdmProperty | undefined): void {
  const existing = walk.builder.properties.get(name);
  const selected = existing ?? {
    property,
    cast: walk.cast,
    whole: false,
    below: undefined,
    options: undefined,
  };
  walk.builder.properties.set(name, selected);
  walk.selected = selected;
}

function addMember(context: ResolveContext, walk: Walk, name: string): boolean {
  if (!isStructuredType(walk.type)) return false;
  const member = findMember(context, walk.type, name) ?? findDerivedMember(context, walk.type, name)?.member;
  if (member === undefined) return false;
  walk.shape = walk.shape?.declared?.get(member.name);
  if (member.kind === 'NavigationProperty' && walk.shape === undefined) {
    walk.builder.navigationProperties.add(member.name);
    walk.selected = undefined;
    walk.type = undefined;
    walk.ended = true;
    return true;
  }
  select(walk, member.name, member.kind === 'Property' ? member : undefined);
  walk.type = member.kind === 'Property' ? member.type.type : member.entityType;
  walk.collection = member.kind === 'Property' ? member.type.collection : member.collection;
  return true;
}

function addCast(context: ResolveContext, walk: Walk, name: string): boolean {
  if (!isStructuredType(walk.type)) return false;
  const cast = findCast(context, walk.type, name);
  if (cast === undefined) return false;
  walk.type = cast;
  walk.cast = cast;
  return true;
}

/** "To request all applicable actions or functions from that schema." */
function addNamespace(context: ResolveContext, walk: Walk, prefix: string, at: number): void {
  const namespace = context.model.expandAlias(prefix);
  if (namespace === undefined) throw unknownItem(context, walk, `${prefix}.*`, at);
  if (walk.type === undefined) return;
  const operations = context.model.boundOperations(walk.type, false);
  addOperations(
    walk,
    operations.filter((operation) => operation.namespace === namespace),
    undefined,
  );
}

function addOperations(
  { builder, cast }: Walk,
  operations: readonly EdmOperation[],
  parameters: readonly string[] | undefined,
): void {
  for (const operation of operations)
    builder.operations.push({ operation, ...(parameters && { parameters }), ...(cast && { cast }) });
}

/** A bound operation by its name; one that cannot be bound to the type is ignored, as the standard asks. */
function addOperation(
  context: ResolveContext,
  walk: Walk,
  { name, parameters }: SelectItem['path'][number],
): boolean {
  if (!isStructuredType(walk.type)) return false;
  const { functions, actions } = findBoundOperations(context, name, { type: walk.type, collection: false });
  const wanted = parameters === undefined ? undefined : [...parameters].sort().join();
  const fitting = [...functions, ...actions].filter((operation) => {
    const own = ownParameters(operation).map((parameter) => parameter.name);
    return wanted === undefined || own.sort().join() === wanted;
  });
  addOperations(walk, fitting, parameters);
  const known = qualifiedNames(context, name).some(
    (qualified) =>
      context.model.findFunctions(qualified).length + context.model.findActions(qualified).length > 0,
  );
  return fitting.length > 0 || (known && name.includes('.'));
}

function unknownItem(context: ResolveContext, walk: Walk, name: string, at: number): Error {
  const names = [...(walk.shape?.dynamic.keys() ?? [])];
  if (isStructuredType(walk.type))
    names.push(...walk.type.properties.keys(), ...walk.type.navigationProperties.keys());
  const type = walk.type?.qualifiedName ?? 'The resource';
  return expressionError(context, `${type} has no member '${name}' to select.${didYouMean(name, names)}`, at);
}

/** Options on a complex value or a collection: `$select=Emails($top=2)`. */
function addOptions(context: ResolveContext, scope: Scope, walk: Walk, item: SelectItem): void {
  const { selected, type } = walk;
  if (selected === undefined || type === undefined)
    throw expressionError(context, 'Options follow a structural property only.', item.at);
  if (selected.options !== undefined)
    throw urlError(
      context,
      400,
      'InvalidQueryOption',
      'A property has options in two places.',
      item.at,
      '$select',
    );
  const result = { type, collection: walk.collection, nullable: true };
  const options = resolveOptions(
    context,
    scopeOfItems(scope, type, walk.shape),
    {
      type,
      origin: undefined,
      complexPath: [],
      allowed: allowedInSelect(result),
      name: `the selected ${selected.property?.name ?? 'property'}`,
      annotated: [],
    },
    item.options,
  );
  selected.options = options;
}
