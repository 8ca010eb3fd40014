// OData Protocol 4.01, sections 11.5.4.1 "Invoking a Function" and 11.5.5.1 "Invoking an Action": values of parameters.
import type {
  EdmAction,
  EdmComplexType,
  EdmModel,
  EdmOperation,
  EdmParameter,
  EdmTypeReference,
} from '../edm/edm-model.ts';
import { createRecord, type EdmValue, recordOf, type StructuredValue } from '../edm/value.ts';
import { Core } from '../edm/vocabularies.ts';
import { ODataError, type ODataErrorDetail } from '../error/odata-error.ts';
import { deserializeParameters, parameterNames } from '../json/deserialize-parameters.ts';
import type { EntityPayload } from '../json/payload.ts';
import type { Expression } from '../query/expression.ts';
import type { ItemResult } from '../query/result.ts';
import { constantScope, scopeOfResource } from '../query/scope.ts';
import { literalValue } from '../service/default-value.ts';
import { evaluateOn, nothing, resolveText } from '../service/evaluate-expression.ts';
import type { Binding } from '../service/handlers.ts';
import { type ValueCheck, valueCheckOf } from '../service/validation-terms.ts';
import type { StoreReader } from '../store/store.ts';
import { complexFindings } from './check-changes.ts';
import { findReferenced } from './entity-reference.ts';
import type { Exchange } from './exchange.ts';
import { isEntity } from './operation-result.ts';
import { contentTypeOf, readJsonText, readText } from './read-body.ts';
import { deserializeContext, reportViolations } from './read-payload.ts';

/** The values that a function is called with: constants, and expressions that need no instance. */
export async function parameterValues(
  reader: Pick<StoreReader, 'read'>,
  parameters: ReadonlyMap<string, Expression>,
): Promise<StructuredValue> {
  const values = createRecord();
  for (const [name, expression] of parameters)
    values[name] = expression.kind === 'literal' ? expression.value : await evaluateOn(reader, expression);
  return values;
}

export interface ActionCall {
  readonly action: EdmAction;
  readonly parameters: StructuredValue;
}

/** What an action is bound to. */
export interface BoundResource {
  readonly type: EdmTypeReference;
  readonly binding: Binding;
}

/** The body of an action call, with the overload that its parameter names choose. */
export async function readActionCall(
  exchange: Exchange,
  reader: StoreReader,
  overloads: readonly EdmAction[],
  bound?: BoundResource,
): Promise<ActionCall> {
  const text = await readBody(exchange);
  const action = chooseOverload(overloads, parameterNames(text));
  const { payload, violations } = deserializeParameters(
    text,
    unbound(action),
    await deserializeContext(exchange, 'value'),
  );
  reportViolations(exchange, violations);
  const values = payload.values;
  for (const [name, text] of payload.expressions) {
    const parameter = unbound(action).find((one) => one.name === name);
    if (parameter !== undefined)
      values[name] = await expressionValue(exchange, reader, text, parameter, bound);
  }
  for (const [name, entity] of payload.entities) values[name] = await entityValue(exchange, reader, entity);
  return { action, parameters: values };
}

/** `name@expressionUrl`: paths in it start from what the action is bound to. */
async function expressionValue(
  { service, references = constantScope.variables }: Exchange,
  reader: StoreReader,
  text: string,
  { type }: EdmParameter,
  bound: BoundResource | undefined,
): Promise<EdmValue> {
  const isSingle = bound !== undefined && !bound.type.collection;
  const scope = { ...(isSingle ? scopeOfResource(bound.type) : constantScope), variables: references };
  const expression = resolveText(service.definition.model, service.profile.resolve, scope, text, type);
  return evaluateOn(reader, expression, isSingle ? itemOf(bound) : nothing);
}

/** What paths in expressions start from. */
function itemOf({ type: { type }, binding }: BoundResource): ItemResult {
  if (isEntity(binding)) return { kind: 'entity', entity: binding };
  if (type.kind !== 'EntityType' && type.kind !== 'ComplexType') return nothing;
  return { kind: 'instance', type, values: (binding ?? {}) as StructuredValue };
}

async function readBody(exchange: Exchange): Promise<string> {
  if (contentTypeOf(exchange)?.type === 'application/json') return readJsonText(exchange);
  const text = await readText(exchange);
  if (text.trim() === '') return '';
  return readJsonText({
    ...exchange,
    request: new Request(exchange.request.url, { method: 'POST', body: text }),
  });
}

