// OData Protocol 4.01, section 11.5.4.2 "Function overload resolution" and 11.5.5.2 "Action overload resolution".
import {
  type EdmAction,
  type EdmFunction,
  type EdmOperation,
  type EdmParameter,
  type EdmStructuredType,
  type EdmType,
  isSameOrDerived,
} from '../../edm/edm-model.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { NamedArgument } from '../../uri/syntax-tree.ts';
import type { Expression, ExpressionType } from '../expression/expression.ts';
import { qualifiedNameIgnoringCase, qualifiedNames } from '../find-name.ts';
import { type ResolveContext, urlError } from '../resolve-context.ts';

/** Parameters beside the binding parameter. */
export function ownParameters(operation: EdmOperation): readonly EdmParameter[] {
  return operation.isBound ? operation.parameters.slice(1) : operation.parameters;
}

function bindsTo(operation: EdmOperation, binding: ExpressionType): boolean {
  const parameter = operation.parameters[0];
  if (!operation.isBound || parameter === undefined || binding.type === undefined) return false;
  return parameter.type.collection === binding.collection && accepts(parameter.type.type, binding.type);
}

function accepts(parameter: EdmType, given: EdmType): boolean {
  if (isSameOrDerived(given, parameter)) return true;
  if (parameter.kind !== 'Primitive') return false;
  if (parameter.name === 'EntityType') return given.kind === 'EntityType';
  if (parameter.name === 'ComplexType') return given.kind === 'ComplexType';
  return parameter.name === 'PrimitiveType' && given.kind !== 'EntityType' && given.kind !== 'ComplexType';
}

/** How far the type of the binding parameter is above the given one: nearer is more specific. */
function bindingDistance(operation: EdmOperation, given: EdmType): number {
  const wanted = operation.parameters[0]?.type.type;
  let distance = 0;
  for (let type: EdmType | undefined = given; type !== undefined && type !== wanted; distance++)
    type = type.kind === 'EntityType' || type.kind === 'ComplexType' ? type.baseType : undefined;
  return distance;
}

function mostSpecific<T extends EdmOperation>(
  operations: readonly T[],
  given: EdmType | undefined,
): readonly T[] {
  if (given === undefined || operations.length < 2) return operations;
  return [...operations].sort((a, b) => bindingDistance(a, given) - bindingDistance(b, given));
}

export interface OperationCandidates {
  readonly functions: readonly EdmFunction[];
  readonly actions: readonly EdmAction[];
}

/** Operations of this name that the value can be bound to, the most specific binding first. */
export function findBoundOperations(
  context: ResolveContext,
  name: string,
  binding: ExpressionType,
): OperationCandidates {
  for (const qualified of operationNames(context, name, binding)) {
    const found = boundOperationsOf(context, qualified, binding);
    if (found !== undefined) return found;
    const other = context.options.ignoreCase
      ? qualifiedNameIgnoringCase(context.model, qualified)
      : undefined;
    const lenient = other === undefined ? undefined : boundOperationsOf(context, other, binding);
    if (lenient !== undefined) return lenient;
  }
  return { functions: [], actions: [] };
}

function operationNames(context: ResolveContext, name: string, { type }: ExpressionType): readonly string[] {
  const names = qualifiedNames(context, name);
  if (context.options.ownNamespace !== true || name.includes('.')) return names;
  if (type?.kind !== 'EntityType' && type?.kind !== 'ComplexType') return names;
  const own = context.model.schemas
    .map(({ namespace }) => namespace)
    .filter((namespace) => namespace.startsWith(`${type.namespace}.`));
  return [...new Set([...names, `${type.namespace}.${name}`, ...own.map((below) => `${below}.${name}`)])];
}

export interface DerivedOperations extends OperationCandidates {
  /** The first derived type that has them. */
  readonly type: EdmStructuredType;
}

/** Lenient access to operations that only derived types have, without a cast: the overloads of all of these. */
export function findDerivedOperations(
  context: ResolveContext,
  name: string,
  { type, collection }: ExpressionType,
): DerivedOperations | undefined {
  if (!context.options.implicitCasts) return undefined;
  if (type?.kind !== 'EntityType' && type?.kind !== 'ComplexType') return undefined;
  const found = context.model
    .derivedTypes<EdmStructuredType>(type)
    .map((derived) => ({
      type: derived,
      ...findBoundOperations(context, name, { type: derived, collection }),
    }))
    .filter(({ functions, actions }) => functions.length + actions.length > 0);
  const [first] = found;
  if (first === undefined) return undefined;
  return {
    type: first.type,
    functions: [...new Set(found.flatMap(({ functions }) => functions))],
    actions: [...new Set(found.flatMap(({ actions }) => actions))],
  };
}

