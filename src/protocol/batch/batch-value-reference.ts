// OData Protocol 4.01, section 11.7.6 "Referencing Values from Response Bodies": `$1/Building` in queries, conditions and bodies.
import { ODataError } from '../../error/odata-error.ts';
import { jsonText } from '../../json/json-text.ts';
import { urlLiteral } from '../../json/literal.ts';
import { isJsonObject, JsonNumber, type JsonValue, parseJson } from '../../json/parse-json.ts';
import type { ShapedVariable } from '../../query/expression/scope.ts';
import { findReferences, type ValueReference } from './find-references.ts';
import { referenceVariable } from './reference-variable.ts';
import { type Answered, memberType, type ReferencedValue, referencedValue } from './referenced-value.ts';

/** Variables that stand for answers, by the names that they have in the texts of one request. */
export type References = Map<string, ShapedVariable>;

/**
 * The text with what expressions understand in place of references to answers: literals, and variables where more than
 * names follows (`$1/any(…)`). Percent-encoded as the text is.
 */
export function withReferencedValues(text: string, answered: Answered, references: References): string {
  return findReferences(text)
    .map((part) => (typeof part === 'string' ? part : referenceText(part, answered, references)))
    .join('');
}

/** An action's parameters with `@expressionUrl` may be references; undefined where the body has none. */
export function withReferencesInBody(
  body: string,
  answered: Answered,
  references: References,
): string | undefined {
  if (!/@expressionUrl"\s*:\s*"[^"]*\$/.test(body)) return undefined;
  const { value } = parseJson(body);
  if (!isJsonObject(value)) return undefined;
  const members: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value))
    members[name] =
      name.endsWith('@expressionUrl') && typeof member === 'string'
        ? withReferencedValues(member, answered, references)
        : member;
  return jsonText(members);
}

/** What is no reference stays as it is. */
function referenceText(reference: ValueReference, answered: Answered, references: References): string {
  const { id, steps, tail, text } = reference;
  const answer = answered.answers.get(id);
  if (answer !== undefined && tail === '/$succeeded')
    return String(answer.status >= 200 && answer.status < 300);
  const referenced = referencedValue(id, answered);
  if (referenced === undefined) return text;
  if (steps === undefined)
    return (
      variableName(referenced, id, answered, references) + withReferencedValues(tail, answered, references)
    );
  const { value, type } = steps.reduce((from, step) => memberOf(from, step, text), referenced);
  if (value instanceof JsonNumber) return value.text;
  return encodeURIComponent(
    typeof value === 'object' && value !== null
      ? jsonText(withoutControl(value))
      : urlLiteral(value, type?.type),
  );
}

function variableName(
  { value, type }: ReferencedValue,
  id: string,
  { service }: Answered,
  references: References,
): string {
  if (type === undefined)
    throw new ODataError(
      400,
      'InvalidReference',
      `The answer that $${id} refers to has no type that its URL tells: nothing but names may follow.`,
    );
  const name = `_reference_${references.size}`;
  references.set(name, referenceVariable(service, value, type));
  return name;
}

function memberOf({ value, type }: ReferencedValue, step: string, text: string): ReferencedValue {
  if (Array.isArray(value) && step === '$count') return { value: value.length, type: undefined };
  if (value === null) return { value, type: undefined };
  if (isJsonObject(value) && Object.hasOwn(value, step))
    return { value: value[step] ?? null, type: memberType(type?.type, step) };
  throw new ODataError(400, 'InvalidReference', `The answer that ${text} refers to has no ${step}.`);
}

/** Structured literals hold values, and names of types. */
function withoutControl(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutControl);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([name]) => !name.includes('@') || /^@(?:odata\.)?type$/.test(name),
  );
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutControl(member)]));
}
