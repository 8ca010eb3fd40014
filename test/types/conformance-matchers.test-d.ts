// `toConformTo` has its type for vitest and for jest, `expect` imported as from @jest/globals.
import { expect as jestExpect } from 'expect';
import { expectTypeOf, it, expect as vitestExpect } from 'vitest';
import '../../src/jest.ts';
import '../../src/vitest.ts';

it('is a promise for a Response alone', () => {
  expectTypeOf(jestExpect({}).toConformTo('ns.T')).toEqualTypeOf<void>();
  expectTypeOf(jestExpect(new Response()).toConformTo('ns.T')).toEqualTypeOf<Promise<void>>();
  expectTypeOf(jestExpect(Promise.resolve({})).resolves.not.toConformTo('ns.T')).toEqualTypeOf<
    Promise<void>
  >();
  expectTypeOf(vitestExpect({}).toConformTo('ns.T')).toEqualTypeOf<void>();
  expectTypeOf(vitestExpect(new Response()).toConformTo('ns.T')).toEqualTypeOf<Promise<void>>();
});
