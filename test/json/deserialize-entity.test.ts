// OData JSON Format 4.01, sections 6 and 8, as request bodies.
import { describe, expect, it } from 'vitest';
import type { EdmEntityType } from '../../src/edm/edm-model.ts';
import type { ODataError } from '../../src/error/odata-error.ts';
import {
  type DeserializeContext,
  type Deserialized,
  deserializeEntity,
} from '../../src/json/read/deserialize.ts';
import { type EntityPayload, isKeyReference, type NavigationPayload } from '../../src/json/read/payload.ts';
import {
  base,
  country,
  customer,
  document,
  entityType,
  everything,
  item,
  items,
  model,
  navigation,
  open,
  order,
} from './fixture.ts';

function read(
  body: unknown,
  type: EdmEntityType = customer,
  more: Partial<DeserializeContext> = {},
): Deserialized<EntityPayload> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return deserializeEntity(text, type, { model, mode: 'update', requiredOnCreate: 'model', ...more });
}
const create = { mode: 'create' } as const;
/** Code and target of each violation. */
function wrong(body: unknown, type?: EdmEntityType, more?: Partial<DeserializeContext>): string[] {
  return read(body, type, more).violations.map(({ code, target }) => `${code} ${target}`);
}

describe('what is refused, each with its target', () => {
  it('a property that a closed type has not got, with a hint', () => {
    const { violations, payload } = read({ name: 'x' });
    expect(violations).toEqual([
      { code: 'UnknownProperty', target: 'name', message: expect.stringContaining("Did you mean 'Name'?") },
    ]);
    expect(payload.values).toEqual({ name: 'x' });
  });

  it('an enumeration member that is none: the message lists those that are', () => {
    const { violations, payload } = read({ Status: 'String' });
    expect(violations[0]).toMatchObject({ code: 'InvalidValue', target: 'Status' });
    expect(violations[0]?.message).toContain('one of "notProvisioned", "provisioned"; found "String"');
    expect(payload.values.Status).toBe('String');
  });

  it('all at once, wherever they are', () => {
    const body = {
      ID: 'x',
      Name: null,
      Address: { City: null, Zip: 1 },
      Addresses: [{ City: 3 }, 'x', { '@odata.type': '#ns.Customer', City: 'x' }],
      Emails: [null, 'a'],
      Rank: 40000,
      Colors: 'Red,Pink',
      Orders: [{ OrderNo: 'x' }],
      'Orders@odata.bind': 7,
      'Name@odata.bind': 'Customers(1)',
      Nope: 1,
    };
    expect(wrong(body, customer, { mode: 'value' }).sort()).toEqual(
      [
        'InvalidValue ID',
        'NullNotAllowed Name',
        'NullNotAllowed Address/City',
        'UnknownProperty Address/Zip',
        'InvalidValue Addresses/0/City',
        'InvalidValue Addresses/1',
        'UnknownType Addresses/2/@odata.type',
        'NullNotAllowed Emails/0',
        'InvalidValue Rank',
        'InvalidValue Colors',
        'InvalidValue Orders/0/OrderNo',
        'InvalidValue Orders@odata.bind',
        'UnknownProperty Name@odata.bind',
        'UnknownProperty Nope',
      ].sort(),
    );
  });

  it('facets', () => {
    expect(wrong({ Name: 'x'.repeat(41) })).toEqual(['InvalidValue Name']);
    expect(wrong({ Name: '😀'.repeat(40) })).toEqual([]);
    expect(wrong({ Address: { City: 'x'.repeat(21) } })).toEqual(['InvalidValue Address/City']);
    expect(wrong(`{"Price":${'9'.repeat(31)}}`)).toEqual(['InvalidValue Price']);
    expect(wrong(`{"Price":${'9'.repeat(30)}}`)).toEqual([]);
  });

  it.each([
    ['9223372036854775807', []],
    ['-9223372036854775808', []],
    ['9223372036854775808', ['InvalidValue Big']],
    ['"9223372036854775808"', ['InvalidValue Big']],
    ['1.5', ['InvalidValue Big']],
    ['1.0', []],
    ['1e400', ['InvalidValue Big']],
    ['"x"', ['InvalidValue Big']],
  ])('Int64 %s', (token, violations) => expect(wrong(`{"Big":${token}}`)).toEqual(violations));

  it.each([
    ['Date', '2023-02-29'],
    ['Date', '2023-13-01'],
    ['DateTimeOffset', '2023-01-01T00:00:00'],
    ['DateTimeOffset', 'String (timestamp)'],
    ['TimeOfDay', '24:00:00'],
    ['Duration', 'P1Y'],
    ['Duration', 'P'],
    ['Duration', 'PT'],
    ['Guid', '01234567'],
    ['Binary', 'a'],
    ['Binary', '!!!!'],
    ['Decimal', '0x10'],
    ['Boolean', 'true'],
    ['String', 1],
    ['Double', '1'],
    ['Byte', -1],
    ['SByte', 128],
    ['Single', 1e39],
    ['GeographyPoint', { type: 'Polygon', coordinates: [] }],
    ['GeographyPoint', 'POINT(1 2)'],
    ['GeographyPoint', { type: 'constructor', coordinates: [1, 2] }],
  ])('Edm.%s %j', (name, value) =>
    expect(wrong({ [name]: value }, everything)).toEqual([`InvalidValue ${name}`]),
  );

  it.each([
    ['Date', '2024-02-29'],
    ['Date', '-0001-12-31'],
    ['DateTimeOffset', '2016-12-31T23:56:57.0702389+03:00'],
    ['DateTimeOffset', '2016-12-31T23:56Z'],
    ['Duration', '-P12DT23H59M59.999999999999S'],
    ['Binary', 'Y29udGVudA=='],
    ['Binary', '_-8'],
    ['Binary', ''],
    ['Decimal', 'INF'],
    ['Color', 'Red,Blue'],
    ['Weight', 1.125],
  ])('Edm.%s takes %j', (name, value) => expect(wrong({ [name]: value }, everything)).toEqual([]));

  it('type definitions have facets of their own', () => {
    expect(wrong({ Weight: 1.1234 }, everything)).toEqual(['InvalidValue Weight']);
  });

  it('what is no object', () => {
    for (const body of ['[]', 'null', '1', '"x"'])
      expect(() => read(body)).toThrowError(
        expect.objectContaining({ status: 400, code: 'InvalidPayload' }) as ODataError,
      );
  });
});

