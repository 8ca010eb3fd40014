// OASIS Capabilities vocabulary 4.0; OData Protocol 4.01, section 9.3.1 "Response Code 501 Not Implemented": what the model says is not supported.
import { ODataError } from '../../error/odata-error.ts';
import type { SearchExpr } from '../../uri/syntax-tree.ts';
import type { Expression } from '../expression/expression.ts';
import { walkExpression } from '../expression/walk-expression.ts';
import type { ExpandItem, Query, QueryOptions } from '../query.ts';
import { type CapabilityFinding, type OptionsPlace, report, uses } from './capability-finding.ts';
import {
  alongNavigation,
  asPaths,
  asRecord,
  type CapabilityScope,
  capability,
  patched,
  scopeOfPath,
} from './capability-scope.ts';
import { checkApplySupported } from './check-apply-supported.ts';
import { checkFilter } from './check-filter-restrictions.ts';
import { checkNavigation, checkPath } from './check-path.ts';
import { checkSelect } from './check-select.ts';
import { usedPaths } from './used-paths.ts';

/** Everything in a resolved request that the capability annotations of the model rule out. `reading`: the method is GET or HEAD. */
export function capabilityFindings(query: Query, reading: boolean): readonly CapabilityFinding[] {
  const findings: CapabilityFinding[] = [];
  const at = scopeOfPath(query.path);
  checkPath(findings, query.path, at);
  const collection = query.path.result?.collection === true || query.path.segments.at(-1)?.kind === 'count';
  checkOptions(findings, at.options, query.options, {
    prefix: '',
    current: 'it',
    collection: collection && reading,
    byKey: query.path.segments.at(-1)?.kind === 'key',
  });
  return findings;
}

/**
 * @param unenforced restrictions that are no matter, `Term/Member`
 * @throws ODataError CapabilityRestricted, whose details name every restriction that the request goes against
 */
export function checkCapabilities(query: Query, reading: boolean, unenforced: readonly string[] = []): void {
  const findings = capabilityFindings(query, reading).filter(
    ({ restriction }) => !unenforced.includes(restriction),
  );
  const [first] = findings;
  if (first === undefined) return;
  const details = findings.map(({ restriction, message, target }) => ({
    code: 'CapabilityRestricted' as const,
    message: `${message} (${restriction.includes('.') ? '' : 'Capabilities.'}${restriction})`,
    ...(target !== undefined && { target }),
  }));
  throw new ODataError(first.status, 'CapabilityRestricted', details[0]?.message ?? first.message, {
    details,
    ...(first.target !== undefined && { target: first.target }),
  });
}

function checkOptions(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  options: QueryOptions,
  place: OptionsPlace,
): void {
  checkFilter(findings, scope, options.filter, place);
  checkSort(findings, scope, options, place);
  checkExpand(findings, scope, options, place);
  if (options.search !== undefined) checkSearch(findings, scope, options.search, place);
  checkSimple(findings, scope, options, place);
  checkApplySupported(findings, scope, options, place.prefix);
  checkSelect(findings, scope, options.select, place);
  if (capability(scope, 'AnnotationValuesInQuerySupported') === false)
    checkAnnotationValues(findings, options, place);
  for (const item of options.expand ?? []) checkExpanded(findings, scope, item, place);
}

/** Tagging terms that are true where nothing is said. */
function checkSimple(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  { top, skip, compute, count }: QueryOptions,
  { prefix }: OptionsPlace,
): void {
  const refuse = (term: string, option: string) =>
    report(findings, 501, term, `${prefix}$${option} is not supported here.`, `$${option}`);
  if (top !== undefined && capability(scope, 'TopSupported') === false) refuse('TopSupported', 'top');
  if (skip !== undefined && capability(scope, 'SkipSupported') === false) refuse('SkipSupported', 'skip');
  if (compute !== undefined && capability(scope, 'ComputeSupported') === false)
    refuse('ComputeSupported', 'compute');
  if (count === true && asRecord(capability(scope, 'CountRestrictions')).Countable === false)
    refuse('CountRestrictions/Countable', 'count');
}

/** Annotations may stand in expressions unless the service says that it does not know their values there. */
function checkAnnotationValues(
  findings: CapabilityFinding[],
  { filter, orderby = [] }: QueryOptions,
  { prefix }: OptionsPlace,
): void {
  const look = (expression: Expression, option: string) =>
    walkExpression(expression, ({ kind }) => {
      if (kind === 'annotation') {
        const message = `Annotations cannot be used in ${prefix}${option}.`;
        report(findings, 501, 'AnnotationValuesInQuerySupported', message, option);
      }
      return true;
    });
  if (filter !== undefined) look(filter, '$filter');
  for (const { expression } of orderby) look(expression, '$orderby');
}

