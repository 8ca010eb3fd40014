// OData Protocol 4.01, section 11.2.5.3 "System Query Option $compute".
import { createRecord, type EdmValue } from '../edm/value.ts';
import type { ComputeItem, QueryOptions } from '../query/query.ts';
import { compileExpression } from './compile-expression.ts';
import { putComputed } from './computed-value.ts';
import { isEntityTyped } from './edm-kind.ts';
import { type Computed, extendRow } from './extend-row.ts';
import type { Operand, Related } from './instance.ts';
import { mentions } from './mentions.ts';
import type { Scope } from './scope.ts';

/** Computes all items for the instance that the scope is at. An item may use those before it. */
export function compileCompute(items: readonly ComputeItem[]): (scope: Scope) => Computed {
  const compiled = items.map(({ name, expression }) => ({
    name,
    value: compileExpression(expression),
    result: expression.result,
  }));
  const dependent = items.slice(1).some(({ expression }) => mentions(expression, 'computedProperty'));
  return (scope) => {
    const { it, current } = scope;
    const values = createRecord();
    const related = new Map<string, Related>();
    for (const { name, value, result } of compiled) {
      const operand = value(scope);
      if (isEntityTyped(result)) related.set(name, operand as Related);
      else putComputed(values, name, operand as EdmValue, result);
      if (dependent) moveTo(scope, it === current, extendRow(current, { values, related }, scope));
    }
    scope.it = it;
    scope.current = current;
    return { values, related };
  };
}

function moveTo(scope: Scope, outermost: boolean, row: Operand): void {
  scope.current = row;
  if (outermost) scope.it = row;
}

/** Whether $filter or $orderby use what $compute makes, so that it must come before them. */
export function computesForOrder({ filter, orderby = [] }: QueryOptions): boolean {
  const expressions = [filter, ...orderby.map((item) => item.expression)];
  return expressions.some(
    (expression) => expression !== undefined && mentions(expression, 'computedProperty'),
  );
}
