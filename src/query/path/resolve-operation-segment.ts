// OData URL Conventions 4.01, section 4.4 "Addressing Actions" and 4.5 "Addressing Functions".
import type {
  EdmAction,
  EdmActionImport,
  EdmFunction,
  EdmFunctionImport,
  EdmOperation,
  EdmParameter,
  EdmStructuredType,
} from '../../edm/edm-model.ts';
import { ODataError } from '../../error/odata-error.ts';
import { parseParameterValue } from '../../uri/parse.ts';
import type { Expr, NamedArgument, NameSegment, ParenthesesArguments } from '../../uri/syntax-tree.ts';
import { UriSyntaxError } from '../../uri/uri-syntax-error.ts';
import type { Expression } from '../expression/expression.ts';
import { textAs } from '../expression/literal-value.ts';
import { resolveTyped } from '../expression/resolve-expression.ts';
import { constantScope, scopeOfResource } from '../expression/scope.ts';
import { notFound, urlError } from '../resolve-context.ts';
import { atNavigationSource, type Place, placeOfNavigation, placeOfType } from './entity-source.ts';
import { FunctionCallError } from './function-call-error.ts';
import { addSegment, type PathState } from './path-state.ts';
import { resolveKeyParentheses } from './resolve-key-parentheses.ts';
import { addCast } from './resolve-member-segment.ts';
import {
  findBoundOperations,
  findDerivedOperations,
  type OperationCandidates,
  ownParameters,
  type ResolvedCall,
  resolveOverload,
} from './resolve-overload.ts';

/** A bound operation; false where the current value has none of the name. */
export function resolveOperationSegment(state: PathState, segment: NameSegment, isLast: boolean): boolean {
  const { name } = segment;
  const binding = bindingOf(state);
  if (name === undefined || binding === undefined) return false;
  const found = findBoundOperations(state.context, name, binding);
  return addOperation(state, segment, found, isLast);
}

/** Operations that only derived types have, without a cast. */
export function resolveLenientOperation(state: PathState, segment: NameSegment, isLast: boolean): boolean {
  const { name } = segment;
  const binding = bindingOf(state);
  if (name === undefined || binding === undefined) return false;
  const found = findDerivedOperations(state.context, name, binding);
  if (found === undefined) return false;
  addCast(state, found.type, true, segment.at);
  return addOperation(state, segment, found, isLast);
}

function addOperation(
  state: PathState,
  segment: NameSegment,
  found: OperationCandidates,
  isLast: boolean,
): boolean {
  const parenthesized = segment.parentheses.length > 0;
  if (found.functions.length > 0 && mayBeFunction(state, found.functions, parenthesized, isLast)) {
    addFunction(state, segment, found.functions, undefined, isLast);
    return true;
  }
  if (found.actions.length === 0) return false;
  addAction(state, segment, found.actions, undefined);
  return true;
}

/** Operations after `/$each` take one item of the collection. */
function bindingOf(state: PathState) {
  if (state.result === undefined) return undefined;
  return { type: state.result.type, collection: state.result.collection && !state.each };
}

/** 4.01 lets the last segment go without parentheses; in the middle of a path the options must allow it. */
function mayBeFunction(
  state: PathState,
  functions: readonly EdmFunction[],
  parenthesized: boolean,
  isLast: boolean,
): boolean {
  if (parenthesized || isLast) return true;
  const callable = functions.some((overload) => ownParameters(overload).every((p) => p.optional));
  return callable && state.context.options.optionalParentheses;
}

export function resolveImport(
  state: PathState,
  segment: NameSegment,
  imported: EdmActionImport | EdmFunctionImport,
  isLast: boolean,
): void {
  const { model } = state.context;
  if (imported.kind === 'ActionImport') {
    const overloads = model.findActions(imported.action).filter((action) => !action.isBound);
    addAction(state, segment, overloads, imported);
    return;
  }
  const overloads = model.findFunctions(imported.function).filter((overload) => !overload.isBound);
  if (segment.parentheses.length === 0 && !isLast && !state.context.options.optionalParentheses)
    throw notFound(
      state.context,
      `The function '${imported.name}' needs parentheses where segments follow.`,
      segment.at,
    );
  addFunction(state, segment, overloads, imported, isLast);
}

function addAction(
  state: PathState,
  segment: NameSegment,
  overloads: readonly EdmAction[],
  imported: EdmActionImport | undefined,
): void {
  const [parentheses] = segment.parentheses;
  if (parentheses !== undefined && (parentheses.kind !== 'empty' || segment.parentheses.length > 1))
    throw urlError(
      state.context,
      400,
      'InvalidUrl',
      `'${segment.name}' is an action: its parameters are in the request body.`,
      parentheses.at,
    );
  yieldResult(state, overloads[0], imported?.entitySet);
  addSegment(state, { kind: 'action', overloads, import: imported, at: segment.at });
}

/**
 * `(…)` holds parameters, and a second pair a key; a single value without name is a key of what a function without
 * parameters yields.
 */
function splitParentheses(parentheses: readonly ParenthesesArguments[]) {
  const [first] = parentheses;
  if (first?.kind === 'named') return { named: first.arguments, keysFrom: 1 };
  return { named: [], keysFrom: first?.kind === 'empty' ? 1 : 0 };
}

