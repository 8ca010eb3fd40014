// OData Data Aggregation Extension 4.0, section 3 "System Query Option $apply": one transformation after another.
import { ODataError } from '../../error/odata-error.ts';
import type { Transformation } from '../../query/apply/transformation.ts';
import type { Operand } from '../instance.ts';
import type { Scope } from '../scope.ts';
import { aggregate } from './aggregate-transformation.ts';
import { ancestorsOrDescendants } from './ancestors-descendants.ts';
import { groupby } from './groupby.ts';
import { modelFunction } from './model-function.ts';
import { addnested, compute, expand } from './one-to-one.ts';
import { filter, identity, orderby, search, skip, top } from './preserving.ts';
import { rank } from './rank.ts';
import { concat, join, nest } from './structure-changing.ts';
import { scopeOfInput, type Transform } from './transform.ts';
import { traverse } from './traverse.ts';

const transforms: { readonly [K in Transformation['kind']]: Transform<K> } = {
  aggregate,
  groupby,
  filter,
  search,
  compute,
  orderby,
  top,
  skip,
  topcount: rank,
  topsum: rank,
  toppercent: rank,
  bottomcount: rank,
  bottomsum: rank,
  bottompercent: rank,
  identity,
  concat,
  expand,
  join,
  outerjoin: join,
  nest,
  addnested,
  ancestors: ancestorsOrDescendants,
  descendants: ancestorsOrDescendants,
  traverse,
  function: modelFunction,
};

/** Applies the transformations, each to what the one before yields. */
export function applyTransformations(
  transformations: readonly Transformation[],
  input: readonly Operand[],
  scope: Scope,
): readonly Operand[] {
  return transformations.reduce((rows, transformation) => {
    const transform = transforms[transformation.kind] as Transform<Transformation['kind']>;
    const own = scopeOfInput(scope, rows);
    const output = transform(transformation, {
      input: rows,
      scope: own,
      applySequence: applyTransformations,
    });
    checkSize(transformation.kind, rows.length, output.length);
    return output;
  }, input);
}

/** Most instances that a transformation may make of fewer: concat and join multiply with every step. */
const mostInstances = 1_000_000;

function checkSize(kind: Transformation['kind'], before: number, after: number): void {
  if (after <= mostInstances || after <= before) return;
  throw new ODataError(
    400,
    'TooComplex',
    `The transformation ${kind} yields ${after} instances; this service makes ${mostInstances} at most.`,
    { target: '$apply' },
  );
}
