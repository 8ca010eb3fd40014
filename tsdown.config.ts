import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    vitest: 'src/vitest.ts',
    jest: 'src/jest.ts',
    msw: 'src/msw.ts',
    'cli/main': 'src/cli/main.ts',
  },
  // optional dependencies are not bundled
  external: [/^@faker-js\/faker/, 'randexp'],
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: true,
  clean: true,
  logLevel: 'warn',
});
