// OData CSDL 4.01, section 14.4 "Dynamic Expression": conditions that annotations state about an instance.
import type { EdmAnnotationValue, EdmModel, EdmStructuredType, EdmType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { primitiveType } from '../edm/primitive-types.ts';
import type { StructuredValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import { urlLiteral } from '../json/literal.ts';
import type { Expression } from '../query/expression/expression.ts';
import { scopeOfResource } from '../query/expression/scope.ts';
import type { StoreReader } from '../store/store.ts';
import { evaluateOn, resolveText } from './evaluate-expression.ts';
import { odataProfile } from './profiles/odata.ts';

type DynamicExpression = { readonly [member: string]: EdmAnnotationValue };

/** Whether an annotation's value has to be evaluated for each instance. */
export function isDynamic(value: EdmAnnotationValue | undefined): value is DynamicExpression {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The condition as a URL expression on instances of the type: the same language, and evaluated by the same means. */
export function resolveCondition(
  model: EdmModel,
  type: EdmStructuredType,
  value: EdmAnnotationValue,
): Expression {
  const scope = scopeOfResource({ type, collection: false, nullable: false });
  return resolveText(model, odataProfile.resolve, scope, expressionText(type, value, undefined), {
    type: primitiveType('Boolean'),
    collection: false,
    nullable: true,
  });
}

/** Whether the condition holds for an entity, or for a complex value of the type. */
export async function isConditionTrue(
  reader: StoreReader,
  type: EdmStructuredType,
  instance: Entity | StructuredValue,
  condition: Expression,
): Promise<boolean> {
  const item =
    'identity' in instance
      ? ({ kind: 'entity', entity: instance as Entity } as const)
      : ({ kind: 'instance', type, values: instance as StructuredValue } as const);
  return (await evaluateOn(reader, condition, item)) === true;
}

const binaryOperators: Readonly<Record<string, string>> = {
  $And: 'and',
  $Or: 'or',
  $Eq: 'eq',
  $Ne: 'ne',
  $Gt: 'gt',
  $Ge: 'ge',
  $Lt: 'lt',
  $Le: 'le',
  $Has: 'has',
  $In: 'in',
  $Add: 'add',
  $Sub: 'sub',
  $Mul: 'mul',
  $Div: 'div',
  $DivBy: 'divby',
  $Mod: 'mod',
};

/** `expected`: the type that a constant is read as, told by what it stands beside. */
function expressionText(
  type: EdmStructuredType,
  value: EdmAnnotationValue,
  expected: EdmType | undefined,
): string {
  if (!isDynamic(value)) return constantText(type, value, expected);
  if (typeof value.$Path === 'string') return value.$Path;
  const operator = Object.keys(value).find((member) => binaryOperators[member] !== undefined);
  if (operator !== undefined) return binaryText(type, operator, value[operator] as EdmAnnotationValue);
  const inner = (member: EdmAnnotationValue | undefined): string =>
    expressionText(type, member ?? null, expected);
  if ('$Not' in value) return `not (${inner(value.$Not)})`;
  if ('$Neg' in value) return `-(${inner(value.$Neg)})`;
  if ('$Null' in value) return 'null';
  if ('$If' in value && Array.isArray(value.$If)) {
    const [condition, yes, no] = value.$If as readonly EdmAnnotationValue[];
    return `case(${inner(condition)}:${inner(yes)},true:${inner(no ?? null)})`;
  }
  if ('$Apply' in value) return applyText(type, value);
  if ('$Cast' in value) return `cast(${inner(value.$Cast)},${typeText(value)})`;
  if ('$IsOf' in value) return `isof(${inner(value.$IsOf)},${typeText(value)})`;
  throw unsupported(value);
}

function binaryText(type: EdmStructuredType, operator: string, operands: EdmAnnotationValue): string {
  const [left = null, right = null] = Array.isArray(operands)
    ? (operands as readonly EdmAnnotationValue[])
    : [];
  const [leftType, rightType] = [typeOfPath(type, left), typeOfPath(type, right)];
  return `(${expressionText(type, left, rightType)} ${binaryOperators[operator]} ${expressionText(type, right, leftType)})`;
}

/** `odata.concat`: the canonical functions bear the prefix of their namespace. */
function applyText(type: EdmStructuredType, value: DynamicExpression): string {
  const name = value.$Function;
  const operands = value.$Apply;
  if (typeof name !== 'string' || !name.startsWith('odata.') || !Array.isArray(operands))
    throw unsupported(value);
  const texts = (operands as readonly EdmAnnotationValue[]).map((operand) =>
    expressionText(type, operand, undefined),
  );
  return `${name.slice('odata.'.length)}(${texts.join(',')})`;
}

function typeText(value: DynamicExpression): string {
  const name = String(value.$Type ?? 'Edm.String');
  return value.$Collection === true ? `Collection(${name})` : name;
}

function constantText(
  type: EdmStructuredType,
  value: EdmAnnotationValue,
  expected: EdmType | undefined,
): string {
  if (Array.isArray(value))
    return `(${(value as readonly EdmAnnotationValue[]).map((item) => expressionText(type, item, expected)).join(',')})`;
  return encodeURIComponent(urlLiteral(value as string | number | boolean | null, expected));
}

/** The type at the end of a path of structural properties; undefined where the path is another. */
function typeOfPath(type: EdmStructuredType, value: EdmAnnotationValue): EdmType | undefined {
  if (!isDynamic(value) || typeof value.$Path !== 'string') return undefined;
  let found: EdmType | undefined = type;
  for (const step of value.$Path.split('/')) {
    if (found?.kind !== 'EntityType' && found?.kind !== 'ComplexType') return undefined;
    found = found.properties.get(step)?.type.type ?? found.navigationProperties.get(step)?.entityType;
  }
  return found;
}

function unsupported(value: DynamicExpression): ODataError {
  const text = JSON.stringify(value).slice(0, 120);
  return new ODataError(501, 'NotImplemented', `The expression ${text} in an annotation is not implemented.`);
}
