// OData Protocol 4.01, section 11.7.6 "Referencing Values from Response Bodies": the value of an answer as what expressions start from.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import { isJsonObject, type JsonValue } from '../../json/parse-json.ts';
import { deserializeEntity, deserializeValue } from '../../json/read/deserialize.ts';
import type { DeserializeContext } from '../../json/read/deserialize-context.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import type { ShapedVariable } from '../../query/expression/scope.ts';
import type { ExpandedResult, InstanceResult, QueryResult } from '../../query/result.ts';
import type { ODataService } from '../../service/odata-service.ts';

/** The variable whose value the JSON represents. */
export function referenceVariable(
  service: ODataService,
  json: JsonValue,
  reference: EdmTypeReference,
): ShapedVariable {
  const { type, collection } = reference;
  return { type, collection, shape: undefined, referenced: resultOf(json, reference, service) };
}

function resultOf(json: JsonValue, reference: EdmTypeReference, service: ODataService): QueryResult {
  const { type, collection } = reference;
  const context: DeserializeContext = {
    model: service.definition.model,
    mode: 'value',
    requiredOnCreate: service.profile.requiredOnCreate,
  };
  const parsed = (value: JsonValue) => ({ value, plain: value });
  if (type.kind !== 'EntityType') {
    const body = type.kind === 'ComplexType' && !collection && json !== null ? json : { value: json };
    return { kind: 'value', value: deserializeValue(parsed(body), reference, context).payload.value };
  }
  const read = (value: JsonValue): InstanceResult =>
    instanceOf(deserializeEntity(parsed(value), type, context).payload);
  if (Array.isArray(json)) return { kind: 'collection', items: json.map(read) };
  return isJsonObject(json) ? read(json) : { kind: 'null' };
}

/** What the JSON holds of the entity, with what is expanded in it. */
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