function addFunction(
  state: PathState,
  segment: NameSegment,
  overloads: readonly EdmFunction[],
  imported: EdmFunctionImport | undefined,
  isLast: boolean,
): void {
  const { context } = state;
  const { named, keysFrom } = splitParentheses(segment.parentheses);
  const call = resolveCall(state, segment, overloads, named, isLast);
  if (!isLast && !call.function.isComposable && context.options.composeAnything !== true)
    throw notFound(
      context,
      `The function '${call.function.qualifiedName}' is not composable: no segment can follow it.`,
      segment.end,
    );
  yieldResult(state, call.function, imported?.entitySet);
  addSegment(state, { kind: 'function', ...call, import: imported, at: segment.at });
  resolveKeyParentheses(state, segment, keysFrom);
}

function resolveCall(
  state: PathState,
  segment: NameSegment,
  overloads: readonly EdmFunction[],
  named: readonly NamedArgument[],
  isLast: boolean,
): ResolvedCall {
  const { context, result, each } = state;
  // "… path expressions, which the service evaluates on the binding parameter value"
  const scope = result?.collection === false && !each ? scopeOfResource(result) : constantScope;
  try {
    return resolveOverload(
      context,
      overloads,
      named,
      (argument, parameter) => resolveTyped(context, scope, argument.value, parameter.type),
      (parameter) => (isLast ? impliedArgument(state, parameter, segment.at) : undefined),
      segment.at,
    );
  } catch (error) {
    throw isLast && error instanceof ODataError && error.status === 400
      ? new FunctionCallError(error)
      : error;
  }
}

/** Protocol 4.01, section 11.5.4.1.1: `@name=…` or `name=…` as a query option gives a parameter of the last function. */
function impliedArgument(state: PathState, parameter: EdmParameter, at: number): Expression | undefined {
  const { context } = state;
  const alias = context.aliases.get(parameter.name);
  if (alias !== undefined) return resolveTyped(context, constantScope, alias, parameter.type);
  const text = context.custom.get(parameter.name);
  const { type, collection } = parameter.type;
  const result = { type, collection };
  if (text === undefined)
    return context.options.parametersLeftOut === true
      ? { kind: 'literal', value: null, result, at }
      : undefined;
  context.implied.add(parameter.name);
  if (text === 'null' && parameter.type.nullable) return { kind: 'literal', value: null, result, at };
  const unquoted = /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
  const value = collection ? undefined : textAs(context, unquoted, type);
  if (value !== undefined) return { kind: 'literal', value, result, at };
  const written = writtenValue(text);
  if (written !== undefined) return resolveTyped(context, constantScope, written, parameter.type);
  throw urlError(
    context,
    400,
    'InvalidUrl',
    `The query option '${parameter.name}' is no value of ${type.qualifiedName}.`,
    at,
    parameter.name,
  );
}

/** What the value of a parameter alias may be: a literal with its prefix, a JSON array or object; undefined for text that is no such. */
function writtenValue(text: string): Expr | undefined {
  try {
    return parseParameterValue(encodeURIComponent(text));
  } catch (error) {
    if (error instanceof UriSyntaxError) return undefined;
    throw error;
  }
}

/** What an operation yields, and where these entities live: in the import's set, along the entity set path, or by type. */
function yieldResult(
  state: PathState,
  operation: EdmOperation | undefined,
  entitySet: string | undefined,
): void {
  const place = operation === undefined ? undefined : placeOfResult(state, operation, entitySet);
  state.result = operation?.returnType;
  state.source = place?.source;
  state.origin = place?.origin;
  state.complexPath = [];
  state.spread ||= state.each;
  state.each = false;
}

function placeOfResult(
  state: PathState,
  operation: EdmOperation,
  entitySet: string | undefined,
): Place | undefined {
  const type = operation.returnType?.type;
  if (type?.kind !== 'EntityType') return undefined;
  const { model } = state.context;
  if (entitySet !== undefined) {
    const name = entitySet.split('/').find((part) => !part.includes('.')) ?? entitySet;
    const child = model.entityContainer?.children.get(name);
    if (child?.kind === 'EntitySet' || child?.kind === 'Singleton') return atNavigationSource(child);
  }
  const bound = operation.entitySetPath === undefined ? undefined : alongEntitySetPath(state, operation);
  return bound ?? placeOfType(model, type);
}

/** CSDL, section 12.6 "Entity Set Path": the binding parameter's name, then navigation properties, complex properties and casts. */
function alongEntitySetPath(state: PathState, operation: EdmOperation): Place | undefined {
  const { model } = state.context;
  let holder = state.result?.type as EdmStructuredType | undefined;
  let place: Place = { source: state.source, origin: state.origin };
  let complexPath: readonly string[] = [];
  for (const name of (operation.entitySetPath ?? '').split('/').slice(1)) {
    if (name.includes('.')) {
      holder = model.findStructuredType(name);
      continue;
    }
    const navigation = holder?.navigationProperties?.get(name);
    if (navigation !== undefined) {
      place = placeOfNavigation(model, place.origin, complexPath, navigation);
      holder = navigation.entityType;
      complexPath = [];
      continue;
    }
    const complex = holder?.properties?.get(name)?.type.type;
    if (complex?.kind !== 'ComplexType') return undefined;
    holder = complex;
    complexPath = [...complexPath, name];
  }
  return place;
}
