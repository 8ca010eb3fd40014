// OData URL Conventions 4.01, section 5.1.1.15 "Path Expressions" and 5.1.1.14 ($it, $this, $root): where a path starts.
import { isStructuredType } from '../../edm/structured-type.ts';
import type { Expr, MemberSegment, PathExpr } from '../../uri/syntax-tree.ts';
import { findMember } from '../find-name.ts';
import { dereference, insideAlias } from '../parameter-alias.ts';
import { resolvePath } from '../path/resolve-path.ts';
import type { ResourcePath } from '../path/resource-path.ts';
import { expressionError, type ResolveContext } from '../resolve-context.ts';
import type { Expression, ExpressionType } from './expression.ts';
import { resolveExpression } from './resolve-expression.ts';
import { resolveImportedFunction, resolveUnboundFunction } from './resolve-function-expression.ts';
import { resolveMemberStep } from './resolve-member-step.ts';
import type { Instance, Scope, Shaped, ShapedVariable } from './scope.ts';

/** The rest of a path, and what it starts from. */
interface Start {
  readonly source: Shaped;
  readonly rest: readonly MemberSegment[];
  /** What unprefixed names in lambda expressions at the path refer to. */
  readonly origin: Instance | undefined;
}

export function resolvePathExpression(context: ResolveContext, scope: Scope, path: PathExpr): Shaped {
  const { source, rest, origin } = startOf(context, scope, path);
  const inner = origin === undefined ? scope : { ...scope, current: origin };
  let current = source;
  for (const segment of rest) current = resolveMemberStep(context, inner, current, segment);
  return current;
}

function startOf(context: ResolveContext, scope: Scope, path: PathExpr): Start {
  const { root, segments } = path;
  if (root === '$it') return fromInstance(context, scope.it, '$it', path);
  if (root === '$this') return fromInstance(context, scope.current, '$this', path);
  if (root === '$these')
    return { source: theseOf(context, scope, path.at), rest: segments, origin: undefined };
  if (root === '$root') return fromRoot(context, scope, path);
  if (root !== undefined) return fromAlias(context, scope, root, segments);
  const [first] = segments;
  const variable = first?.kind === 'name' ? scope.variables.get(first.name) : undefined;
  if (first?.kind === 'name' && variable !== undefined && first.parentheses.length === 0)
    return fromVariable(first.name, variable, path);
  if (first?.kind === 'name' && first.parentheses.length > 0 && !isMember(context, scope, first.name)) {
    const call = resolveUnboundFunction(context, scope, first);
    if (call !== undefined)
      return { source: call, rest: [...keysAfterCall(first), ...segments.slice(1)], origin: undefined };
  }
  return { source: currentInstance(context, scope, path.at), rest: segments, origin: undefined };
}

type NameStep = Extract<MemberSegment, { kind: 'name' }>;

/** The first parentheses of a call hold its parameters, further ones are keys of what it yields. */
function keysAfterCall({ parentheses }: NameStep): readonly MemberSegment[] {
  return parentheses.slice(1).map((key) => ({ kind: 'key', key, at: key.at, end: key.end }));
}

/** A function without namespace must not hide a navigation property with a key. */
function isMember(context: ResolveContext, { current }: Scope, name: string): boolean {
  return isStructuredType(current?.type) && findMember(context, current.type, name) !== undefined;
}

/** The instance that unprefixed paths start from. */
export function currentInstance(context: ResolveContext, scope: Scope, at: number): Shaped {
  if (scope.current === undefined)
    throw expressionError(
      context,
      'Only constants are allowed here: there is no instance to take a member of.',
      at,
    );
  return instanceExpression(scope.current, at);
}

function instanceExpression(instance: Instance, at: number): Shaped {
  const { kind, type, collection, shape } = instance;
  const result: ExpressionType = { type, collection };
  const { referenced } = instance;
  if (referenced !== undefined) return { expression: { kind: 'referenced', referenced, result, at }, shape };
  const expression: Expression =
    kind === 'variable' ? { kind, name: instance.name ?? '', result, at } : { kind, result, at };
  return { expression, shape };
}

function fromInstance(
  context: ResolveContext,
  instance: Instance | undefined,
  name: string,
  { segments, at }: PathExpr,
): Start {
  if (instance === undefined) throw expressionError(context, `'${name}' has no meaning here.`, at);
  return { source: instanceExpression(instance, at), rest: segments, origin: instance };
}

function fromVariable(
  name: string,
  { type, collection, shape, referenced }: ShapedVariable,
  { segments, at }: PathExpr,
): Start {
  const instance: Instance = { kind: 'variable', name, type, collection, shape, referenced };
  const origin = referenced === undefined ? instance : undefined;
  return { source: instanceExpression(instance, at), rest: segments.slice(1), origin };
}

function theseOf(context: ResolveContext, scope: Scope, at: number): Shaped {
  const { these } = scope;
  if (these === undefined) throw expressionError(context, `'$these' has no meaning here.`, at);
  const result = { type: these.type, collection: true };
  return { expression: { kind: 'these', result, at }, shape: these.shape };
}

function fromAlias(
  context: ResolveContext,
  scope: Scope,
  alias: Extract<PathExpr['root'], { kind: 'alias' }>,
  rest: readonly MemberSegment[],
): Start {
  const value: Expr = dereference(context, alias);
  const inner = insideAlias(context, alias.name, alias.at);
  const source: Shaped =
    value.kind === 'path'
      ? resolvePathExpression(inner, scope, value)
      : { expression: resolveExpression(inner, scope, value), shape: undefined };
  return { source, rest, origin: undefined };
}

/** `$root/Employees('A1')/…`: the resource is read once from the service root, the rest is an expression on it. */
function fromRoot(context: ResolveContext, scope: Scope, { segments, at }: PathExpr): Start {
  const [first, ...rest] = segments;
  if (first?.kind !== 'name') throw expressionError(context, `The name of a resource follows '$root/'.`, at);
  const imported = context.model.entityContainer?.children.get(first.name);
  if (imported?.kind === 'FunctionImport') {
    const source = resolveImportedFunction(context, scope, imported, first);
    return { source, rest: [...keysAfterCall(first), ...rest], origin: undefined };
  }
  const constantKeys = first.parentheses.every(hasConstants);
  const parentheses = constantKeys ? first.parentheses : [];
  const path = resolvePath({ ...context, custom: new Map() }, [
    { kind: 'name', name: first.name, raw: first.name, parentheses, at: first.at, end: first.end },
  ]);
  let source = rootExpression(path, first.at);
  if (!constantKeys) {
    for (const key of first.parentheses)
      source = resolveMemberStep(context, scope, source, { kind: 'key', key, at: key.at, end: key.end });
  }
  return { source, rest, origin: undefined };
}

function hasConstants(parentheses: NameStep['parentheses'][number]): boolean {
  const isConstant = (value: Expr) => value.kind === 'literal' || value.kind === 'alias';
  if (parentheses.kind === 'simple') return isConstant(parentheses.value);
  return parentheses.kind === 'empty' || parentheses.arguments.every(({ value }) => isConstant(value));
}

function rootExpression(path: ResourcePath, at: number): Shaped {
  const type = path.result?.type;
  const collection = path.result?.collection ?? false;
  return { expression: { kind: 'root', path, result: { type, collection }, at }, shape: undefined };
}
