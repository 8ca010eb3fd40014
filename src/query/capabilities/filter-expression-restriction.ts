// OASIS Capabilities vocabulary, term FilterRestrictions, type FilterExpressionType: how a property may be filtered.
import type { Expression } from '../expression/expression.ts';
import { walkExpression } from '../expression/walk-expression.ts';
import { pathNames } from '../path/path-names.ts';

/** How often a property is used in which way. */
interface Uses {
  values: number;
  lower: number;
  upper: number;
  search: number;
  other: number;
}

const searchFunctions: ReadonlySet<string> = new Set(['startswith', 'endswith', 'contains']);

function isPath(expression: Expression, path: string): boolean {
  return pathNames(expression).join('/') === path;
}

function countUses(filter: Expression, path: string): Uses {
  const uses: Uses = { values: 0, lower: 0, upper: 0, search: 0, other: 0 };
  walkExpression(filter, (step) => {
    if (step.kind === 'binary' && (isPath(step.left, path) || isPath(step.right, path))) {
      countComparison(uses, step, isPath(step.left, path));
      return false;
    }
    if (step.kind === 'in' && isPath(step.left, path)) {
      uses.values += step.right.kind === 'collection' ? step.right.items.length : 2;
      return false;
    }
    if (step.kind === 'canonicalFunction' && step.arguments.some((argument) => isPath(argument, path))) {
      if (searchFunctions.has(step.name)) uses.search++;
      else uses.other++;
      return false;
    }
    if (isPath(step, path)) uses.other++;
    return !isPath(step, path);
  });
  return uses;
}

function countComparison(uses: Uses, { operator }: { operator: string }, onTheLeft: boolean): void {
  if (operator === 'eq') uses.values++;
  else if (operator === 'gt' || operator === 'ge') uses[onTheLeft ? 'lower' : 'upper']++;
  else if (operator === 'lt' || operator === 'le') uses[onTheLeft ? 'upper' : 'lower']++;
  else uses.other++;
}

/** What each value of AllowedExpressions lets through. */
const allowed: Readonly<Record<string, (uses: Uses) => boolean>> = {
  SingleValue: ({ values, lower, upper, search, other }) =>
    values <= 1 && lower + upper + search + other === 0,
  MultiValue: ({ lower, upper, search, other }) => lower + upper + search + other === 0,
  SingleRange: ({ values, lower, upper, search, other }) =>
    search + other === 0 && (values === 0 ? lower <= 1 && upper <= 1 : values === 1 && lower + upper === 0),
  MultiRange: ({ search, other }) => search + other === 0,
  SearchExpression: ({ values, lower, upper, other }) => values + lower + upper + other === 0,
  MultiRangeOrSearchExpression: ({ other }) => other === 0,
};

/** Whether the filter uses the property only in the ways that the annotation allows; unknown ways allow everything. */
export function allowsExpressions(filter: Expression, path: string, allowedExpressions: string): boolean {
  return allowed[allowedExpressions]?.(countUses(filter, path)) ?? true;
}
