// OData Data Aggregation Extension 4.0, section 3.5 "Transformations Changing the Input Set Structure": join, outerjoin, nest; and concat (3.2.2).
import { createRecord, type EdmValue } from '../../edm/value.ts';
import { compileExpression } from '../compile-expression.ts';
import { isEntityTyped } from '../edm-kind.ts';
import {
  createDerivedInstance,
  extendInstance,
  type Instance,
  joinInstance,
  type Operand,
  type Related,
} from '../instance.ts';
import { flat, isInstance } from '../member.ts';
import { at, type Transform } from './transform.ts';

/** One copy of the instance for each related one, which becomes its single-valued member. */
export const join: Transform<'join' | 'outerjoin'> = (
  { kind, collection, name, then },
  { input, scope, applySequence },
) => {
  const related = compileExpression(collection);
  const entities = isEntityTyped(collection.result);
  return input.flatMap((row) => {
    const joined = applySequence(then, flat(related(at(scope, row))), scope);
    const all = joined.length === 0 && kind === 'outerjoin' ? [null] : joined;
    return all.map((one) => joinOne(row as Instance, name, one, entities));
  });
};

function joinOne(row: Instance, name: string, one: Operand, entities: boolean): Instance {
  if (entities) return joinInstance(row, name, one as Instance | null);
  const computed = createRecord();
  computed[name] = isInstance(one) ? one.values : (one as EdmValue);
  return extendInstance(row, computed);
}

/** One instance that has the output sets as collections. */
export const nest: Transform<'nest'> = ({ items, outputType }, { input, scope, applySequence }) => {
  const related = new Map<string, Related>();
  const values = createRecord();
  for (const { name, then } of items) {
    const output = applySequence(then, input, scope);
    if (output.every(isInstance)) related.set(name, output);
    else values[name] = output as readonly EdmValue[];
  }
  const type =
    outputType?.kind === 'EntityType' || outputType?.kind === 'ComplexType' ? outputType : undefined;
  return [createDerivedInstance({ type, values, computed: values, related })];
};

export const concat: Transform<'concat'> = ({ sequences }, { input, scope, applySequence }) =>
  sequences.flatMap((sequence) => applySequence(sequence, input, scope));
