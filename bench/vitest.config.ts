// Runs the measurements that need no server: `npx vitest run --config bench/vitest.config.ts`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: 'bench',
    include: ['**/*.bench.ts'],
    pool: 'forks',
    testTimeout: 300_000,
    disableConsoleIntercept: true,
  },
});
