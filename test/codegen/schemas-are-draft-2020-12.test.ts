import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';

const folder = new URL('../golden/constructs/generated/schemas/', import.meta.url);
const schemas = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

it('every generated schema satisfies the meta-schema', () => {
  const ajv = new Ajv2020({ strict: true });
  const validate = ajv.getSchema('https://json-schema.org/draft/2020-12/schema')!;
  for (const schema of schemas) {
    expect(validate(schema), `${schema.$id} ${JSON.stringify(validate.errors)}`).toBe(true);
  }
});

it('every reference between the files resolves', () => {
  const ajv = new Ajv2020({ strict: true, validateFormats: false });
  for (const schema of schemas) ajv.addSchema(schema);
  for (const schema of schemas) expect(ajv.getSchema(schema.$id), schema.$id).toBeTypeOf('function');
});
