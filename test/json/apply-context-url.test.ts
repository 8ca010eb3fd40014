// OData Data Aggregation Extension 4.0, section 3.1.1: the context URL of an $apply result lists what all instances have.
import { expect, it } from 'vitest';
import type { StructuredValue } from '../../src/edm/value.ts';
import { contextFragment } from '../../src/json/context-url.ts';
import { serialize } from '../../src/json/write/serialize.ts';
import type { Shape } from '../../src/query/apply/shape.ts';
import type { QueryOptions } from '../../src/query/query.ts';
import type { InstanceResult } from '../../src/query/result.ts';
import {
  contextOf,
  customer,
  customers,
  entityOf,
  order,
  ordersSet,
  primitive,
  queryOf,
  record,
  setSegment,
} from './fixture.ts';

const number = { type: primitive('Decimal'), collection: false, shape: undefined };
const only = (...names: string[]): Shape => ({
  declared: new Map(names.map((name) => [name, undefined])),
  dynamic: new Map(),
});
const instance = (values: StructuredValue): InstanceResult => ({ kind: 'instance', type: order, values });

function fragment(shape: Shape, items: readonly InstanceResult[] = [], options: QueryOptions = {}): string {
  const query = queryOf([setSegment(ordersSet)], { apply: [], shape, ...options });
  return contextFragment(query, { version: '4.01' }, { kind: 'collection', items });
}

it('grouped and aggregated', () => {
  const shape: Shape = {
    declared: new Map([['Customer', only('Name')]]),
    dynamic: new Map([['Total', number]]),
  };
  expect(fragment(shape)).toBe('#Orders(Customer(Name),Total)');
});

it('computed: all declared properties and the new one', () => {
  expect(fragment({ declared: undefined, dynamic: new Map([['Tax', number]]) })).toBe('#Orders(*,Tax)');
});

it('parts of complex values, whole related entities, nested instances', () => {
  const address = new Map([['Address', only('City')]]);
  const shape: Shape = {
    declared: new Map<string, Shape | undefined>([
      ['Customer', { declared: address, dynamic: new Map() }],
      ['Items', undefined],
    ]),
    dynamic: new Map([['Group', { type: customer, collection: true, shape: only('ID') }]]),
  };
  expect(fragment(shape)).toBe('#Orders(Customer(Address/City),Items(),Group())');
});

it('a concatenation lists only what all have', () => {
  const shape: Shape = {
    declared: new Map([['Amount', undefined]]),
    dynamic: new Map([
      ['Total', number],
      ['Count', number],
    ]),
  };
  const items = [instance(record({ Amount: '1', Total: '2' })), instance(record({ Total: '3' }))];
  expect(fragment(shape, items)).toBe('#Orders(Total)');
  expect(fragment(shape, [instance(record({ Amount: '1' })), instance(record({ Total: '3' }))])).toBe(
    '#Orders(@Org.OData.Core.V1.AnyStructure)',
  );
});

it('instances are written without identity, dynamic members with their types', () => {
  const shape: Shape = {
    declared: new Map([['Customer', only('Name')]]),
    dynamic: new Map([['Total', number]]),
  };
  const related = { kind: 'instance', type: customer, values: record({ Name: 'Joe' }) } as const;
  const joined = {
    kind: 'collection',
    items: [{ kind: 'entity', entity: entityOf(customers, { ID: 1 }) }],
  } as const;
  const item: InstanceResult = {
    ...instance(record({ Total: '1.5', 'Total@type': 'Edm.Decimal' })),
    expanded: new Map<string, typeof related | typeof joined>([
      ['Customer', related],
      ['Group', joined],
    ]),
  };
  const query = queryOf([setSegment(ordersSet)], { apply: [], shape });
  const write = (version: '4.0' | '4.01'): unknown =>
    JSON.parse(serialize({ kind: 'collection', items: [item] }, contextOf(query, { version }))).value;
  expect(write('4.01')).toEqual([
    { 'Total@type': 'Decimal', Total: 1.5, Customer: { Name: 'Joe' }, Group: [{ ID: 1 }] },
  ]);
  expect(write('4.0')).toEqual([
    {
      '@odata.id': null,
      'Total@odata.type': '#Decimal',
      Total: 1.5,
      Customer: { '@odata.id': null, Name: 'Joe' },
      Group: [{ ID: 1 }],
    },
  ]);
});

it('members that addnested makes are written with the entity that they belong to', () => {
  const best = {
    kind: 'collection',
    items: [instance(record({ Max: '3', 'Max@type': 'Edm.Decimal' }))],
  } as const;
  const expanded = new Map([['Best', best]]);
  const result = { kind: 'entity', entity: entityOf(customers, { ID: 1 }), expanded } as const;
  const query = queryOf([setSegment(customers)], { apply: [] });
  const text = serialize({ kind: 'collection', items: [result] }, contextOf(query));
  expect(JSON.parse(text).value).toEqual([{ ID: 1, Best: [{ 'Max@type': 'Decimal', Max: 3 }] }]);
});
