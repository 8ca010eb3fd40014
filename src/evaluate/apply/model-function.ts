// OData Data Aggregation Extension 4.0, section 3 "System Query Option $apply": functions of the model as set transformations, as in section 7.7.
import type { EdmEntityType, EdmModel, EdmType } from '../../edm/edm-model.ts';
import type { EntityIdentity } from '../../edm/entity.ts';
import { createRecord, type EdmValue, isStructuredValue, type StructuredValue } from '../../edm/value.ts';
import type { Shape } from '../../query/apply/shape.ts';
import { compileExpression } from '../compile-expression.ts';
import { callFunction, compileParameters } from '../function-call.ts';
import { createDerivedInstance, entityOf, type Instance, type Operand, type Related } from '../instance.ts';
import { flat, isInstance } from '../member.ts';
import type { Transform } from './transform.ts';

/** Bound to the input set. Entities that it gives back are the instances of the input set that they came from. */
export const modelFunction: Transform<'function'> = (transformation, { input, scope }) => {
  const { function: called, parameters, output, outputType } = transformation;
  const { evaluation } = scope;
  const values = compileParameters(parameters, compileExpression)(scope);
  const given = callFunction(evaluation, called, input, values, 0, outputType);
  const giveBack = inputInstances(input);
  return flat(given).map((row) =>
    isInstance(row) ? giveBack(row) : instanceOf(row, outputType, output, evaluation.model),
  );
};

/** The instance of an entity in the input set; of several the next one, and the last for all that follow. */
function inputInstances(input: readonly Operand[]): (given: Instance) => Instance {
  const left = new Map<EntityIdentity | undefined, Instance[]>();
  for (const row of input) {
    const identity = isInstance(row) ? entityOf(row)?.identity : undefined;
    if (identity === undefined) continue;
    const rows = left.get(identity) ?? [];
    rows.push(row as Instance);
    left.set(identity, rows);
  }
  return (given) => {
    const rows = left.get(entityOf(given)?.identity);
    return (rows !== undefined && rows.length > 1 ? rows.shift() : rows?.[0]) ?? given;
  };
}

/** A record where instances of an entity type are: an instance with its members; the related ones are told by their types. */
function instanceOf(
  row: Operand,
  declared: EdmType | undefined,
  shape: Shape | undefined,
  model: EdmModel,
): Operand {
  if (declared?.kind !== 'EntityType' || !isStructuredValue(row as EdmValue)) return row;
  const { '@type': typeName, ...members } = row as StructuredValue;
  const own = typeof typeName === 'string' ? model.findType(typeName) : undefined;
  const type = own?.kind === 'EntityType' ? own : declared;
  const values = createRecord();
  const related = new Map<string, Related>();
  for (const [name, member] of Object.entries(members)) {
    const target = relatedType(type, shape, name);
    if (target === undefined) values[name] = member;
    else
      related.set(
        name,
        relatedOf(
          member as Operand,
          target,
          shape?.dynamic.get(name)?.shape ?? shape?.declared?.get(name),
          model,
        ),
      );
  }
  return createDerivedInstance({ type, values, computed: values, related });
}

function relatedType(type: EdmEntityType, shape: Shape | undefined, name: string): EdmType | undefined {
  const dynamic = shape?.dynamic.get(name)?.type;
  return dynamic?.kind === 'EntityType' ? dynamic : type.navigationProperties.get(name)?.entityType;
}

function relatedOf(given: Operand, type: EdmType, shape: Shape | undefined, model: EdmModel): Related {
  if (Array.isArray(given))
    return given.map((item) => instanceOf(item as Operand, type, shape, model)) as readonly Instance[];
  return (isInstance(given) ? given : instanceOf(given, type, shape, model)) as Instance | null;
}
