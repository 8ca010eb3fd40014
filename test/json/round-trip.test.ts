// No value loses anything between the body of a POST and that of a GET.

import { describe, expect, it } from 'vitest';
import type { EdmPrimitiveTypeName } from '../../src/edm/edm-model.ts';
import { createRecord } from '../../src/edm/value.ts';
import { JsonNumber, type JsonObject, type JsonValue, parseJson } from '../../src/json/parse-json.ts';
import { deserializeEntity } from '../../src/json/read/deserialize.ts';
import { serialize } from '../../src/json/write/serialize.ts';
import type { SerializeContext } from '../../src/json/write/serialize-context.ts';
import fc from '../fast-check.ts';
import { contextOf, everything, everythings, keySegment, model, queryOf, setSegment } from './fixture.ts';

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${min},${max}}$`));
const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

const date = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((value) => value.toISOString().slice(0, 10));
const time = fc
  .tuple(
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.integer({ min: 0, max: 59 }),
    digits(0, 12),
  )
  .map(([h, m, s, f]) => `${pad(h)}:${pad(m)}:${pad(s)}${f === '' ? '' : `.${f}`}`);
const offset = fc.oneof(
  fc.constant('Z'),
  fc
    .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 14 }))
    .map(([sign, h]) => `${sign}${pad(h)}:30`),
);
const decimal = fc
  .tuple(fc.constantFrom('', '-'), digits(1, 25), digits(0, 25), fc.constantFrom('', 'e3', 'E-7', 'e+10'))
  .map(([sign, whole, fraction, exponent]) => {
    const integer = whole.replace(/^0+(?=\d)/, '');
    return `${sign}${integer}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
  });
const string = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  texts.map((text) => JSON.stringify(text));
const number = (values: fc.Arbitrary<number>): fc.Arbitrary<string> =>
  values.map((value) => (Object.is(value, -0) ? '-0.0' : String(value)));

/** Values of each type as JSON tokens. */
const tokens: Partial<Record<EdmPrimitiveTypeName, fc.Arbitrary<string>>> = {
  Binary: string(fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url'))),
  Boolean: fc.constantFrom('true', 'false'),
  Byte: number(fc.integer({ min: 0, max: 255 })),
  Date: string(date),
  DateTimeOffset: string(fc.tuple(date, time, offset).map(([d, t, o]) => `${d}T${t}${o}`)),
  Decimal: decimal,
  Double: fc.oneof(
    number(fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.constantFrom('"INF"', '"-INF"', '"NaN"', '-0.0'),
  ),
  Duration: string(
    fc.tuple(fc.constantFrom('', '-'), digits(1, 9), time).map(([sign, d, t]) => {
      const [h, m, s] = t.split(':');
      return `${sign}P${d}DT${h}H${m}M${s}S`;
    }),
  ),
  Guid: string(fc.uuid()),
  Int16: number(fc.integer({ min: -32768, max: 32767 })),
  Int32: number(fc.integer()),
  Int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  SByte: number(fc.integer({ min: -128, max: 127 })),
  Single: number(fc.float({ noNaN: true, noDefaultInfinity: true })),
  String: string(fc.string({ unit: 'binary' })),
  TimeOfDay: string(time),
  GeographyPoint: fc
    .tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }))
    .map(([lon, lat]) => `{"type":"Point","coordinates":[${lon},${lat}]}`),
};

/** What a JSON value says, numbers as their text. */
function exact(json: JsonValue | undefined): unknown {
  if (json instanceof JsonNumber) return json.text;
  if (typeof json === 'number') return String(json);
  if (Array.isArray(json)) return json.map(exact);
  if (typeof json === 'object' && json !== null)
    return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, exact(value as JsonValue)]));
  return json;
}

const set = setSegment(everythings);
const query = queryOf([set, keySegment(set, { ID: 1 })]);

function roundTrip(body: string, more: Partial<SerializeContext> = {}): JsonObject {
  return parseJson(writtenBack(body, more)).value as JsonObject;
}

function writtenBack(body: string, more: Partial<SerializeContext> = {}): string {
  const { payload, violations } = deserializeEntity(body, everything, {
    model,
    mode: 'create',
    requiredOnCreate: 'model',
  });
  expect(violations).toEqual([]);
  const key = Object.assign(createRecord(), { ID: 1 });
  const entity = {
    identity: { home: { kind: 'entitySet', entitySet: everythings }, key },
    type: everything,
    values: payload.values,
    revision: 1,
  } as const;
  return serialize({ kind: 'entity', entity }, contextOf(query, more));
}

