// OData JSON Format 4.01: violations of a body as findings, each at its member, with what may have been meant.
import type { EdmModel, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { ErrorCode } from '../../error/error-codes.ts';
import { nearestName } from '../../error/name-likeness.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import type { RequestExample, ResponseExample } from '../examples/http-example.ts';
import { type CheckContext, nearestTypeName, placeInBody, type Report } from './check-context.ts';
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

/**
 * @param type of the value that the targets of the violations are relative to
 * @param prefix path of this value in the body
 */
export function reportViolations(
  side: Side,
  message: RequestExample | ResponseExample,
  violations: readonly ODataErrorDetail[],
  type: EdmType | undefined,
  context: CheckContext,
  report: Report,
  prefix = '',
): void {
  for (const { code, message: text, target = '' } of withoutConsequences(violations)) {
    const rule = ruleOfCode[code] ?? 'invalid-value';
    const path = prefix === '' ? target : target === '' ? prefix : `${prefix}/${target}`;
    const near = rule === 'unknown-property' ? nearestMember(target, type, context.model) : undefined;
    const told = rule === 'invalid-value' ? withFound(text, message, path) : (near?.message ?? text);
    const suggestion = rule === 'unknown-type' ? nearType(message, path, context) : near?.suggestion;
    report.add(side, rule, told, placeInBody(message, path), suggestion);
  }
}

/** Of a type that the model does not have. */
function nearType(
  { body }: RequestExample | ResponseExample,
  path: string,
  context: CheckContext,
): string | undefined {
  const found = valueAtPath(JSON.parse(body), path);
  const name = typeof found === 'string' ? found.replace(/^#/, '') : '';
  if (name === '' || context.model.findType(name) !== undefined) return undefined;
  return nearestTypeName(name, context);
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
export function reportParameters(
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
