// OData JSON Format 4.01, section 4.6.3 "Control Information: type": whether a value is of a type, and how it is shown where it is not.
import type { EdmModel } from '../../edm/edm-model.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import type { Validator } from '../../json/validate/validate.ts';
import { nearestName } from '../../error/name-likeness.ts';

/** What is wrong with a value that is to be of a type; `target` is the path of a member. */
export type Violation = Pick<ODataErrorDetail, 'message' | 'target'>;

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
    return validator.validate(name, body);
  }
  const items = Array.isArray(body) ? body : isPage(body) ? body.value : undefined;
  if (items === undefined)
    return [{ message: 'It must be an array, or an object with an array named value.' }];
  const prefix = Array.isArray(body) ? '' : 'value/';
  return items.flatMap((item, index) =>
    validator.validate(name, item).map(({ message, target }) => ({
      message,
      target: `${prefix}${index}${target === undefined || target === '' ? '' : `/${target}`}`,
    })),
  );
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
 * The body with what is wrong marked, as a diff: `-` before a wrong line, `+` and what it must be after it; lines that
 * are right and far from any that is wrong are left out.
 */
export function showNonconformance(body: unknown, violations: readonly Violation[]): string {
  const left = new Map<string, string[]>();
  for (const { target = '', message } of violations) left.set(target, [...(left.get(target) ?? []), message]);
  const lines = writeLines(body, '', '', '', '', left);
  const unplaced = [...left].map(
    ([target, messages]) => `+ ${target}${target === '' ? '' : ': '}${messages.join(' ')}`,
  );
  return [...shorten(lines), ...unplaced].join('\n');
}

interface Line {
  readonly text: string;
  readonly isMarked: boolean;
}

function writeLines(
  value: unknown,
  path: string,
  indent: string,
  label: string,
  comma: string,
  left: Map<string, string[]>,
): Line[] {
  const messages = path === '' ? undefined : left.get(path);
  left.delete(messages === undefined ? '\u0000' : path);
  const [open, close, members] = membersOf(value);
  const lines: Line[] = [];
  const mark = messages === undefined ? ' ' : '-';
  const add = (text: string, isMarked: boolean): number => lines.push({ text, isMarked });
  if (members.length === 0 || messages !== undefined) {
    add(`${mark} ${indent}${label}${shortText(value)}${comma}`, messages !== undefined);
  } else {
    add(`  ${indent}${label}${open}`, false);
    members.forEach(([name, member], index) => {
      const memberPath = path === '' ? name : `${path}/${name}`;
      const memberLabel = open === '{' ? `${JSON.stringify(name)}: ` : '';
      const end = index < members.length - 1 ? ',' : '';
      lines.push(...writeLines(member, memberPath, `${indent}  `, memberLabel, end, left));
    });
    add(`  ${indent}${close}${comma}`, false);
  }
  for (const message of messages ?? []) add(`+ ${indent}${message}`, true);
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
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ isMarked }) => isMarked),
  );
  const shown: string[] = [];
  lines.forEach(({ text }, index) => {
    if (isNear[index]) shown.push(text);
    else if (index === 0 || isNear[index - 1]) shown.push('  …');
  });
  return shown.length > most ? [...shown.slice(0, most), '  …'] : shown;
}
