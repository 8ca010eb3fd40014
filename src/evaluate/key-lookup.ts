// OData URL Conventions 4.01, section 4.3 "Addressing Entities": the instance of a collection that a key names.
import { relatedKeyParts } from '../edm/related-key.ts';
import { createRecord, type EdmValue } from '../edm/value.ts';
import type { ResourceSegment } from '../query/path/resource-path.ts';
import { type CollectionSource, rowsOf } from './collection-source.ts';
import { equalityOf } from './compare.ts';
import { compileExpression } from './compile-expression.ts';
import type { Instance, Operand } from './instance.ts';
import { keyReader } from './key-value.ts';
import { createScope, type Evaluation } from './scope.ts';

/** The instance with the key, or the one that has its value in a property that may stand in for the key. */
export function findByKey(
  source: CollectionSource,
  segment: KeySegment,
  evaluation: Evaluation,
): Instance | undefined {
  const found = findByKeyProperties(source, segment, evaluation);
  const { key, standIns = [] } = segment;
  const [value] = key.values();
  if (found !== undefined || standIns.length === 0 || value === undefined || key.size > 1) return found;
  for (const property of standIns) {
    const keyProperties = [{ name: property.name, path: [property.name], property }];
    const standIn = { ...segment, key: new Map([[property.name, value]]), keyProperties, alternate: true };
    const other = findByKeyProperties(source, standIn, evaluation);
    if (other !== undefined) return other;
  }
  return undefined;
}

type KeySegment = Extract<ResourceSegment, { kind: 'key' }>;

/**
 * The instance with the key, by the set's own look-up or an index where there is one; of several (a key with parts left out) the
 * first. `undefined`: there is none.
 */
function findByKeyProperties(
  source: CollectionSource,
  segment: KeySegment,
  evaluation: Evaluation,
): Instance | undefined {
  const scope = createScope(evaluation);
  const values = createRecord();
  for (const [name, value] of segment.key) values[name] = compileExpression(value)(scope) as EdmValue;
  const { entitySet, accepts } = source;
  if (entitySet !== undefined && !segment.alternate && segment.key.size === segment.keyProperties.length) {
    const entity = evaluation.access.find(entitySet, values);
    return entity === undefined || accepts?.(entity) === false ? undefined : entity;
  }
  const parts = segment.keyProperties.filter(({ name }) => name in values);
  const [only] = parts;
  const { entityType } = segment;
  const indexed =
    entitySet !== undefined &&
    parts.length === 1 &&
    !relatedKeyParts(entityType).some(({ part }) => part === only)
      ? evaluation.access.findBy?.(entitySet, only!.path, values[only!.name]!)
      : undefined;
  const tests = parts.map((part) => {
    const equal = equalityOf(part.property.type.type, false);
    const read = keyReader(entityType, part);
    return (row: Operand) => equal(read(row) as EdmValue, values[part.name]!);
  });
  const rows = indexed?.filter((row) => accepts?.(row) !== false) ?? rowsOf(source);
  return rows.find((row) => tests.every((test) => test(row))) as Instance | undefined;
}
