// OData URL Conventions 4.01, section 5.1 "System Query Options": the options of one resource, in their order of evaluation.
import type { EdmType } from '../../edm/edm-model.ts';
import type { NavigationOrigin } from '../../edm/navigation-target.ts';
import type { QueryOption } from '../../uri/syntax-tree.ts';
import type { Annotated } from '../apply/resolve-aggregate.ts';
import { resolveApply } from '../apply/resolve-apply.ts';
import { resolveBoolean } from '../expression/resolve-expression.ts';
import { type Scope, withShape } from '../expression/scope.ts';
import type { QueryOptions } from '../query.ts';
import { type ResolveContext, urlError } from '../resolve-context.ts';
import { allowedInCount, type SystemOption } from './allowed-options.ts';
import { resolveExpand } from './resolve-expand.ts';
import { resolveCompute, resolveOrderby } from './resolve-orderby.ts';
import { resolveSelect } from './resolve-select.ts';

/** What options are about. */
export interface OptionsTarget {
  readonly type: EdmType | undefined;
  /** Where its instances live, for the targets of expanded navigation properties. */
  readonly origin: NavigationOrigin | undefined;
  readonly complexPath: readonly string[];
  readonly allowed: ReadonlySet<SystemOption>;
  /** How messages name it. */
  readonly name: string;
  /** Where custom aggregates may be declared beside the type. */
  readonly annotated: readonly Annotated[];
}

type OptionOf<K extends QueryOption['kind']> = QueryOption & { readonly kind: K };

function optionError(context: ResolveContext, message: string, option: QueryOption): Error {
  return urlError(context, 400, 'InvalidQueryOption', message, option.at, `$${option.kind}`);
}

/** Each option once, and only those that the target allows. */
export function optionsByKind(
  context: ResolveContext,
  options: readonly QueryOption[],
  allowed: ReadonlySet<SystemOption>,
  name: string,
): ReadonlyMap<QueryOption['kind'], QueryOption> {
  const byKind = new Map<QueryOption['kind'], QueryOption>();
  for (const option of options) {
    if (option.kind === 'alias' || option.kind === 'custom') continue;
    if (byKind.has(option.kind)) throw optionError(context, `$${option.kind} is given twice.`, option);
    const ignored = option.kind === 'count' && context.options.countAnywhere === true;
    if (ignored && !allowed.has('count')) continue;
    if (!allowed.has(option.kind))
      throw optionError(context, `$${option.kind} is not allowed on ${name}.`, option);
    byKind.set(option.kind, option);
  }
  return byKind;
}

/** Section 5.3 "Parameter Aliases": those that are assigned within $expand and $select hold there, before those outside. */
function withAliases(context: ResolveContext, options: readonly QueryOption[]): ResolveContext {
  const own = options.filter((option) => option.kind === 'alias');
  if (own.length === 0) return context;
  const aliases = new Map([...context.aliases, ...own.map(({ name, value }) => [name, value] as const)]);
  return { ...context, aliases };
}

/** Resolves the options of a resource, or those in parentheses of $expand and $select. */
export function resolveOptions(
  outer: ResolveContext,
  scope: Scope,
  target: OptionsTarget,
  options: readonly QueryOption[],
): QueryOptions {
  if (options.length === 0) return noOptions;
  const context = withAliases(outer, options);
  const byKind = optionsByKind(context, options, target.allowed, target.name);
  const get = <K extends QueryOption['kind']>(kind: K) => byKind.get(kind) as OptionOf<K> | undefined;
  const applied = applyOf(context, scope, target, get('apply'));
  const computed = computeOf(context, applied.scope, get('compute'));
  const inner = computed.scope;
  // of a collection of collections, these are about the outer one, the others about the members of the inner ones
  const ofItems = inner.it?.collection === true ? { ...inner, current: inner.it } : inner;
  const [filter, search, orderby] = [get('filter'), get('search'), get('orderby')];
  const [expand, select] = [get('expand'), get('select')];
  const shape = inner.current?.shape;
  const shaped = shape !== undefined && (get('apply') ?? get('compute')) !== undefined ? { shape } : {};
  return {
    ...applied.options,
    ...computed.options,
    ...(filter && { filter: resolveBoolean(context, ofItems, filter.expression) }),
    ...(search && { search: search.expression }),
    ...(orderby && { orderby: resolveOrderby(context, ofItems, orderby.items) }),
    ...plainValues(get),
    ...(expand && { expand: resolveExpand(context, inner, applied.target, expand.items) }),
    ...(select && { select: resolveSelect(context, inner, applied.target, select.items) }),
    ...shaped,
  };
}

export const noOptions: QueryOptions = {};

/** Options whose values need nothing from the model. */
function plainValues(get: <K extends QueryOption['kind']>(kind: K) => OptionOf<K> | undefined): QueryOptions {
  const [top, skip, count] = [get('top'), get('skip'), get('count')];
  const [skiptoken, deltatoken] = [get('skiptoken'), get('deltatoken')];
  const [index, levels] = [get('index'), get('levels')];
  return {
    ...(top && { top: top.value }),
    ...(skip && { skip: skip.value }),
    ...(count && { count: count.value }),
    ...(skiptoken && { skiptoken: skiptoken.value }),
    ...(deltatoken && { deltatoken: deltatoken.value }),
    ...(index && { index: index.value }),
    ...(levels && { levels: levels.value }),
  };
}

/** $apply comes first: all other options see what it leaves. */
function applyOf(
  context: ResolveContext,
  scope: Scope,
  target: OptionsTarget,
  option: OptionOf<'apply'> | undefined,
): { readonly options: QueryOptions; readonly scope: Scope; readonly target: OptionsTarget } {
  if (option === undefined) return { options: noOptions, scope, target };
  const { annotated, type } = target;
  const input = { type, shape: scope.current?.shape, outer: scope, annotated };
  const applied = resolveApply(context, input, option.transformations);
  const shaped = withShape(scope, applied.shape);
  const current = shaped.current && { ...shaped.current, type: applied.type };
  const after: Scope = { ...shaped, current, it: scope.current?.kind === 'it' ? current : shaped.it };
  return {
    options: { apply: applied.transformations },
    scope: after,
    target: { ...target, type: applied.type },
  };
}

function computeOf(
  context: ResolveContext,
  scope: Scope,
  option: OptionOf<'compute'> | undefined,
): { readonly options: QueryOptions; readonly scope: Scope } {
  if (option === undefined) return { options: noOptions, scope };
  const { compute, scope: inner } = resolveCompute(context, scope, option.items);
  return { options: { compute }, scope: inner };
}

/** Options in parentheses after `/$count` in an expression. */
export function resolveCountOptions(
  context: ResolveContext,
  scope: Scope,
  options: readonly QueryOption[],
): QueryOptions {
  return resolveOptions(
    context,
    scope,
    {
      type: scope.current?.type,
      origin: undefined,
      complexPath: [],
      allowed: allowedInCount,
      name: '/$count',
      annotated: [],
    },
    options,
  );
}
