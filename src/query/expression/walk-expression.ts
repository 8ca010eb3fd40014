// OData URL Conventions 4.01, section 5.1.1 "Common Expression Syntax": looking through an expression.
import type { Expression } from './expression.ts';

/** The expressions directly below, the one that a path step continues among them. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'property':
    case 'dynamicProperty':
    case 'computedProperty':
    case 'navigation':
    case 'castSegment':
    case 'annotation':
    case 'count':
    case 'aggregate':
      return [expression.source];
    case 'key':
      return [expression.source, ...expression.key.values()];
    case 'filter':
      return [expression.source, expression.predicate];
    case 'any':
    case 'all':
      return expression.predicate === undefined
        ? [expression.source]
        : [expression.source, expression.predicate];
    case 'binary':
    case 'in':
      return [expression.left, expression.right];
    case 'unary':
    case 'cast':
    case 'isof':
      return [expression.operand];
    case 'canonicalFunction':
      return expression.arguments;
    case 'case':
      return expression.cases.flatMap(({ condition, value }) => [condition, value]);
    case 'collection':
      return expression.items;
    case 'record':
      return [...expression.members.values()];
    case 'function':
      return expression.source === undefined
        ? [...expression.parameters.values()]
        : [expression.source, ...expression.parameters.values()];
    case 'literal':
    case 'it':
    case 'this':
    case 'these':
    case 'root':
    case 'variable':
    case 'referenced':
      return [];
  }
}

/** Every expression in it, itself first, depth first; `visit` says whether to look below. */
export function walkExpression(expression: Expression, visit: (expression: Expression) => boolean): void {
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop())
    if (visit(next)) pending.push(...[...childrenOf(next)].reverse());
}

/** What a path expression starts from. */
export function startOfPath(expression: Expression): Expression {
  let step = expression;
  while ('source' in step && step.source !== undefined && step.kind !== 'function') step = step.source;
  return step;
}
