import { describe, expect, it } from 'vitest';
import type { ODataError } from '../../src/error/odata-error.ts';
import { deepestNesting, type JsonNumber, parseJson } from '../../src/json/parse-json.ts';
import fc from '../fast-check.ts';

function refusal(text: string): ODataError {
  try {
    parseJson(text);
  } catch (error) {
    return error as ODataError;
  }
  throw new Error(`was read: ${text}`);
}

describe('a request body is read without loss', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        if (text.includes('"__proto__"')) return;
        expect(JSON.stringify(parseJson(text).plain)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it.each(['12345678901234567890', '1.50', '1e3', '-0', '-0.0', '0.1234567890123456789', '1E400'])(
    'keeps the digits of %s',
    (text) => {
      const { value, plain } = parseJson(`{"n":${text}}`) as {
        value: { n: JsonNumber };
        plain: { n: number };
      };
      expect(value.n.text).toBe(text);
      expect(plain.n).toBe(Number(text));
    },
  );

  it.each(['0', '1.5', '-7', '123456789012345', '9007199254740991', '0.001'])(
    'reads %s as a number, wherever it stands',
    (text) => {
      for (const around of [text, `${text} `, `[${text}]`, `[${text},0]`, `[${text} ]`])
        expect(parseJson(around).value).toEqual(JSON.parse(around));
      expect(parseJson(`{"n":${text}}`).value).toEqual({ n: Number(text) });
    },
  );
});

describe('a body that is not JSON is refused with its place', () => {
  it.each([
    ['{\n  "a": 1,\n  "b" 2\n}', 'line 3, column 7'],
    ['{"a":1,}', 'line 1, column 8'],
    ['[1,2', 'line 1, column 5'],
    ['{"a":01}', 'line 1, column 7'],
    ['[00]', 'line 1, column 3'],
    ['1,', 'line 1, column 2'],
    ['[1:2]', 'line 1, column 3'],
    ['"a\u0001"', 'line 1, column 3'],
    ['"\\x"', 'line 1, column 2'],
    ['{} {}', 'line 1, column 4'],
    ['', 'line 1, column 1'],
    ['nul', 'line 1, column 1'],
    ["{'a':1}", 'line 1, column 2'],
    ['+1', 'line 1, column 1'],
    ['NaN', 'line 1, column 1'],
  ])('%j', (text, place) => {
    const error = refusal(text);
    expect(error.message).toContain(place);
    expect([error.status, error.code]).toEqual([400, 'InvalidPayload']);
    expect(() => JSON.parse(text)).toThrow();
  });

  it('never throws anything but its own error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => text.slice(1)),
        ),
        (text) => {
          try {
            parseJson(text);
          } catch (error) {
            expect((error as ODataError).status).toBe(400);
          }
        },
      ),
    );
  });
});

describe('a body that could do harm is refused', () => {
  it('a member name that comes twice', () => {
    expect(refusal('{"a":1,\n"a":2}').message).toContain(
      'The member "a" comes twice in the request body at line 2, column 1',
    );
    expect(refusal('{"a":null,"\\u0061":2}').message).toContain('comes twice');
  });

  it('__proto__, also when escaped', () => {
    expect(refusal('{"__proto__":{}}').message).toContain('__proto__');
    expect(refusal('{"x":{"\\u005f_proto__":1}}').message).toContain('__proto__');
  });

  it('reads names of Object.prototype as any other', () => {
    const { value } = parseJson('{"constructor":1,"toString":2}') as { value: Record<string, number> };
    expect(value.constructor).toBe(1);
    expect(value.toString).toBe(2);
    expect('valueOf' in value).toBe(false);
  });

  it('nesting beyond the limit', () => {
    const nest = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parseJson(nest(deepestNesting))).not.toThrow();
    expect(refusal(nest(deepestNesting + 1)).code).toBe('TooComplex');
    expect(refusal('{"a":'.repeat(1_000_000)).code).toBe('TooComplex');
  });
});
