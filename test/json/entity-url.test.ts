// OData URL Conventions 4.01, section 4.3.1 "Canonical URL".
import { describe, expect, it } from 'vitest';
import type { EdmPrimitiveTypeName } from '../../src/edm/edm-model.ts';
import type { EdmValue } from '../../src/edm/value.ts';
import { editPath, entityPath, entityUrl } from '../../src/json/entity-url.ts';
import { urlLiteral } from '../../src/json/literal.ts';
import {
  color,
  customer,
  customers,
  entityOf,
  item,
  items,
  label,
  mainSupplier,
  opens,
  ordersSet,
  primitive,
  record,
  vip,
} from './fixture.ts';

const contained = (
  path: string[],
  navigationProperty: typeof items,
  key: Record<string, EdmValue>,
  parent = entityOf(ordersSet, { OrderNo: 4711 }).identity,
) => ({ home: { kind: 'contained', parent, path, navigationProperty }, key: record(key) }) as const;

it('entity sets', () => {
  expect(entityPath(entityOf(customers, { ID: 1 }).identity)).toBe('Customers(1)');
  expect(entityUrl(entityOf(opens, { id: "O'Neil / ä%?#:" }), 'http://h/s/')).toBe(
    "http://h/s/Opens('O''Neil%20%2F%20%C3%A4%25%3F%23%3A')",
  );
  expect(entityPath(entityOf(opens, { id: 'ä/x' }).identity, { encoded: false })).toBe("Opens('ä/x')");
});

it('keys as segments', () => {
  expect(entityPath(entityOf(opens, { id: "O'Neil/x" }).identity, { keyAsSegment: true })).toBe(
    "Opens/O'Neil%2Fx",
  );
  expect(entityPath(contained([], items, { Line: 1, Code: 'a' }), { keyAsSegment: true })).toBe(
    'Orders/4711/Items/1/a',
  );
});

it('singletons, contained and derived', () => {
  expect(entityPath({ home: { kind: 'singleton', singleton: mainSupplier }, key: record({}) })).toBe(
    'MainSupplier',
  );
  expect(entityPath(contained([], items, { Line: 1, Code: 'a' }))).toBe(
    "Orders(4711)/Items(Line=1,Code='a')",
  );
  expect(entityPath(contained(['Parts'], items, { Line: 1, Code: 'a' }))).toBe(
    "Orders(4711)/Parts/Items(Line=1,Code='a')",
  );
  expect(entityPath(contained([], label, {}))).toBe('Orders(4711)/Label');
  expect(editPath(entityOf(customers, { ID: 1 }, vip))).toBe('Customers(1)/ns.Vip');
  expect(item.key.length + customer.key.length).toBe(3);
});

it('contained in a derived type: the parent is cast', () => {
  const ofVip = { ...items, declaringType: vip };
  const path = entityPath(
    contained([], ofVip, { Line: 1, Code: 'a' }, entityOf(customers, { ID: 5 }).identity),
  );
  expect(path).toBe("Customers(5)/ns.Vip/Items(Line=1,Code='a')");
});

describe('literals', () => {
  it.each<[EdmPrimitiveTypeName, EdmValue, string]>([
    ['String', "a'b", "'a''b'"],
    ['Int64', 9223372036854775807n, '9223372036854775807'],
    ['Decimal', '1.50', '1.50'],
    ['Double', Number.NEGATIVE_INFINITY, '-INF'],
    ['Double', -0, '-0.0'],
    ['Boolean', true, 'true'],
    ['Guid', '01234567-89ab-cdef-0123-456789abcdef', '01234567-89ab-cdef-0123-456789abcdef'],
    ['Date', '2012-12-03', '2012-12-03'],
    ['DateTimeOffset', '2012-12-03T07:16:23+01:00', '2012-12-03T07:16:23+01:00'],
    ['Duration', 'PT1H', "duration'PT1H'"],
    ['Binary', '+/8=', "binary'-_8='"],
    [
      'GeographyPoint',
      record({ type: 'Point', coordinates: [142.1, 64.1] }),
      "geography'SRID=0;Point(142.1 64.1)'",
    ],
    ['String', null, 'null'],
  ])('Edm.%s', (name, value, literal) => expect(urlLiteral(value, primitive(name))).toBe(literal));
  it('enumerations', () => expect(urlLiteral('Red,Blue', color)).toBe("ns.Color'Red,Blue'"));
});
