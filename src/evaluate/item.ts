// OData Protocol 4.01, section 11.2.5 "Specifying Properties to Return": one instance with what $compute, $expand and $select add.
import type { EdmType } from '../edm/edm-model.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';
import type { QueryOptions } from '../query/query.ts';
import type { CollectionResult, ExpandedResult, InstanceResult, ItemResult } from '../query/result.ts';
import { compileCompute } from './compute.ts';
import { createExpander } from './expand.ts';
import { extendRow, valueOfRow } from './extend-row.ts';
import { type DerivedInstance, type Instance, isDerived, type Operand, type Related } from './instance.ts';
import { isInstance } from './member.ts';
import type { Scope } from './scope.ts';
import { createSelectShaper, type SelectedResults } from './select.ts';

/** Makes the result of a row that the scope is at. `computed`: $compute has been applied to the rows already. */
export function createItemShaper(
  options: QueryOptions,
  type: EdmType | undefined,
  scope: Scope,
  computed: boolean,
): (row: Operand) => ItemResult {
  const compute = options.compute === undefined || computed ? undefined : compileCompute(options.compute);
  const expand = createExpander(options, type, scope);
  const select = createSelectShaper(options.select, type, scope);
  return (row) => {
    const extended = compute === undefined ? row : extendRow(row, compute(scope), scope);
    if (scope.it === row) scope.it = extended;
    scope.current = extended;
    const item = itemOf(extended, expand?.(extended), select?.(extended));
    if (item.kind !== 'value' || typeof extended !== 'object' || extended === null) return item;
    const origin = scope.evaluation.origins.get(extended);
    return origin === undefined ? item : { ...item, origin };
  };
}

function itemOf(
  row: Operand,
  expanded: ReadonlyMap<string, ExpandedResult> | undefined,
  selected: SelectedResults | undefined,
): ItemResult {
  const isRow = isInstance(row);
  if (expanded === undefined && selected === undefined) {
    if (!isRow) return { kind: 'value', value: row as EdmValue };
    if (!isDerived(row)) return { kind: 'entity', entity: row };
  }
  const more = { ...(expanded && { expanded }), ...(selected && { selected }) };
  if (!isRow) return { kind: 'value', value: row as EdmValue, ...more };
  if (!isDerived(row)) return { kind: 'entity', entity: row, ...more };
  const computed = hasMembers(row.computed) ? { computed: row.computed } : {};
  if (row.original !== undefined) return { kind: 'value', value: valueOfRow(row), ...computed, ...more };
  const related = mergeExpanded(relatedResults(row), expanded);
  const all = { ...more, ...(related && { expanded: related }) };
  if (row.entity !== undefined) return { kind: 'entity', entity: row.entity, ...computed, ...all };
  return { kind: 'instance', type: row.type, values: row.values, ...(related && { expanded: related }) };
}

function hasMembers(record: StructuredValue): boolean {
  for (const _ in record) return true;
  return false;
}

function mergeExpanded(
  related: ReadonlyMap<string, ExpandedResult> | undefined,
  expanded: ReadonlyMap<string, ExpandedResult> | undefined,
): ReadonlyMap<string, ExpandedResult> | undefined {
  if (related === undefined || expanded === undefined) return related ?? expanded;
  return new Map([...related, ...expanded]);
}

/** What the query related to an instance, as results, without what only $expand shows. */
function relatedResults({
  related,
  hidden,
}: DerivedInstance): ReadonlyMap<string, ExpandedResult> | undefined {
  const shown = [...related].filter(([path]) => !hidden.has(path));
  if (shown.length === 0) return undefined;
  return new Map(shown.map(([path, instances]) => [path, relatedResult(instances)]));
}

function relatedResult(related: Related): ExpandedResult {
  if (related === null) return { kind: 'null' };
  if (Array.isArray(related)) {
    return {
      kind: 'collection',
      items: (related as readonly Instance[]).map((one) => itemOf(one, undefined, undefined)),
    };
  }
  return itemOf(related as Instance, undefined, undefined) as
    | Exclude<ExpandedResult, CollectionResult>
    | InstanceResult;
}
