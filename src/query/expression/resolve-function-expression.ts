// OData URL Conventions 4.01, section 5.1.1.14.4 "$it" and Protocol 11.5.4 "Functions": functions of the model in expressions.
import type { EdmFunction, EdmFunctionImport } from '../../edm/edm-model.ts';
import type { MemberSegment, NamedArgument } from '../../uri/syntax-tree.ts';
import { hierarchyFunction } from '../apply/hierarchy-function.ts';
import { qualifiedNames } from '../find-name.ts';
import {
  findBoundOperations,
  ownParameters,
  type ResolvedCall,
  resolveOverload,
} from '../path/resolve-overload.ts';
import type { ResolveContext } from '../resolve-context.ts';
import { expressionError } from '../resolve-context.ts';
import { resolveTyped } from './resolve-expression.ts';
import type { Scope, Shaped } from './scope.ts';

type NameStep = Extract<MemberSegment, { kind: 'name' }>;

function argumentsOf(context: ResolveContext, segment: NameStep): readonly NamedArgument[] {
  const [parentheses] = segment.parentheses;
  if (parentheses?.kind === 'simple')
    throw expressionError(
      context,
      `Parameters of '${segment.name}' need names: (name=value,…).`,
      parentheses.at,
    );
  return parentheses?.kind === 'named' ? parentheses.arguments : [];
}

function resolveArguments(
  context: ResolveContext,
  scope: Scope,
  overloads: readonly EdmFunction[],
  segment: NameStep,
): ResolvedCall {
  return resolveOverload(
    context,
    overloads,
    argumentsOf(context, segment),
    (argument, parameter) => resolveTyped(context, scope, argument.value, parameter.type),
    () => undefined,
    segment.at,
  );
}

function callExpression(call: ResolvedCall, source: Shaped | undefined, at: number): Shaped {
  const { type, collection } = call.function.returnType;
  return {
    expression: {
      kind: 'function',
      source: source?.expression,
      ...call,
      result: { type, collection },
      at,
    },
    shape: undefined,
  };
}

/** "Function names without a path prefix refer to an unbound function overload"; undefined where there is none. */
export function resolveUnboundFunction(
  context: ResolveContext,
  scope: Scope,
  segment: NameStep,
): Shaped | undefined {
  const hierarchical = hierarchyFunction(
    context,
    scope,
    segment.name,
    argumentsOfHierarchy(segment),
    segment.at,
  );
  if (hierarchical !== undefined) return hierarchical;
  for (const name of qualifiedNames(context, segment.name)) {
    const overloads = context.model.findFunctions(name).filter((overload) => !overload.isBound);
    if (overloads.length === 0) continue;
    return callExpression(resolveArguments(context, scope, overloads, segment), undefined, segment.at);
  }
  return undefined;
}

/** A function import in an expression: `$root/Best(count=Rating)`; its parameters may be any expressions. */
export function resolveImportedFunction(
  context: ResolveContext,
  scope: Scope,
  imported: EdmFunctionImport,
  segment: NameStep,
): Shaped {
  const overloads = context.model.findFunctions(imported.function).filter((overload) => !overload.isBound);
  return callExpression(resolveArguments(context, scope, overloads, segment), undefined, segment.at);
}

function argumentsOfHierarchy(segment: NameStep): readonly NamedArgument[] {
  const [parentheses] = segment.parentheses;
  return parentheses?.kind === 'named' ? parentheses.arguments : [];
}

/** A function bound to what the path yields so far; undefined where there is none of the name. */
export function resolveBoundFunction(
  context: ResolveContext,
  scope: Scope,
  source: Shaped,
  segment: NameStep,
): Shaped | undefined {
  const { functions } = findBoundOperations(context, segment.name, source.expression.result);
  const callable =
    segment.parentheses.length > 0
      ? functions
      : functions.filter(
          (overload) =>
            context.options.optionalParentheses && ownParameters(overload).every((p) => p.optional),
        );
  if (callable.length === 0) return undefined;
  return callExpression(resolveArguments(context, scope, callable, segment), source, segment.at);
}
