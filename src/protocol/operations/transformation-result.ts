// OData Data Aggregation Extension 4.0, section 3 "System Query Option $apply": what the handler of a function gave that is used as a set transformation.
import type { EdmModel, EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import { isEntity } from '../../edm/entity.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { createRecord, type EdmValue, isStructuredValue, type StructuredValue } from '../../edm/value.ts';
import type { FunctionResult } from '../../evaluate/entity-access.ts';
import type { OperationResult } from '../../service/handlers.ts';
import { ownType, typedValue } from './operation-result.ts';

/** Entities, and records of the type with the members that they were given: what is not there was aggregated away. */
export function transformationResult(model: EdmModel, type: EdmType, given: OperationResult): FunctionResult {
  if (given === undefined || given === null) return [];
  const items = (Array.isArray(given) ? given : [given]) as readonly EdmValue[];
  return items.map((item) => recordOfType(model, type, item));
}

function recordOfType(model: EdmModel, declared: EdmType, given: EdmValue): EdmValue {
  if (isEntity(given)) return given;
  if (Array.isArray(given)) return given.map((item) => recordOfType(model, declared, item));
  const type = (isStructuredValue(given) && ownType(model, given)) || declared;
  if (!isStructuredValue(given) || !isStructuredType(type))
    return typedValue(model, { type, collection: false, nullable: true }, given);
  const values = createRecord();
  for (const [name, value] of Object.entries(given)) {
    if (name === '@odata.type' || name === '@type') values['@type'] = type.qualifiedName;
    else values[name] = memberOfType(model, type, name, value);
  }
  return values;
}

function memberOfType(
  model: EdmModel,
  owner: EdmStructuredType,
  name: string,
  given: StructuredValue[string],
): EdmValue {
  const property = owner.properties.get(name);
  const type = property?.type.type ?? owner.navigationProperties.get(name)?.entityType;
  return type === undefined ? (given ?? null) : recordOfType(model, type, given);
}
