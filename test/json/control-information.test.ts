// OData JSON Format 4.01, sections 3.1 and 4.6: what each metadata level writes.
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../src/edm/entity.ts';
import { serialize } from '../../src/json/write/serialize.ts';
import type { SerializeContext } from '../../src/json/write/serialize-context.ts';
import type { ExpandItem, QueryOptions } from '../../src/query/query.ts';
import type { EntityResult } from '../../src/query/result.ts';
import {
  addressCountry,
  contextOf,
  country,
  customer,
  customers,
  document,
  documents,
  entityOf,
  entitySet,
  keySegment,
  opens,
  orders,
  ordersSet,
  queryOf,
  record,
  setSegment,
  vip,
  vipManager,
} from './fixture.ts';

const set = setSegment(customers);
const one = keySegment(set, { ID: 1 });
const values = {
  ID: 1,
  Name: 'a',
  Big: 9007199254740993n,
  Price: '1.50',
  Address: record({ Street: null, City: 'B' }),
};
const entity = entityOf(customers, values);

function written(
  subject: Entity | EntityResult,
  more: Partial<SerializeContext> = {},
  options: QueryOptions = {},
): Record<string, unknown> {
  const result = 'entity' in subject ? subject : ({ kind: 'entity', entity: subject } as const);
  return JSON.parse(serialize(result, contextOf(queryOf([set, one], options), more)));
}

describe('minimal', () => {
  it('writes the context and the properties', () => {
    expect(serialize({ kind: 'entity', entity }, contextOf(queryOf([set, one])))).toBe(
      '{"@context":"http://host/$metadata#Customers/$entity","ID":1,"Name":"a","Address":{"Street":null,"City":"B"},' +
        '"Big":9007199254740993,"Price":1.50}',
    );
  });

  it('prefixes control information in 4.0, and in 4.01 when told to', () => {
    expect(Object.keys(written(entity, { version: '4.0' }))[0]).toBe('@odata.context');
    expect(Object.keys(written(entity, { prefixed: true }))[0]).toBe('@odata.context');
  });

  it('names types that are derived', () => {
    const derived = entityOf(
      customers,
      { ...values, Level: 3, Address: record({ '@type': 'ns.PostalAddress', City: 'B', Zip: '1' }) },
      vip,
    );
    expect(written(derived)).toMatchObject({
      '@type': '#ns.Vip',
      Address: { '@type': '#ns.PostalAddress', Zip: '1' },
    });
    expect(written(derived, { metadata: 'none' })).toEqual({
      ID: 1,
      Name: 'a',
      Big: 9007199254740992,
      Price: 1.5,
      Level: 3,
      Address: { City: 'B', Zip: '1' },
    });
  });

  it('names the declared type when told to', () => {
    expect(written(entity, { alwaysType: true })).toMatchObject({ '@type': '#ns.Customer' });
  });

  it('writes the id where the key is not selected', () => {
    const properties = new Map([
      [
        'Name',
        { property: customer.properties.get('Name'), select: undefined, options: undefined, cast: undefined },
      ],
    ]);
    const select = { all: false, properties, navigationProperties: new Set<string>(), operations: [] };
    expect(written(entity, {}, { select })).toEqual({
      '@context': 'http://host/$metadata#Customers(Name)/$entity',
      '@id': 'http://host/Customers(1)',
      Name: 'a',
    });
  });

  it('writes etags', () => {
    expect(written(entity, { etag: () => 'W/"1"' })).toMatchObject({ '@etag': 'W/"1"' });
    expect(written(entity, { etag: () => 'W/"1"', metadata: 'none' })['@etag']).toBeUndefined();
  });
});

it('full writes everything', () => {
  expect(
    written(entityOf(customers, { ...values, ID: 7 }), {
      metadata: 'full',
      version: '4.0',
      etag: () => '"x"',
    }),
  ).toEqual({
    '@odata.context': 'http://host/$metadata#Customers/$entity',
    '@odata.type': '#ns.Customer',
    '@odata.id': 'http://host/Customers(7)',
    '@odata.etag': '"x"',
    '@odata.editLink': 'http://host/Customers(7)',
    'ID@odata.type': '#Int32',
    ID: 7,
    Name: 'a',
    Address: {
      '@odata.type': '#ns.Address',
      Street: null,
      City: 'B',
      'Country@odata.associationLink': 'http://host/Customers(7)/Address/Country/$ref',
      'Country@odata.navigationLink': 'http://host/Customers(7)/Address/Country',
    },
    'Big@odata.type': '#Int64',
    Big: 9007199254740992,
    'Price@odata.type': '#Decimal',
    Price: 1.5,
    'Orders@odata.associationLink': 'http://host/Customers(7)/Orders/$ref',
    'Orders@odata.navigationLink': 'http://host/Customers(7)/Orders',
  });
});

