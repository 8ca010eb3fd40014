import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { generate } from '../../codegen/generate.ts';
import { typeScriptErrors } from './type-check.ts';

const folder = fileURLToPath(new URL('../golden/constructs/', import.meta.url));
const generated = `${folder}generated`;

// To renew the golden files: UPDATE_GOLDEN=1 npx vitest run test/codegen/golden.test.ts
const check = process.env.UPDATE_GOLDEN === undefined;

it('generates the golden files from a document with every construct', async () => {
  const result = await generate({ input: `${folder}constructs.csdl.xml`, out: generated, check });
  expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (check)
    expect({ written: result.written, removed: result.removed }).toEqual({ written: [], removed: [] });
});

it('generates modules that the strictest TypeScript accepts', () => {
  expect(typeScriptErrors(generated)).toEqual([]);
});
