// OData Protocol 4.01, section 11.5.5.1 "Invoking an Action"; JSON Format, section 18 "Action Invocation": the body of a call.

import type { EdmAction, EdmParameter } from '../../edm/edm-model.ts';
import { type EdmValue, recordOf, type StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { deserializeParameters, parameterNames } from '../../json/read/deserialize-parameters.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import { constantScope, scopeOfResource } from '../../query/expression/scope.ts';
import { evaluateOn, resolveText } from '../../service/evaluate-expression.ts';
import type { StoreReader } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { contentTypeOf, readJsonText, readText } from '../exchange/read-body.ts';
import { deserializeContext, reportViolations } from '../modification/read-payload.ts';
import { findReferenced } from '../resource/entity-reference.ts';
import { type BoundResource, itemOf, unbound } from './operation-parameters.ts';

export interface ActionCall {
  readonly action: EdmAction;
  readonly parameters: StructuredValue;
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
  for (const [name, expression] of payload.expressions) {
    const parameter = unbound(action).find((one) => one.name === name);
    if (parameter !== undefined)
      values[name] = await expressionValue(exchange, reader, expression, parameter, bound);
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
  return evaluateOn(reader, expression, itemOf(bound));
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
