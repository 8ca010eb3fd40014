// A configuration has the members that commands have options for, and no others.
import { expectTypeOf, it } from 'vitest';
import { defineConfig, type EmulatorConfig } from '../../src/index.ts';

it('defineConfig takes what a configuration holds', () => {
  const config = defineConfig({
    port: 4004,
    services: [
      {
        metadata: 'shop.csdl.xml',
        profile: 'graph',
        faults: [{ status: 429, nth: 3 }],
        record: { upstream: 'https://host/shop', limit: 1024 },
      },
    ],
    coverage: { failUnder: { operations: 80 } },
  });
  expectTypeOf(config).toEqualTypeOf<EmulatorConfig>();
});

it('and nothing else', () => {
  // @ts-expect-error: no service
  defineConfig({});
  // @ts-expect-error: misspelt
  defineConfig({ services: [{ metadata: 'a.xml', profil: 'graph' }] });
  // @ts-expect-error: no such format
  defineConfig({ services: [{ metadata: 'a.xml' }], diff: { format: 'xml' } });
  // @ts-expect-error: an option of another command
  defineConfig({ services: [{ metadata: 'a.xml' }], check: { html: 'coverage' } });
});
