// OASIS Validation vocabulary 4.0: what a request has changed keeps to the rules that the model's annotations state.

import { complexTypeOf } from '../../edm/complex-holders.ts';
import type {
  EdmAnnotations,
  EdmAnnotationValue,
  EdmComplexType,
  EdmModel,
  EdmNavigationProperty,
  EdmStructuredType,
} from '../../edm/edm-model.ts';
import { type Entity, elementOfHome } from '../../edm/entity.ts';
import {
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  type StructuredValue,
} from '../../edm/value.ts';
import { Validation } from '../../edm/vocabularies.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import type { PatternGuard } from '../../evaluate/functions/pattern-guard.ts';
import type { Expression } from '../../query/expression/expression.ts';
import { isConditionTrue, isDynamic, resolveCondition } from '../../service/annotation-condition.ts';
import {
  countChecks,
  derivedTypeFinding,
  type ValueCheck,
  valueCheckOf,
} from '../../service/validation-terms.ts';
import { andThen, type MaybePromise } from '../../store/maybe-promise.ts';
import type { StoreReader } from '../../store/store.ts';

interface Constraint {
  readonly condition: Expression;
  readonly message: string;
  /** The annotated property; undefined for the type. */
  readonly target: string | undefined;
}

/** What the annotations of a type say, read once. */
interface TypeRules {
  readonly values: ReadonlyMap<string, ValueCheck>;
  /** Names of properties that hold complex values. */
  readonly complex: readonly string[];
  readonly counted: readonly EdmNavigationProperty[];
  readonly constraints: readonly Constraint[];
  /** Types that undeclared properties may have. */
  readonly openTypes: readonly EdmAnnotationValue[] | undefined;
}

/** Where rules are looked at: which state, and what is known of it. */
interface Look {
  readonly reader: StoreReader;
  readonly model: EdmModel;
  /** Of the request, whose values are all matched in a limited time. */
  readonly guard?: PatternGuard;
}

/** Everything in an entity that goes against the model's Validation annotations; values that are as before are not looked at. */
export function changeFindings(
  reader: StoreReader,
  model: EdmModel,
  entity: Entity,
  before: Entity | undefined,
  guard: PatternGuard,
): MaybePromise<readonly ODataErrorDetail[]> {
  const { type, values } = entity;
  const { counted } = rulesOf(model, type);
  const subject: Subject = { type, values, before: before?.values, instance: entity, prefix: '' };
  const own = structuredFindings({ reader, model, guard }, subject);
  return andThen(own, (inEntity) => {
    const findings = [...homeFindings(model, entity), ...inEntity];
    if (counted.length === 0) return findings;
    return relatedFindings(reader, entity, counted).then((related) => [...findings, ...related]);
  });
}

/** DerivedTypeConstraint of the set, the singleton or the containing navigation property. */
function homeFindings(model: EdmModel, { identity: { home }, type }: Entity): readonly ODataErrorDetail[] {
  const element = elementOfHome(home);
  const constraint = element.annotations.get(Validation.DerivedTypeConstraint);
  if (!Array.isArray(constraint)) return [];
  const message = derivedTypeFinding(model, type.qualifiedName, constraint as readonly EdmAnnotationValue[]);
  return message === undefined ? [] : [{ code: 'ConstraintViolated', message }];
}

/** An entity or a complex value that is looked at. */
interface Subject {
  readonly type: EdmStructuredType;
  readonly values: StructuredValue;
  readonly before: StructuredValue | undefined;
  readonly instance: Entity | StructuredValue;
  /** The path to its members, with the slash at its end. */
  readonly prefix: string;
}

/** At once where the rules are about its own values alone. */
function structuredFindings(look: Look, subject: Subject): MaybePromise<readonly ODataErrorDetail[]> {
  const rules = rulesOf(look.model, subject.type);
  const { type, values, before, prefix } = subject;
  const own: ODataErrorDetail[] = [];
  for (const [name, check] of rules.values) {
    const value = values[name];
    if (value !== undefined && value !== before?.[name])
      own.push(...check.check(value, prefix + name, look.guard));
  }
  const open = openFindings(type, values, rules.openTypes, prefix);
  return rules.complex.length === 0 && rules.constraints.length === 0
    ? [...own, ...open]
    : furtherFindings(look, subject, rules, own, open);
}

/** What is found already, with what rules about complex values and conditions find. */
async function furtherFindings(
  look: Look,
  { type, values, before, instance, prefix }: Subject,
  { complex, constraints }: TypeRules,
  own: readonly ODataErrorDetail[],
  open: readonly ODataErrorDetail[],
): Promise<readonly ODataErrorDetail[]> {
  const findings = [...own];
  for (const name of complex) {
    const declared = type.properties.get(name)?.type.type;
    const value = values[name] ?? null;
    if (declared?.kind !== 'ComplexType' || value === before?.[name]) continue;
    findings.push(...(await complexFindings(look, declared, value, prefix + name)));
  }
  findings.push(...open);
  for (const { condition, message, target } of constraints)
    if (!(await isConditionTrue(look.reader, type, instance, condition)))
      findings.push({ code: 'ConstraintViolated', message, ...targetOf(prefix + (target ?? '')) });
  return findings;
}

