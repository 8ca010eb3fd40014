// OData Data Aggregation Extension 4.0, section 3.1 "Fundamentals of Input and Output Sets": what a transformation works on.
import type { Transformation } from '../../query/apply/transformation.ts';
import type { Operand } from '../instance.ts';
import { nestedScope, type Scope } from '../scope.ts';

/** Applies a sequence of transformations to an input set. */
export type ApplySequence = (
  sequence: readonly Transformation[],
  input: readonly Operand[],
  scope: Scope,
) => readonly Operand[];

/** What a transformation gets beside its own description. */
export interface TransformInput {
  /** Instances of an entity type, or complex values. */
  readonly input: readonly Operand[];
  /** Its `these` is the input set; `it` and `current` are set for each instance by `at`. */
  readonly scope: Scope;
  readonly applySequence: ApplySequence;
}

export type Transform<K extends Transformation['kind']> = (
  transformation: Transformation & { readonly kind: K },
  input: TransformInput,
) => readonly Operand[];

/** A scope of its own for a transformation of an input set. */
export function scopeOfInput(scope: Scope, input: readonly Operand[]): Scope {
  const own = nestedScope(scope);
  own.these = input;
  return own;
}

/** Puts the scope at an instance of the input set. */
export function at(scope: Scope, row: Operand): Scope {
  scope.it = row;
  scope.current = row;
  return scope;
}
