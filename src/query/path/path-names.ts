// OData Data Aggregation Extension 4.0, section 3.1.3 "Data Aggregation Path": the names that a path goes through.
import type { Expression } from '../expression/expression.ts';

/** A member on a path. */
export interface PathMember {
  readonly name: string;
  /** Whether the type declares it. */
  readonly declared: boolean;
}

/** Names of the members of a path expression, from its start on, without casts; empty for the instance itself. */
export function pathNames(expression: Expression): readonly string[] {
  return pathMembers(expression).map(({ name }) => name);
}

/** The members of a path expression, from its start on, without casts. */
export function pathMembers(expression: Expression): readonly PathMember[] {
  const members: PathMember[] = [];
  let step: Expression | undefined = expression;
  while (step !== undefined) {
    switch (step.kind) {
      case 'property':
        members.unshift({ name: step.property.name, declared: true });
        step = step.source;
        break;
      case 'navigation':
        members.unshift({ name: step.navigationProperty.name, declared: true });
        step = step.source;
        break;
      case 'dynamicProperty':
      case 'computedProperty':
        members.unshift({ name: step.name, declared: false });
        step = step.source;
        break;
      case 'castSegment':
        step = step.source;
        break;
      default:
        step = undefined;
    }
  }
  return members;
}
