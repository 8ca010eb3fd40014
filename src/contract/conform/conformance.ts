// OData JSON Format 4.01, section 4.6.3 "Control Information: type": whether a value is of a type, and how it is shown where it is not.
import type { EdmModel } from '../../edm/edm-model.ts';
import { nearestName } from '../../error/name-likeness.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import type { Validator } from '../../json/validate/validate.ts';
import { type NearMember, nearMembers } from './near-members.ts';

/** What is wrong with a value that is to be of a type; `target` is the path of a member. */
export interface Violation extends Pick<ODataErrorDetail, 'message' | 'target'> {
  /** It is allowed, and told beside what is not. */
  readonly isHint?: boolean;
}

/**
 * Every violation of a body; empty where it conforms. Members may be missing, as `$select` leaves them out.
 * @param typeName qualified name of a type of the model, or `Collection(…)` of one: an array, or an object with an array
 *   named value. Throws a TypeError where the model does not have the type.
 */
export function findNonconformance(
  { model, validator }: { readonly model: EdmModel; readonly validator: Validator },
  typeName: string,
  body: unknown,
): readonly Violation[] {
  const itemName = /^Collection\((.+)\)$/.exec(typeName)?.[1];
  const name = itemName ?? typeName;
  const type = model.findType(name);
  if (type === undefined || type.kind === 'Primitive') throw unknownType(model, name);
  if (itemName === undefined) {
    if (isPage(body) && !(type.kind === 'EntityType' && (type.open || type.properties.has('value'))))
      return [{ message: `It is a collection; expect Collection(${name}), or one of its items.` }];
    return withNearMembers(validator.validate(name, body), nearMembers(model, type, body));
  }
  const items = Array.isArray(body) ? body : isPage(body) ? body.value : undefined;
  if (items === undefined)
    return [{ message: 'It must be an array, or an object with an array named value.' }];
  const violations = items.flatMap((item, index) =>
    validator.validate(name, item).map(({ message, target }) => ({
      message,
      target: `${index}${target === undefined || target === '' ? '' : `/${target}`}`,
    })),
  );
  const found = withNearMembers(violations, nearMembers(model, type, items));
  return Array.isArray(body) ? found : found.map((one) => ({ ...one, target: `value/${one.target}` }));
}

/**
 * Violations with what may have been meant; where there are any, also what an open type allows and yet looks like a slip,
 * which alone is none.
 */
function withNearMembers(
  violations: readonly Violation[],
  nearby: readonly NearMember[],
): readonly Violation[] {
  if (violations.length === 0) return [];
  const nears = new Map(nearby.map((member) => [member.target, member]));
  const told = violations.map((violation) => {
    const member = nears.get(violation.target ?? '');
    nears.delete(violation.target ?? '');
    return member === undefined
      ? violation
      : { ...violation, message: `${violation.message} Did you mean ${member.near}?` };
  });
  const slips = [...nears.values()].map(({ target, near, type }) => ({
    target,
    message: `'${target}' is not declared by ${type.qualifiedName}, which is open. Did you mean ${near}?`,
    isHint: true,
  }));
  return [...told, ...slips];
}

function isPage(body: unknown): body is { readonly value: readonly unknown[] } {
  return typeof body === 'object' && body !== null && Array.isArray((body as { value?: unknown }).value);
}

function unknownType(model: EdmModel, name: string): TypeError {
  const names = model.schemas.flatMap(({ namespace, childNames }) =>
    childNames.map((child) => `${namespace}.${child}`),
  );
  const near = nearestName(name, names);
  return new TypeError(
    `The model has no structured or enumeration type ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  );
}

/** Lines of a body that are shown before and after one that is wrong. */
const around = 2;
/** Lines of a body that are shown at most. */
const most = 80;

/**
 * The body with what is wrong marked, as a diff: `-` before a wrong line, `+` and what it must be after it, `?` before what
 * may be a slip; lines that are right and far from any that is wrong are left out.
 */
export function showNonconformance(body: unknown, violations: readonly Violation[]): string {
  const left = new Map<string, Violation[]>();
  for (const violation of violations) {
    const { target = '' } = violation;
    left.set(target, [...(left.get(target) ?? []), violation]);
  }
  const lines = writeLines(body, '', '', '', '', left);
  const unplaced = [...left].map(
    ([target, found]) =>
      `+ ${target}${target === '' ? '' : ': '}${found.map(({ message }) => message).join(' ')}`,
  );
  return [...shorten(lines), ...unplaced].join('\n');
}

interface Line {
  readonly text: string;
  readonly isMarked: boolean;
  /** Whether it opens an object or a list with a marked line in it. */
  readonly holds?: boolean;
}

function writeLines(
  value: unknown,
  path: string,
  indent: string,
  label: string,
  comma: string,
  left: Map<string, Violation[]>,
): Line[] {
  const found = path === '' ? undefined : left.get(path);
  if (found !== undefined) left.delete(path);
  const [open, close, members] = membersOf(value);
  const lines: Line[] = [];
  const isWrong = found?.some(({ isHint }) => isHint !== true) === true;
  const mark = isWrong ? '-' : ' ';
  const add = (text: string, isMarked: boolean): number => lines.push({ text, isMarked });
  if (members.length === 0 || found !== undefined) {
    add(`${mark} ${indent}${label}${shortText(value)}${comma}`, found !== undefined);
  } else {
    const inside: Line[] = [];
    members.forEach(([name, member], index) => {
      const memberPath = path === '' ? name : `${path}/${name}`;
      const memberLabel = open === '{' ? `${JSON.stringify(name)}: ` : '';
      const end = index < members.length - 1 ? ',' : '';
      inside.push(...writeLines(member, memberPath, `${indent}  `, memberLabel, end, left));
    });
    // what holds a wrong line is shown with it; an item of a list by its place in the body
    const holds = inside.some(({ isMarked }) => isMarked);
    const place = holds && label === '' && path !== '' ? ` // ${path}` : '';
    lines.push({ text: `  ${indent}${label}${open}${place}`, isMarked: false, holds }, ...inside);
    add(`  ${indent}${close}${comma}`, false);
  }
  for (const { message, isHint } of found ?? []) add(`${isHint ? '?' : '+'} ${indent}${message}`, true);
  return lines;
}

function membersOf(value: unknown): readonly [string, string, readonly (readonly [string, unknown])[]] {
  if (typeof value !== 'object' || value === null) return ['', '', []];
  return [...(Array.isArray(value) ? (['[', ']'] as const) : (['{', '}'] as const)), Object.entries(value)];
}

function shortText(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function shorten(lines: readonly Line[]): string[] {
  const isNear = lines.map(
    ({ holds }, index) =>
      holds === true ||
      lines.slice(Math.max(0, index - around), index + around + 1).some(({ isMarked }) => isMarked),
  );
  const shown: string[] = [];
  lines.forEach(({ text }, index) => {
    if (isNear[index]) shown.push(text);
    else if (index === 0 || isNear[index - 1]) shown.push('  …');
  });
  return shown.length > most ? [...shown.slice(0, most), '  …'] : shown;
}
