// OData Data Aggregation Extension 4.0, section 3.2.3.1 "Simple Grouping", definition of the transformation Π_G(s).
import { createRecord, isStructuredValue, type StructuredValue } from '../../edm/value.ts';
import {
  createDerivedInstance,
  type DerivedInstance,
  entityOf,
  type Instance,
  isDerived,
  moreDerived,
  type Operand,
  type Related,
} from '../instance.ts';
import { isInstance } from '../member.ts';

/** The instances, each with what their group has in common. */
export function injectProjection(rows: readonly Operand[], projection: DerivedInstance): readonly Operand[] {
  return rows.map((row) => inject(row, projection));
}

function inject(row: Operand, projection: DerivedInstance): Operand {
  if (!isInstance(row)) {
    return isStructuredValue(row as StructuredValue)
      ? mergeValues(row as StructuredValue, projection.values)
      : row;
  }
  return mergeInstances(row, projection);
}

function mergeInstances(row: Instance, projection: DerivedInstance): DerivedInstance {
  const derived = isDerived(row) ? row : undefined;
  const annotate = annotator(projection.values);
  const kept = entityOf(row);
  const entity = kept && { ...kept, values: annotate(kept.values) };
  const related = new Map<string, Related>(projection.related);
  for (const [name, own] of derived?.related ?? []) {
    const common = projection.related.get(name);
    related.set(name, common === undefined ? own : mergeRelated(own, common));
  }
  return createDerivedInstance({
    entity: entity ?? projection.entity,
    type: moreDerived(row.type, projection.type),
    // What has its identity keeps its values: the group has the same.
    values: entity === undefined ? mergeValues(projection.values, row.values) : annotate(row.values),
    computed: Object.assign(createRecord(), projection.computed, derived?.computed),
    related,
    ...(derived !== undefined && { hidden: withoutGrouped(derived.hidden, projection) }),
  });
}

/** Section 6.2.2.2: instance annotations of the projection are copied. */
function annotator(projection: StructuredValue): (values: StructuredValue) => StructuredValue {
  const annotations = Object.entries(projection).filter(([name]) => name.startsWith('@'));
  if (annotations.length === 0) return (values) => values;
  return (values) => Object.assign(createRecord(), values, Object.fromEntries(annotations));
}

/** What was grouped by is expanded by default. */
function withoutGrouped(hidden: ReadonlySet<string>, { related }: DerivedInstance): ReadonlySet<string> {
  return new Set([...hidden].filter((name) => !related.has(name)));
}

function mergeRelated(own: Related, common: Related): Related {
  if (own === null || common === null || Array.isArray(own) || Array.isArray(common)) return common;
  const instance = common as Instance;
  return isDerived(instance) && instance.entity === undefined
    ? mergeInstances(own as Instance, instance)
    : common;
}

/** Members of both; complex values that both have are merged. */
function mergeValues(a: StructuredValue, b: StructuredValue): StructuredValue {
  const merged: StructuredValue = Object.assign(createRecord(), a);
  for (const name of Object.keys(b)) {
    const [left, right] = [a[name], b[name]!];
    merged[name] = isStructuredValue(left) && isStructuredValue(right) ? mergeValues(left, right) : right;
  }
  return merged;
}
