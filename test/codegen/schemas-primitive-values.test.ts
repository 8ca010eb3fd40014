import { describe, expect, it } from 'vitest';
import { standardValidator } from './emitted.ts';
import { modelOf, schema } from './small-model.ts';

interface Case {
  readonly type: string;
  readonly facets?: string;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

const cases: readonly Case[] = [
  { type: 'Edm.Boolean', valid: [true, false], invalid: ['true', 1] },
  { type: 'Edm.Byte', valid: [0, 255], invalid: [-1, 256, 1.5, '1'] },
  { type: 'Edm.SByte', valid: [-128, 127], invalid: [-129, 128] },
  { type: 'Edm.Int16', valid: [-32768, 32767], invalid: [-32769, 32768] },
  { type: 'Edm.Int32', valid: [-2147483648, 2147483647], invalid: [-2147483649, 2147483648, '1'] },
  {
    type: 'Edm.Int64',
    valid: [0, -5, '9223372036854775807', '-9223372036854775808', '+7', '007'],
    invalid: [1.5, 1e19, '9223372036854775808', '-9223372036854775809', '1.0', '', 'INF'],
  },
  { type: 'Edm.Double', valid: [1.5, -1e300, 'INF', '-INF', 'NaN'], invalid: ['1.5', 'inf', null] },
  { type: 'Edm.Single', valid: [1.5, 3.4028234663852886e38, 'NaN'], invalid: [1e39, -1e39, '1'] },
  {
    type: 'Edm.Decimal',
    facets: 'Scale="variable"',
    valid: [1, 1.5, '123456789012345678901234567890.123456789', '-1e3', '+1.50'],
    invalid: ['', '.5', '1.', 'abc', true],
  },
  {
    type: 'Edm.Decimal',
    facets: 'Precision="5" Scale="2"',
    valid: [999.99, -999.99, '999.99', '0.07', 0.07, '1.500'],
    invalid: [1000, '1000', '1.234', 'INF'],
  },
  {
    type: 'Edm.Decimal',
    facets: 'Precision="38" Scale="18"',
    // a double that its digits round up to
    valid: [Number('99999999999999999999'), '99999999999999999999.999999999999999999'],
    invalid: [1.1e20, '100000000000000000000'],
  },
  {
    type: 'Edm.Decimal',
    facets: 'Precision="3" Scale="0"',
    valid: [999, '999', '1.0'],
    invalid: [1.5, '1.5', 1000],
  },
  {
    type: 'Edm.Decimal',
    facets: 'Precision="7" Scale="floating"',
    valid: [1.5e20, '1e-30', 'NaN'],
    invalid: ['x'],
  },
  { type: 'Edm.String', valid: ['', 'a\nb', '😀'], invalid: [1, true, {}] },
  // Characters, not UTF-16 code units.
  { type: 'Edm.String', facets: 'MaxLength="2"', valid: ['', 'ab', '😀😀'], invalid: ['abc', '😀😀😀'] },
  { type: 'Edm.String', facets: 'MaxLength="max"', valid: ['x'.repeat(1000)], invalid: [1] },
  {
    type: 'Edm.Guid',
    valid: ['01234567-89ab-cdef-0123-456789ABCDEF'],
    invalid: ['0123456789abcdef0123456789abcdef', '{01234567-89ab-cdef-0123-456789abcdef}', ''],
  },
  {
    type: 'Edm.Date',
    valid: ['2012-12-03', '2000-02-29', '2024-02-29', '-0004-02-29', '12012-12-03', '0000-01-01'],
    invalid: ['2012-13-01', '2012-04-31', '2023-02-29', '1900-02-29', '2012-1-1', '2012-12-03Z', '012-01-01'],
  },
  {
    type: 'Edm.DateTimeOffset',
    valid: [
      '2016-12-31T23:56:57.0702389+03:00',
      '2012-12-03T07:16Z',
      '2016-12-31T23:59:60Z',
      '2012-12-03T07:16:23.123456789012-12:30',
    ],
    invalid: [
      '2012-12-03',
      '2012-12-03T07:16:23',
      '2012-12-03T24:00:00Z',
      '2012-12-03 07:16:23Z',
      '2012-12-03T07:16:23.1234567890123Z',
      '2012-12-03T07:16:23+3:00',
      'String (timestamp)',
    ],
  },
  {
    type: 'Edm.DateTimeOffset',
    facets: 'Precision="3"',
    valid: ['2012-12-03T07:16:23.123Z'],
    invalid: ['2012-12-03T07:16:23.1234Z'],
  },
  {
    type: 'Edm.DateTimeOffset',
    facets: 'Precision="0"',
    valid: ['2012-12-03T07:16:23Z'],
    invalid: ['2012-12-03T07:16:23.1Z'],
  },
  {
    type: 'Edm.TimeOfDay',
    valid: ['07:59', '07:59:59.999', '23:59:60'],
    invalid: ['24:00:00', '7:59', '07:60', '07:59Z'],
  },
  {
    type: 'Edm.Duration',
    valid: ['P12DT23H59M59.999999999999S', '-P1D', 'PT0S', 'PT36H', 'P0D'],
    invalid: ['P', 'PT', 'P1DT', '-P', 'P1Y', 'P1M', 'PT1.5M', '1D', 'PT1S1M', ''],
  },
  {
    type: 'Edm.Binary',
    valid: ['', 'T0RhdGE', 'T0RhdGE=', 'Y29udGVudA==', 'Y29udGVudA', '-_-_', '+/+/'],
    invalid: ['T', 'T0RhdGE==', 'ab=c', 'Y29u dGVu', 'Y29udGVudB=='],
  },
  // MaxLength counts octets: 4 octets are 6 characters, or 8 with padding.
  {
    type: 'Edm.Binary',
    facets: 'MaxLength="4"',
    valid: ['AAAAAA', 'AAAAAA=='],
    invalid: ['AAAAAAA', 'AAAAAAA=', 'AAAAAAAA'],
  },
  {
    type: 'Edm.Binary',
    facets: 'MaxLength="5"',
    valid: ['AAAAAAA', 'AAAAAAA=', 'AAAAAA'],
    invalid: ['AAAAAAAA', 'AAAAAAAAAA'],
  },
  { type: 'Edm.Binary', facets: 'MaxLength="3"', valid: ['AAAA', 'AAA='], invalid: ['AAAAAA', 'AAAAAA=='] },
  {
    type: 'Edm.GeographyPoint',
    valid: [{ type: 'Point', coordinates: [142.1, 64.1] }],
    invalid: [
      { type: 'Point' },
      { type: 'Point', coordinates: [1] },
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
      'POINT(1 2)',
    ],
  },
  {
    type: 'Edm.Geometry',
    valid: [
      {
        type: 'GeometryCollection',
        geometries: [
          { type: 'GeometryCollection', geometries: [] },
          { type: 'Point', coordinates: [1, 2] },
        ],
      },
    ],
    invalid: [{ type: 'Nothing', coordinates: [] }],
  },
  {
    type: 'Edm.PrimitiveType',
    valid: [1, 'a', true, { type: 'Point', coordinates: [1, 2] }],
    invalid: [[1]],
  },
  { type: 'Edm.Untyped', valid: [1, null, { a: [1] }, [1, 'a', [2]]], invalid: [] },
];

describe.each(cases)('$type $facets', ({ type, facets = '', valid, invalid }) => {
  const value = (nullable: string) =>
    `<ComplexType Name="Value"><Property Name="value" Type="${type}" ${facets} ${nullable}/></ComplexType>`;
  const required = standardValidator(modelOf(schema(value('Nullable="false"'))))('ns.Value');
  const nullable = standardValidator(modelOf(schema(value(''))))('ns.Value');

  it('allows what the type has', () => {
    for (const candidate of valid) {
      expect(required({ value: candidate }), JSON.stringify(candidate)).toBe(true);
      expect(nullable({ value: candidate }), JSON.stringify(candidate)).toBe(true);
    }
  });

  it('refuses all else', () => {
    for (const candidate of invalid) {
      expect(required({ value: candidate }), JSON.stringify(candidate)).toBe(false);
      if (candidate !== null) expect(nullable({ value: candidate }), JSON.stringify(candidate)).toBe(false);
    }
  });

  it('allows null where it is nullable, and there alone', () => {
    expect(nullable({ value: null })).toBe(true);
    if (type !== 'Edm.Untyped') expect(required({ value: null })).toBe(false);
  });
});
