// OData Data Aggregation Extension 4.0, section 3 "System Query Option $apply".
import { ODataError } from '../../error/odata-error.ts';
import type { Transformation } from '../../query/transformation.ts';
import type { Instance } from '../instance.ts';
import type { Scope } from '../scope.ts';

/** Applies the transformations one after another, each to what the one before yields. */
export function applyTransformations(
  transformations: readonly Transformation[],
  input: readonly Instance[],
  _scope: Scope,
): readonly Instance[] {
  const [first] = transformations;
  if (first === undefined) return input;
  throw new ODataError(
    501,
    'NotImplemented',
    `The transformation ${first.kind} of $apply is not implemented.`,
  );
}
