// RFC 8259: a JSON value that was read, as text again.
import { isJsonObject, JsonNumber, type JsonValue } from './parse-json.ts';

/** The text again: numbers keep their digits. */
export function jsonText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (!isJsonObject(value)) return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  const members = Object.keys(value).map(
    (name) => `${JSON.stringify(name)}:${jsonText(value[name] ?? null)}`,
  );
  return `{${members.join(',')}}`;
}
