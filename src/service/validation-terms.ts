// OASIS Validation vocabulary 4.0: what the annotations of a property or parameter say of its value.
import {
  type EdmAnnotations,
  type EdmAnnotationValue,
  type EdmModel,
  type EdmTypeReference,
  isSameOrDerived,
} from '../edm/edm-model.ts';
import { type EdmValue, isCollectionValue, isStructuredValue } from '../edm/value.ts';
import { Validation } from '../edm/vocabularies.ts';
import type { ODataErrorDetail } from '../error/odata-error.ts';
import { comparatorOf, equalityOf } from '../evaluate/compare.ts';
import { decimalOf } from '../evaluate/decimal.ts';
import { createPatternGuard, type PatternGuard } from '../evaluate/functions/pattern-guard.ts';
import { createLinearTest } from '../evaluate/functions/string-functions.ts';
import { literalValue } from './default-value.ts';

/** What is wrong with one single value; undefined where nothing is. */
type ItemCheck = (value: EdmValue, guard: PatternGuard) => string | undefined;

/** What is wrong with a collection as a whole. */
type CountCheck = (value: EdmValue) => string | undefined;

/** What the annotations of an element say of its values. */
export interface ValueCheck {
  /** `guard`: of the request, where several values of it are checked. */
  check(value: EdmValue, target: string, guard?: PatternGuard): readonly ODataErrorDetail[];
}

/** The check of an annotated element's values; undefined where no annotation restricts them. */
export function valueCheckOf(
  model: EdmModel,
  reference: EdmTypeReference,
  annotations: EdmAnnotations,
): ValueCheck | undefined {
  const { type } = reference;
  const all = type.kind === 'TypeDefinition' ? [annotations, type.annotations] : [annotations];
  const item = all.flatMap((some) => itemChecks(model, reference, some));
  const count = reference.collection ? all.flatMap(countChecks) : [];
  if (item.length === 0 && count.length === 0) return undefined;
  const findings = (
    checks: readonly ItemCheck[],
    value: EdmValue,
    target: string,
    guard: PatternGuard,
  ): ODataErrorDetail[] =>
    checks.flatMap((check) => {
      const message = check(value, guard);
      return message === undefined
        ? []
        : [{ code: 'ConstraintViolated', message: `${target}: ${message}`, target }];
    });
  return {
    check: (value, target, guard = createModelPatternGuard()) =>
      isCollectionValue(value)
        ? [
            ...findings(count, value, target, guard),
            ...value.flatMap((one, index) => findings(item, one, `${target}/${index}`, guard)),
          ]
        : findings(item, value, target, guard),
  };
}

/** Milliseconds that a text may take without counting for its request: far more than one that is not made to take long. */
const freeTime = 1;

/** The guard of a request whose values are matched with patterns of the model. */
export function createModelPatternGuard(): PatternGuard {
  return createPatternGuard(freeTime);
}

/** MinItems and MaxItems, for collections of values and of entities. */
export function countChecks(annotations: EdmAnnotations): readonly CountCheck[] {
  const least = annotations.get(Validation.MinItems);
  const most = annotations.get(Validation.MaxItems);
  const checks: CountCheck[] = [];
  if (least !== undefined)
    checks.push((value) =>
      isCollectionValue(value) && value.length < Number(least)
        ? `at least ${least} items are needed (Validation.MinItems); there are ${value.length}.`
        : undefined,
    );
  if (most !== undefined)
    checks.push((value) =>
      isCollectionValue(value) && value.length > Number(most)
        ? `at most ${most} items are allowed (Validation.MaxItems); there are ${value.length}.`
        : undefined,
    );
  return checks;
}

function itemChecks(model: EdmModel, reference: EdmTypeReference, annotations: EdmAnnotations): ItemCheck[] {
  const checks = [
    patternCheck(annotations.get(Validation.Pattern)),
    boundCheck(reference, annotations, 'Minimum'),
    boundCheck(reference, annotations, 'Maximum'),
    multipleCheck(annotations.get(Validation.MultipleOf)),
    allowedCheck(reference, annotations.get(Validation.AllowedValues)),
    derivedTypeCheck(model, reference, annotations.get(Validation.DerivedTypeConstraint)),
  ];
  return checks.filter((check) => check !== undefined);
}