function checkSort(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  { orderby }: QueryOptions,
  { prefix, current }: OptionsPlace,
): void {
  if (orderby === undefined) return;
  const restrictions = asRecord(capability(scope, 'SortRestrictions'));
  const refuse = (status: 400 | 501, member: string, message: string) =>
    report(findings, status, `SortRestrictions/${member}`, message, '$orderby');
  if (restrictions.Sortable === false) {
    refuse(501, 'Sortable', `${prefix}$orderby is not supported here.`);
    return;
  }
  for (const { expression, descending } of orderby) {
    const used = usedPaths(expression, current);
    const check = (member: string, when: boolean, message: (path: string) => string) => {
      if (!when) return;
      for (const path of asPaths(restrictions[member]))
        if (uses(used, path)) refuse(400, member, message(path));
    };
    check('NonSortableProperties', true, (path) => `'${path}' cannot be used in ${prefix}$orderby.`);
    check(
      'AscendingOnlyProperties',
      descending,
      (path) => `'${path}' can only be sorted in ascending order.`,
    );
    check(
      'DescendingOnlyProperties',
      !descending,
      (path) => `'${path}' can only be sorted in descending order.`,
    );
  }
}

function expandPath(item: ExpandItem): string {
  const steps = item.path.flatMap((step) => (step.kind === 'property' ? [step.property.name] : []));
  const stream = item.stream === undefined || item.stream === '$value' ? [] : [item.stream.name];
  return [
    ...steps,
    ...(item.navigationProperty === undefined ? stream : [item.navigationProperty.name]),
  ].join('/');
}

function checkExpand(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  { expand }: QueryOptions,
  { prefix, byKey }: OptionsPlace,
): void {
  if (expand === undefined) return;
  const { ExpandByKeyRestrictions, ...own } = asRecord(capability(scope, 'ExpandRestrictions'));
  // what is not said for entities by their key is as for the collection
  const restrictions = byKey ? asRecord(patched(own, ExpandByKeyRestrictions)) : own;
  const refuse = (status: 400 | 501, member: string, message: string) =>
    report(findings, status, `ExpandRestrictions/${member}`, message, '$expand');
  if (restrictions.Expandable === false) {
    refuse(501, 'Expandable', `${prefix}$expand is not supported here.`);
    return;
  }
  const never = asPaths(restrictions.NonExpandableProperties);
  const neverStreams = asPaths(restrictions.NonExpandableStreamProperties);
  for (const item of expand) {
    const path = expandPath(item);
    if (item.stream !== undefined && restrictions.StreamsExpandable === false)
      refuse(501, 'StreamsExpandable', `Streams cannot be expanded here.`);
    if (item.stream !== undefined && neverStreams.includes(path))
      refuse(400, 'NonExpandableStreamProperties', `'${path}' cannot be expanded.`);
    if (never.includes(path)) refuse(400, 'NonExpandableProperties', `'${path}' cannot be expanded.`);
  }
  const { MaxLevels } = restrictions;
  if (typeof MaxLevels === 'number' && MaxLevels >= 0 && depthOf(expand) > MaxLevels)
    refuse(400, 'MaxLevels', `${prefix}$expand goes deeper than ${MaxLevels} levels.`);
}

function depthOf(expand: readonly ExpandItem[]): number {
  const depths = expand.map(({ options }) => {
    const levels = typeof options.levels === 'number' ? options.levels : 1;
    return Math.max(levels, 1 + depthOf(options.expand ?? []));
  });
  return Math.max(0, ...depths);
}

function checkExpanded(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  item: ExpandItem,
  place: OptionsPlace,
): void {
  if (item.navigationProperty === undefined) return;
  const path = expandPath(item);
  const goesOn = item.options.expand?.some(({ stream }) => stream === undefined) === true;
  checkNavigation(findings, scope, path, goesOn, '$expand');
  const counts = item.form === '$count' || item.options.count === true;
  const restrictions = asRecord(capability(scope, 'CountRestrictions'));
  if (counts && asPaths(restrictions.NonCountableNavigationProperties).includes(path))
    report(
      findings,
      400,
      'CountRestrictions/NonCountableNavigationProperties',
      `'${path}' cannot be counted.`,
      '$expand',
    );
  const target = alongNavigation(scope, path, item.navigationProperty, item.source);
  const prefix = `${place.prefix}$expand=${path}: `;
  const nested = { prefix, current: 'this', collection: false, byKey: false } as const;
  checkOptions(findings, target, item.options, nested);
}

/** SearchRestrictions/UnsupportedExpressions: flags AND, OR, NOT, phrase, group, or none. */
function checkSearch(
  findings: CapabilityFinding[],
  scope: CapabilityScope,
  search: SearchExpr,
  { prefix }: OptionsPlace,
): void {
  const restrictions = asRecord(capability(scope, 'SearchRestrictions'));
  const refuse = (status: 400 | 501, member: string, message: string) =>
    report(findings, status, `SearchRestrictions/${member}`, message, '$search');
  if (restrictions.Searchable === false) {
    refuse(501, 'Searchable', `${prefix}$search is not supported here.`);
    return;
  }
  const unsupported = String(restrictions.UnsupportedExpressions ?? 'none').split(',');
  const names = { and: 'AND', or: 'OR', not: 'NOT', phrase: 'phrase', word: '' } as const;
  const pending: SearchExpr[] = [search];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (unsupported.includes(names[next.kind]))
      refuse(400, 'UnsupportedExpressions', `${names[next.kind]} cannot be used in ${prefix}$search.`);
    if (next.kind === 'and' || next.kind === 'or') pending.push(next.left, next.right);
    else if (next.kind === 'not') pending.push(next.operand);
  }
}
