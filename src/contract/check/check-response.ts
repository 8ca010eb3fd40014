// OData Protocol 4.01, section 11 "Data Service Requests": the documented response of an operation.
import { type EdmTypeReference, isSameOrDerived } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { ResponseExample } from '../examples/http-example.ts';
import { isJson, parseBody, withTypesInCase } from './check-body.ts';
import { type CheckContext, nearestTypeName, placeInBody, type Report } from './check-context.ts';
import { checkOpenMembers } from './check-open-types.ts';
import type { Operation } from './operation.ts';
import { reportViolations } from './report-violations.ts';

/** RFC 9110, section 15 */
const hasNoContent: readonly number[] = [204, 205, 304];

/** Checks status, declared type and body of a response. An error response is left to its own. */
export function checkResponse(
  response: ResponseExample,
  operation: Operation,
  context: CheckContext,
  report: Report,
): void {
  const { status } = response;
  if (status !== undefined && status >= 400) return;
  if (status !== undefined && !operation.statuses.includes(status)) {
    report.add(
      'response',
      'status-unexpected',
      `The operation answers ${operation.statuses.join(', ')}, not ${status}.`,
      response.place,
    );
  }
  checkDeclaredType(response, operation.result, context, report);
  if (response.body.trim() === '' || response.isOmitted === true) return;
  if (status !== undefined && hasNoContent.includes(status)) {
    report.add(
      'response',
      'body-unexpected',
      `A response with the status ${status} has no body.`,
      placeInBody(response, ''),
    );
    return;
  }
  if (!isJson(response) || operation.result === undefined) return;
  const mended = withTypesInCase('response', response, context, report);
  const parsed = parseBody('response', mended, report);
  if (parsed !== undefined) checkResult(mended, parsed.plain, operation.result, context, report);
}

/** The type that the page names in a remark, against the model and the operation. */
function checkDeclaredType(
  response: ResponseExample,
  result: EdmTypeReference | undefined,
  context: CheckContext,
  report: Report,
): void {
  const declared = response.declaredType?.replace(/^Collection\((.*)\)$/i, '$1');
  if (declared === undefined || declared === '' || !declared.includes('.')) return;
  const place = response.declaredTypePlace ?? response.place;
  const type = context.model.findType(declared);
  if (type === undefined) {
    const names = context.typeNames();
    const sameButCase = names.get(declared.toLowerCase());
    if (sameButCase === undefined) {
      report.add(
        'response',
        'declared-type-unknown',
        `The model has no type ${declared}.`,
        place,
        nearestTypeName(declared, context),
      );
    } else {
      report.add(
        'response',
        'declared-type-case',
        `The model writes the type ${declared} in another case.`,
        place,
        sameButCase,
      );
    }
  } else if (
    result !== undefined &&
    !isSameOrDerived(type, result.type) &&
    !isSameOrDerived(result.type, type)
  ) {
    report.add(
      'response',
      'declared-type-differs',
      `The operation returns ${result.type.qualifiedName}, not ${declared}.`,
      place,
    );
  }
}

function checkResult(
  response: ResponseExample,
  json: unknown,
  result: EdmTypeReference,
  context: CheckContext,
  report: Report,
): void {
  const body = json as { readonly value?: unknown } | null;
  const wrapped = typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined;
  const isPlain = result.type.kind === 'EntityType' || result.type.kind === 'ComplexType';
  if (result.collection) {
    if (!Array.isArray(wrapped)) {
      const what = 'The operation returns a collection: an object with an array named value.';
      report.add('response', 'body-malformed', what, placeInBody(response, ''));
      return;
    }
    wrapped.forEach((item, index) => {
      checkValue(response, item, result, `value/${index}`, context, report);
    });
    return;
  }
  const isWrapped =
    isPlain &&
    wrapped !== undefined &&
    Object.keys(body as object).every((name) => name === 'value' || name.startsWith('@')) &&
    // the only member of an open type may be named so, too, but it is no entity then
    (isStructured(wrapped) || !isOpen(result)) &&
    !hasMember(result, 'value');
  if (isWrapped) {
    report.add(
      'response',
      'body-malformed',
      `The operation returns one ${result.type.qualifiedName}: its members stand in the body itself, not in value.`,
      placeInBody(response, 'value'),
    );
  }
  if (!isPlain && wrapped === undefined) {
    report.add(
      'response',
      'body-malformed',
      'The operation returns a value: an object with a member named value.',
      placeInBody(response, ''),
    );
    return;
  }
  const value = isPlain && !isWrapped ? json : wrapped;
  checkValue(
    response,
    Array.isArray(value) && isWrapped ? value[0] : value,
    result,
    isPlain && !isWrapped ? '' : 'value',
    context,
    report,
  );
}

function hasMember({ type }: EdmTypeReference, name: string): boolean {
  return isStructuredType(type) && type.properties.has(name);
}

function isOpen({ type }: EdmTypeReference): boolean {
  return isStructuredType(type) && type.open;
}

function isStructured(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every((item) => isStructured(item))
    : typeof value === 'object' && value !== null;
}

function checkValue(
  response: ResponseExample,
  value: unknown,
  { type, nullable }: EdmTypeReference,
  path: string,
  context: CheckContext,
  report: Report,
): void {
  if (value === null) {
    if (!nullable && type.kind !== 'EntityType')
      report.add(
        'response',
        'null-not-allowed',
        `${type.qualifiedName} must not be null here.`,
        placeInBody(response, path),
      );
    return;
  }
  if (type.kind === 'Primitive') return;
  checkOpenMembers('response', response, { json: value, type, path }, context, report);
  reportViolations(
    'response',
    response,
    context.validator.validate(type.qualifiedName, value),
    type,
    context,
    report,
    path,
  );
}
