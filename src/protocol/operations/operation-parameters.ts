// OData Protocol 4.01, sections 11.5.4.1 "Invoking a Function" and 11.5.5.1 "Invoking an Action": values of parameters.
import type {
  EdmComplexType,
  EdmModel,
  EdmOperation,
  EdmParameter,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import { isEntity } from '../../edm/entity.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import {
  createRecord,
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  recordOf,
  type StructuredValue,
} from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import type { Expression } from '../../query/expression/expression.ts';
import type { ItemResult } from '../../query/result.ts';
import { literalValue } from '../../service/default-value.ts';
import { evaluateOn, nothing } from '../../service/evaluate-expression.ts';
import type { Binding } from '../../service/handlers.ts';
import { type ValueCheck, valueCheckOf } from '../../service/validation-terms.ts';
import type { StoreReader } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { complexFindings } from '../modification/check-changes.ts';
import { reportViolations } from '../modification/read-payload.ts';
import { findReferenced } from '../resource/entity-reference.ts';

/** What an operation is bound to. */
export interface BoundResource {
  readonly type: EdmTypeReference;
  readonly binding: Binding;
}

/** What paths in expressions for parameters start from: what the operation is bound to, if it is one instance. */
export function itemOf(bound: BoundResource | undefined): ItemResult {
  if (bound === undefined || bound.type.collection) return nothing;
  const {
    type: { type },
    binding,
  } = bound;
  if (isEntity(binding)) return { kind: 'entity', entity: binding };
  if (!isStructuredType(type)) return nothing;
  return { kind: 'instance', type, values: (binding ?? {}) as StructuredValue };
}

/** The values that a function is called with: constants, and expressions on what it is bound to. */
export async function parameterValues(
  reader: Pick<StoreReader, 'read'>,
  parameters: ReadonlyMap<string, Expression>,
  bound?: BoundResource,
): Promise<StructuredValue> {
  const values = createRecord();
  const item = itemOf(bound);
  for (const [name, expression] of parameters)
    values[name] =
      expression.kind === 'literal' ? expression.value : await evaluateOn(reader, expression, item);
  return values;
}

export function unbound(operation: {
  readonly isBound: boolean;
  readonly parameters: readonly EdmParameter[];
}) {
  return operation.isBound ? operation.parameters.slice(1) : operation.parameters;
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

/** References to entities among the parameters become the values of the entities. undefined: there are none. */
export function withReferencedEntities(
  exchange: Exchange,
  reader: StoreReader,
  operation: EdmOperation,
  values: StructuredValue,
): Promise<StructuredValue> | undefined {
  const references = unbound(operation).filter(
    ({ name, type }) => type.type.kind === 'EntityType' && hasReference(values[name]),
  );
  if (references.length === 0) return undefined;
  const resolve = async (value: EdmValue): Promise<EdmValue> => {
    if (isCollectionValue(value)) return Promise.all(value.map(resolve));
    const id = referenceOf(value);
    if (id === undefined) return value;
    const entity = await findReferenced(exchange, reader, id);
    if (entity === undefined)
      throw new ODataError(400, 'InvalidReference', `${id.slice(0, 120)} names no entity that exists.`);
    return recordOf(entity.values, ...(isStructuredValue(value) ? [withoutControl(value)] : []));
  };
  const all = references.map(async ({ name }) => [name, await resolve(values[name] ?? null)] as const);
  return Promise.all(all).then((found) => recordOf(values, Object.fromEntries(found)));
}

function hasReference(value: EdmValue | undefined): boolean {
  return isCollectionValue(value) ? value.some(hasReference) : referenceOf(value) !== undefined;
}

function referenceOf(value: EdmValue | undefined): string | undefined {
  const id = isStructuredValue(value) ? (value['@odata.id'] ?? value['@id']) : undefined;
  return typeof id === 'string' ? id : undefined;
}

function withoutControl(value: StructuredValue): StructuredValue {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith('@')));
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
