// OData Protocol 4.01, section 10 "Context URL": one case for each form.
import { expect, it } from 'vitest';
import { contextFragment } from '../../src/json/context-url.ts';
import type { ODataVersion } from '../../src/json/write/select-list.ts';
import type { ResourceSegment } from '../../src/query/path/resource-path.ts';
import type { ExpandItem, QueryOptions, Select } from '../../src/query/query.ts';
import {
  address,
  addressCountry,
  base,
  castSegment,
  customer,
  customers,
  entityOf,
  item,
  items,
  keySegment,
  label,
  model,
  navigationSegment,
  opens,
  orderCustomer,
  orders,
  ordersSet,
  postalAddress,
  primitive,
  propertySegment,
  queryOf,
  setSegment,
  singletonSegment,
  vip,
} from './fixture.ts';

function fragment(
  segments: readonly ResourceSegment[],
  options: QueryOptions = {},
  version: ODataVersion = '4.01',
): string {
  return contextFragment(queryOf(segments, options), { version });
}

function select(names: readonly string[], more: Partial<Select> = {}): Select {
  const properties = new Map(
    names.map((name) => [
      name,
      { property: customer.properties.get(name), select: undefined, options: undefined, cast: undefined },
    ]),
  );
  return { all: false, properties, navigationProperties: new Set(), operations: [], ...more };
}

function expand(
  navigationProperty: ExpandItem['navigationProperty'],
  options: QueryOptions = {},
  more: Partial<ExpandItem> = {},
): ExpandItem {
  return {
    path: [],
    navigationProperty,
    stream: undefined,
    cast: undefined,
    form: 'entities',
    options,
    source: undefined,
    ...more,
  };
}

const set = setSegment(customers);
const one = keySegment(set, { ID: 1 });
const order = keySegment(setSegment(ordersSet), { OrderNo: 4711 });
const orderItems = navigationSegment(items, { kind: 'contained', navigationProperty: items, path: [] });
const inOrders = { kind: 'navigationSource', navigationSource: ordersSet } as const;
const inCustomers = { kind: 'navigationSource', navigationSource: customers } as const;

it('collection of entities', () => expect(fragment([set])).toBe('#Customers'));
it('entity', () => expect(fragment([set, one])).toBe('#Customers/$entity'));
it('singleton', () => expect(fragment([singletonSegment])).toBe('#MainSupplier'));
it('related entities live in their own set', () => {
  expect(fragment([set, one, navigationSegment(orders, inOrders)])).toBe('#Orders');
  const single = navigationSegment(orderCustomer, inCustomers);
  expect(fragment([setSegment(ordersSet), order, single])).toBe('#Customers/$entity');
});

it('contained entities', () => {
  const path = [setSegment(ordersSet), order, orderItems];
  expect(fragment(path)).toBe('#Orders(4711)/Items');
  const key = keySegment(orderItems, { Line: 2, Code: "O'Neil/x" });
  expect(fragment([...path, key])).toBe('#Orders(4711)/Items/$entity');
  expect(fragment([...path, key, propertySegment(item, 'Text')])).toBe(
    "#Orders(4711)/Items(Line=2,Code='O''Neil/x')/Text",
  );
});

it('single contained entity', () => {
  const segment = navigationSegment(label, { kind: 'contained', navigationProperty: label, path: [] });
  expect(fragment([setSegment(ordersSet), order, segment])).toBe('#Orders(4711)/Label');
});

it('contained below a related entity: the key of the path starts anew', () => {
  const path = [set, one, navigationSegment(orders, inOrders)];
  const key = keySegment(path[2]!, { OrderNo: 5 });
  expect(fragment([...path, key, orderItems])).toBe('#Orders(5)/Items');
});