describe('types', () => {
  it.each(['#ns.Vip', 'ns.Vip', '#self.Vip', 'http://host/$metadata#ns.Vip'])('%s', (name) => {
    expect(read({ '@odata.type': name, Level: 1 }).payload.type.name).toBe('Vip');
    expect(read({ '@type': name, Level: 1 }).violations).toEqual([]);
  });

  it('unknown, not derived, abstract', () => {
    expect(read({ '@odata.type': '#ns.Nope' }).violations[0]?.message).toContain(
      'Allowed: #ns.Customer, #ns.Vip',
    );
    expect(wrong({ '@odata.type': '#ns.Order' })).toEqual(['UnknownType @odata.type']);
    expect(wrong({ '@odata.type': '#ns.Base' }, base)).toEqual(['UnknownType @odata.type']);
    expect(wrong({ '@odata.type': 3 })).toEqual(['InvalidAnnotation @odata.type']);
  });

  it('an abstract declared type must be told on create', () => {
    expect(wrong({}, base, { ...create, requiredOnCreate: 'keys' })).toContain('UnknownType @odata.type');
    expect(wrong({ '@odata.type': '#ns.Open' }, base, { ...create, requiredOnCreate: 'keys' })).toEqual([]);
  });

  it('complex values keep theirs', () => {
    const { payload } = read({ Address: { '@odata.type': '#ns.PostalAddress', City: 'x', Zip: '1' } });
    expect(payload.values.Address).toEqual({ '@type': 'ns.PostalAddress', City: 'x', Zip: '1' });
  });
});