export function unbound(operation: {
  readonly isBound: boolean;
  readonly parameters: readonly EdmParameter[];
}) {
  return operation.isBound ? operation.parameters.slice(1) : operation.parameters;
}

/** The overload whose parameters are those that were sent; else the one that the fewest are missing for. */
function chooseOverload(overloads: readonly EdmAction[], names: readonly string[]): EdmAction {
  const [first] = overloads;
  if (first === undefined) throw new ODataError(404, 'NotFound', 'There is no such action.');
  if (overloads.length === 1) return first;
  const fitting = overloads.filter((action) => {
    const parameters = unbound(action);
    const known = names.every((name) => parameters.some((parameter) => parameter.name === name));
    return (
      known &&
      parameters.every(({ name, optional, type }) => names.includes(name) || optional || type.nullable)
    );
  });
  const best = fitting.sort((a, b) => a.parameters.length - b.parameters.length)[0];
  return best ?? first;
}

async function entityValue(
  exchange: Exchange,
  reader: StoreReader,
  payload: EntityPayload | null | readonly EntityPayload[],
): Promise<EdmValue> {
  if (payload === null) return null;
  if (Array.isArray(payload)) {
    const values: EdmValue[] = [];
    for (const one of payload as readonly EntityPayload[])
      values.push(await entityValue(exchange, reader, one));
    return values;
  }
  const { id, values } = payload as EntityPayload;
  if (id === undefined) return values;
  const entity = await findReferenced(exchange, reader, id);
  if (entity === undefined)
    throw new ODataError(400, 'InvalidReference', `${id} names no entity that exists.`);
  return recordOf(entity.values, values);
}

/**
 * The parameters that an operation is called with: what was left out has its default value, if the model states one, and
 * null where it is nullable and not optional. What the model's annotations rule out is a violation.
 */
export function givenParameters(
  exchange: Exchange,
  operation: EdmOperation,
  given: StructuredValue,
): StructuredValue {
  const values = recordOf(given);
  const findings: ODataErrorDetail[] = [];
  for (const parameter of unbound(operation)) {
    const { name, type } = parameter;
    if (!(name in values)) {
      const value = omittedValue(parameter);
      if (value !== undefined) values[name] = value;
    } else if (values[name] === null && (!type.nullable || type.collection))
      throw new ODataError(400, 'NullNotAllowed', `The parameter ${name} may not be null.`, { target: name });
    else {
      const check = checkOf(exchange.service.definition.model, parameter);
      if (check !== undefined) findings.push(...check.check(values[name] ?? null, name));
    }
  }
  reportViolations(exchange, findings);
  return values;
}

/** What is in complex values is a violation as well. undefined: there are none. */
export function checkComplexParameters(
  exchange: Exchange,
  reader: StoreReader,
  operation: EdmOperation,
  values: StructuredValue,
): Promise<void> | undefined {
  const complex = unbound(operation).filter(
    ({ name, type }) => type.type.kind === 'ComplexType' && (values[name] ?? null) !== null,
  );
  if (complex.length === 0) return undefined;
  const look = { reader, model: exchange.service.definition.model };
  const found = complex.map(({ name, type }) =>
    complexFindings(look, type.type as EdmComplexType, values[name] ?? null, name),
  );
  return Promise.all(found).then((findings) => reportViolations(exchange, findings.flat()));
}

/** undefined: nothing is said about it, and the handler decides. */
function omittedValue({ type, optional, annotations }: EdmParameter): EdmValue | undefined {
  if (!optional) return type.nullable && !type.collection ? null : undefined;
  const annotation = annotations.get(Core.OptionalParameter);
  const text =
    typeof annotation === 'object' && annotation !== null && 'DefaultValue' in annotation
      ? annotation.DefaultValue
      : undefined;
  return text === undefined || text === null ? undefined : literalValue(type, String(text));
}

const checks = new WeakMap<EdmParameter, ValueCheck | 'none'>();

function checkOf(model: EdmModel, parameter: EdmParameter): ValueCheck | undefined {
  let check = checks.get(parameter);
  if (check === undefined) {
    check = valueCheckOf(model, parameter.type, parameter.annotations) ?? 'none';
    checks.set(parameter, check);
  }
  return check === 'none' ? undefined : check;
}