it('contained below a single-valued navigation: the result tells the canonical path', () => {
  const related = { ...navigationSegment(orderCustomer, inCustomers) };
  const contained = navigationSegment(items, { kind: 'contained', navigationProperty: items, path: [] });
  const parent = entityOf(ordersSet, { OrderNo: 99, Amount: null });
  const entity = {
    ...entityOf(ordersSet, { Line: 1, Code: 'c' }, item),
    identity: {
      home: { kind: 'contained', parent: parent.identity, path: [], navigationProperty: items },
      key: { Line: 1, Code: 'c' },
    },
  } as const;
  const query = queryOf([setSegment(ordersSet), order, related, contained]);
  const result = { kind: 'collection', items: [{ kind: 'entity', entity }] } as const;
  expect(contextFragment(query, { version: '4.01' }, result)).toBe('#Orders(99)/Items');
});

it('derived entities', () => {
  const cast = castSegment(set, vip);
  expect(fragment([set, cast])).toBe('#Customers/ns.Vip');
  expect(fragment([set, one, castSegment(one, vip)])).toBe('#Customers/ns.Vip/$entity');
});

it('projected entities', () => {
  const options = { select: select(['Name', 'Rank']) };
  expect(fragment([set], options)).toBe('#Customers(Name,Rank)');
  expect(fragment([set, one], options)).toBe('#Customers(Name,Rank)/$entity');
  expect(fragment([singletonSegment], options)).toBe('#MainSupplier(Name,Rank)');
  expect(fragment([set], { select: select([], { all: true }) })).toBe('#Customers(*)');
});

it('parts of complex values are paths, members of derived types have a cast', () => {
  const street = select([], {
    properties: new Map([
      [
        'Street',
        {
          property: address.properties.get('Street'),
          select: undefined,
          options: undefined,
          cast: undefined,
        },
      ],
      [
        'City',
        { property: address.properties.get('City'), select: undefined, options: undefined, cast: undefined },
      ],
    ]),
  });
  const options: QueryOptions = {
    select: select([], {
      properties: new Map([
        [
          'Address',
          {
            property: customer.properties.get('Address'),
            select: street,
            options: undefined,
            cast: undefined,
          },
        ],
        [
          'Level',
          { property: vip.properties.get('Level'), select: undefined, options: undefined, cast: vip },
        ],
      ]),
      navigationProperties: new Set(['Orders']),
    }),
  };
  expect(fragment([set], options)).toBe('#Customers(Address/Street,Address/City,ns.Vip/Level,Orders)');
});

it('expanded entities: 4.01 names them always, 4.0 only with a list of their own', () => {
  const plain = { select: select(['Name']), expand: [expand(orders)] };
  expect(fragment([set], plain)).toBe('#Customers(Name,Orders())');
  expect(fragment([set], plain, '4.0')).toBe('#Customers(Name)');
  expect(fragment([set, one], { expand: [expand(orders)] })).toBe('#Customers(Orders())/$entity');
  expect(fragment([set, one], { expand: [expand(orders)] }, '4.0')).toBe('#Customers/$entity');
  const nested = { expand: [expand(orders, { select: select(['Amount']), expand: [expand(items)] })] };
  expect(fragment([set], nested)).toBe('#Customers(Orders(Amount,Items()))');
  expect(fragment([set], nested, '4.0')).toBe('#Customers(Orders(Amount))');
});

it('expanded in complex values, recursive, references and counts', () => {
  const path = [{ kind: 'property', property: customer.properties.get('Address')! }] as const;
  expect(fragment([set], { expand: [expand(addressCountry, {}, { path })] })).toBe(
    '#Customers(Address/Country())',
  );
  expect(fragment([set], { expand: [expand(orders, { levels: 4, select: select(['Amount']) })] })).toBe(
    '#Customers(Orders+(Amount))',
  );
  expect(fragment([set], { expand: [expand(orders, { levels: 'max' })] })).toBe('#Customers(Orders+())');
  expect(fragment([set], { expand: [expand(orders, {}, { form: '$ref' })] })).toBe('#Customers');
  expect(fragment([set], { expand: [expand(orders, {}, { form: '$count' })] })).toBe('#Customers');
});

it('references', () => {
  const related = navigationSegment(orders, inOrders);
  const ref = (before: ResourceSegment): ResourceSegment => ({ ...before, kind: 'ref' }) as ResourceSegment;
  expect(fragment([set, one, related, ref(related)])).toBe('#Collection($ref)');
  expect(fragment([set, one, ref(one)])).toBe('#$ref');
});