describe.each(Object.keys(tokens) as EdmPrimitiveTypeName[])('Edm.%s', (name) => {
  const token = tokens[name]!;

  it('keeps single values and collections', () => {
    fc.assert(
      fc.property(token, fc.array(token, { maxLength: 5 }), (one, many) => {
        const body = `{"ID":1,"${name}":${one},"${name}s":[${[...many, 'null'].join(',')}]}`;
        const sent = parseJson(body).value as JsonObject;
        const got = roundTrip(body);
        expect(sameNumber(got[name], sent[name], name)).toBe(true);
        const items = got[`${name}s`] as readonly JsonValue[];
        many.forEach((item, index) => {
          expect(sameNumber(items[index], parseJson(item).value, name)).toBe(true);
        });
        expect(items[many.length]).toBe(null);
      }),
    );
  });

  it('keeps values of dynamic properties that name their type', () => {
    fc.assert(
      fc.property(token, fc.boolean(), (one, prefixed) => {
        const control = prefixed ? '@odata.type' : '@type';
        const body = `{"ID":1,"Dynamic":${one},"Dynamic${control}":"#${name}"}`;
        const got = roundTrip(body);
        expect(sameNumber(got.Dynamic, (parseJson(body).value as JsonObject).Dynamic, name)).toBe(true);
        // what comes back can be sent again
        expect(exact(roundTrip(writtenBack(body)).Dynamic)).toEqual(exact(got.Dynamic));
      }),
    );
  });
});

const floats = new Set(['Double', 'Single', 'GeographyPoint']);

/** Decimal and Int64 keep their text; a double's digits are those that JavaScript writes. */
function sameNumber(got: JsonValue | undefined, sent: JsonValue | undefined, name: string): boolean {
  if (!floats.has(name)) return JSON.stringify(exact(got)) === JSON.stringify(exact(sent));
  const plain = (json: JsonValue | undefined): unknown => (json instanceof JsonNumber ? json.value : json);
  if (name === 'GeographyPoint') return JSON.stringify(deepPlain(got)) === JSON.stringify(deepPlain(sent));
  return Object.is(plain(got), plain(sent));
}

function deepPlain(json: JsonValue | undefined): unknown {
  return JSON.parse(JSON.stringify(json, (_, value) => (value instanceof JsonNumber ? value.value : value)));
}

describe('IEEE754Compatible=true', () => {
  it('writes Int64 and Decimal as strings, and reads them from strings', () => {
    fc.assert(
      fc.property(tokens.Int64!, decimal, fc.boolean(), (int64, dec, asStrings) => {
        const quote = asStrings ? '"' : '';
        const body = `{"ID":1,"Int64":${quote}${int64}${quote},"Decimal":${quote}${dec}${quote}}`;
        const got = roundTrip(body, { ieee754Compatible: true });
        expect(got).toMatchObject({ Int64: int64, Decimal: dec });
        expect(exact(roundTrip(body))).toMatchObject({ Int64: int64, Decimal: dec });
      }),
    );
  });
});

describe('OData 4.0', () => {
  it('writes Decimal in long notation, digit for digit', () => {
    const write = (text: string): unknown =>
      exact(roundTrip(`{"ID":1,"Decimal":${text}}`, { version: '4.0' }).Decimal);
    expect(write('1e3')).toBe('1000');
    expect(write('-1.50e-3')).toBe('-0.00150');
    expect(write('12.345E1')).toBe('123.45');
    expect(write('1.50')).toBe('1.50');
    expect(
      exact(roundTrip('{"ID":1,"Decimal":1e3}', { version: '4.0', exponentialDecimals: true }).Decimal),
    ).toBe('1e3');
  });

  it('names types of dynamic values with a hash, 4.01 without', () => {
    const body =
      '{"ID":1,"D@odata.type":"#Date","D":"2016-09-22","G@type":"Guid","G":"01234567-89ab-cdef-0123-456789abcdef"}';
    expect(roundTrip(body, { version: '4.0' })).toMatchObject({
      'D@odata.type': '#Date',
      'G@odata.type': '#Guid',
    });
    expect(roundTrip(body)).toMatchObject({ 'D@type': 'Date', 'G@type': 'Guid' });
    expect(roundTrip(body, { metadata: 'none' })).toEqual({
      ID: 1,
      D: '2016-09-22',
      G: '01234567-89ab-cdef-0123-456789abcdef',
    });
  });
});

describe('dynamic values without a type', () => {
  it('keep all digits: a number that a double would change becomes Int64 or Decimal', () => {
    const body =
      '{"ID":1,"A":12345678901234567,"B":0.12345678901234567890,"C":1.5,"D":123456789012345678901234567890,"E":[1,9007199254740993]}';
    expect(exact(roundTrip(body))).toMatchObject({
      A: '12345678901234567',
      'A@type': 'Int64',
      B: '0.12345678901234567890',
      'B@type': 'Decimal',
      C: '1.5',
      D: '123456789012345678901234567890',
      'D@type': 'Decimal',
      E: ['1', '9007199254740993'],
    });
  });

  it('are kept as JSON: objects, arrays, strings beyond the BMP, true, null', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify({ ID: 1, Untyped: value });
        if (/"[^"]*[@#][^"]*":|__proto__|"":/.test(text)) return;
        expect(deepPlain(roundTrip(text).Untyped)).toEqual(
          JSON.parse(JSON.stringify(value).replace(/-0(?![.\d])/g, '0')),
        );
      }),
    );
  });

  it('keep instance annotations, on values and on properties', () => {
    const body = '{"ID":1,"@ns.Term":{"a":[1]},"String@ns.Style#q":"bold","String":"x","Dyn@ns.T":1,"Dyn":2}';
    expect(deepPlain(roundTrip(body))).toMatchObject(JSON.parse(body));
  });
});
