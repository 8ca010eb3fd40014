// OData Data Aggregation Extension 4.0, section 3.6 "Expressions Evaluable on a Collection": /aggregate(…).
import type { Expression } from '../query/expression/expression.ts';
import { compileAggregate } from './apply/aggregate.ts';
import { scopeOfInput } from './apply/transform.ts';
import type { Compile } from './compile-path.ts';
import type { Operand } from './instance.ts';
import { flat } from './member.ts';
import type { Compiled, Scope } from './scope.ts';

/** One aggregated value of the collection before the segment. */
export function compileAggregateSegment(
  { source, aggregate }: Extract<Expression, { kind: 'aggregate' }>,
  compile: Compile,
): Compiled {
  const items = compile(source);
  const aggregated = compileAggregate(aggregate, compile, atItem);
  return (scope) => {
    const rows = flat(items(scope));
    return aggregated(rows, scopeOfInput(scope, rows));
  };
}

/** Paths start from the item, while `$it` stays what it is around the collection. */
function atItem(scope: Scope, item: Operand): Scope {
  scope.current = item;
  return scope;
}
