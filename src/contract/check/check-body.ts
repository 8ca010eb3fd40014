// OData JSON Format 4.01: bodies of requests and responses against the types that the operation takes and gives.
import type { EdmModel, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
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
import { type CheckContext, placeInBody, placeOfBody, type Report } from './check-context.ts';
import { checkOpenMembers } from './check-open-types.ts';
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
  const mended = withTypesInCase('request', request, context, report);
  const parsed = parseBody('request', mended, report);
  if (parsed === undefined) return;
  const violations = violationsOf(parsed, form, context);
  if (typeof violations === 'string')
    report.add('request', 'body-malformed', violations, placeInBody(request, ''));
  else if (form.kind === 'parameters') reportParameters(mended, violations, form, report);
  else {
    reportViolations('request', mended, violations, typeOf(form), context.model, report);
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
  for (const { code, message: text, target = '' } of withoutConsequences(violations)) {
    const rule = ruleOfCode[code] ?? 'invalid-value';
    const path = prefix === '' ? target : target === '' ? prefix : `${prefix}/${target}`;
    const near = rule === 'unknown-property' ? nearestMember(target, type, model) : undefined;
    const told = rule === 'invalid-value' ? withFound(text, message, path) : (near?.message ?? text);
    report.add(side, rule, told, placeInBody(message, path), near?.suggestion);
  }
}

/** Of a value whose type is none, nobody knows what members it may have. */
function withoutConsequences(violations: readonly ODataErrorDetail[]): readonly ODataErrorDetail[] {
  const untyped = violations
    .filter(({ code }) => code === 'UnknownType')
    .map(({ target = '' }) => target.replace(/\/?@[^/]*$/, ''));
  return violations.filter(
    ({ code, target = '' }) =>
      code !== 'UnknownProperty' || untyped.every((path) => path !== '' && !target.startsWith(`${path}/`)),
  );
}

const longestFound = 60;

/** What stands there, where the message does not say it. */
function withFound(text: string, { body }: RequestExample | ResponseExample, path: string): string {
  if (/; found /.test(text)) return text;
  const value = valueAtPath(JSON.parse(body), path);
  const found = value === undefined ? '' : JSON.stringify(value);
  return found === '' || found.length > longestFound ? text : `${text.replace(/\.$/, '')}; found ${found}.`;
}

function valueAtPath(json: unknown, path: string): unknown {
  return path
    .split('/')
    .filter((step) => step !== '')
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], json);
}

/** Parameters are those of all overloads, in whatever case. */
function reportParameters(
  message: RequestExample,
  violations: readonly ODataErrorDetail[],
  { overloads }: Extract<BodyForm, { readonly kind: 'parameters' }>,
  report: Report,
): void {
  const names = overloads.flatMap(({ parameters, isBound }) =>
    parameters.slice(isBound ? 1 : 0).map(({ name }) => name),
  );
  for (const { code, message: text, target = '' } of violations) {
    const rule = ruleOfCode[code] ?? 'invalid-value';
    const isName = rule === 'unknown-property' && !target.includes('/');
    report.add(
      'request',
      rule,
      text,
      placeInBody(message, target),
      isName ? nearestName(target, names) : undefined,
    );
  }
}

interface NearMember {
  readonly message: string;
  readonly suggestion: string | undefined;
}

/** Of a member that the type at the end of a path does not have: the one most like it, or the derived type that has it. */
function nearestMember(target: string, type: EdmType | undefined, model: EdmModel): NearMember | undefined {
  const steps = target.split('/').filter((step) => !/^\d+$/.test(step));
  const name = (steps.pop() ?? '').replace(/@.*$/, '');
  let current = type;
  for (const step of steps) {
    if (!isStructuredType(current)) return undefined;
    current = current.properties.get(step)?.type.type ?? current.navigationProperties.get(step)?.entityType;
  }
  if (!isStructuredType(current)) return undefined;
  const message = `'${target}' is no property of ${current.qualifiedName}, which is no open type.`;
  const derived = model.derivedTypes(current);
  const owner = derived.find((one) => one.properties.has(name) || one.navigationProperties.has(name));
  if (owner !== undefined)
    return {
      message: `'${target}' is no property of ${current.qualifiedName}; ${owner.qualifiedName}, which derives from it, has it, and is not named.`,
      suggestion: `"@odata.type": "#${owner.qualifiedName}"`,
    };
  const names = [current, ...derived].flatMap((one) => [
    ...one.properties.keys(),
    ...one.navigationProperties.keys(),
  ]);
  return { message, suggestion: nearestName(name, names) };
}