it('property values', () => {
  expect(fragment([set, one, propertySegment(customer, 'Name')])).toBe('#Customers(1)/Name');
  const path = [set, one, propertySegment(customer, 'Address')];
  expect(fragment([...path, propertySegment(address, 'City')])).toBe('#Customers(1)/Address/City');
  const cast = castSegment(propertySegment(customer, 'Address'), postalAddress);
  expect(fragment([...path, cast])).toBe('#Customers(1)/Address/ns.PostalAddress');
  expect(fragment([...path, cast, propertySegment(address, 'City')])).toBe('#Customers(1)/Address/City');
  expect(fragment([singletonSegment, propertySegment(customer, 'Emails')])).toBe('#MainSupplier/Emails');
});

it('properties of derived types keep the cast, those of the declared type do not', () => {
  const cast = castSegment(one, vip);
  expect(fragment([set, one, cast, propertySegment(vip, 'Level')])).toBe('#Customers(1)/ns.Vip/Level');
  expect(fragment([set, one, cast, propertySegment(customer, 'Name')])).toBe('#Customers(1)/Name');
  const before = castSegment(set, vip);
  const key = keySegment(before, { ID: 1 });
  expect(fragment([set, before, key, propertySegment(vip, 'Level')])).toBe('#Customers(1)/ns.Vip/Level');
  expect(fragment([set, before, key])).toBe('#Customers/ns.Vip/$entity');
});

it('a property behind a single-valued navigation has no canonical URL: the type stands for it', () => {
  const single = navigationSegment(orderCustomer, inCustomers);
  const path = [setSegment(ordersSet), order, single];
  expect(fragment([...path, propertySegment(customer, 'Emails')])).toBe('#Collection(Edm.String)');
});

function operation(result: ResourceSegment['result'], source: ResourceSegment['source']): ResourceSegment {
  return {
    kind: 'function',
    function: {} as never,
    import: undefined,
    parameters: new Map(),
    result,
    source,
    at: 0,
  };
}

it('results of operations', () => {
  const text = { type: primitive('String'), collection: false, nullable: true };
  expect(fragment([operation(text, undefined)])).toBe('#Edm.String');
  expect(fragment([operation({ ...text, collection: true }, undefined)])).toBe('#Collection(Edm.String)');
  expect(fragment([operation({ ...text, type: address }, undefined)])).toBe('#ns.Address');
  const entities = { type: customer, collection: true, nullable: false };
  expect(fragment([operation(entities, undefined)])).toBe('#Collection(ns.Customer)');
  expect(fragment([operation(entities, inCustomers)])).toBe('#Customers');
  expect(fragment([operation({ ...entities, collection: false }, inCustomers)])).toBe('#Customers/$entity');
  expect(fragment([operation({ ...entities, collection: false }, undefined)])).toBe('#ns.Customer');
});

it('delta', () => {
  const query = queryOf([set], { select: select(['Name']) });
  expect(contextFragment(query, { version: '4.01', delta: true })).toBe('#Customers(Name)/$delta');
});

it('$all, $crossjoin, $apply', () => {
  const result = { type: primitive('EntityType'), collection: true, nullable: false };
  expect(fragment([{ kind: 'all', result, source: undefined, at: 0 }])).toBe('#Collection(Edm.EntityType)');
  const crossjoin = {
    kind: 'crossjoin',
    entitySets: [customers, ordersSet],
    result,
    source: undefined,
    at: 0,
  } as const;
  expect(fragment([crossjoin])).toBe('#Collection(Edm.ComplexType)');
  const query = queryOf([set]);
  expect(contextFragment(query, { version: '4.01', selectList: '(Country,Total)' })).toBe(
    '#Customers(Country,Total)',
  );
});

it('keys are written without percent-encoding', () => {
  const source = setSegment(opens);
  const key = keySegment(source, { id: 'ä /%' });
  expect(fragment([source, key, propertySegment(base, 'id')])).toBe("#Opens('ä /%')/id");
  expect(model.findEntityType('ns.Open')).toBeDefined();
});
