// OData JSON Format 4.01: bodies of requests and responses against the types that the operation takes and gives.
import type { EdmModel, EdmType } from '../../edm/edm-model.ts';
import type { ErrorCode } from '../../error/error-codes.ts';
import { nearestName } from '../../error/name-likeness.ts';
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import { type ParsedJson, parseJson } from '../../json/parse-json.ts';
import {
  type DeserializeContext,
  deserializeDelta,
  deserializeEntity,
  deserializeItem,
  deserializeReference,
  deserializeValue,
  isReferenceBody,
} from '../../json/read/deserialize.ts';
import { deserializeParameters, parameterNames } from '../../json/read/deserialize-parameters.ts';
import type { RequestExample, ResponseExample } from '../examples/http-example.ts';
import { type CheckContext, placeInBody, type Report } from './check-context.ts';
import type { CheckRule } from './finding.ts';
import type { BodyForm } from './operation.ts';

type Side = 'request' | 'response';

const ruleOfCode: Readonly<Partial<Record<ErrorCode, CheckRule>>> = {
  UnknownProperty: 'unknown-property',
  InvalidValue: 'invalid-value',
  MissingProperty: 'missing-property',
  NullNotAllowed: 'null-not-allowed',
  UnknownType: 'unknown-type',
  InvalidAnnotation: 'invalid-annotation',
};

/** Checks a request body against what the operation takes. */
export function checkRequestBody(
  request: RequestExample,
  form: BodyForm,
  context: CheckContext,
  report: Report,
): void {
  if (form.kind === 'other' || request.isOmitted === true) return;
  if (request.body.trim() === '') {
    if (form.kind === 'entity') {
      report.add('request', 'body-malformed', 'There is no body, and one is needed.', request.place);
    }
    return;
  }
  if (form.kind === 'none') {
    report.add('request', 'body-unexpected', `${request.method} has no body here.`, placeInBody(request, ''));
    return;
  }
  // a media entity is created by its content
  if (form.kind === 'entity' && form.mode === 'create' && form.type.hasStream && !isJson(request)) return;
  const parsed = parseBody('request', request, report);
  if (parsed === undefined) return;
  const violations = violationsOf(parsed, form, context);
  if (typeof violations === 'string')
    report.add('request', 'body-malformed', violations, placeInBody(request, ''));
  else reportViolations('request', request, violations, typeOf(form), context.model, report);
}

/** The JSON of a message; a finding with the place where it stops to be JSON. */
export function parseBody(
  side: Side,
  message: RequestExample | ResponseExample,
  report: Report,
): ParsedJson | undefined {
  try {
    return parseJson(message.body);
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    const { bodyPlace, place } = message;
    const at = /line (\d+), column (\d+)/.exec(error.message);
    const line = Number(at?.[1] ?? 1) - 1;
    const column = Number(at?.[2] ?? 1);
    const start = bodyPlace ?? place;
    const position =
      bodyPlace === undefined
        ? place
        : {
            file: start.file,
            line: start.line + line,
            column: line === 0 ? start.column + column - 1 : column,
          };
    report.add(side, 'body-malformed', error.message, position);
    return undefined;
  }
}

export function isJson(message: RequestExample | ResponseExample): boolean {
  const contentType = [...message.headers].find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return contentType === undefined ? /^\s*[{[]/.test(message.body) : /[/+]json\b/i.test(contentType);
}

function violationsOf(
  parsed: ParsedJson,
  form: Exclude<BodyForm, { readonly kind: 'none' | 'other' }>,
  context: CheckContext,
): readonly ODataErrorDetail[] | string {
  const { model, validator, requiredOnCreate, ignoreCase } = context;
  const reading = (mode: DeserializeContext['mode']): DeserializeContext => ({
    model,
    validator,
    requiredOnCreate,
    ignoreCase,
    mode,
  });
  try {
    switch (form.kind) {
      case 'entity':
        return deserializeEntity(parsed, form.type, reading(form.mode)).violations;
      case 'delta':
        return deserializeDelta(parsed, form.type, reading('update')).violations;
      case 'value':
        return deserializeValue(parsed, form.type, reading('value')).violations;
      case 'item':
        return deserializeItem(parsed, form.type, reading('value')).violations;
      case 'reference':
        if (context.createThroughRef && !isReferenceBody(parsed))
          return deserializeEntity(parsed, form.type, reading('create')).violations;
        return deserializeReference(parsed, form.type, reading('value')).violations;
      case 'parameters':
        return parameterViolations(parsed, form, reading('value'));
    }
  } catch (error) {
    if (error instanceof ODataError) return error.message;
    throw error;
  }
}

/** Violations of the overload that fits best: the one whose parameters have the most of the names. */
function parameterViolations(
  parsed: ParsedJson,
  { overloads }: Extract<BodyForm, { readonly kind: 'parameters' }>,
  reading: DeserializeContext,
): readonly ODataErrorDetail[] {
  const names = parameterNames(parsed);
  const score = (parameters: readonly { readonly name: string }[]) =>
    names.filter((name) => parameters.some((parameter) => parameter.name === name)).length * 100 -
    parameters.length;
  const [best] = overloads
    .map((action) => action.parameters.slice(action.isBound ? 1 : 0))
    .sort((left, right) => score(right) - score(left));
  return deserializeParameters(parsed, best ?? [], reading).violations;
}

function typeOf(form: BodyForm): EdmType | undefined {
  if (form.kind === 'entity' || form.kind === 'delta' || form.kind === 'reference') return form.type;
  return form.kind === 'value' || form.kind === 'item' ? form.type.type : undefined;
}

export function reportViolations(
  side: Side,
  message: RequestExample | ResponseExample,
  violations: readonly ODataErrorDetail[],
  type: EdmType | undefined,
  model: EdmModel,
  report: Report,
  prefix = '',
): void {
  for (const { code, message: text, target = '' } of violations) {
    const rule = ruleOfCode[code] ?? 'invalid-value';
    const path = prefix === '' ? target : target === '' ? prefix : `${prefix}/${target}`;
    const suggestion = rule === 'unknown-property' ? nearestMember(target, type, model) : undefined;
    report.add(side, rule, text, placeInBody(message, path), suggestion);
  }
}

/** The member of the type at the end of a path that is most like the last step. */
function nearestMember(target: string, type: EdmType | undefined, model: EdmModel): string | undefined {
  const steps = target.split('/').filter((step) => !/^\d+$/.test(step));
  const last = steps.pop() ?? '';
  let current = type;
  for (const step of steps) {
    if (current?.kind !== 'EntityType' && current?.kind !== 'ComplexType') return undefined;
    current = current.properties.get(step)?.type.type ?? current.navigationProperties.get(step)?.entityType;
  }
  if (current?.kind !== 'EntityType' && current?.kind !== 'ComplexType') return undefined;
  const derived = model.derivedTypes(current);
  const names = [current, ...derived].flatMap((one) => [
    ...one.properties.keys(),
    ...one.navigationProperties.keys(),
  ]);
  return nearestName(last.replace(/@.*$/, ''), names);
}
