// OData Data Aggregation Extension 4.0, section 6.1 "Common Parameters for Hierarchical Transformations": from instances to nodes.
import type { Hierarchy } from '../../query/apply/transformation.ts';
import { compileExpression } from '../compile-expression.ts';
import type { Operand } from '../instance.ts';
import { flat } from '../member.ts';
import type { Scope } from '../scope.ts';
import { nodeId } from './hierarchy.ts';
import { at } from './transform.ts';

/** The node identifiers of an instance of the input set. */
export function compileNodeIds(hierarchy: Hierarchy): (row: Operand, scope: Scope) => readonly string[] {
  const node = compileExpression(hierarchy.node);
  return (row, scope) =>
    flat(node(at(scope, row)))
      .filter((value) => value !== null)
      .map((value) => nodeId(value, hierarchy));
}
