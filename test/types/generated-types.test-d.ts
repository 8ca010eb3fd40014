// What users of generated types rely on; `npm run types` checks this file.
import { assertType, describe, expectTypeOf, it } from 'vitest';
import type {
  Edm,
  golden$shop$parcels as parcels,
  Service,
  golden$shop as shop,
} from '../golden/constructs/generated/index.ts';
import { golden$shop } from '../golden/constructs/generated/index.ts';

declare const person: shop.Person$Any;

describe('@odata.type narrows a union of derived types', () => {
  it('to the type that it names, and nothing else', () => {
    if (person['@odata.type'] === '#golden.shop.Manager') {
      expectTypeOf(person.budget).toEqualTypeOf<Edm.Decimal | null | undefined>();
      expectTypeOf(person.salary).toEqualTypeOf<shop.Price | undefined>();
    }
    if (person['@odata.type'] === '#golden.shop.parcels.Courier') {
      expectTypeOf(person).toExtend<parcels.Courier>();
      expectTypeOf(person.vehicle).toEqualTypeOf<string | null | undefined>();
    }
  });

  it('to the declared type where there is none', () => {
    if (person['@odata.type'] === undefined) expectTypeOf(person).not.toExtend<shop.Employee>();
  });

  it('in a switch that can be exhaustive', () => {
    switch (person['@odata.type']) {
      case undefined:
      case '#golden.shop.Person':
      case '#golden.shop.Employee':
      case '#golden.shop.Manager':
      case '#golden.shop.parcels.Courier':
        break;
      default:
        expectTypeOf(person).toBeNever();
    }
  });

  it('is required of a derived type, since the service would take the value for the declared one', () => {
    assertType<shop.Person$Any>({ userName: 'a' });
    assertType<shop.Address$AnyCreate>({
      '@odata.type': '#golden.shop.ForeignAddress',
      street: 'a',
      since: '2000-01-01',
    });
    // @ts-expect-error no such type
    assertType<shop.Address$AnyCreate>({ '@odata.type': '#golden.shop.Order', street: 'a' });
    // @ts-expect-error an abstract type without types that derive from it has no values that name it
    assertType<shop.Ghost>({ '@odata.type': '#golden.shop.Ghost' });
  });
});

describe('nullability is the model’s', () => {
  it('for single values, collections and their items', () => {
    expectTypeOf<shop.Order['spelling']>().toEqualTypeOf<'upper' | 'lower' | null | undefined>();
    expectTypeOf<shop.Order['state']>().toEqualTypeOf<shop.State | undefined>();
    expectTypeOf<shop.Order['packages']>().toEqualTypeOf<shop.package[] | undefined>();
    expectTypeOf<shop.Order['items']>().toEqualTypeOf<shop.Item[] | undefined>();
  });

  it('keys are required on what is read', () => {
    // @ts-expect-error the key is missing
    assertType<shop.Order>({ state: 'new' });
    expectTypeOf<shop.Order['number']>().toEqualTypeOf<number>();
    expectTypeOf<shop.Item['product']>().toEqualTypeOf<shop.Product>();
    expectTypeOf<shop.Country['id']>().toEqualTypeOf<string>();
  });
});

