// OData JSON Format 4.01: bodies of requests and responses against the types that the operation takes and gives.
import type { EdmType } from '../../edm/edm-model.ts';
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
import { type CheckContext, placeInBody, placeOfBody, type Report } from './check-context.ts';
import { checkOpenMembers } from './check-open-types.ts';
import type { BodyForm } from './operation.ts';
import { reportParameters, reportViolations } from './report-violations.ts';

type Side = 'request' | 'response';

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
  if (isOfOtherFormat(request)) return;
  const mended = withTypesInCase('request', request, context, report);
  const parsed = parseBody('request', mended, report);
  if (parsed === undefined) return;
  const violations = violationsOf(parsed, form, context);
  if (typeof violations === 'string')
    report.add('request', 'body-malformed', violations, placeInBody(request, ''));
  else if (form.kind === 'parameters') reportParameters(mended, violations, form, report);
  else {
    reportViolations('request', mended, violations, typeOf(form), context, report);
    if (form.kind === 'entity')
      checkOpenMembers('request', mended, { json: parsed.plain, type: form.type, path: '' }, context, report);
  }
}

/** With names of types as the model writes them, which are found; a name in another case is of the same length. */
export function withTypesInCase<M extends RequestExample | ResponseExample>(
  side: Side,
  message: M,
  { model, typeNames }: CheckContext,
  report: Report,
): M {
  const body = message.body.replace(
    /("@(?:odata\.)?type"\s*:\s*"#?)([A-Za-z_][\w.]*)(?=")/g,
    (written: string, start: string, name: string, at: number) => {
      const known = model.findType(name) === undefined ? typeNames().get(name.toLowerCase()) : undefined;
      if (known === undefined) return written;
      const text = `The model writes the type ${name} in another case.`;
      report.add(side, 'unknown-type', text, placeOfBody(message, at), known);
      return `${start}${known}`;
    },
  );
  return { ...message, body };
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
    report.add(side, 'body-malformed', malformedText(error.message, message.body), position);
    return undefined;
  }
}

/** Without the place, which the finding has, and with what documentation writes there. */
function malformedText(message: string, body: string): string {
  const [, line = '1', column = '1'] = /line (\d+), column (\d+)/.exec(message) ?? [];
  const lines = body.split('\n');
  const rest = (lines[Number(line) - 1] ?? '').slice(Number(column) - 1);
  const before = [...lines.slice(0, Number(line) - 1), lines[Number(line) - 1]?.slice(0, Number(column) - 1)];
  const hint =
    /^[}\]]/.test(rest) && /,\s*$/.test(before.join('\n'))
      ? ' No comma stands after the last member or item.'
      : /^(\.{3}|…)/.test(rest)
        ? ' JSON has no sign for what is left out.'
        : /^\/[/*]/.test(rest)
          ? ' JSON has no comments.'
          : '';
  const bare = message.replace(/^The request body/, 'The body').replace(/ at line \d+, column \d+/, '');
  return `${bare}${hint}`;
}

export function isJson(message: RequestExample | ResponseExample): boolean {
  const contentType = [...message.headers].find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return contentType === undefined ? /^\s*[{[]/.test(message.body) : /[/+]json\b/i.test(contentType);
}

/** Neither JSON nor told to be: of formats such as MIME, which a service may take, too, the model says nothing. */
export function isOfOtherFormat(message: RequestExample): boolean {
  return message.body.trim() !== '' && !isJson(message) && !/^\s*[{[]/.test(message.body);
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
