// OData JSON Format 4.01, section 4 "Common Characteristics": a request body, parsed, and the start of its reading.
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import { isJsonObject, type JsonObject, type JsonValue, type ParsedJson, parseJson } from '../parse-json.ts';
import type { DeserializeContext, Reading } from './deserialize-context.ts';

/** The text of a body, or what `parseJson` made of it. */
export type Body = string | ParsedJson;

export interface Deserialized<T> {
  readonly payload: T;
  /** Everything that is wrong with the body; the payload holds what could be made of it nevertheless. */
  readonly violations: readonly ODataErrorDetail[];
}

/** Of a body that is a collection: `{"value":[…]}`. */
export function itemsOf(json: JsonObject): readonly JsonValue[] {
  if (Array.isArray(json.value)) return json.value;
  throw new ODataError(
    400,
    'InvalidPayload',
    "The body must be an object whose member 'value' is an array.",
    {
      target: 'value',
    },
  );
}

export function startReading(context: DeserializeContext): Reading {
  return { context, violations: [], accepted: new Set() };
}

export function parseObject(body: Body): { json: JsonObject; plain: unknown } {
  const parsed = typeof body === 'string' ? parseJson(body) : body;
  return { json: asObject(parsed.value), plain: parsed.plain };
}

export function asObject(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  const found = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  throw new ODataError(400, 'InvalidPayload', `A JSON object is expected; found ${found}.`);
}
