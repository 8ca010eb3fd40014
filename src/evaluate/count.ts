// OData URL Conventions 4.01, section 4.9 "Addressing the Count of a Collection": /$count in expressions, with $filter and $search.
import type { Expression } from '../query/expression/expression.ts';
import { type Compile, compileItems } from './compile-path.ts';
import { numericKind } from './edm-kind.ts';
import type { Compiled } from './scope.ts';
import { compileSearch } from './search.ts';

/** The number of items, of those that $filter and $search leave. */
export function compileCount(expression: Extract<Expression, { kind: 'count' }>, compile: Compile): Compiled {
  const items = compileItems(expression.source, compile);
  const { filter, search } = expression.options;
  const predicate = filter && compile(filter);
  const matches = search && compileSearch(search);
  const wide = numericKind(expression.result.type) === 'int64';
  return (scope) => {
    const outer = scope.current;
    let count = 0;
    for (const item of items(scope)) {
      scope.current = item;
      if (predicate !== undefined && predicate(scope) !== true) continue;
      if (matches !== undefined && !matches(item, scope.evaluation)) continue;
      count++;
    }
    scope.current = outer;
    return wide ? BigInt(count) : count;
  };
}
