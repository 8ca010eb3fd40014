// RFC 8259 as OData JSON Format 4.01, section 3.2 needs it: numbers keep their digits, and what is wrong has a place.
import { createRecord } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';

/** A number whose text a JavaScript number would not give back: `12345678901234567890`, `1.50`, `1e3`. */
export class JsonNumber {
  constructor(
    readonly text: string,
    readonly value: number,
  ) {}
}

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonNumber
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };
export type JsonObject = { readonly [name: string]: JsonValue };

/** Objects and arrays may be nested this deep; deeper bodies are refused with TooComplex. */
export const deepestNesting = 100;

export interface ParsedJson {
  readonly value: JsonValue;
  /** The same with JavaScript numbers throughout, for validators; the same object where no number is at risk. */
  readonly plain: unknown;
}

/**
 * Reads a request body. Throws a 400 ODataError: InvalidPayload with line and column for what is not JSON, for a member
 * name that comes twice in one object and for `__proto__`; TooComplex for nesting beyond `deepestNesting`.
 */
export function parseJson(text: string): ParsedJson {
  const reader: Reader = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, depth: 0, exact: false };
  const value = readValue(reader);
  skipSpace(reader);
  if (reader.at < text.length) fail(reader, 'Nothing may follow the JSON value');
  return { value, plain: reader.exact ? toPlain(value) : value };
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
  /** Whether a JsonNumber was made. */
  exact: boolean;
}

function readValue(reader: Reader): JsonValue {
  skipSpace(reader);
  switch (reader.text.charCodeAt(reader.at)) {
    case 0x22:
      return readString(reader);
    case 0x7b:
      return nested(reader, readObject);
    case 0x5b:
      return nested(reader, readArray);
    case 0x74:
      return readWord(reader, 'true', true);
    case 0x66:
      return readWord(reader, 'false', false);
    case 0x6e:
      return readWord(reader, 'null', null);
    default:
      return readNumber(reader);
  }
}

function nested<T>(reader: Reader, read: (reader: Reader) => T): T {
  if (++reader.depth > deepestNesting) {
    throw new ODataError(
      400,
      'TooComplex',
      `The request body nests objects and arrays deeper than ${deepestNesting} levels${place(reader)}.`,
    );
  }
  reader.at++;
  const value = read(reader);
  reader.depth--;
  return value;
}

function readObject(reader: Reader): JsonObject {
  const object = createRecord() as Record<string, JsonValue>;
  if (skipTo(reader, 0x7d)) return object;
  do {
    skipSpace(reader);
    if (reader.text.charCodeAt(reader.at) !== 0x22)
      fail(reader, 'A member name in double quotes is expected');
    const at = reader.at;
    const name = readString(reader);
    if (name === '__proto__') refuse({ ...reader, at }, 'The member name "__proto__" is not allowed');
    if (object[name] !== undefined)
      refuse({ ...reader, at }, `The member ${JSON.stringify(name)} comes twice`);
    skipSpace(reader);
    if (reader.text.charCodeAt(reader.at) !== 0x3a) fail(reader, 'A colon is expected');
    reader.at++;
    object[name] = readValue(reader);
  } while (hasNext(reader, 0x7d, 'A comma or a closing brace is expected'));
  return object;
}

function readArray(reader: Reader): JsonValue[] {
  const items: JsonValue[] = [];
  if (skipTo(reader, 0x5d)) return items;
  do items.push(readValue(reader));
  while (hasNext(reader, 0x5d, 'A comma or a closing bracket is expected'));
  return items;
}

/** Steps over the closing character if it is next. */
function skipTo(reader: Reader, closing: number): boolean {
  skipSpace(reader);
  if (reader.text.charCodeAt(reader.at) !== closing) return false;
  reader.at++;
  return true;
}

function hasNext(reader: Reader, closing: number, expected: string): boolean {
  skipSpace(reader);
  const code = reader.text.charCodeAt(reader.at);
  if (code !== 0x2c && code !== closing) fail(reader, expected);
  reader.at++;
  return code === 0x2c;
}

