// Handlers typed by the generated `Service`: parameters, binding and result of each operation.
import { describe, expectTypeOf, it } from 'vitest';
import { defineHandlers, type Entity } from '../../src/index.ts';
import type { Service, golden$shop as shop } from '../golden/constructs/generated/index.ts';

describe('defineHandlers', () => {
  it('types parameters, binding and results', () => {
    defineHandlers<Service>({
      'golden.shop.find': async ({ text }, { binding, read }) => {
        expectTypeOf(text).toEqualTypeOf<string>();
        expectTypeOf(binding).toEqualTypeOf<undefined>();
        const people = await read('people', '$top=1');
        expectTypeOf(people[0]?.data).toEqualTypeOf<shop.Person$Any | undefined>();
        return people;
      },
      'golden.shop.import': ({ orders, new: isNew }) => {
        expectTypeOf(isNew).toEqualTypeOf<boolean>();
        return orders.length;
      },
      'golden.shop.delete': async ({ reason }, { binding, store }) => {
        expectTypeOf(reason).toEqualTypeOf<string | null | undefined>();
        expectTypeOf(binding.data.userName).toEqualTypeOf<string>();
        await store.delete(binding.identity);
      },
    });
  });

  it('takes entities of the store, or values of the return type', () => {
    defineHandlers<Service>({ 'golden.shop.find': () => [] as readonly Entity[] });
    defineHandlers<Service>({ 'golden.shop.find': () => [{ userName: 'a' }] });
    defineHandlers<Service>({
      async *'golden.shop.find'() {
        yield { userName: 'a' };
      },
    });
  });

  it('takes handlers of one overload', () => {
    defineHandlers<Service>({ 'golden.shop.image(size)': () => ({ id: 'a' }) });
  });

  it('refuses what does not fit', () => {
    // @ts-expect-error no such operation
    defineHandlers<Service>({ 'golden.shop.nothing': () => 1 });
    // @ts-expect-error the result is a number
    defineHandlers<Service>({ 'golden.shop.import': () => 'one' });
    // @ts-expect-error no such parameter
    defineHandlers<Service>({ 'golden.shop.find': (parameters) => [parameters.name] as never });
    // @ts-expect-error no such entity set
    defineHandlers<Service>({ 'golden.shop.find': (_, { read }) => read('nobody') });
  });
});
