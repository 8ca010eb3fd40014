// OASIS Capabilities vocabulary, terms FilterRestrictions and SortRestrictions: which properties an expression uses.
import type { Expression } from '../expression/expression.ts';
import { startOfPath, walkExpression } from '../expression/walk-expression.ts';
import { pathNames } from '../path/path-names.ts';

function isStep(expression: Expression): boolean {
  return (
    expression.kind === 'property' ||
    expression.kind === 'navigation' ||
    expression.kind === 'dynamicProperty' ||
    expression.kind === 'castSegment'
  );
}

/**
 * The paths of the current instance that an expression uses, as names joined with `/`. The variable of a lambda expression
 * stands for the path of its collection.
 */
export function usedPaths(expression: Expression, current: 'it' | 'this'): ReadonlySet<string> {
  const used = new Set<string>();
  const variables = new Map<string, readonly string[]>();
  const prefixOf = (start: Expression): readonly string[] | undefined => {
    if (start.kind === current || start.kind === 'it') return start.kind === current ? [] : undefined;
    return start.kind === 'variable' ? variables.get(start.name) : undefined;
  };
  walkExpression(expression, (step) => {
    if (step.kind === 'any' || step.kind === 'all') {
      const prefix = prefixOf(startOfPath(step.source));
      if (prefix !== undefined && step.variable !== undefined)
        variables.set(step.variable, [...prefix, ...pathNames(step.source)]);
    }
    if (!isStep(step)) return true;
    const prefix = prefixOf(startOfPath(step));
    const names = pathNames(step);
    if (prefix !== undefined && names.length > 0) used.add([...prefix, ...names].join('/'));
    return step.kind === 'castSegment' || !('source' in step) || !isStep(step.source as Expression);
  });
  return used;
}
