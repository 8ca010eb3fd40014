// OData Protocol 4.01, section 11 "Data Service Requests": the documented response of an operation.
import { type EdmTypeReference, isSameOrDerived } from '../../edm/edm-model.ts';
import { nearestName } from '../../error/name-likeness.ts';
import type { ResponseExample } from '../examples/http-example.ts';
import { isJson, parseBody, reportViolations } from './check-body.ts';
import { type CheckContext, placeInBody, type Report } from './check-context.ts';
import type { Operation } from './operation.ts';

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
  if (operation.result !== undefined) checkDeclaredType(response, operation.result, context, report);
  if (response.body.trim() === '' || !isJson(response) || operation.result === undefined) return;
  const parsed = parseBody('response', response, report);
  if (parsed !== undefined) checkResult(response, parsed.plain, operation.result, context, report);
}

/** The type that the page names in a remark, against the model and the operation. */
function checkDeclaredType(
  response: ResponseExample,
  result: EdmTypeReference,
  context: CheckContext,
  report: Report,
): void {
  const declared = response.declaredType?.replace(/^Collection\((.*)\)$/i, '$1');
  if (declared === undefined || declared === '' || !declared.includes('.')) return;
  const place = response.declaredTypePlace ?? response.place;
  const type = context.model.findType(declared);
  if (type === undefined) {
    const names = typeNames(context);
    const sameButCase = names.find((name) => name.toLowerCase() === declared.toLowerCase());
    if (sameButCase === undefined) {
      report.add(
        'response',
        'declared-type-unknown',
        `The model has no type ${declared}.`,
        place,
        nearestName(declared, names),
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
  } else if (!isSameOrDerived(type, result.type) && !isSameOrDerived(result.type, type)) {
    report.add(
      'response',
      'declared-type-differs',
      `The operation returns ${result.type.qualifiedName}, not ${declared}.`,
      place,
    );
  }
}

function typeNames({ model }: CheckContext): readonly string[] {
  return model.schemas.flatMap(({ namespace, childNames }) =>
    childNames.map((name) => `${namespace}.${name}`),
  );
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
  return (
    (type.kind === 'EntityType' || type.kind === 'ComplexType') && (type.open || type.properties.has(name))
  );
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
  reportViolations(
    'response',
    response,
    context.validator.validate(type.qualifiedName, value),
    type,
    context.model,
    report,
    path,
  );
}
