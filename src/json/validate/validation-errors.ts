// OData JSON Format 4.01, section 21.1 "Error Response": what ajv found, as details of an error.
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { EdmModel, EdmPrimitiveTypeName } from '../../edm/edm-model.ts';
import type { ErrorCode } from '../../error/error-codes.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import { expectedValues } from '../read/read-primitive.ts';
import { typeKeyword } from './member-schema.ts';

/** A violation as ajv reports it, or as the validator states it of itself. */
export type ValidationError = Partial<ErrorObject>;

/** One violation for each target: alternatives of one value (`anyOf`) are one mistake, not several. */
export function violationsOf(
  errors: readonly ValidationError[],
  model: EdmModel,
): readonly ODataErrorDetail[] {
  const byTarget = new Map<string, ValidationError>();
  for (const error of errors) {
    const target = targetOf(error);
    const before = byTarget.get(target);
    if (before === undefined || tells(error) > tells(before)) byTarget.set(target, error);
  }
  return [...byTarget].map(([target, error]) => ({ ...describe(error, target, model), target }));
}

/** How much an error tells of what is allowed: a whole primitive type, the members of an enumeration, anything, nothing. */
function tells({ keyword, parentSchema }: ValidationError): number {
  if (typeof (parentSchema as { $comment?: unknown } | undefined)?.$comment === 'string') return 3;
  if (keyword === 'enum') return 2;
  return keyword === 'anyOf' ? 0 : 1;
}

/** JSON Pointer `/emailAddresses/0/address` as `emailAddresses/0/address`, with the member that is in the parameters. */
function targetOf(error: ValidationError): string {
  const path = (error.instancePath ?? '')
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { member } = (error.params ?? {}) as { readonly member?: string };
  return (member === undefined ? path : [...path, member]).join('/');
}

function describe(
  error: ValidationError,
  target: string,
  model: EdmModel,
): { code: ErrorCode; message: string } {
  const label = target === '' ? 'The value' : `'${target}'`;
  if (error.keyword === 'additionalProperties')
    return {
      code: 'UnknownProperty',
      message: `${label} is no property of its type, which is no open type.`,
    };
  if (error.keyword === typeKeyword)
    return { code: 'UnknownType', message: error.message ?? 'The type is unknown.' };
  if (error.data === null) return { code: 'NullNotAllowed', message: `${label} must not be null.` };
  return { code: 'InvalidValue', message: `${label} ${expectation(error, model)}.` };
}

function expectation(error: ValidationError, model: EdmModel): string {
  const { keyword, params, parentSchema } = error;
  const schema = parentSchema as
    | { readonly $comment?: string; readonly enum?: readonly unknown[] }
    | undefined;
  if (keyword === 'enum' || (keyword === 'anyOf' && schema?.enum !== undefined))
    return `must be one of ${names(schema?.enum ?? (params as { allowedValues?: unknown[] }).allowedValues ?? [])}`;
  if (keyword === 'pattern') {
    const members = membersIn((params as { pattern: string }).pattern);
    if (members.length > 0) return `must be one of ${names(members)}, or several with commas between them`;
  }
  if (keyword === 'maxLength') return `must have at most ${(params as { limit: number }).limit} characters`;
  const type = schema?.$comment;
  if (type?.startsWith('Edm.') && model.findType(type)?.kind === 'Primitive')
    return `must be ${expectedValues[type.slice(4) as EdmPrimitiveTypeName]} (${type})`;
  if (keyword === 'type' && (params as { type?: unknown } | undefined)?.type === 'array')
    return 'must be an array';
  return error.message ?? 'is not valid';
}

/** Names in the pattern of an enumeration type with flags: `^(a|b|…)(,(a|b|…))*$`. */
function membersIn(pattern: string): readonly string[] {
  const [, list = ''] = /^\^\(((?:[\p{L}_][\p{L}\p{N}_]*\|)+).*\)\*\$$/u.exec(pattern) ?? [];
  return list.split('|').slice(0, -1);
}

/** Members of an enumeration; the numbers that stand for them are not worth a list. */
function names(values: readonly unknown[]): string {
  return values
    .filter((value) => typeof value === 'string' && !/^[+-]?\d+$/.test(value))
    .map((value) => JSON.stringify(value))
    .join(', ');
}