describe('modes', () => {
  it('create: what is required must be there, computed properties are ignored', () => {
    expect(wrong({ Address: {} }, customer, create)).toEqual([
      'MissingProperty Address/City',
      'MissingProperty Name',
    ]);
    const { payload } = read({ Name: 'x', CreatedAt: '2020-01-01T00:00:00Z', Serial: 's' }, customer, create);
    expect(payload.values).toEqual({ Name: 'x', Serial: 's' });
    expect(payload.ignored).toEqual(['CreatedAt']);
  });

  it('the rule keys requires nothing but keys that clients make', () => {
    expect(wrong({}, customer, { ...create, requiredOnCreate: 'keys' })).toEqual([]);
    expect(wrong({}, item, { ...create, requiredOnCreate: 'keys' })).toEqual([
      'MissingProperty Line',
      'MissingProperty Code',
    ]);
  });

  it('update: key, immutable and computed properties are ignored', () => {
    const { payload } = read({ ID: 2, Name: 'x', Serial: 's', CreatedAt: 'x' });
    expect(payload.values).toEqual({ Name: 'x' });
    expect(payload.ignored).toEqual(['ID', 'Serial', 'CreatedAt']);
  });

  it('replace: required as in create, without what is ignored', () => {
    expect(wrong({}, customer, { mode: 'replace' })).toEqual(['MissingProperty Name']);
  });

  it('keys that a referential constraint gives are not required', () => {
    const parent = entityType('P', { ID: ['Guid', { nullable: false }] }, { key: ['ID'] });
    const part = entityType(
      'Part',
      { ParentID: ['Guid', { nullable: false }], No: ['Int32', { nullable: false }] },
      { key: ['ParentID', 'No'] },
    );
    const up = {
      ...navigation(part, 'Parent', parent),
      partner: 'Parts',
      referentialConstraints: [{ property: 'ParentID', referencedProperty: 'ID' }],
    };
    (part.navigationProperties as Map<string, typeof up>).set('Parent', up);
    const down = { ...navigation(parent, 'Parts', part, { collection: true }), partner: 'Parent' };
    (parent.navigationProperties as Map<string, typeof down>).set('Parts', down);
    expect(wrong({ No: 1 }, part, create)).toEqual(['MissingProperty ParentID']);
    expect(wrong({ No: 1 }, part, { ...create, through: down })).toEqual([]);
    expect(wrong({ No: 1, 'Parent@odata.bind': 'P(1)' }, part, create)).toEqual([]);
    expect(wrong({ Parts: [{ No: 1 }, {}] }, parent, create)).toEqual(['MissingProperty Parts/1/No']);
  });
});

describe('relations', () => {
  const related = (
    body: unknown,
    name: string,
    more: Partial<DeserializeContext> = {},
  ): NavigationPayload | undefined => {
    const result = read(body, order, more);
    expect(result.violations).toEqual([]);
    return result.payload.navigation.get(name);
  };

  it('4.0 binds, 4.01 references', () => {
    const expected = { kind: 'references', ids: ['Customers(1)'] };
    expect(related({ 'Customer@odata.bind': 'Customers(1)' }, 'Customer')).toMatchObject(expected);
    expect(related({ Customer: { '@id': 'Customers(1)' } }, 'Customer')).toMatchObject(expected);
    expect(
      related({ Customer: { '@odata.id': 'Customers(1)', '@odata.type': '#ns.Vip' } }, 'Customer'),
    ).toMatchObject(expected);
  });

  it('null takes the relation away', () => {
    const none = { kind: 'entity', entity: null };
    expect(related({ 'Customer@odata.bind': null }, 'Customer')).toMatchObject(none);
    expect(related({ Customer: null }, 'Customer')).toMatchObject(none);
  });

  it('deep insert, at any depth, with derived types', () => {
    const body = {
      OrderNo: 1,
      Customer: { '@type': '#ns.Vip', Name: 'x', Manager: { Name: 'y', Orders: [{ OrderNo: 2 }] } },
    };
    const payload = related(body, 'Customer', create);
    const vipPayload = payload?.kind === 'entity' ? payload.entity : undefined;
    expect(vipPayload?.type.name).toBe('Vip');
    const manager = vipPayload?.navigation.get('Manager');
    expect(manager?.kind === 'entity' && manager.entity?.navigation.get('Orders')?.kind).toBe('entities');
  });

  it('collections mix references and entities; 4.0 binds add to them', () => {
    const body = { 'Orders@odata.bind': ['Orders(1)'], Orders: [{ '@id': 'Orders(2)' }, { OrderNo: 3 }] };
    const { payload, violations } = read({ Name: 'x', ...body }, customer, create);
    expect(violations).toEqual([]);
    const orders = payload.navigation.get('Orders');
    expect(orders?.kind === 'entities' && orders.entities.map((o) => o.id ?? o.values.OrderNo)).toEqual([
      'Orders(1)',
      'Orders(2)',
      3,
    ]);
    expect(read({ Orders: [{ '@id': 'Orders(2)' }] }).payload.navigation.get('Orders')).toMatchObject({
      kind: 'references',
      ids: ['Orders(2)'],
      adds: false,
    });
  });

  it('nested delta payloads', () => {
    const body = {
      'Orders@delta': [
        { '@removed': { reason: 'deleted' }, '@id': 'Orders(1)' },
        { '@removed': {}, OrderNo: 2 },
        { OrderNo: 3, Amount: 1 },
      ],
    };
    const orders = read(body).payload.navigation.get('Orders');
    expect(orders).toMatchObject({ kind: 'entities', delta: true });
    expect(
      orders?.kind === 'entities' && orders.entities.map((o) => [o.removed, o.id, o.values.OrderNo]),
    ).toEqual([
      ['deleted', 'Orders(1)', undefined],
      ['changed', undefined, 2],
      [undefined, undefined, 3],
    ]);
  });

  it('inside of complex values, by path', () => {
    const { payload } = read({ Address: { 'Country@odata.bind': 'Countries(1)' } });
    expect([...payload.navigation.keys()]).toEqual(['Address/Country']);
  });

  it('inside of collections of complex values, by path with ordinals', () => {
    const { payload, violations } = read({
      Addresses: [{ City: 'x' }, { Country: { '@id': 'Countries(1)' } }, { 'Country@odata.bind': 'x' }],
    });
    expect(violations).toEqual([]);
    expect([...payload.navigation.keys()]).toEqual(['Addresses/1/Country', 'Addresses/2/Country']);
  });

  it('a full key and nothing else may be a reference: nothing more is required', () => {
    const { payload, violations } = read({ OrderNo: 1, Customer: { ID: 7 } }, order, create);
    expect(violations).toEqual([]);
    const customerOf = payload.navigation.get('Customer');
    expect(customerOf?.kind === 'entity' && customerOf.entity && isKeyReference(customerOf.entity)).toBe(
      true,
    );
  });

  it('contained entities need their client-made keys on create', () => {
    expect(wrong({ OrderNo: 1, Items: [{ Line: 1 }] }, order, create)).toEqual([
      'MissingProperty Items/0/Code',
    ]);
    expect(items.containsTarget && country.key.length).toBe(1);
  });
});

