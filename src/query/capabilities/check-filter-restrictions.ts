// OASIS Capabilities vocabulary, terms FilterRestrictions and FilterFunctions.

import type { Expression } from '../expression/expression.ts';
import { walkExpression } from '../expression/walk-expression.ts';
import { type CapabilityFinding, type OptionsPlace, report, uses } from './capability-finding.ts';
import { asPaths, asRecord, type CapabilityScope, capability } from './capability-scope.ts';
import { allowsExpressions } from './filter-expression-restriction.ts';
import { usedPaths } from './used-paths.ts';

export function checkFilter(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  filter: Expression | undefined,
  { prefix, current, collection }: OptionsPlace,
): void {
  const restrictions = asRecord(capability(scope, 'FilterRestrictions'));
  const refuse = (status: 400 | 501, member: string, message: string) =>
    report(findings, status, `FilterRestrictions/${member}`, message, '$filter');
  const required = asPaths(restrictions.RequiredProperties);
  if (filter === undefined) {
    if (collection && (restrictions.RequiresFilter === true || required.length > 0))
      refuse(400, 'RequiresFilter', `${prefix}$filter is required here.`);
    return;
  }
  if (restrictions.Filterable === false) {
    refuse(501, 'Filterable', `${prefix}$filter is not supported here.`);
    return;
  }
  const used = usedPaths(filter, current);
  for (const path of asPaths(restrictions.NonFilterableProperties))
    if (uses(used, path))
      refuse(400, 'NonFilterableProperties', `'${path}' cannot be used in ${prefix}$filter.`);
  for (const path of required)
    if (!used.has(path)) refuse(400, 'RequiredProperties', `${prefix}$filter must use '${path}'.`);
  const expressions = Array.isArray(restrictions.FilterExpressionRestrictions)
    ? restrictions.FilterExpressionRestrictions
    : [];
  for (const entry of expressions as readonly unknown[]) {
    const { Property, AllowedExpressions } = asRecord(entry);
    const [path] = asPaths([Property]);
    if (path === undefined || typeof AllowedExpressions !== 'string' || !used.has(path)) continue;
    if (!allowsExpressions(filter, path, AllowedExpressions))
      refuse(
        400,
        'FilterExpressionRestrictions',
        `'${path}' allows only ${AllowedExpressions} in ${prefix}$filter.`,
      );
  }
  checkLevels(findings, used, restrictions.MaxLevels, prefix);
  checkFunctions(findings, scope, filter, prefix);
}

function checkLevels(
  findings: CapabilityFinding[],
  used: ReadonlySet<string>,
  maxLevels: unknown,
  prefix: string,
): void {
  if (typeof maxLevels !== 'number' || maxLevels < 0) return;
  for (const path of used)
    if (path.split('/').length - 1 > maxLevels)
      report(
        findings,
        400,
        'FilterRestrictions/MaxLevels',
        `'${path}' goes too deep in ${prefix}$filter.`,
        '$filter',
      );
}

/** FilterFunctions lists the functions that may be used; without it, and where it is empty, all may be. */
function checkFunctions(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  filter: Expression,
  prefix: string,
): void {
  const listed = capability(scope, 'FilterFunctions');
  if (!Array.isArray(listed) || listed.length === 0) return;
  const supported = new Set(listed.map((name) => String(name).toLowerCase()));
  walkExpression(filter, (step) => {
    const name =
      step.kind === 'canonicalFunction'
        ? step.name
        : step.kind === 'function'
          ? step.function.qualifiedName
          : undefined;
    if (name !== undefined && !supported.has(name.toLowerCase()))
      report(findings, 400, 'FilterFunctions', `'${name}' cannot be used in ${prefix}$filter.`, '$filter');
    return true;
  });
}
