// OData Data Aggregation Extension 4.0, section 5.5.2 "Hierarchy Functions" and 6.3.1 "rollupnode".
import type { EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import type { NamedArgument, PathExpr } from '../../uri/syntax-tree.ts';
import type { CanonicalFunction, Expression } from '../expression/expression.ts';
import { resolveExpression, resolveTyped } from '../expression/resolve-expression.ts';
import type { Scope, Shaped } from '../expression/scope.ts';
import { dereference } from '../parameter-alias.ts';
import { expressionError, primitive, type ResolveContext } from '../resolve-context.ts';
import { rollupNodeVariable } from './resolve-groupby.ts';
import { resolveHierarchyNodes } from './resolve-hierarchy.ts';

const namespace = 'Org.OData.Aggregation.V1';

/** Parameters beside the hierarchy, in the order of `arguments`; those after `Node` and the other node are optional. */
const parameters: Readonly<Partial<Record<CanonicalFunction, readonly string[]>>> = {
  isnode: ['Node'],
  isroot: ['Node'],
  isleaf: ['Node'],
  isancestor: ['Node', 'Descendant', 'MaxDistance', 'IncludeSelf'],
  isdescendant: ['Node', 'Ancestor', 'MaxDistance', 'IncludeSelf'],
  issibling: ['Node', 'Other'],
};

const optional: Readonly<Record<string, readonly [EdmPrimitiveTypeName, number | boolean]>> = {
  MaxDistance: ['Int32', 32767],
  IncludeSelf: ['Boolean', false],
};

/** The local name of a function of the vocabulary, by alias or namespace; undefined where the name is another. */
function vocabularyFunction(context: ResolveContext, name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  const prefix = name.slice(0, dot);
  const isVocabulary =
    prefix === 'Aggregation' || prefix === namespace || context.model.expandAlias(prefix) === namespace;
  return isVocabulary ? name.slice(dot + 1) : undefined;
}

/** Section 6.3.1 "Function rollupnode": the node that the current group is about. */
function rollupNode(
  context: ResolveContext,
  scope: Scope,
  given: readonly NamedArgument[],
  at: number,
): Shaped {
  const written = given.find(({ name }) => name === 'Position')?.value;
  const value = written === undefined ? undefined : dereference(context, written);
  const position = value?.kind === 'literal' ? Number(value.value) : 1;
  const name = rollupNodeVariable(position);
  const node = scope.variables.get(name);
  if (node === undefined)
    throw expressionError(context, `There is no rolluprecursive at position ${position} around this.`, at);
  const result = { type: node.type, collection: false };
  return { expression: { kind: 'variable', name, result, at }, shape: node.shape };
}

export function hierarchyFunction(
  context: ResolveContext,
  scope: Scope,
  qualified: string,
  given: readonly NamedArgument[],
  at: number,
): Shaped | undefined {
  const local = vocabularyFunction(context, qualified);
  if (local === 'rollupnode') return rollupNode(context, scope, given, at);
  const name = local as CanonicalFunction;
  if (local === undefined || parameters[name] === undefined) return undefined;
  const named = new Map(given.map((argument) => [argument.name, argument.value]));
  const missing = (parameter: string) =>
    expressionError(context, `The function '${qualified}' needs the parameter ${parameter}.`, at);
  const collection = named.get('HierarchyNodes');
  const qualifier = named.get('HierarchyQualifier');
  if (collection === undefined) throw missing('HierarchyNodes');
  if (qualifier === undefined) throw missing('HierarchyQualifier');
  const nodes = dereference(context, collection);
  const text = dereference(context, qualifier);
  if (nodes.kind !== 'path' || text.kind !== 'literal') throw missing('HierarchyNodes');
  const hierarchy = resolveHierarchyNodes(context, nodes as PathExpr, text.value, text.at);
  const values = (parameters[name] ?? []).map((parameter): Expression => {
    const value = named.get(parameter);
    const fallback = optional[parameter];
    if (fallback !== undefined) {
      const result = { type: primitive(context, fallback[0]), collection: false };
      if (value !== undefined) return resolveTyped(context, scope, value, result);
      return { kind: 'literal', value: fallback[1], result, at };
    }
    if (value === undefined) throw missing(parameter);
    return resolveExpression(context, scope, value);
  });
  const result = { type: primitive(context, 'Boolean'), collection: false };
  return {
    expression: { kind: 'canonicalFunction', name, arguments: values, hierarchy, result, at },
    shape: undefined,
  };
}