function skipSpace(reader: Reader): void {
  const { text } = reader;
  let code = text.charCodeAt(reader.at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)
    code = text.charCodeAt(++reader.at);
}

/** Steps over a string token; only one with escapes needs more than a slice of the text. */
function readString(reader: Reader): string {
  const { text } = reader;
  const start = reader.at + 1;
  let escaped = false;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      reader.at = at + 1;
      // A longer slice would refer to the whole text, keep it in memory and be slow to read.
      return escaped || at - start > 12 ? readEscapes(reader, start, at) : text.slice(start, at);
    }
    if (code === 0x5c) {
      escaped = true;
      at++;
    } else if (code < 0x20) fail({ ...reader, at }, 'A control character in a string must be escaped');
  }
  return fail({ ...reader, at: text.length }, 'The string has no closing quote');
}

function readEscapes(reader: Reader, start: number, end: number): string {
  const token = reader.text.slice(start - 1, end + 1);
  try {
    return JSON.parse(token) as string;
  } catch {
    const wrong = /^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*/.exec(token)?.[0].length ?? 0;
    return fail({ ...reader, at: start - 1 + wrong }, 'The escape sequence is not one of JSON');
  }
}

function readWord<T extends boolean | null>(reader: Reader, word: string, value: T): T {
  if (!reader.text.startsWith(word, reader.at)) fail(reader, 'A JSON value is expected');
  reader.at += word.length;
  return value;
}

const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Digits that a double holds, however they come. */
const safeDigits = 15;

/** An integer without sign and leading zero that is short enough to be exact, and nothing else; undefined: look closer. */
function readShortInteger(reader: Reader): number | undefined {
  const { text, at: start } = reader;
  let at = start;
  let value = 0;
  let code = text.charCodeAt(at);
  for (; code >= 0x30 && code <= 0x39; code = text.charCodeAt(++at)) value = value * 10 + (code - 0x30);
  const length = at - start;
  if (length === 0 || length > safeDigits || (length > 1 && text.charCodeAt(start) === 0x30))
    return undefined;
  if (code !== 0x2c && code !== 0x7d && code !== 0x5d) return undefined;
  reader.at = at;
  return value;
}

function readNumber(reader: Reader): number | JsonNumber {
  const short = readShortInteger(reader);
  if (short !== undefined) return short;
  numberToken.lastIndex = reader.at;
  const text = numberToken.exec(reader.text)?.[0];
  if (text === undefined) return fail(reader, 'A JSON value is expected');
  reader.at += text.length;
  if (/[\w.+-]/.test(reader.text.charAt(reader.at))) fail(reader, 'The number is not one of JSON');
  const value = Number(text);
  if (String(value) === text) return value;
  reader.exact = true;
  return new JsonNumber(text, value);
}

function toPlain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return value.value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isJsonObject(value)) return value;
  const object = createRecord() as Record<string, unknown>;
  for (const name of Object.keys(value)) object[name] = toPlain(value[name] ?? null);
  return object;
}

function fail(reader: Reader, expected: string): never {
  const found =
    reader.at < reader.text.length
      ? `found ${JSON.stringify(String.fromCodePoint(reader.text.codePointAt(reader.at) ?? 0))}`
      : 'the text ends here';
  throw new ODataError(
    400,
    'InvalidPayload',
    `The request body is not valid JSON. ${expected}${place(reader)}; ${found}.`,
  );
}

/** Refuses what is JSON, but not to be read. */
function refuse(reader: Reader, reason: string): never {
  throw new ODataError(400, 'InvalidPayload', `${reason} in the request body${place(reader)}.`);
}

/** ` at line 3, column 7`: both count from 1, columns in UTF-16 units. */
function place({ text, at }: Reader): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return ` at line ${line}, column ${at - before.lastIndexOf('\n')}`;
}