it('full casts edit links of derived entities, and takes keys as segments', () => {
  const derived = entityOf(customers, { ID: 7 }, vip);
  expect(written(derived, { metadata: 'full' })).toMatchObject({
    '@id': 'http://host/Customers(7)',
    '@editLink': 'http://host/Customers(7)/ns.Vip',
    'Manager@navigationLink': 'http://host/Customers(7)/ns.Vip/Manager',
  });
  expect(written(derived, { metadata: 'full', keyAsSegment: true })['@id']).toBe('http://host/Customers/7');
});

it('none keeps counts and next links', () => {
  const context = contextOf(queryOf([set]), {
    metadata: 'none',
    version: '4.0',
    nextLink: () => 'http://host/next',
  });
  const text = serialize({ kind: 'collection', items: [], count: 3 }, context);
  expect(text).toBe('{"@odata.count":3,"value":[],"@odata.nextLink":"http://host/next"}');
});

it('a page has a next link or a delta link, never both', () => {
  const links = { nextLink: () => 'next', deltaLink: () => 'delta' };
  const both = serialize({ kind: 'collection', items: [] }, contextOf(queryOf([set]), links));
  expect(both).toContain('"@nextLink":"next"');
  expect(both).not.toContain('delta"');
  expect(
    serialize({ kind: 'collection', items: [] }, contextOf(queryOf([set]), { deltaLink: () => 'delta' })),
  ).toContain('"@deltaLink":"delta"');
});

it('omit-values leaves out nulls or defaults', () => {
  const some = entityOf(customers, { ID: 1, Name: 'a', Serial: null, Rank: 7 });
  expect(written(some, { omitValues: 'nulls', metadata: 'none' })).toEqual({ ID: 1, Name: 'a', Rank: 7 });
  expect(written(some, { omitValues: 'defaults', metadata: 'none' })).toEqual({ ID: 1, Name: 'a' });
});

describe('media', () => {
  const document = entityOf(documents, { id: 'x y' });
  const context = (more: Partial<SerializeContext>): SerializeContext =>
    contextOf(queryOf([setSegment(documents), keySegment(setSegment(documents), { id: 'x y' })]), {
      media: (_, property) => (property ? { etag: '"p"' } : { contentType: 'image/png' }),
      ...more,
    });
  const write = (more: Partial<SerializeContext>): unknown =>
    JSON.parse(serialize({ kind: 'entity', entity: document }, context(more)));

  it('minimal writes what the client can not compute', () => {
    expect(write({})).toEqual({
      '@context': 'http://host/$metadata#Documents/$entity',
      '@mediaContentType': 'image/png',
      id: 'x y',
      'Photo@mediaEtag': '"p"',
    });
  });

  it('full, or the option, writes links', () => {
    for (const more of [{ metadata: 'full' }, { mediaLinks: true }] as const)
      expect(write(more)).toMatchObject({
        '@mediaReadLink': "http://host/Documents('x%20y')/$value",
        '@mediaEditLink': "http://host/Documents('x%20y')/$value",
        'Photo@mediaReadLink': "http://host/Documents('x%20y')/Photo",
      });
  });

  it('none writes nothing', () => expect(write({ metadata: 'none' })).toEqual({ id: 'x y' }));
});