describe('what may be sent', () => {
  it('on create: what is not nullable and has no default, and keys unless the service makes them', () => {
    assertType<shop.Person$Create>({ userName: 'a', name: 'b', born: '2000-01-01' });
    // @ts-expect-error the key is made by clients
    assertType<shop.Person$Create>({ name: 'b' });
    assertType<shop.Picture$Create>({ thumbnail: null });
    assertType<shop.Order$Create>({});
    assertType<parcels.Parcel$Create>({ from: { street: 'a' } });
    // @ts-expect-error required in the complex value
    assertType<parcels.Parcel$Create>({ from: { city: 'a' } });
  });

  it('on update: no keys, nothing immutable, nothing required', () => {
    assertType<shop.Order$Update>({ state: 'paid' });
    // @ts-expect-error a key never changes
    assertType<shop.Order$Update>({ number: 1 });
    assertType<parcels.Parcel$Update>({ from: { city: 'a' } });
    expectTypeOf<shop.Employee$Update['salary']>().toEqualTypeOf<shop.Price | undefined>();
  });

  it('never what the service computes', () => {
    expectTypeOf<Extract<keyof shop.Item$Create, 'quantity'>>().toEqualTypeOf<'quantity'>();
    // open types take any name, so that the declared one is what must be missing: its type is that of the signature
    expectTypeOf<shop.Person$Create['createdAt']>().toBeUnknown();
    expectTypeOf<shop.Person$Create['score']>().toBeUnknown();
    expectTypeOf<shop.Person['score']>().toEqualTypeOf<Edm.Int64 | undefined>();
  });

  it('related entities by binding, by reference, or new', () => {
    assertType<shop.Order$Create>({ 'buyer@odata.bind': "people('a')", items: [{ '@id': 'items(1)' }] });
    assertType<shop.Order$Update>({ 'buyer@odata.bind': null, buyer: { userName: 'a', name: 'b' } });
    // @ts-expect-error a collection is bound by many ids
    assertType<shop.Order$Create>({ 'items@odata.bind': 'items(1)' });
  });
});

describe('enumerations', () => {
  it('are unions and constants of their members', () => {
    assertType<shop.State>(golden$shop.State.paid);
    expectTypeOf(golden$shop.State.new).toEqualTypeOf<'new'>();
    expectTypeOf<shop.case>().toEqualTypeOf<'upper' | 'lower'>();
    // @ts-expect-error no member
    assertType<shop.State>('lost');
  });

  it('with flags are joined by commas', () => {
    assertType<Edm.Flags<shop.Days>>('Saturday,Sunday');
    // @ts-expect-error no member
    assertType<Edm.Flags<shop.Days>>('Monday');
  });
});

describe('Service', () => {
  it('maps entity sets and singletons', () => {
    expectTypeOf<Service['entitySets']['people']['entity']>().toEqualTypeOf<shop.Person$Any>();
    expectTypeOf<Service['entitySets']['items']['key']>().toEqualTypeOf<{ order: number; product: string }>();
    expectTypeOf<Service['singletons']['me']['update']>().toEqualTypeOf<shop.Person$AnyUpdate>();
    expectTypeOf<keyof Service['entitySets']>().toEqualTypeOf<
      'people' | 'pictures' | 'parcels' | 'Parcels' | 'items'
    >();
  });

  it('maps operations to parameters and results, bound ones by binding type', () => {
    type Import = Service['actionImports']['import'];
    expectTypeOf<Import['result']>().toEqualTypeOf<number>();
    expectTypeOf<Import['parameters']['new']>().toEqualTypeOf<boolean>();
    type Delete = Service['boundActions']['golden.shop.Person']['golden.shop.delete'];
    expectTypeOf<Delete['parameters']>().toEqualTypeOf<{ reason?: string | null }>();
    expectTypeOf<Delete['result']>().toBeVoid();
    type Images = Service['boundFunctions']['Collection(golden.shop.Person)']['golden.shop.image'];
    expectTypeOf<Images['binding']>().toEqualTypeOf<shop.Person$Any[]>();
  });

  it('has overloads as a union that the parameters tell apart', () => {
    type Image = Service['boundFunctions']['golden.shop.Person']['golden.shop.image'];
    type Sized = Extract<Image, { parameters: { size: number } }>;
    expectTypeOf<Sized['result']>().toEqualTypeOf<shop.Picture>();
  });
});

it('types of an open type take dynamic properties, those of a closed one do not', () => {
  assertType<shop.Person>({ userName: 'a', shoeSize: 43 });
  // @ts-expect-error closed
  assertType<shop.Order>({ number: 1, shoeSize: 43 });
  assertType<shop.Order>({
    number: 1,
    '@my.annotation': 1,
    'state@my.annotation': true,
    '@odata.etag': 'W/"1"',
  });
  // @ts-expect-error control information is typed
  assertType<shop.Order>({ number: 1, '@odata.etag': 1 });
});
