// OData Protocol 4.01, sections 11.5.4.1 "Invoking a Function" and 11.5.5.1 "Invoking an Action": values of parameters.
import type { EdmAction, EdmParameter, EdmTypeReference } from '../edm/edm-model.ts';
import { primitiveType } from '../edm/primitive-types.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import { deserializeParameters, parameterNames } from '../json/deserialize.ts';
import type { EntityPayload } from '../json/payload.ts';
import type { Expression } from '../query/expression.ts';
import type { StoreReader } from '../store/store.ts';
import { findReferenced } from './entity-reference.ts';
import { type Exchange, notImplemented } from './exchange.ts';
import { contentTypeOf, readJsonText, readText } from './read-body.ts';
import { deserializeContext, reportViolations } from './read-payload.ts';

/** The values that a function is called with: constants, and expressions that need no instance. */
export async function parameterValues(
  reader: StoreReader,
  parameters: ReadonlyMap<string, Expression>,
): Promise<StructuredValue> {
  const values = createRecord();
  for (const [name, expression] of parameters)
    values[name] =
      expression.kind === 'literal' ? expression.value : await computedValue(reader, name, expression);
  return values;
}

/** Computed as a member of one instance that has no others. */
async function computedValue(reader: StoreReader, name: string, expression: Expression): Promise<EdmValue> {
  const result = { type: primitiveType('Untyped'), collection: true, nullable: false };
  const found = await reader.read(
    {
      path: { segments: [{ kind: 'all', result, source: undefined, at: 0 }], result, source: undefined },
      options: { compute: [{ expression, name }] },
    },
    {
      start: {
        segment: 0,
        result: { kind: 'collection', items: [{ kind: 'instance', type: undefined, values: {} }] },
      },
    },
  );
  const [item] = found?.kind === 'collection' ? found.items : [];
  return (item?.kind === 'instance' ? item.values[name] : undefined) ?? null;
}

export interface ActionCall {
  readonly action: EdmAction;
  readonly parameters: StructuredValue;
}

/** The body of an action call, with the overload that its parameter names choose. */
export async function readActionCall(
  exchange: Exchange,
  reader: StoreReader,
  overloads: readonly EdmAction[],
): Promise<ActionCall> {
  const text = await readBody(exchange);
  const action = chooseOverload(overloads, parameterNames(text));
  const { payload, violations } = deserializeParameters(
    text,
    unbound(action),
    await deserializeContext(exchange, 'value'),
  );
  reportViolations(exchange, violations);
  if (payload.expressions.size > 0) throw notImplemented('A parameter given as an expression');
  const values = payload.values;
  for (const [name, entity] of payload.entities) values[name] = await entityValue(exchange, reader, entity);
  return { action, parameters: checkParameters(unbound(action), values) };
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
  return { ...entity.values, ...values };
}

/** What may not be null is not null. */
export function checkParameters(
  parameters: readonly EdmParameter[],
  values: StructuredValue,
): StructuredValue {
  for (const { name, type } of parameters)
    if (values[name] === null && !isNullAllowed(type))
      throw new ODataError(400, 'NullNotAllowed', `The parameter ${name} may not be null.`, { target: name });
  return values;
}

function isNullAllowed(type: EdmTypeReference): boolean {
  return type.nullable && !type.collection;
}
