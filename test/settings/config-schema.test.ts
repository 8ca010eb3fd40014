// The JSON Schema of the configuration is in step with the table that checks one: `npx vitest run test/settings -u` renews it.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import ownConfig from '../../odata-emulator.config.json' with { type: 'json' };
import schema from '../../odata-emulator.schema.json' with { type: 'json' };
import { checkConfig } from '../../src/cli/config-members.ts';
import { configSchema } from './config-schema.ts';

it('is what the table and the types give', async () => {
  const text = `${JSON.stringify(configSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../odata-emulator.schema.json');
});

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const service = { metadata: 'a.csdl.xml' };

it.each<[unknown, boolean]>([
  [ownConfig, true],
  [{ $schema: './odata-emulator.schema.json', services: [service] }, true],
  [
    {
      services: [{ ...service, profile: 'graph', overlay: ['a', 'b'], data: { Products: [] }, populate: 5 }],
    },
    true,
  ],
  [{ services: [{ ...service, populate: { count: 5, seed: 1, sets: ['Products'] } }], populate: 3 }, true],
  [
    { services: [{ ...service, etags: { Products: ['ID'] }, computedValues: { 'a.B/c': 'revision' } }] },
    true,
  ],
  [
    { services: [{ ...service, faults: [{ path: 'a/**', nth: [1, 2], status: 503, latency: [1, 2] }] }] },
    true,
  ],
  [
    {
      services: [service],
      diff: { failOn: 'any', against: 'recordings' },
      coverage: { failUnder: { operations: 80 } },
    },
    true,
  ],
  [
    { services: [service], coverage: { failUnder: 80 }, record: { upstream: 'https://host/', limit: 5 } },
    true,
  ],
  [{}, false],
  [{ services: [] }, false],
  [{ services: [{}] }, false],
  [{ services: [{ ...service, profil: 'graph' }] }, false],
  [{ services: [{ ...service, profile: 'grph' }] }, false],
  [{ services: [{ ...service, populate: {} }] }, false],
  [{ services: [{ ...service, populate: { count: 5, sed: 1 } }] }, false],
  [{ services: [{ ...service, etags: { Products: 'ID' } }] }, false],
  [{ services: [{ ...service, faults: [{ stats: 503 }] }] }, false],
  [{ services: [{ ...service, faults: [{ status: 200 }] }] }, false],
  [{ services: [{ ...service, faults: [{ latency: [1] }] }] }, false],
  [{ services: [service], port: 'http' }, false],
  [{ services: [service], record: { upstream: 'ftp://host/' } }, false],
  [{ services: [service], coverage: { failUnder: { operation: 80 } } }, false],
  [{ services: [service], coverage: { failUnder: 101 } }, false],
  [{ services: [service], check: { html: 'page' } }, false],
])('says of %j what the command says', (config, isRight) => {
  expect(checkConfig(config).length === 0).toBe(isRight);
  expect(validate(config)).toBe(isRight);
});