describe('what only annotates', () => {
  it('control information of responses is let through', () => {
    const body = {
      '@odata.context': 'x',
      '@odata.id': 'Customers(1)',
      '@odata.etag': 'W/"1"',
      '@odata.editLink': 'x',
      '@odata.unknown': 1,
      'Orders@odata.navigationLink': 'x',
      'Orders@odata.count': 3,
      'Name@odata.type': '#String',
      '#ns.Action': {},
      Name: 'x',
    };
    const { payload, violations } = read(body);
    expect(violations).toEqual([]);
    expect(payload).toMatchObject({ id: 'Customers(1)', etag: 'W/"1"' });
    expect(payload.values).toEqual({ Name: 'x' });
  });

  it('annotations are kept, aliases of their namespaces expanded', () => {
    expect(read({ '@self.Term': 1, 'Name@self.Term#q': [true], Name: 'x' }).payload.values).toEqual({
      '@ns.Term': 1,
      'Name@ns.Term#q': [true],
      Name: 'x',
    });
  });
});

it('contents of streams', () => {
  const { payload, violations } = read(
    { id: '1', Photo: 'AAAA', 'Photo@odata.mediaContentType': 'image/png', $value: null },
    document,
  );
  expect(violations).toEqual([]);
  expect([...payload.streams]).toEqual([
    ['Photo', { content: 'AAAA', mediaType: 'image/png' }],
    ['$value', { content: null, mediaType: undefined }],
  ]);
});

it('dynamic properties of open types, with types and without', () => {
  const body =
    '{"A":1,"B":12345678901234567,"C":"2020-01-01","C@odata.type":"#Date","D":{"x":[1]},"E":["a"],"E@type":"#Collection(String)","F":{"@odata.type":"#ns.Address","City":"x"},"a b":1}';
  const { payload, violations } = read(body, open);
  expect(violations.map(({ target }) => target)).toEqual(['a b']);
  expect(payload.values).toMatchObject({
    A: 1,
    B: 12345678901234567n,
    'B@type': 'Edm.Int64',
    C: '2020-01-01',
    'C@type': 'Edm.Date',
    D: { x: [1] },
    'E@type': 'Collection(Edm.String)',
    F: { '@type': 'ns.Address', City: 'x' },
  });
  expect(wrong({ X: 'x', 'X@odata.type': '#Date' }, open)).toEqual(['InvalidValue X']);
  expect(wrong({ X: 'x', 'X@odata.type': '#ns.Nope' }, open)).toEqual(['UnknownType X@odata.type']);
});
