// OData JSON Format 4.01, sections 5, 11, 14, 15, 18 and 21: bodies that are no single entity.
import { describe, expect, it } from 'vitest';
import type { EdmParameter } from '../../src/edm/edm-model.ts';
import { ODataError } from '../../src/error/odata-error.ts';
import { parseJson } from '../../src/json/parse-json.ts';
import { binaryBytes, binaryText, rawValueText, readRawValue } from '../../src/json/raw-value.ts';
import {
  type DeserializeContext,
  deserializeDelta,
  deserializeItem,
  deserializeReference,
  deserializeReferences,
  deserializeValue,
  isReferenceBody,
} from '../../src/json/read/deserialize.ts';
import { deserializeParameters, parameterNames } from '../../src/json/read/deserialize-parameters.ts';
import { errorHeader, serializeError } from '../../src/json/write/error-body.ts';
import { serialize } from '../../src/json/write/serialize.ts';
import { type DeltaChange, serializeDelta } from '../../src/json/write/serialize-delta.ts';
import { serializeServiceDocument } from '../../src/json/write/service-document.ts';
import {
  address,
  annotations,
  color,
  contextOf,
  customer,
  customers,
  entityOf,
  keySegment,
  model,
  orders,
  ordersSet,
  primitive,
  propertySegment,
  queryOf,
  record,
  reference,
  setSegment,
} from './fixture.ts';

const context: DeserializeContext = { model, mode: 'update', requiredOnCreate: 'model' };
const set = setSegment(customers);
const one = keySegment(set, { ID: 1 });

describe('properties', () => {
  it('are read', () => {
    expect(
      deserializeValue('{"@odata.context":"x","value":"a"}', reference(primitive('String')), context),
    ).toMatchObject({ payload: { value: 'a' }, violations: [] });
    expect(
      deserializeValue('{"value":[1,2]}', reference(primitive('Int32'), { collection: true }), context)
        .payload.value,
    ).toEqual([1, 2]);
    expect(deserializeValue('{"City":"x"}', reference(address), context).payload.value).toEqual({
      City: 'x',
    });
    expect(
      deserializeItem('{"value":3}', reference(primitive('Int32'), { collection: true }), context).payload
        .value,
    ).toBe(3);
  });

  it('have violations', () => {
    const targets = (text: string): unknown =>
      deserializeValue(text, reference(primitive('Int32'), { nullable: false }), context).violations.map(
        (v) => [v.code, v.target],
      );
    expect(targets('{"value":"x"}')).toEqual([['InvalidValue', 'value']]);
    expect(targets('{"value":null}')).toEqual([['NullNotAllowed', 'value']]);
    expect(targets('{}')).toEqual([['MissingProperty', 'value']]);
  });

  it('are written', () => {
    const property = (name: string, value: never, metadata: 'minimal' | 'full' = 'minimal'): string =>
      serialize(
        { kind: 'value', value },
        contextOf(queryOf([set, one, propertySegment(customer, name)]), { version: '4.0', metadata }),
      );
    expect(property('Name', 'x' as never)).toBe(
      '{"@odata.context":"http://host/$metadata#Customers(1)/Name","value":"x"}',
    );
    expect(property('Price', '1.50' as never)).toBe(
      '{"@odata.context":"http://host/$metadata#Customers(1)/Price","value":1.50}',
    );
    expect(property('Emails', ['a', 'b'] as never)).toBe(
      '{"@odata.context":"http://host/$metadata#Customers(1)/Emails","value":["a","b"]}',
    );
    expect(property('Address', record({ Street: null, City: 'B' }) as never)).toBe(
      '{"@odata.context":"http://host/$metadata#Customers(1)/Address","Street":null,"City":"B"}',
    );
    expect(property('Addresses', [record({ '@type': 'ns.PostalAddress', City: 'B' })] as never)).toBe(
      '{"@odata.context":"http://host/$metadata#Customers(1)/Addresses","value":[{"@odata.type":"#ns.PostalAddress","City":"B"}]}',
    );
    expect(property('Name', 'x' as never, 'full')).toBe(
      '{"@odata.context":"http://host/$metadata#Customers(1)/Name","value":"x"}',
    );
    expect(property('Price', '1.50' as never, 'full')).toBe(
      '{"@odata.context":"http://host/$metadata#Customers(1)/Price","@odata.type":"#Decimal","value":1.50}',
    );
    expect(property('Emails', ['a', 'b'] as never, 'full')).toBe(
      '{"@odata.context":"http://host/$metadata#Customers(1)/Emails","@odata.type":"#Collection(String)","value":["a","b"]}',
    );
  });
});

