// OData CSDL 4.01, section 7.3 "Default Value".
import type { EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import { integerRange } from '../../edm/integer-range.ts';
import type { CsdlObject, CsdlPath } from '../csdl-document.ts';
import { memberOf } from '../csdl-document.ts';
import type { CheckContext } from './check-context.ts';
import { findKind, typeKind } from './check-context.ts';

const number = /^([-+]?\d+(\.\d+)?(e[-+]?\d+)?|NaN|-?INF)$/i;
const literals: Readonly<Record<string, RegExp>> = {
  'Edm.Binary': /^[\w=+/-]*$/,
  'Edm.Boolean': /^(true|false)$/i,
  'Edm.Date': /^-?\d{4,}-\d\d-\d\d$/,
  'Edm.DateTimeOffset': /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i,
  'Edm.Decimal': number,
  'Edm.Double': number,
  'Edm.Duration': /^[-+]?P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
  'Edm.Guid': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  'Edm.Single': number,
  'Edm.TimeOfDay': /^\d\d:\d\d(:\d\d(\.\d+)?)?$/,
};

const integer = /^[-+]?\d+$/;

/** A default value is a single value of the property's type, and obeys its facets. */
export function checkDefaultValue(
  context: CheckContext,
  object: CsdlObject,
  type: string,
  path: CsdlPath,
): void {
  const value = object.$DefaultValue;
  if (value === undefined || value === null) return;
  const problem = problemOf(context, object, type, String(value));
  if (problem !== undefined) context.report('warning', 'invalid-default-value', path, problem);
}

function problemOf(
  context: CheckContext,
  object: CsdlObject,
  type: string,
  text: string,
): string | undefined {
  if (object.$Collection === true) return 'A collection has no default value.';
  if (typeKind(context, type) === 'ComplexType')
    return `A property of the complex type ${type} has no default value.`;
  const enumeration = findKind(context, type, 'EnumType');
  if (enumeration !== undefined) {
    const unknown = text
      .split(',')
      .find((member) => !integer.test(member) && memberOf(enumeration.object, member.trim()) === undefined);
    return unknown === undefined ? undefined : `The default value ${unknown} is no member of ${type}.`;
  }
  const definition = findKind(context, type, 'TypeDefinition')?.object;
  const primitive = String(definition?.$UnderlyingType ?? type);
  if (!isLiteral(primitive, text)) return `${JSON.stringify(text)} is no value of ${type}.`;
  const maxLength = definition?.$MaxLength ?? object.$MaxLength;
  return primitive === 'Edm.String' && typeof maxLength === 'number' && [...text].length > maxLength
    ? `The default value ${JSON.stringify(text)} is longer than the MaxLength ${maxLength}.`
    : undefined;
}

/** Whether a text, or the text of a number or Boolean, is a value of a primitive type (`Edm.…`). */
export function isLiteral(primitive: string, text: string): boolean {
  const range = integerRange[primitive.replace('Edm.', '') as EdmPrimitiveTypeName];
  if (range === undefined) return literals[primitive]?.test(text) !== false;
  if (!integer.test(text)) return false;
  const value = BigInt(text.replace('+', ''));
  return value >= range[0] && value <= range[1];
}
