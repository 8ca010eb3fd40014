// OData Data Aggregation Extension 4.0, section 3.5 "Expressions Evaluable on a Collection": /aggregate(…).
import { ODataError } from '../error/odata-error.ts';
import type { Expression } from '../query/expression.ts';
import type { Compile } from './compile-path.ts';
import type { Compiled } from './scope.ts';

export function compileAggregateSegment(
  _expression: Extract<Expression, { kind: 'aggregate' }>,
  _compile: Compile,
): Compiled {
  throw new ODataError(501, 'NotImplemented', 'The path segment aggregate(…) is not implemented.');
}
