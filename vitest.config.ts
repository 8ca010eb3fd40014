import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Configurations and handlers in test/ are written as users write them; they meet the sources, not what was built before.
  resolve: { alias: { 'odata-emulator': fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    // they need their own packages: npm run test:clients
    exclude: ['test/clients/**'],
    pool: 'threads',
    testTimeout: 30_000,
    typecheck: { include: ['test/**/*.test-d.ts'] },
  },
});