/** Everything in a complex value, or in a collection of them, that goes against the annotations of its type. */
export async function complexFindings(
  look: Look,
  declared: EdmComplexType,
  value: EdmValue,
  path: string,
): Promise<readonly ODataErrorDetail[]> {
  const findings: ODataErrorDetail[] = [];
  const items: readonly EdmValue[] = isCollectionValue(value) ? value : [value];
  for (const [index, item] of items.entries()) {
    if (!isStructuredValue(item)) continue;
    const prefix = isCollectionValue(value) ? `${path}/${index}/` : `${path}/`;
    const type = complexTypeOf(look.model, declared, item);
    const subject: Subject = { type, values: item, before: undefined, instance: item, prefix };
    findings.push(...(await structuredFindings(look, subject)));
  }
  return findings;
}

function targetOf(path: string): { readonly target?: string } {
  const target = path.replace(/\/$/, '');
  return target === '' ? {} : { target };
}

async function relatedFindings(
  reader: StoreReader,
  entity: Entity,
  counted: readonly EdmNavigationProperty[],
): Promise<readonly ODataErrorDetail[]> {
  const findings: ODataErrorDetail[] = [];
  for (const navigationProperty of counted) {
    const { name, annotations } = navigationProperty;
    const related = await reader.related({ source: entity.identity, path: [], navigationProperty });
    const members = related.map(() => null);
    for (const check of countChecks(annotations)) {
      const message = check(members);
      if (message !== undefined)
        findings.push({ code: 'ConstraintViolated', message: `${name}: ${message}`, target: name });
    }
  }
  return findings;
}

/** OpenPropertyTypeConstraint: the types of dynamic properties, as far as they are told or evident. */
function openFindings(
  type: EdmStructuredType,
  values: StructuredValue,
  allowed: readonly EdmAnnotationValue[] | undefined,
  prefix: string,
): ODataErrorDetail[] {
  if (allowed === undefined) return [];
  return Object.keys(values).flatMap((name) => {
    if (name.includes('@') || type.properties.has(name)) return [];
    const types = dynamicTypes(values[name] ?? null, values[`${name}@type`]);
    if (types.length === 0 || types.some((candidate) => allowed.includes(candidate))) return [];
    const message = `${prefix}${name} is ${types[0]}, none of ${allowed.join(', ')} (Validation.OpenPropertyTypeConstraint).`;
    return [{ code: 'ConstraintViolated' as const, message, target: prefix + name }];
  });
}

/** What a dynamic value may be: what is told beside it, or what JSON shows. */
function dynamicTypes(value: EdmValue, told: EdmValue | undefined): readonly string[] {
  if (typeof told === 'string') return [told];
  if (isCollectionValue(value)) {
    const [first = null] = value;
    return first === null ? [] : dynamicTypes(first, undefined).map((type) => `Collection(${type})`);
  }
  if (typeof value === 'boolean') return ['Edm.Boolean'];
  if (typeof value === 'string') return ['Edm.String'];
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? ['Edm.Int32', 'Edm.Int64', 'Edm.Int16', 'Edm.Decimal', 'Edm.Double']
      : ['Edm.Double', 'Edm.Decimal', 'Edm.Single'];
  if (isStructuredValue(value) && typeof value['@type'] === 'string') return [value['@type']];
  return [];
}

const known = new WeakMap<EdmStructuredType, TypeRules>();

function rulesOf(model: EdmModel, type: EdmStructuredType): TypeRules {
  let rules = known.get(type);
  if (rules === undefined) {
    rules = readRules(model, type);
    known.set(type, rules);
  }
  return rules;
}

function readRules(model: EdmModel, type: EdmStructuredType): TypeRules {
  const values = new Map<string, ValueCheck>();
  const complex: string[] = [];
  for (const { name, type: reference, annotations } of type.properties.values()) {
    const check = valueCheckOf(model, reference, annotations);
    if (check !== undefined) values.set(name, check);
    if (reference.type.kind === 'ComplexType') complex.push(name);
  }
  const counted = [...type.navigationProperties.values()].filter(
    ({ collection, annotations }) => collection && countChecks(annotations).length > 0,
  );
  const openTypes = firstOf(type, Validation.OpenPropertyTypeConstraint);
  return {
    values,
    complex,
    counted,
    constraints: readConstraints(model, type),
    openTypes: Array.isArray(openTypes) ? (openTypes as readonly EdmAnnotationValue[]) : undefined,
  };
}

/** The value of a term at the type, or at the next base type that has it. */
function firstOf(type: EdmStructuredType, term: string): EdmAnnotationValue | undefined {
  for (let at: EdmStructuredType | undefined = type; at !== undefined; at = at.baseType) {
    const value = at.annotations.get(term);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Constraints of the type, its base types, its properties and navigation properties; with every qualifier. */
function readConstraints(model: EdmModel, type: EdmStructuredType): readonly Constraint[] {
  const constraints: Constraint[] = [];
  const add = (
    { annotations }: { readonly annotations: EdmAnnotations },
    target: string | undefined,
  ): void => {
    for (const [key, value] of annotations.entries) {
      if (key !== Validation.Constraint && !key.startsWith(`${Validation.Constraint}#`)) continue;
      if (!isDynamic(value)) continue;
      const { FailureMessage: message, Condition: condition = null } = value;
      constraints.push({
        condition: resolveCondition(model, type, condition),
        message:
          typeof message === 'string'
            ? message
            : `The constraint ${JSON.stringify(condition).slice(0, 200)} of ${target ?? type.name} is not fulfilled.`,
        target,
      });
    }
  };
  for (let at: EdmStructuredType | undefined = type; at !== undefined; at = at.baseType) add(at, undefined);
  for (const property of type.properties.values()) add(property, property.name);
  for (const property of type.navigationProperties.values()) add(property, property.name);
  return constraints;
}
