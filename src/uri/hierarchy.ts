// OData Data Aggregation ABNF Construction Rules 4.0, section 2 "System Query Option $apply": rule recHierReference.

import type { HierarchyReference } from './apply-syntax-tree.ts';
import { type Cursor, offsetOf } from './cursor.ts';
import { dataAggregationPaths, pathOf } from './data-aggregation-paths.ts';
import { identifierOf } from './literals.ts';
import { rootExpr } from './member-path.ts';
import { separator } from './terminals.ts';

const nodePath = pathOf(dataAggregationPaths.recHierPropertyPath);

/** ABNF recHierReference. */
export function hierarchyReference(c: Cursor): HierarchyReference | undefined {
  const start = c.pos;
  const collection = rootExpr(c);
  const qualifier = collection && separator(c) ? identifierOf(c, 'recHierQualifier') : undefined;
  const node = qualifier !== undefined && separator(c) ? nodePath(c) : undefined;
  if (collection !== undefined && qualifier !== undefined && node !== undefined)
    return { collection, qualifier, node, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
  c.pos = start;
  return undefined;
}
