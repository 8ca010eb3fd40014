// OData Data Aggregation Extension 4.0, section 3.1.3 "Data Aggregation Path": the names that a path goes through.
import type { Expression } from '../expression/expression.ts';

/** Names of the members of a path expression, from its start on, without casts; empty for the instance itself. */
export function pathNames(expression: Expression): readonly string[] {
  const names: string[] = [];
  let step: Expression | undefined = expression;
  while (step !== undefined) {
    switch (step.kind) {
      case 'property':
        names.unshift(step.property.name);
        step = step.source;
        break;
      case 'navigation':
        names.unshift(step.navigationProperty.name);
        step = step.source;
        break;
      case 'dynamicProperty':
      case 'computedProperty':
        names.unshift(step.name);
        step = step.source;
        break;
      case 'castSegment':
        step = step.source;
        break;
      default:
        step = undefined;
    }
  }
  return names;
}