describe('expanded members', () => {
  const countries = entitySet('Countries', country);
  const germany = { kind: 'entity', entity: entityOf(countries, { Code: 'DE', Name: null }) } as const;
  const order = (no: number): EntityResult => ({
    kind: 'entity',
    entity: entityOf(ordersSet, { OrderNo: no, Amount: '1' }),
  });
  const item = {
    path: [],
    navigationProperty: orders,
    stream: undefined,
    cast: undefined,
    form: 'entities',
    options: {},
    source: { kind: 'navigationSource', navigationSource: ordersSet },
  } as const;
  const list = { kind: 'collection', items: [order(1), order(2)], count: 5, skiptoken: 's' } as const;
  const with40 = (
    expanded: EntityResult['expanded'],
    options: QueryOptions,
    more: Partial<SerializeContext> = {},
  ): Record<string, unknown> =>
    written({ kind: 'entity', entity, ...(expanded && { expanded }) }, { version: '4.0', ...more }, options);

  it('collections have counts and next links', () => {
    const nextLink: SerializeContext['nextLink'] = (_, within) =>
      within && `next of ${within.item.navigationProperty?.name}`;
    expect(with40(new Map([['Orders', list]]), { expand: [item] }, { nextLink })).toMatchObject({
      'Orders@odata.count': 5,
      Orders: [
        { OrderNo: 1, Amount: 1 },
        { OrderNo: 2, Amount: 1 },
      ],
      'Orders@odata.nextLink': 'next of Orders',
    });
  });

  it('counts alone, and references', () => {
    expect(
      with40(new Map([['Orders', { kind: 'count', count: 5 }]]), { expand: [{ ...item, form: '$count' }] }),
    ).toMatchObject({ 'Orders@odata.count': 5 });
    expect(with40(new Map([['Orders', list]]), { expand: [{ ...item, form: '$ref' }] }).Orders).toEqual([
      { '@odata.id': 'http://host/Orders(1)' },
      { '@odata.id': 'http://host/Orders(2)' },
    ]);
  });

  it('inside of complex values, and null', () => {
    const path = [{ kind: 'property', property: customer.properties.get('Address')! }] as const;
    const source = { kind: 'navigationSource', navigationSource: countries } as const;
    const options = { expand: [{ ...item, navigationProperty: addressCountry, path, source }] };
    expect(with40(new Map([['Address/Country', germany]]), options).Address).toEqual({
      Street: null,
      City: 'B',
      Country: { Code: 'DE', Name: null },
    });
    expect(with40(new Map([['Address/Country', { kind: 'null' }]]), options).Address).toMatchObject({
      Country: null,
    });
  });

  it('full metadata gives each a context, minimal where the model does not tell the set', () => {
    const expanded = new Map([['Orders', list]]);
    expect(with40(expanded, { expand: [item] })['Orders@odata.context']).toBeUndefined();
    const context = (source: ExpandItem['source'], more: Partial<SerializeContext> = {}): unknown =>
      with40(expanded, { expand: [{ ...item, source }] }, more)['Orders@odata.context'];
    expect(context(item.source, { metadata: 'full' })).toBe('http://host/$metadata#Orders');
    expect(context(undefined)).toBe('http://host/$metadata#Collection(ns.Order)');
    const implied = { kind: 'contained', navigationProperty: orders, path: [] } as const;
    expect(context(implied)).toBe('http://host/$metadata#Collection(ns.Order)');
    const path = [{ kind: 'property', property: customer.properties.get('Address')! }] as const;
    const single = { ...item, navigationProperty: addressCountry, path, source: undefined };
    expect(with40(new Map([['Address/Country', germany]]), { expand: [single] }).Address).toMatchObject({
      Country: { '@odata.context': 'http://host/$metadata#ns.Country', Code: 'DE' },
    });
  });

  it('$levels repeats the item', () => {
    const person = (ID: number, manager: EntityResult | { readonly kind: 'null' }): EntityResult => ({
      kind: 'entity',
      entity: entityOf(customers, { ID }, vip),
      expanded: new Map([['Manager', manager]]),
    });
    const source = { kind: 'navigationSource', navigationSource: customers } as const;
    const managers = { ...item, navigationProperty: vipManager, source, options: { levels: 2 } };
    const chain = person(1, person(2, person(3, { kind: 'null' })));
    expect(written(chain, { metadata: 'none' }, { expand: [managers] })).toEqual({
      ID: 1,
      Manager: { ID: 2, Manager: { ID: 3, Manager: null } },
    });
  });
});

it('dynamic properties come after the declared ones, annotations before what they annotate', () => {
  const open = entityOf(opens, {
    id: '1',
    Kind: 'k',
    Size: 5n,
    'Size@type': 'Edm.Int64',
    'Kind@ns.T': 1,
    '@ns.T': { a: 1 } as never,
  });
  const query = queryOf([setSegment(opens), keySegment(setSegment(opens), { id: '1' })]);
  expect(serialize({ kind: 'entity', entity: open }, contextOf(query, { version: '4.0' }))).toBe(
    '{"@odata.context":"http://host/$metadata#Opens/$entity","@ns.T":{"a":1},"id":"1","Kind@ns.T":1,"Kind":"k","Size@odata.type":"#Int64","Size":5}',
  );
  expect(
    serialize({ kind: 'entity', entity: open }, contextOf(query, { includeAnnotation: () => false })),
  ).not.toContain('ns.T');
});

describe('streams that $expand names are inline', () => {
  const write = (
    contentType: string | undefined,
    text: string,
    more: Partial<SerializeContext> = {},
  ): unknown => {
    const photo = document.properties.get('Photo')!;
    const item = {
      path: [],
      navigationProperty: undefined,
      cast: undefined,
      form: 'entities',
      options: {},
      source: undefined,
    } as const;
    const query = queryOf([setSegment(documents), keySegment(setSegment(documents), { id: '1' })], {
      expand: [
        { ...item, stream: photo },
        { ...item, stream: '$value' },
      ],
    });
    const media = (): object =>
      contentType === undefined ? {} : { contentType, content: () => Buffer.from(text) };
    return JSON.parse(
      serialize(
        { kind: 'entity', entity: entityOf(documents, { id: '1' }) },
        contextOf(query, { media, metadata: 'none', ...more }),
      ),
    );
  };

  it.each([
    ['application/json;odata=x', '{"a":[1]}', { a: [1] }],
    ['application/json', '{', 'ew'],
    ['text/plain', 'ä"', 'ä"'],
    ['text/plain;charset=iso-8859-1', 'a', 'YQ'],
    ['image/png', '\u0001\u0002', 'AQI'],
  ])('%s', (contentType, text, value) => {
    expect(write(contentType, text)).toEqual({
      '@mediaContentType': contentType,
      $value: value,
      id: '1',
      'Photo@mediaContentType': contentType,
      Photo: value,
    });
  });

  it('null where there is none', () =>
    expect(write(undefined, '')).toEqual({ $value: null, id: '1', Photo: null }));
});