function boundOperationsOf(
  context: ResolveContext,
  qualified: string,
  binding: ExpressionType,
): OperationCandidates | undefined {
  const fits = <T extends EdmOperation>(operation: T) => bindsTo(operation, binding);
  const functions = mostSpecific(context.model.findFunctions(qualified).filter(fits), binding.type);
  const actions = mostSpecific(context.model.findActions(qualified).filter(fits), binding.type);
  return functions.length + actions.length === 0 ? undefined : { functions, actions };
}

export interface ResolvedCall {
  readonly function: EdmFunction;
  readonly parameters: ReadonlyMap<string, Expression>;
}

/** Resolves an argument as a value of the parameter's type; throws where it is none. */
export type ArgumentResolver = (argument: NamedArgument, parameter: EdmParameter) => Expression;

/**
 * The overload that the arguments fit by their names, then by their types. Overloads come with the most specific binding first;
 * of those that fit, the one that takes most of what is given is taken. What one would take more of, were its value of the
 * right type, is no reason to take another that ignores it.
 * @param implied argument for a parameter that the call does not name: a query option of its name
 */
export function resolveOverload(
  context: ResolveContext,
  overloads: readonly EdmFunction[],
  named: readonly NamedArgument[],
  resolveArgument: ArgumentResolver,
  implied: (parameter: EdmParameter) => Expression | undefined,
  at: number,
): ResolvedCall {
  let refused: { readonly error: ODataError; readonly taken: number } | undefined;
  let best: ResolvedCall | undefined;
  for (const overload of overloads) {
    const matched = matchNames(context, overload, named);
    if (matched === undefined) continue;
    const parameters = new Map<string, Expression>();
    try {
      for (const [parameter, argument] of matched)
        parameters.set(parameter.name, resolveArgument(argument, parameter));
      const complete = fillImplied(overload, parameters, implied);
      if (complete && (best === undefined || parameters.size > best.parameters.size))
        best = { function: overload, parameters };
    } catch (error) {
      if (!(error instanceof ODataError)) throw error;
      refused ??= { error, taken: parameters.size + 1 };
    }
  }
  if (best !== undefined && best.parameters.size >= (refused?.taken ?? 0)) return best;
  if (refused !== undefined) throw refused.error;
  throw noOverload(context, overloads, named, at);
}

function matchNames(
  context: ResolveContext,
  overload: EdmFunction,
  named: readonly NamedArgument[],
): ReadonlyMap<EdmParameter, NamedArgument> | undefined {
  const matched = new Map<EdmParameter, NamedArgument>();
  const parameters = ownParameters(overload);
  for (const argument of named) {
    const parameter =
      parameters.find((p) => p.name === argument.name) ??
      (context.options.ignoreCase
        ? parameters.find((p) => p.name.toLowerCase() === argument.name.toLowerCase())
        : undefined);
    if (parameter === undefined || matched.has(parameter)) return undefined;
    matched.set(parameter, argument);
  }
  return matched;
}

/** @returns whether every parameter that is not optional has a value */
function fillImplied(
  overload: EdmFunction,
  parameters: Map<string, Expression>,
  implied: (parameter: EdmParameter) => Expression | undefined,
): boolean {
  for (const parameter of ownParameters(overload)) {
    if (parameters.has(parameter.name)) continue;
    const value = implied(parameter);
    if (value !== undefined) parameters.set(parameter.name, value);
    else if (!parameter.optional) return false;
  }
  return true;
}

function noOverload(
  context: ResolveContext,
  overloads: readonly EdmFunction[],
  named: readonly NamedArgument[],
  at: number,
): ODataError {
  const signatures = overloads.map((overload) => {
    const parameters = ownParameters(overload).map((p) => (p.optional ? `${p.name}?` : p.name));
    return `${overload.qualifiedName}(${parameters.join(',')})`;
  });
  const given = named.map((argument) => argument.name).join(',');
  return urlError(
    context,
    400,
    'InvalidUrl',
    `No overload takes the parameters (${given}). There is: ${signatures.join(', ')}.`,
    at,
  );
}
