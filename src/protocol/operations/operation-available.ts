// OASIS Core vocabulary, term OperationAvailable: whether an operation can be called on the instance that it is bound to.

import type { EdmAnnotationValue, EdmModel, EdmOperation } from '../../edm/edm-model.ts';
import { isEntity } from '../../edm/entity.ts';
import { isStructuredValue } from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import { ODataError } from '../../error/odata-error.ts';
import { isConditionTrue, isDynamic, resolveCondition } from '../../service/annotation-condition.ts';
import type { Binding } from '../../service/handlers.ts';
import type { StoreReader } from '../../store/store.ts';

/** 409 where the annotation says that the operation is not available; null leaves it open. undefined: it is, without looking. */
export function requireAvailable(
  reader: StoreReader,
  model: EdmModel,
  operation: EdmOperation,
  binding: Binding,
): Promise<void> | undefined {
  const available = operation.annotations.get(Core.OperationAvailable);
  if (available === undefined || available === null || available === true) return undefined;
  if (available === false) throw notAvailable(operation);
  return holds(reader, model, operation, binding, available).then((isAvailable) => {
    if (!isAvailable) throw notAvailable(operation);
  });
}

function notAvailable({ qualifiedName }: EdmOperation): ODataError {
  return new ODataError(409, 'Conflict', `${qualifiedName} is not available here (Core.OperationAvailable).`);
}

async function holds(
  reader: StoreReader,
  model: EdmModel,
  operation: EdmOperation,
  binding: Binding,
  value: EdmAnnotationValue,
): Promise<boolean> {
  const [parameter] = operation.parameters;
  const declared = parameter?.type.type;
  if (parameter === undefined || (declared?.kind !== 'EntityType' && declared?.kind !== 'ComplexType'))
    return true;
  if (!isEntity(binding) && !isStructuredValue(binding as never)) return true;
  const condition = resolveCondition(model, declared, withoutParameter(value, parameter.name));
  return isConditionTrue(reader, declared, binding as Parameters<typeof isConditionTrue>[2], condition);
}

/** Paths begin with the name of the binding parameter. */
function withoutParameter(value: EdmAnnotationValue, name: string): EdmAnnotationValue {
  if (Array.isArray(value))
    return (value as readonly EdmAnnotationValue[]).map((item) => withoutParameter(item, name));
  if (!isDynamic(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, item]) => [
      member,
      member === '$Path' && typeof item === 'string' && item.startsWith(`${name}/`)
        ? item.slice(name.length + 1)
        : withoutParameter(item, name),
    ]),
  );
}