describe('references', () => {
  it('are read', () => {
    const idOf = (body: string) => deserializeReference(body, customer, context).payload.id;
    expect(idOf('{"@odata.id":"Customers(1)"}')).toBe('Customers(1)');
    expect(idOf('{"@id":"Customers(1)"}')).toBe('Customers(1)');
    const several = deserializeReferences('{"value":[{"@id":"A"},{"@odata.id":"B"}]}', customer, context);
    expect(several.payload.map(({ id }) => id)).toEqual(['A', 'B']);
    expect(deserializeReference('{"ID":1}', customer, context).payload.values).toEqual({ ID: 1 });
    expect(() => idOf('{"@id":"Customers(1)","Name":"x"}')).toThrowError(ODataError);
    expect(() => idOf('{"id":"x"}')).toThrowError(
      expect.objectContaining({ status: 400, code: 'InvalidReference' }) as Error,
    );
    expect(isReferenceBody(parseJson('{"@odata.context":"x","@odata.id":"y"}'))).toBe(true);
    expect(isReferenceBody(parseJson('{"@odata.id":"y","Name":"x"}'))).toBe(false);
  });

  it('are written', () => {
    const ref = { ...one, kind: 'ref' } as never;
    const result = { kind: 'entity', entity: entityOf(customers, { ID: 1 }) } as const;
    expect(serialize(result, contextOf(queryOf([set, one, ref])))).toBe(
      '{"@context":"http://host/$metadata#$ref","@id":"http://host/Customers(1)"}',
    );
  });
});

describe('parameters of actions', () => {
  const parameter = (name: string, type: EdmParameter['type'], optional = false): EdmParameter => ({
    kind: 'Parameter',
    name,
    annotations: annotations(),
    type,
    optional,
  });
  const parameters = [
    parameter('count', reference(primitive('Int32'), { nullable: false })),
    parameter('note', reference(primitive('String'))),
    parameter('places', reference(address, { collection: true, nullable: false }), true),
    parameter('who', reference(customer)),
    parameter('all', reference(customer, { collection: true, nullable: false }), true),
  ];

  it('are read', () => {
    const body =
      '{"count":1,"places":[{"City":"x"}],"who":{"@id":"Customers(1)"},"all":[{"Name":"y"}],"@ns.T":1}';
    const { payload, violations } = deserializeParameters(body, parameters, context);
    expect(violations).toEqual([]);
    expect(payload.values).toEqual({ count: 1, places: [{ City: 'x' }] });
    expect(payload.entities.get('who')).toMatchObject({ id: 'Customers(1)' });
    expect(payload.entities.get('all')).toMatchObject([{ values: { Name: 'y' } }]);
  });

  it('nullable and optional ones may be left out; others are missing, unknown ones are named', () => {
    const { violations } = deserializeParameters('{"nope":1}', parameters, context);
    expect(violations.map(({ code, target }) => [code, target])).toEqual([
      ['UnknownProperty', 'nope'],
      ['MissingProperty', 'count'],
    ]);
  });

  it('an empty body stands for none; expressions are kept', () => {
    expect(deserializeParameters('', [], context).violations).toEqual([]);
    const body = '{"count@expressionUrl":"1 add 1"}';
    expect([...deserializeParameters(body, parameters, context).payload.expressions]).toEqual([
      ['count', '1 add 1'],
    ]);
    expect(parameterNames('{"a":1,"b@expressionUrl":"x","@odata.type":"y"}')).toEqual(['a', 'b']);
  });
});

describe('delta payloads', () => {
  it('are read in 4.01 and 4.0', () => {
    const body = {
      '@context': '#$delta',
      value: [
        { ID: 1, Name: 'x' },
        { '@removed': { reason: 'deleted' }, ID: 2 },
        { '@odata.context': '#Customers/$deletedEntity', id: 'Customers(3)', reason: 'changed' },
        {
          '@odata.context': '#Customers/$link',
          source: 'Customers(1)',
          relationship: 'Orders',
          target: 'Orders(1)',
        },
        {
          '@odata.context': '#Customers/$deletedLink',
          source: 'Customers(1)',
          relationship: 'Orders',
          target: 'Orders(1)',
        },
        { Rank: 'x' },
      ],
    };
    const { payload, violations } = deserializeDelta(JSON.stringify(body), customer, context);
    expect(violations.map(({ target }) => target)).toEqual(['value/5/Rank']);
    expect(
      payload.map((change) =>
        change.kind === 'entity'
          ? [change.entity.removed, change.entity.id, change.entity.values.ID]
          : change.kind,
      ),
    ).toEqual([
      [undefined, undefined, 1],
      ['deleted', undefined, 2],
      ['changed', 'Customers(3)', undefined],
      'link',
      'deletedLink',
      [undefined, undefined, undefined],
    ]);
  });

  it('an entity of another set is of the type of that set', () => {
    const body = { value: [{ '@context': '#Orders/$entity', OrderNo: 1 }] };
    const { payload } = deserializeDelta(JSON.stringify(body), customer, context, 'Customers');
    expect(payload).toMatchObject([{ entitySet: { name: 'Orders' }, entity: { type: { name: 'Order' } } }]);
  });

  const changed = entityOf(customers, { ID: 1, Name: 'x' });
  const changes: DeltaChange[] = [
    { kind: 'entity', result: { kind: 'entity', entity: changed } },
    { kind: 'removed', identity: entityOf(customers, { ID: 2 }).identity, reason: 'deleted' },
    {
      kind: 'link',
      source: changed,
      path: [],
      navigationProperty: orders,
      target: entityOf(ordersSet, { OrderNo: 3 }).identity,
    },
  ];

  it('are written in 4.01', () => {
    const text = serializeDelta(
      { changes: changes.slice(0, 2), count: 2, deltaLink: 'http://host/d' },
      contextOf(queryOf([set])),
    );
    expect(JSON.parse(text)).toEqual({
      '@context': 'http://host/$metadata#Customers/$delta',
      '@count': 2,
      value: [
        { ID: 1, Name: 'x' },
        { '@removed': { reason: 'deleted' }, '@id': 'http://host/Customers(2)', ID: 2 },
      ],
      '@deltaLink': 'http://host/d',
    });
  });

  it('are written in 4.0', () => {
    const text = serializeDelta(
      { changes, nextLink: 'n', deltaLink: 'd' },
      contextOf(queryOf([set]), { version: '4.0' }),
    );
    expect(JSON.parse(text)).toEqual({
      '@odata.context': 'http://host/$metadata#Customers/$delta',
      value: [
        { ID: 1, Name: 'x' },
        {
          '@odata.context': 'http://host/$metadata#Customers/$deletedEntity',
          id: 'http://host/Customers(2)',
          reason: 'deleted',
        },
        {
          '@odata.context': 'http://host/$metadata#Customers/$link',
          source: 'http://host/Customers(1)',
          relationship: 'Orders',
          target: 'http://host/Orders(3)',
        },
      ],
      '@odata.nextLink': 'n',
    });
  });
});

