// OData Protocol 4.01, section 11.7.6 "Referencing Values from Response Bodies": expressions that are evaluated on the value of an answer.
import type { EdmTypeReference } from '../edm/edm-model.ts';
import { ODataError } from '../error/odata-error.ts';
import { deserializeEntity, deserializeValue } from '../json/deserialize.ts';
import type { DeserializeContext } from '../json/deserialize-context.ts';
import { urlLiteral } from '../json/literal.ts';
import { isJsonObject, type JsonValue } from '../json/parse-json.ts';
import type { EntityPayload } from '../json/payload.ts';
import type { ExpandedResult, InstanceResult, ItemResult } from '../query/result.ts';
import type { Instance, Scope } from '../query/scope.ts';
import { evaluateOn, resolveText } from '../service/evaluate-expression.ts';
import type { ODataService } from '../service/odata-service.ts';
import type { Answered, ReferencedValue } from './referenced-value.ts';

/** What the value of an answer is called while the expression is evaluated. */
const name = 'value';

/** The literal of what `tail` yields on the answer's value: `/any(p:p/Price gt 5)` on a collection. */
export async function evaluateReference(
  { value: body, type }: ReferencedValue,
  id: string,
  tail: string,
  { service, reader }: Answered,
): Promise<string> {
  if (type === undefined)
    throw new ODataError(
      400,
      'InvalidReference',
      `$${id}${tail.slice(0, 100)} can't be evaluated: the type of what ${id} stands for is not known.`,
    );
  const { model } = service.definition;
  const expression = resolveText(model, service.profile.resolve, scopeOf(type), name + tail);
  const value = await evaluateOn(reader, expression, itemOf(body, type, service));
  return urlLiteral(value, expression.result.type);
}

/** One instance, whose only member is the value. */
function scopeOf({ type, collection }: EdmTypeReference): Scope {
  const shape = { declared: new Map(), dynamic: new Map([[name, { type, collection, shape: undefined }]]) };
  const it: Instance = { kind: 'it', type: undefined, collection: false, shape };
  return { current: it, it, variables: new Map(), these: undefined };
}

function itemOf(body: JsonValue, reference: EdmTypeReference, service: ODataService): ItemResult {
  const { type, collection } = reference;
  const context: DeserializeContext = {
    model: service.definition.model,
    mode: 'value',
    requiredOnCreate: service.profile.requiredOnCreate,
  };
  const parsed = (value: JsonValue) => ({ value, plain: value });
  if (type.kind !== 'EntityType') {
    const wrapped = type.kind === 'ComplexType' && !collection ? body : { value: body };
    const { payload } = deserializeValue(parsed(wrapped), reference, context);
    return { kind: 'instance', type: undefined, values: { [name]: payload.value } };
  }
  const read = (value: JsonValue): InstanceResult =>
    instanceOf(deserializeEntity(parsed(value), type, context).payload);
  const related: ExpandedResult = Array.isArray(body)
    ? { kind: 'collection', items: body.map(read) }
    : isJsonObject(body)
      ? read(body)
      : { kind: 'null' };
  return { kind: 'instance', type: undefined, values: {}, expanded: new Map([[name, related]]) };
}

/** What the body holds of the entity, with what is expanded in it. */
function instanceOf({ type, values, navigation }: EntityPayload): InstanceResult {
  const expanded = new Map<string, ExpandedResult>();
  for (const [path, payload] of navigation) {
    if (payload.kind === 'entities')
      expanded.set(path, { kind: 'collection', items: payload.entities.map(instanceOf) });
    else if (payload.kind === 'entity')
      expanded.set(path, payload.entity === null ? { kind: 'null' } : instanceOf(payload.entity));
  }
  return { kind: 'instance', type, values, expanded };
}
