// OASIS Validation vocabulary 4.0: what the annotations of a property and of its type definition allow its values to be.
import type { EdmAnnotations, EdmAnnotationValue, EdmTypeReference } from '../edm/edm-model.ts';
import { Validation } from '../edm/vocabularies.ts';

export interface Bound {
  readonly value: number | string;
  readonly isExclusive: boolean;
}

export interface Restrictions {
  readonly patterns: readonly string[];
  readonly minimum: Bound | undefined;
  readonly maximum: Bound | undefined;
  readonly multipleOf: number | undefined;
  /** Empty where any value is allowed. */
  readonly allowed: readonly (string | number | boolean)[];
  /** Qualified names; undefined where any derived type is allowed. */
  readonly derivedTypes: readonly string[] | undefined;
}

export function restrictionsOf({ type }: EdmTypeReference, annotations: EdmAnnotations): Restrictions {
  const all = type.kind === 'TypeDefinition' ? [annotations, type.annotations] : [annotations];
  const first = <T>(read: (some: EdmAnnotations) => T | undefined): T | undefined =>
    all.map(read).find((value) => value !== undefined);
  return {
    patterns: all.map((some) => some.get(Validation.Pattern)).filter((value) => typeof value === 'string'),
    minimum: first((some) => boundOf(some, Validation.Minimum)),
    maximum: first((some) => boundOf(some, Validation.Maximum)),
    multipleOf: first((some) => numberOf(some.get(Validation.MultipleOf))),
    allowed: first((some) => allowedValues(some.get(Validation.AllowedValues))) ?? [],
    derivedTypes: derivedTypesOf(annotations),
  };
}

/** Validation.DerivedTypeConstraint of a property, entity set or singleton. */
export function derivedTypesOf(annotations: EdmAnnotations): readonly string[] | undefined {
  const names: unknown = annotations.get(Validation.DerivedTypeConstraint);
  return Array.isArray(names) ? names.map(String) : undefined;
}

/** Least and most items of a collection; the most is undefined where there is no limit. */
export function countsOf(annotations: EdmAnnotations): readonly [least: number, most: number | undefined] {
  return [
    numberOf(annotations.get(Validation.MinItems)) ?? 0,
    numberOf(annotations.get(Validation.MaxItems)),
  ];
}

function boundOf(annotations: EdmAnnotations, term: string): Bound | undefined {
  const value = annotations.get(term);
  if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'bigint') return undefined;
  const isExclusive = annotations.get(`${term}@${Validation.Exclusive}`) === true;
  return { value: typeof value === 'bigint' ? Number(value) : value, isExclusive };
}

export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' || typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A list of records with a member Value. */
function allowedValues(value: EdmAnnotationValue | undefined): (string | number | boolean)[] | undefined {
  const list: unknown = value;
  if (!Array.isArray(list)) return undefined;
  return list
    .map((item) => (item as { readonly Value?: unknown } | null)?.Value)
    .filter((item) => typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean');
}
