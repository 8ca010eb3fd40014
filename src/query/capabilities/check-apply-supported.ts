// OData Data Aggregation Extension 4.0, section 5.1 "Aggregation Capabilities": what of $apply the model says is supported.
import type {
  AggregateItem,
  GroupbyItem,
  GroupingProperty,
  Transformation,
} from '../apply/transformation.ts';
import type { QueryOptions } from '../query.ts';
import { type CapabilityFinding, report } from './capability-finding.ts';
import {
  asPaths,
  asRecord,
  type CapabilityRecord,
  type CapabilityScope,
  patched,
} from './capability-scope.ts';
import { usedPaths } from './used-paths.ts';

const ApplySupported = 'Org.OData.Aggregation.V1.ApplySupported';
const ApplySupportedDefaults = 'Org.OData.Aggregation.V1.ApplySupportedDefaults';

/** Reports what goes against `member` of the annotation. */
type Refuse = (status: 400 | 501, member: string, message: string) => void;

export function checkApplySupported(
  findings: CapabilityFinding[],
  { annotations, container }: CapabilityScope,
  { apply }: QueryOptions,
  prefix: string,
): void {
  const [first] = apply ?? [];
  if (apply === undefined || first === undefined) return;
  const type = first.outputType;
  const ofType = type?.kind === 'EntityType' ? [type.annotations] : [];
  const specific = [...annotations, ...ofType].map((some) => some.get(ApplySupported));
  const supported = patched(
    container?.get(ApplySupportedDefaults),
    specific.find((value) => value !== undefined),
  );
  if (supported === undefined) return;
  const refuse: Refuse = (status, member, message) =>
    report(findings, status, `Aggregation.ApplySupported/${member}`, prefix + message, '$apply');
  checkSequence(apply, asRecord(supported), refuse, true);
}

/** `own`: the sequence is applied to the annotated collection, rather than to what is related to it. */
function checkSequence(
  sequence: readonly Transformation[],
  supported: CapabilityRecord,
  refuse: Refuse,
  own: boolean,
): void {
  for (const transformation of sequence) {
    const name =
      transformation.kind === 'function' ? transformation.function.qualifiedName : transformation.kind;
    const { Transformations } = supported;
    if (Array.isArray(Transformations) && !Transformations.includes(name))
      refuse(501, 'Transformations', `The transformation ${name} is not supported here.`);
    if (own && transformation.kind === 'groupby') checkGroupby(transformation.items, supported, refuse);
    if (own && transformation.kind === 'aggregate') checkAggregate(transformation.items, supported, refuse);
    for (const { then, related } of nestedIn(transformation))
      checkSequence(then, supported, refuse, own && !related);
  }
}

interface NestedSequence {
  readonly then: readonly Transformation[];
  /** Whether it is applied to other instances than the transformation is. */
  readonly related: boolean;
}

function nestedIn(transformation: Transformation): readonly NestedSequence[] {
  switch (transformation.kind) {
    case 'groupby':
    case 'ancestors':
    case 'descendants':
      return [{ then: transformation.then, related: false }];
    case 'concat':
      return transformation.sequences.map((then) => ({ then, related: false }));
    case 'nest':
      return transformation.items.map(({ then }) => ({ then, related: false }));
    case 'addnested':
      return transformation.items.map(({ then }) => ({ then, related: true }));
    case 'join':
    case 'outerjoin':
    case 'traverse':
      return [{ then: transformation.then, related: true }];
    default:
      return [];
  }
}

function checkGroupby(items: readonly GroupbyItem[], supported: CapabilityRecord, refuse: Refuse): void {
  const hierarchies = items.filter(({ kind }) => kind !== 'property').length;
  const { Rollup } = supported;
  if ((Rollup === 'None' && hierarchies > 0) || (Rollup === 'SingleHierarchy' && hierarchies > 1))
    refuse(501, 'Rollup', `${hierarchies} rollup hierarchies are not supported here.`);
  const groupable = asPaths(supported.GroupableProperties);
  if (groupable.length === 0) return;
  for (const { expression, path } of items.flatMap(groupingProperties)) {
    const name = path.join('/');
    const isDeclared = usedPaths(expression, 'it').size > 0;
    if (isDeclared && !groupable.some((one) => name === one || name.startsWith(`${one}/`)))
      refuse(400, 'GroupableProperties', `'${name}' cannot be used in groupby.`);
  }
}

function groupingProperties(item: GroupbyItem): readonly GroupingProperty[] {
  if (item.kind === 'property') return [item];
  return item.kind === 'rollup' ? item.levels : [];
}

function checkAggregate(items: readonly AggregateItem[], supported: CapabilityRecord, refuse: Refuse): void {
  const methods = asPaths(supported.CustomAggregationMethods);
  const listed = supported.AggregatableProperties;
  const aggregatable = new Map(
    (Array.isArray(listed) ? listed : [])
      .map(asRecord)
      .map((one) => [String(one.Property), asPaths(one.SupportedAggregationMethods)]),
  );
  for (const { expression, method } of items) {
    if (method?.includes('.') && !methods.includes(method))
      refuse(501, 'CustomAggregationMethods', `The aggregation method ${method} is not supported here.`);
    if (method === undefined || expression === undefined || aggregatable.size === 0) continue;
    for (const path of usedPaths(expression, 'it')) {
      const allowed = aggregatable.get(path);
      if (allowed === undefined || (allowed.length > 0 && !allowed.includes(method)))
        refuse(400, 'AggregatableProperties', `'${path}' cannot be aggregated with ${method}.`);
    }
  }
}
