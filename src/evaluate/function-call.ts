// OData Protocol 4.01, section 11.5.4 "Functions": a function of the model, called from an expression or a path.

import type { EdmFunction, EdmType } from '../edm/edm-model.ts';
import { createRecord, type EdmValue, recordOf, type StructuredValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import type { Expression } from '../query/expression/expression.ts';
import type { Compile } from './compile-path.ts';
import type { FunctionResult } from './entity-access.ts';
import { entityOf, type Instance, isDerived, type Operand } from './instance.ts';
import { isInstance } from './member.ts';
import type { Compiled, Evaluation } from './scope.ts';

export function compileFunctionCall(
  expression: Extract<Expression, { kind: 'function' }>,
  compile: Compile,
): Compiled {
  const source = expression.source && compile(expression.source);
  const parameters = compileParameters(expression.parameters, compile);
  return (scope) => {
    const { evaluation } = scope;
    const before = evaluation.unknown.count;
    const binding = source?.(scope);
    const values = parameters(scope);
    return callFunction(evaluation, expression.function, binding, values, before);
  };
}

export function compileParameters(
  parameters: ReadonlyMap<string, Expression>,
  compile: Compile,
): (scope: Parameters<Compiled>[0]) => ReturnType<typeof createRecord> {
  const compiled = [...parameters].map(([name, value]) => [name, compile(value)] as const);
  return (scope) => {
    const record = createRecord();
    for (const [name, value] of compiled) record[name] = parameterValue(value(scope));
    return record;
  };
}

/**
 * Calls the function through EntityAccess; 501 where the service has none. `before`: how many results were unknown before
 * binding and parameters were evaluated. Where more are unknown now, the function is not called: it is null for now.
 * `transformedType`: see FunctionCall.
 */
export function callFunction(
  { access, unknown }: Evaluation,
  edmFunction: EdmFunction,
  binding: Operand | undefined,
  parameters: ReturnType<typeof createRecord>,
  before = 0,
  transformedType?: EdmType,
): Operand {
  if (access.callFunction === undefined) {
    throw new ODataError(
      501,
      'NotImplemented',
      `The function ${edmFunction.qualifiedName} can't be evaluated here: the service has no handler for it.`,
    );
  }
  if (unknown.count > before) return null;
  const result = access.callFunction({
    function: edmFunction,
    binding: binding === undefined ? undefined : storedForm(binding),
    parameters,
    transformedType,
  });
  if (result === undefined) unknown.count++;
  return (result ?? null) as Operand;
}

/** Parameters are values: entities as theirs. */
function parameterValue(operand: Operand): EdmValue {
  if (Array.isArray(operand)) return operand.map((item) => parameterValue(item)) as EdmValue;
  return isInstance(operand) ? operand.values : (operand as EdmValue);
}

/** Functions are bound to stored entities and values, never to what a query derived: that is given as a value. */
function storedForm(operand: Operand): FunctionResult {
  if (Array.isArray(operand)) return operand.map((item) => storedForm(item)) as FunctionResult;
  return isInstance(operand) ? (entityOf(operand) ?? valuesOf(operand)) : (operand as EdmValue);
}

/** As in a body: with what is related to the instance, and with the name of a derived type. Entities inside stay entities. */
function valuesOf(instance: Instance): StructuredValue {
  const { type, values } = instance;
  const more = createRecord();
  if (type?.baseType !== undefined) more['@type'] = type.qualifiedName;
  if (isDerived(instance))
    for (const [name, related] of instance.related) more[name] = storedForm(related as Operand) as EdmValue;
  return recordOf(values, more);
}
