// Whatever a body holds, reading it gives a result or an OData error, and soon.

import { expect, it } from 'vitest';
import { ODataError } from '../../src/error/odata-error.ts';
import {
  type DeserializeContext,
  deserializeDelta,
  deserializeEntity,
  deserializeValue,
} from '../../src/json/read/deserialize.ts';
import { deserializeParameters } from '../../src/json/read/deserialize-parameters.ts';
import { serialize } from '../../src/json/write/serialize.ts';
import fc from '../fast-check.ts';
import {
  contextOf,
  customer,
  customers,
  everything,
  everythings,
  keySegment,
  model,
  open,
  order,
  queryOf,
  record,
  setSegment,
} from './fixture.ts';

const names = [
  'ID',
  'Name',
  'Orders',
  'Orders@odata.bind',
  'Orders@delta',
  'Address',
  '@odata.type',
  '@id',
  '@removed',
  'Decimal',
  'Int64',
  'Dates',
  'x@type',
  'x',
  '$value',
  '#a',
  '@',
  'a@',
  '@.',
  'constructor',
  'toString',
  '@a.b#',
];
const leaf = fc.oneof(
  // a body that names __proto__ is refused whole, whatever the mode
  fc.jsonValue({ maxDepth: 1 }).filter((json) => !JSON.stringify(json).includes('"__proto__":')),
  fc.constantFrom('#ns.Vip', '#Int64', 'Collection(', 'INF', '1e99999999', '-', '2020-01-01'),
);
const tree = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, tie('object'), fc.array(tie('value'), { maxLength: 3 })),
  object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
}));
const modes = ['create', 'update', 'replace', 'value'] as const;

it('any JSON', () => {
  fc.assert(
    fc.property(
      tree.value,
      fc.constantFrom(...modes),
      fc.constantFrom(customer, everything, open, order),
      (json, mode, type) => {
        const context: DeserializeContext = { model, mode, requiredOnCreate: 'model' };
        const text = JSON.stringify(json) ?? 'null';
        for (const read of [
          () => deserializeEntity(text, type, context),
          () => deserializeDelta(text, type, context),
          () => deserializeParameters(text, [], context),
          () => deserializeValue(text, type.properties.values().next().value!.type, context),
        ])
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(ODataError);
            expect([400, 501]).toContain((error as ODataError).status);
          }
      },
    ),
    { numRuns: 500 },
  );
});

it('what report mode stores can be written, in every notation', () => {
  const set = setSegment(everythings);
  fc.assert(
    fc.property(tree.object, (json) => {
      const { payload } = deserializeEntity(
        JSON.stringify({ ...json, '@odata.type': undefined }),
        everything,
        { model, mode: 'value', requiredOnCreate: 'keys' },
      );
      const entity = {
        identity: { home: { kind: 'entitySet', entitySet: everythings }, key: record({ ID: 1 }) },
        type: everything,
        values: payload.values,
        revision: 1,
      } as const;
      for (const metadata of ['none', 'minimal', 'full'] as const)
        for (const version of ['4.0', '4.01'] as const) {
          const query = queryOf([set, keySegment(set, { ID: 1 })]);
          expect(() =>
            JSON.parse(
              serialize(
                { kind: 'entity', entity },
                contextOf(query, { metadata, version, ieee754Compatible: version === '4.0' }),
              ),
            ),
          ).not.toThrow();
        }
    }),
    { numRuns: 500 },
  );
  expect(customers.name).toBe('Customers');
});

it.each([
  ['zeros in a Decimal', `{"Decimal":1.${'0'.repeat(1_000_000)}1}`],
  ['zeros in a dynamic number', `{"Dyn":1.${'0'.repeat(1_000_000)}1}`],
  ['digits in an Int64', `{"Int64":${'9'.repeat(1_000_000)}}`],
  ['a vast exponent', '{"Decimal":1e999999999999,"Int64":1e999999999,"Dyn":1e-99999999,"Double":1e999}'],
  ['a fraction of a second', `{"DateTimeOffset":"2020-01-01T00:00:00.${'0'.repeat(1_000_000)}1Z"}`],
  ['a Binary that is none', `{"Binary":"${'A'.repeat(1_000_000)}!"}`],
  ['a Duration that is none', `{"Duration":"P${'1'.repeat(1_000_000)}"}`],
  ['members', `{${Array.from({ length: 100_000 }, (_, index) => `"a${index}":1`).join(',')}}`],
])('%s', (_, text) => {
  // growth with the square of the length would take minutes
  const started = performance.now();
  deserializeEntity(text, everything, { model, mode: 'value', requiredOnCreate: 'keys' });
  expect(performance.now() - started).toBeLessThan(5000);
});