describe('errors', () => {
  const error = new ODataError(400, 'InvalidPayload', 'ü\n💥', {
    details: [{ code: 'InvalidValue', message: 'm', target: 'a/0' }],
  });
  it('have a body', () => {
    expect(JSON.parse(serializeError(error, { innererror: { x: 1 } }))).toEqual({
      error: {
        code: 'InvalidPayload',
        message: 'ü\n💥',
        details: [{ code: 'InvalidValue', message: 'm', target: 'a/0' }],
        innererror: { x: 1 },
      },
    });
    expect(JSON.parse(serializeError({ code: 'c', message: 'm', target: 't' }))).toEqual({
      error: { code: 'c', message: 'm', target: 't' },
    });
  });
  it('fit a header', () => {
    const header = errorHeader(error);
    expect(header).toMatch(/^[\x20-\xff]*$/);
    expect(JSON.parse(header)).toMatchObject({ message: 'ü\n💥' });
  });
});

it('service document', () => {
  const text = serializeServiceDocument(model.entityContainer, {
    serviceRoot: 'http://host/',
    metadata: 'minimal',
    version: '4.01',
  });
  const body = JSON.parse(text) as { value: { name: string; kind: string; url: string }[] };
  expect(Object.keys(body)).toEqual(['@context', 'value']);
  expect(body.value).toContainEqual({ name: 'Customers', kind: 'EntitySet', url: 'Customers' });
  expect(body.value).toContainEqual({ name: 'MainSupplier', kind: 'Singleton', url: 'MainSupplier' });
});

describe('raw values', () => {
  it('are written', () => {
    expect(rawValueText(-0, reference(primitive('Double')), '4.01')).toBe('-0.0');
    expect(rawValueText(5n, reference(primitive('Int64')), '4.01')).toBe('5');
    expect(rawValueText('1e3', reference(primitive('Decimal')), '4.0')).toBe('1000');
    expect(rawValueText(true, reference(primitive('Boolean')), '4.0')).toBe('true');
    const point = record({ type: 'Point', coordinates: [142.1, 64.1] });
    expect(rawValueText(point, reference(primitive('GeographyPoint')), '4.0')).toBe(
      'SRID=4326;Point(142.1 64.1)',
    );
    const polygon = record({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [0, 1],
          [0, 0],
        ],
      ],
    });
    expect(rawValueText(polygon, reference(primitive('GeometryPolygon'), { srid: 5 }), '4.0')).toBe(
      'SRID=5;Polygon((0 0,1 0,0 1,0 0))',
    );
    expect(binaryText(binaryBytes('_-8'))).toBe('_-8');
    expect(binaryText(binaryBytes('/+8='))).toBe('_-8');
  });

  it('are read', () => {
    const read = (text: string, name: Parameters<typeof primitive>[0]): unknown =>
      readRawValue(text, reference(primitive(name))).value;
    expect(read('1.50', 'Decimal')).toBe('1.50');
    expect(read('9223372036854775807', 'Int64')).toBe(9223372036854775807n);
    expect(read('true', 'Boolean')).toBe(true);
    expect(read('-0.0', 'Double')).toBe(-0);
    expect(read('a "b"', 'String')).toBe('a "b"');
    expect(readRawValue('Red', reference(color)).value).toBe('Red');
    expect(readRawValue('x', reference(primitive('Int32'))).violation?.code).toBe('InvalidValue');
    expect(readRawValue('Pink', reference(color)).violation?.message).toContain('"Red", "Blue", "Green"');
  });
});
