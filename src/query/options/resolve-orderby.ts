// OData URL Conventions 4.01, section 5.1.5 "System Query Option $orderby" and "System Query Option $compute".
import { isStructuredType } from '../../edm/structured-type.ts';
import type { ComputeItem as ComputeSyntax, OrderbyItem as OrderbySyntax } from '../../uri/syntax-tree.ts';
import { withDynamic } from '../apply/shape.ts';
import { isOrdered } from '../expression/numeric-promotion.ts';
import { resolveExpression } from '../expression/resolve-expression.ts';
import { type Scope, withShape } from '../expression/scope.ts';
import type { ComputeItem, OrderbyItem } from '../query.ts';
import { expressionError, type ResolveContext, typeName } from '../resolve-context.ts';

export function resolveOrderby(
  context: ResolveContext,
  scope: Scope,
  items: readonly OrderbySyntax[],
): readonly OrderbyItem[] {
  return items.map((item) => {
    const expression = resolveExpression(context, scope, item.expression);
    const { type, collection } = expression.result;
    if (collection || isStructuredType(type) || !isOrdered(type))
      throw expressionError(context, `${typeName(expression.result)} has no order.`, item.at);
    return { expression, descending: item.direction === 'desc' };
  });
}

/** Computed properties can be used by those after them, and by all other options: the scope has them. */
export function resolveCompute(
  context: ResolveContext,
  scope: Scope,
  items: readonly ComputeSyntax[],
): { readonly compute: readonly ComputeItem[]; readonly scope: Scope } {
  const compute: ComputeItem[] = [];
  let current = scope;
  for (const { expression, alias, at } of items) {
    refuseTaken(context, current, alias, at);
    const resolved = resolveExpression(context, current, expression);
    compute.push({ name: alias, expression: resolved });
    const shape = withDynamic(current.current?.shape, alias, { ...resolved.result, shape: undefined });
    current = withShape(current, shape);
  }
  return { compute, scope: current };
}

/** "The name of a computed property MUST differ from names of declared and dynamic properties." */
function refuseTaken(context: ResolveContext, scope: Scope, name: string, at: number): void {
  refuseDeclared(context, scope, name, at);
  if (scope.current?.shape?.dynamic.has(name)) throw takenName(context, name, at);
}

/**
 * Data Aggregation, section 3.1.1: "Aliases MUST differ from names of declared properties in the input type", of those
 * that transformations took away, too: they would have another type than the declared one.
 */
export function refuseDeclared(context: ResolveContext, scope: Scope, name: string, at: number): void {
  const type = scope.current?.type;
  if (isStructuredType(type) && (type.properties.has(name) || type.navigationProperties.has(name)))
    throw takenName(context, name, at);
}

const takenName = (context: ResolveContext, name: string, at: number): Error =>
  expressionError(context, `There is a property '${name}' already: a computed one needs another name.`, at);