function patternCheck(pattern: EdmAnnotationValue | undefined): ItemCheck | undefined {
  if (typeof pattern !== 'string') return undefined;
  let test: ((text: string, guard: PatternGuard) => boolean | undefined) | undefined;
  return (value, guard) => {
    if (typeof value !== 'string') return undefined;
    test ??= createLinearTest(pattern) ?? guardedTest(pattern);
    const matches = test(value, guard);
    if (matches === true) return undefined;
    const finding = matches === false ? 'does not match' : 'takes too long to be matched with';
    return `${shown(value)} ${finding} ${pattern} (Validation.Pattern).`;
  };
}

function guardedTest(source: string): (text: string, guard: PatternGuard) => boolean | undefined {
  const pattern = new RegExp(source);
  return (text, guard) => guard.test(pattern, text);
}

function boundCheck(
  reference: EdmTypeReference,
  annotations: EdmAnnotations,
  term: 'Minimum' | 'Maximum',
): ItemCheck | undefined {
  const bound = constantOf(reference, annotations.get(Validation[term]));
  if (bound === undefined || bound === null) return undefined;
  const exclusive = annotations.get(`${Validation[term]}@${Validation.Exclusive}`) === true;
  const compare = comparatorOf(reference.type);
  const sign = term === 'Minimum' ? 1 : -1;
  const words = `${term === 'Minimum' ? 'greater' : 'less'} than ${exclusive ? '' : 'or equal to '}${shown(bound)}`;
  return (value) => {
    if (value === null) return undefined;
    const order = compare(value, bound) * sign;
    const fits = exclusive ? order > 0 : order >= 0;
    return fits ? undefined : `${shown(value)} must be ${words} (Validation.${term}).`;
  };
}

function multipleCheck(factor: EdmAnnotationValue | undefined): ItemCheck | undefined {
  if (factor === undefined || factor === null || Number(factor) === 0) return undefined;
  return (value) => {
    if (typeof value === 'number' ? !Number.isFinite(value) : !isNumberText(value)) return undefined;
    const fits = decimalOf(String(value))
      .mod(decimalOf(String(factor)))
      .isZero();
    return fits ? undefined : `${shown(value)} is no multiple of ${factor} (Validation.MultipleOf).`;
  };
}

function isNumberText(value: EdmValue): boolean {
  return typeof value === 'bigint' || (typeof value === 'string' && /^[-+\d.eE]+$/.test(value));
}

function allowedCheck(
  reference: EdmTypeReference,
  allowed: EdmAnnotationValue | undefined,
): ItemCheck | undefined {
  if (!Array.isArray(allowed)) return undefined;
  const values = (allowed as readonly EdmAnnotationValue[]).map(
    (item) =>
      constantOf(reference, (item as { readonly Value?: EdmAnnotationValue } | null)?.Value ?? null) ?? null,
  );
  const equal = equalityOf(reference.type, false);
  return (value) =>
    value === null || values.some((one) => one !== null && equal(one, value))
      ? undefined
      : `${shown(value)} is none of the allowed values ${values.map(shown).join(', ')} (Validation.AllowedValues).`;
}

function derivedTypeCheck(
  model: EdmModel,
  reference: EdmTypeReference,
  constraint: EdmAnnotationValue | undefined,
): ItemCheck | undefined {
  const { type } = reference;
  if (!Array.isArray(constraint) || type.kind !== 'ComplexType') return undefined;
  return (value) => {
    if (!isStructuredValue(value)) return undefined;
    const name = typeof value['@type'] === 'string' ? value['@type'] : type.qualifiedName;
    return derivedTypeFinding(model, name, constraint as readonly EdmAnnotationValue[]);
  };
}

/** Validation.DerivedTypeConstraint: the type is one of those listed, or derives from one. */
export function derivedTypeFinding(
  model: EdmModel,
  name: string,
  constraint: readonly EdmAnnotationValue[],
): string | undefined {
  const type = model.findType(name);
  const fits = constraint.some((item) => {
    const allowed = model.findType(String(item));
    return type !== undefined && allowed !== undefined && isSameOrDerived(type, allowed);
  });
  return fits
    ? undefined
    : `${name} is none of the types ${constraint.join(', ')} (Validation.DerivedTypeConstraint).`;
}

/** A constant of an annotation as a value of the annotated element's type. */
function constantOf(
  reference: EdmTypeReference,
  value: EdmAnnotationValue | undefined,
): EdmValue | undefined {
  if (value === undefined || value === null) return value;
  return typeof value === 'object' ? undefined : literalValue(reference, String(value));
}

function shown(value: EdmValue): string {
  return typeof value === 'string' ? `'${value.slice(0, 60)}'` : String(value);
}
