// OData Data Aggregation Extension 4.0, section 3.2.1 "Transformation aggregate": its output set.
import { createRecord } from '../../edm/value.ts';
import { compileExpression } from '../compile-expression.ts';
import { putComputed } from '../computed-value.ts';
import { createDerivedInstance } from '../instance.ts';
import { compileAggregate } from './aggregate.ts';
import type { Transform } from './transform.ts';

/** One instance without identity that has the aggregated values. */
export const aggregate: Transform<'aggregate'> = ({ items, outputType }, { input, scope }) => {
  const values = createRecord();
  for (const item of items) {
    putComputed(values, item.alias, compileAggregate(item, compileExpression)(input, scope), item.result);
  }
  const type =
    outputType?.kind === 'EntityType' || outputType?.kind === 'ComplexType' ? outputType : undefined;
  return [createDerivedInstance({ type, values, computed: values })];
};
